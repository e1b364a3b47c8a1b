package kit

import (
	"net/http"
	"slices"
	"strconv"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/intake"
	"approdo/internal/care/person"
	"approdo/internal/care/work"
	"approdo/internal/web/page"
)

// new asks what is asked of a new record about the person of the address.
func (n *Noun[T]) new(d *Desk) page.Handler {
	return func(r *page.Request) error {
		fields, err := r.Fields()
		if err != nil {
			return err
		}
		p, err := d.ReadPerson(r)
		if err != nil {
			return err
		}
		day, unit, err := d.atDesk(r)
		if err != nil {
			return err
		}
		Prefill(fields, append([]string{"unit", string(unit.ID), "day", day, "province", unit.Province}, n.Start...)...)
		return d.ShowForm(r, http.StatusOK, n.form(p, fields))
	}
}

func (n *Noun[T]) form(p person.Person, fields *page.Fields) Form {
	return Form{
		Name: n.Name + "_new", Action: To("person", string(p.ID)) + "/" + n.Under, Fields: fields, Questions: n.Ask,
		Back: page.Link{Label: p.Code, Path: To("person", string(p.ID))},
	}
}

// save takes a new record in and goes back to the person, where it can be undone.
func (n *Noun[T]) save(d *Desk) page.Handler {
	return func(r *page.Request) error {
		fields, err := r.Fields()
		if err != nil {
			return err
		}
		p, err := d.ReadPerson(r)
		if err != nil {
			return err
		}
		var x T
		n.bound(&x).Read(fields)
		if Wrong(fields) {
			return d.GiveBack(r, n.form(p, fields), nil)
		}
		h := n.Head(&x)
		*h.Organisation = Own(r)
		if who, ok := h.Person.(*person.ID); ok {
			*who = p.ID
		}
		made, err := d.TakeIn(r, fields, []any{n.Name, x}, func(tx *store.Tx, door *intake.Door) (work.Reference, error) {
			x, err := n.Take(door, tx, x)
			return work.Reference{Noun: n.Name, ID: *n.Head(&x).ID}, err
		})
		if err != nil {
			return d.GiveBack(r, n.form(p, fields), err)
		}
		path := To("person", string(p.ID))
		return r.Redirect(d.Done(r, path, "recorded", path+"/"+n.Under+"/"+made.ID+"/"+Remove))
	}
}

// remove takes a record about a person back that was made by mistake. One that is not about them does not exist.
func (n *Noun[T]) remove(d *Desk) page.Handler {
	return func(r *page.Request) error {
		p, err := d.ReadPerson(r)
		if err != nil {
			return err
		}
		made := work.Reference{Noun: n.Name, ID: r.PathValue("record")}
		return d.TakeBack(r, made, To("person", string(p.ID)), func(tx *store.Tx) (none work.Reference, err error) {
			x, err := n.Find(tx, made.ID)
			if err == nil && n.who(x) != p.ID {
				err = errs.E(errs.NotFound, "person.none")
			}
			return none, err
		})
	}
}

// read reads the record of the address; one that is not corrected by itself is not found where it would be.
func (n *Noun[T]) read(d *Desk, r *page.Request) (x T, err error) {
	err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		x, err = n.Find(tx, r.PathValue("id"))
		if err == nil && n.Fixed != nil && n.Fixed(x) {
			err = errs.E(errs.NotFound, n.None)
		}
		return err
	})
	return x, err
}

// correction asks for the corrections of a record, and why. What a correction leaves is not asked.
func (n *Noun[T]) correction(d *Desk, r *page.Request, x T, fields *page.Fields, hidden []page.Pair) Form {
	var questions []Question
	for _, q := range n.Ask {
		stays := q.Name == "unit" || q.Name == "day"
		for _, f := range n.Tell(&x) {
			stays = stays || f.Name == q.Name && f.Stays
		}
		if !stays {
			q.More = false
			questions = append(questions, q)
		}
	}
	what, _ := n.Say(&Teller{D: d, P: r.Printer()}, x)
	return Form{
		Name: "record_edit", Action: n.page(x) + "/edit", Fields: fields, Hidden: hidden,
		Questions: append(questions, Question{Name: "reason", By: ByCards, List: "correction_reason"}), Back: page.Link{Label: what, Path: n.page(x)},
	}
}

// edit shows the form that corrects.
func (n *Noun[T]) edit(d *Desk) page.Handler {
	return func(r *page.Request) error {
		fields, err := r.Fields()
		if err != nil {
			return err
		}
		x, err := n.read(d, r)
		if err != nil {
			return err
		}
		b := n.bound(&x)
		b.Fill(fields)
		return d.ShowForm(r, http.StatusOK, n.correction(d, r, x, fields, Remembered(*n.Head(&x).Revision, b.Answers())))
	}
}

// change saves a correction, or shows both versions if somebody else was faster.
func (n *Noun[T]) change(d *Desk) page.Handler {
	return func(r *page.Request) error {
		fields, err := r.Fields()
		if err != nil {
			return err
		}
		theirs, err := n.read(d, r)
		if err != nil {
			return err
		}
		mine, standing := theirs, *n.Head(&theirs).Revision
		b := n.bound(&mine)
		b.Read(fields)
		h := n.Head(&mine)
		*h.Revision, _ = strconv.ParseInt(fields.Text("revision"), 10, 64)
		a := n.correction(d, r, theirs, fields, Remembered(*h.Revision, SaidBefore(fields, b)))
		if Wrong(fields) {
			return d.GiveBack(r, a, nil)
		}
		return d.Correct(r, a, Correction{
			Noun: n.Name, ID: *h.ID, Revision: *h.Revision, Mine: b, Theirs: n.bound(&theirs), Standing: standing,
			Save: func(tx *store.Tx) error { return n.Correct(tx, d.Book, mine, fields.Text("reason")) },
		})
	}
}

// restore undoes the correction that was just made.
func (n *Noun[T]) restore(d *Desk) page.Handler {
	return func(r *page.Request) error {
		return d.Restored(r, n.Name, func(tx *store.Tx, revision int64) error { return n.Restore(tx, d.Book, r.PathValue("id"), revision) })
	}
}

// atDesk is the day it is, and the unit that most likely talks with people at length: the first desk of the organisation, any unit without one.
func (d *Desk) atDesk(r *page.Request) (day string, unit network.Unit, err error) {
	err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) error {
		day = d.Network.Today(tx.Now())
		s, err := Around(tx)
		if at := slices.IndexFunc(s.UnitList, func(u network.Unit) bool { return u.Kind == "desk" }); at >= 0 {
			unit = s.UnitList[at]
		} else if len(s.UnitList) > 0 {
			unit = s.UnitList[0]
		}
		return err
	})
	return day, unit, err
}
