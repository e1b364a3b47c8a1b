package network

import (
	"encoding/json"
	"slices"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
)

// The network's own lists say whose a unit is, what kind it is, which project pays it, and what each is called. They change a few times a year, so one hash under the key file stands over all of
// them: a row that was edited, planted or taken away is told.

// vouchForLists writes the hash of the lists as they stand.
func vouchForLists(tx *store.Tx) error {
	d, err := readDirectory(tx)
	var says []string
	if err == nil {
		says, err = d.says()
	}
	if err == nil {
		_, err = tx.Exec(`UPDATE network_networks SET lists = $1`, tx.Guard("lists", says...))
	}
	return errs.Wrap(err, "vouch for the lists")
}

// ListsDiffer reports whether the lists are not as the program wrote them last.
func ListsDiffer(tx *store.Tx) (bool, error) {
	d, err := readDirectory(tx) // anew: what a process remembers of them nobody edits
	if err != nil {
		return false, err
	}
	return d.differs(tx)
}

func (d *directory) differs(tx *store.Tx) (bool, error) {
	guard, found, err := store.One(tx, func(row store.Row) (guard []byte, err error) { return guard, row.Scan(&guard) }, `SELECT lists FROM network_networks`)
	if err != nil || !found || tx.Keys() == nil {
		return false, errs.Wrap(err, "compare lists")
	}
	says, err := d.says()
	return err == nil && !tx.Guarded(guard, "lists", says...), err
}

// says is all that the lists say, each item for itself, in an order of no meaning.
func (d *directory) says() (says []string, err error) {
	add := func(kind string, item any) {
		text, failed := json.Marshal(item)
		if err == nil {
			err = failed
		}
		says = append(says, kind+" "+string(text))
	}
	for _, o := range d.organisations {
		add("organisation", o)
	}
	for _, u := range d.units {
		add("unit", u)
	}
	for _, p := range d.projects {
		add("project", p)
	}
	for _, of := range d.fundings {
		for _, f := range of {
			add("funding", f)
		}
	}
	slices.Sort(says)
	return says, err
}

// RegardLists seals what shelters are called, which earlier versions left in clear, and vouches for the lists as they stand: once, at the first start that knows of it.
func RegardLists(tx *store.Tx) error {
	if err := sealShelters(tx); err != nil {
		return err
	}
	tx.Note("guard", "network", nil)
	return vouchForLists(tx)
}
