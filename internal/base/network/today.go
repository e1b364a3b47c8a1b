package network

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
)

// zone is where a day of the network begins and ends.
type zone struct{ Network }

// Today is the day that it is where the network is. Before there is one, the day is UTC.
func Today(tx *store.Tx) (string, error) {
	z, err := store.Recall(tx, "network", func(tx *store.Tx) (zone, error) {
		n, err := Find(tx)
		if errs.KindOf(err) == errs.NotFound {
			return zone{Network{Zone: "UTC"}}, nil
		}
		return zone{n}, err
	})
	return z.Today(tx.Now()), err
}
