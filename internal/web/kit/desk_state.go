package kit

import (
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/web/page"
)

// Today is the day it is for the network.
func (d *Desk) Today(r *page.Request) (day string, err error) {
	err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) error {
		day = d.Network.Today(tx.Now())
		return nil
	})
	return day, err
}

// Here is the day it is, and the unit the reader most likely works in: the first of their organisation, a contact unit if there is one.
func (d *Desk) Here(r *page.Request) (day string, unit network.Unit, err error) {
	err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) error {
		day = d.Network.Today(tx.Now())
		s, err := Around(tx)
		if err != nil {
			return err
		}
		for _, u := range s.UnitList {
			if unit.ID == "" || unit.Kind != "contact_unit" && u.Kind == "contact_unit" {
				unit = u
			}
		}
		return nil
	})
	return day, unit, err
}

// Projects lists the network's projects; they are nobody's secret inside the network.
func (d *Desk) Projects(r *page.Request) (list []network.Project, err error) {
	err = d.Store.Read(r.Context(), policy.System(policy.Startup), func(tx *store.Tx) (err error) {
		list, err = network.Projects(tx)
		return err
	})
	return list, err
}
