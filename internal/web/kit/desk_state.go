package kit

import (
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/web/page"
)

// Today is the day it is for the network.
func (d *Desk) Today() string { return d.Network.Today(d.Store.Now()) }

// Projects lists the network's projects; they are nobody's secret inside the network.
func (d *Desk) Projects(r *page.Request) (list []network.Project, err error) {
	err = d.Store.Read(r.Context(), policy.System(policy.Startup), func(tx *store.Tx) (err error) {
		list, err = network.Projects(tx)
		return err
	})
	return list, err
}
