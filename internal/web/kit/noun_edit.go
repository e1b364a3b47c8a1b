package kit

import (
	"net/http"
	"strconv"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/web/page"
)

// read reads what a Teller has to know, and a record with what stands beside it; one that is not corrected by itself is not found where it would be.
func (n *Noun[T]) read(d *Desk, r *page.Request, id string) (c *Teller, x T, err error) {
	c, err = d.Learn(r, func(tx *store.Tx) (err error) {
		x, err = n.standing(tx, id)
		return err
	})
	return c, x, err
}

func (n *Noun[T]) standing(tx *store.Tx, id string) (T, error) {
	x, err := n.Whole(tx, id)
	if err == nil && n.Fixed != nil && n.Fixed(x) {
		err = errs.E(errs.NotFound, n.None)
	}
	return x, err
}

// correction asks for the corrections of a record, and why.
func (n *Noun[T]) correction(c *Teller, x T, a Asking, fields *page.Fields, hidden []page.Pair) Form {
	name := "record_edit"
	if n.Form != "" {
		name = n.Form + "_edit"
	}
	what, _ := n.Say(c, x)
	return Form{Told: c, Name: name, Action: n.page(x) + "/edit", Fields: fields, Hidden: hidden, Questions: a.Questions, Back: page.Link{Label: what, Path: n.page(x)}}
}

// edit shows the form that corrects.
func (n *Noun[T]) edit(d *Desk) page.Handler {
	return func(r *page.Request) error {
		c, x, err := n.read(d, r, r.PathValue("id"))
		if err != nil {
			return err
		}
		fields := &page.Fields{}
		a := n.correcting(c, &x, fields)
		a.Fill(fields)
		return d.ShowForm(r, http.StatusOK, n.correction(c, x, a, fields, Remembered(*n.Head(&x).Revision, a.Answers())))
	}
}

// Corrects shows the form that corrects a record, with what was typed since it was made: its form was sent again with other answers.
func (n *Noun[T]) Corrects(d *Desk, r *page.Request, id string, fields *page.Fields) error {
	c, standing, err := n.read(d, r, id)
	if err != nil {
		return err
	}
	a := n.correcting(c, &standing, fields)
	return d.Corrects(r, n.correction(c, standing, a, fields, Remembered(*n.Head(&standing).Revision, a.Answers())))
}

// change saves a correction, or shows both versions if somebody else was faster.
func (n *Noun[T]) change(d *Desk) page.Handler {
	return func(r *page.Request) error {
		fields, err := r.Fields()
		if err != nil {
			return err
		}
		plain := &Teller{D: d, P: r.Printer()}
		n.correcting(plain, new(T), fields).Read(fields) // what cannot be read at all is said once
		revision, _ := strconv.ParseInt(fields.Text("revision"), 10, 64)
		var theirs, mine T
		read := func(tx *store.Tx) (Correction, error) {
			var err error
			if theirs, err = n.standing(tx, r.PathValue("id")); err != nil {
				return Correction{}, err
			}
			mine = theirs
			typed := *fields
			asked, stands := n.correcting(plain, &mine, &typed), n.correcting(plain, &theirs, &typed)
			asked.Read(&typed)
			h := n.Head(&mine)
			standing := *h.Revision
			*h.Revision = revision
			return Correction{
				Noun: n.Name, ID: *h.ID, Revision: revision, Mine: asked.Bound, Theirs: stands.Bound, Standing: standing,
				Save: func(tx *store.Tx) error { return n.Correct(tx, d.Book, mine, fields.Text("reason")) },
			}, nil
		}
		return d.Correct(r, fields, read, func(c *Teller) Form {
			a := n.correcting(c, &mine, fields)
			return n.correction(c, theirs, a, fields, Remembered(revision, SaidBefore(fields, a.Bound)))
		})
	}
}

// restore undoes the correction that was just made.
func (n *Noun[T]) restore(d *Desk) page.Handler {
	return func(r *page.Request) error {
		return d.Restored(r, n.Name, func(tx *store.Tx, revision int64) error { return n.Restore(tx, d.Book, r.PathValue("id"), revision) })
	}
}
