package tables

import (
	"strconv"

	"approdo/internal/base/store"
	"approdo/internal/care/report/addition"
	"approdo/internal/web/page"
)

// additionUse counts a table once more and puts it in use if it adds up; if not, the page says by how much it misses.
func (d *Desk) additionUse(r *page.Request) error {
	c, err := d.composeSeen(r)
	if err != nil {
		return err
	}
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	trial, err := d.try(r, c, fields)
	if err != nil || trial.Blocked() != nil {
		return d.additionPage(r, c, fields, trial, err)
	}
	err = d.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error {
		_, err := addition.Use(tx, trial)
		return err
	})
	return d.done(r, c, "additions.said.used", err)
}

// additionRetire takes a table out of use.
func (d *Desk) additionRetire(r *page.Request) error {
	c, err := d.composeSeen(r)
	if err != nil {
		return err
	}
	err = d.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error { return addition.Retire(tx, c.table) })
	return d.done(r, c, "additions.said.retired", err)
}

// additionDrop throws a draft away, and with it a table that was never in use.
func (d *Desk) additionDrop(r *page.Request) error {
	c, err := d.composeSeen(r)
	if err != nil {
		return err
	}
	err = d.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error { return addition.Drop(tx, c.table) })
	if err == nil && c.table.Version == 0 {
		return r.Redirect(additionsPath(c.base.ID))
	}
	return d.done(r, c, "additions.said.dropped", err)
}

// composeSeen is compose for a table as its reader saw it: if it was changed since, the store will say so.
func (d *Desk) composeSeen(r *page.Request) (composing, error) {
	c, err := d.compose(r)
	if err != nil {
		return c, err
	}
	fields, err := r.Fields()
	if err != nil {
		return c, err
	}
	c.table.Revision, _ = strconv.ParseInt(fields.Text("revision"), 10, 64)
	return c, nil
}

func (d *Desk) done(r *page.Request, c composing, said string, err error) error {
	if err != nil {
		return err
	}
	return r.Say(additionsPath(c.base.ID)+"/"+c.table.ID, said)
}
