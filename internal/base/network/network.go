// Package network knows who works together: the network, its organisations and units, the projects that pay them,
// and the accounts of the people who log in.
//
// One installation serves one network. One organisation is its lead (capofila); members record their own work here;
// the public bodies around them are listed because work is done with them. A project is a funded action with a
// period, partners, provinces, targets, and the channels that its funder counts as reaching a person.
package network

import (
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
)

// Ids of this package, made by the program.
type (
	OrganisationID string
	UnitID         string
	ProjectID      string
	AccountID      string
)

// Network is the whole of which this installation keeps the records.
type Network struct {
	ID            string
	Code          string
	Name          string
	Zone          string         // IANA time zone in which a day begins
	Demonstration bool           // every page carries the "example data" mark
	ClockShift    time.Duration  // added to the machine's clock; zero except in a demonstration
	here          *time.Location // of Zone, filled when read
}

// Find reads the network. An installation without one answers NotFound "network.none".
func Find(tx *store.Tx) (Network, error) {
	n, found, err := store.One(tx, func(row store.Row) (Network, error) {
		var n Network
		var seconds int64
		err := row.Scan(&n.ID, &n.Code, &n.Name, &n.Zone, &n.Demonstration, &seconds)
		n.ClockShift = time.Duration(seconds) * time.Second
		n.here = n.Location()
		return n, err
	}, `SELECT id, code, name, zone, demonstration, clock_shift FROM network_networks`)
	if err == nil && !found {
		err = errs.E(errs.NotFound, "network.none")
	}
	if err != nil {
		return n, errs.Wrap(err, "find network")
	}
	r, err := Roster(tx)
	if err == nil && r.Lead() != "" { // a demonstration asks for less, and has a clock of its own
		if n.Demonstration = r.Example(); !n.Demonstration {
			n.ClockShift = 0
		}
	}
	return n, errs.Wrap(err, "find network")
}

// Record founds the network. There is one: a second is a Conflict.
func Record(tx *store.Tx, n Network) error {
	if _, err := Find(tx); err == nil {
		return errs.E(errs.Conflict, "network.exists")
	} else if errs.KindOf(err) != errs.NotFound {
		return err
	}
	if !Zoned(n.Zone) {
		return errs.E(errs.Invalid, "network.bad_zone", "zone", n.Zone)
	}
	if n.ID == "" {
		n.ID = tx.NewID()
	}
	_, err := tx.Exec(`INSERT INTO network_networks (id, code, name, zone, demonstration, clock_shift) VALUES ($1, $2, $3, $4, $5, $6)`,
		n.ID, n.Code, n.Name, n.Zone, n.Demonstration, int64(n.ClockShift/time.Second))
	if err != nil {
		return errs.Wrap(err, "record network")
	}
	changed(tx, "network", n.ID)
	return dropDrafts(tx)
}

// KeyMark recognises the key file that a network was opened with first; nil before.
func KeyMark(tx *store.Tx) ([]byte, error) {
	mark, _, err := store.One(tx, func(row store.Row) (mark []byte, err error) { return mark, row.Scan(&mark) }, `SELECT keyfile FROM network_networks`)
	return mark, errs.Wrap(err, "find mark of the key file")
}

// RecordKeyMark keeps what recognises the key file, if nothing does yet.
func RecordKeyMark(tx *store.Tx, mark []byte) error {
	_, err := tx.Exec(`UPDATE network_networks SET keyfile = $1 WHERE keyfile IS NULL`, mark)
	tx.Note("network", "key_file", nil)
	return errs.Wrap(err, "record mark of the key file")
}

// Today is the local day at this moment in the network's zone.
func (n Network) Today(now time.Time) string {
	if n.here == nil {
		n.here = n.Location()
	}
	return now.In(n.here).Format(time.DateOnly)
}

// Zoned reports whether a text names a time zone, the same on every machine.
func Zoned(zone string) bool {
	_, err := time.LoadLocation(zone)
	return err == nil && zone != "" && zone != "Local"
}

// Location is the network's zone. One that nobody knows, which no program of ours writes, is UTC: whoever opens the network is told (Zoned).
func (n Network) Location() *time.Location {
	if !Zoned(n.Zone) {
		return time.UTC
	}
	zone, _ := time.LoadLocation(n.Zone) // Zoned has read it
	return zone
}

// changed notes a change of the network's own lists; reports reread everything after one, since labels and channels may differ. Whoever makes one vouches for the lists afterwards.
func changed(tx *store.Tx, object, id string) {
	tx.Note(object, id, nil)
	tx.Changed("network", id)
}
