package kit

import (
	"net/http"
	"slices"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/intake"
	"approdo/internal/care/person"
	"approdo/internal/care/work"
	"approdo/internal/web/page"
)

// new asks what is asked of a new record, of the person of the address where it does not stand alone.
func (n *Noun[T]) new(d *Desk) page.Handler {
	return func(r *page.Request) error {
		fields, err := r.Fields()
		if err != nil {
			return err
		}
		p, err := n.whom(d, r)
		if err != nil {
			return err
		}
		if n.Begin != nil {
			if err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) error { return n.Begin(tx, fields) }); err != nil {
				return err
			}
		}
		here := d.atDesk
		if n.Alone {
			here = d.Here
		}
		day, unit, err := here(r)
		if err != nil {
			return err
		}
		Prefill(fields, append([]string{"unit", string(unit.ID), "day", day, "province", unit.Province}, n.Start...)...)
		return d.ShowForm(r, http.StatusOK, n.Blank(d, r, p, fields))
	}
}

// whom reads the person of the address at which a record is asked for; nobody for one that stands alone.
func (n *Noun[T]) whom(d *Desk, r *page.Request) (person.Person, error) {
	if n.Alone {
		return person.Person{}, nil
	}
	return d.ReadPerson(r)
}

// Blank is the form of a new record, about a person where it does not stand alone.
func (n *Noun[T]) Blank(d *Desk, r *page.Request, p person.Person, fields *page.Fields) Form {
	c, name := &Teller{D: d, P: r.Printer()}, n.Form
	if name == "" {
		name = n.Name + "_new"
	}
	a := Form{Name: name, Action: n.Path, Fields: fields, Questions: n.Asking(c, new(T), fields).Questions, Back: page.Link{Label: c.P.T("desk." + n.Words + ".title"), Path: n.Path}}
	if !n.Alone {
		about := To(person.Noun, string(p.ID))
		a.Action, a.Back = about+"/"+n.Under, page.Link{Label: p.Code, Path: about}
	}
	for _, name := range n.Carry {
		if carried := fields.Text(name); carried != "" {
			a.Hidden = append(a.Hidden, page.Pair{Name: name, Value: carried})
		}
	}
	return a
}

// save takes a new record in, and goes to where it can be undone: the person, what it belongs to, or its own page.
func (n *Noun[T]) save(d *Desk) page.Handler {
	return func(r *page.Request) error {
		fields, err := r.Fields()
		if err != nil {
			return err
		}
		p, err := n.whom(d, r)
		if err != nil {
			return err
		}
		var x T
		n.Asking(&Teller{D: d, P: r.Printer()}, &x, fields).Read(fields)
		if Wrong(fields) {
			return d.GiveBack(r, n.Blank(d, r, p, fields), nil)
		}
		h := n.Head(&x)
		*h.Organisation = Own(r)
		if who, ok := h.Person.(*person.ID); ok {
			*who = p.ID
		}
		said, take := []any{n.Name, x}, n.Take
		if n.TakeOf != nil {
			who := intake.Who{Code: fields.Text("code")}
			said = append(said, who)
			take = func(door *intake.Door, tx *store.Tx, x T) (T, error) { return n.TakeOf(door, tx, x, who) }
		}
		made, err := d.TakeIn(r, fields, said, func(tx *store.Tx, door *intake.Door) (work.Reference, error) {
			x, err := take(door, tx, x)
			return work.Reference{Noun: n.Name, ID: *n.Head(&x).ID}, err
		})
		if intake.SentOtherwise(err) {
			return n.Corrects(d, r, made.ID, fields)
		}
		if err != nil {
			return d.GiveBack(r, n.Blank(d, r, p, fields), err)
		}
		*h.ID = made.ID
		leads := n.page(x)
		if !n.Alone {
			leads = To(person.Noun, string(p.ID))
		} else if home := n.home(x); home.ID != "" {
			leads = To(home.Noun, home.ID)
		}
		return r.Redirect(d.Done(r, leads, "recorded", n.taking(x)))
	}
}

// home is the record to which one belongs; the zero Reference for none.
func (n *Noun[T]) home(x T) work.Reference {
	if n.Home == nil {
		return work.Reference{}
	}
	return n.Home(x)
}

// removeAbout takes a record back, from the page of the person, that was made by mistake. One that is not about them does not exist.
func (n *Noun[T]) removeAbout(d *Desk) page.Handler {
	kind := work.Registry{Nouns: []work.Kept{n.Kept}}
	return func(r *page.Request) error {
		p, err := d.ReadPerson(r)
		if err != nil {
			return err
		}
		made := work.Reference{Noun: n.Name, ID: r.PathValue("record")}
		return d.TakeBack(r, made, To(person.Noun, string(p.ID)), func(tx *store.Tx) (none work.Reference, err error) {
			about, err := kind.About(tx, string(p.ID))
			if err == nil && !slices.Contains(about, made) {
				err = errs.E(errs.NotFound, "person.none")
			}
			return none, err
		})
	}
}

// remove takes a record back that stands alone, and goes on to what it belonged to.
func (n *Noun[T]) remove(d *Desk) page.Handler {
	return func(r *page.Request) error {
		made := work.Reference{Noun: n.Name, ID: r.PathValue("id")}
		return d.TakeBack(r, made, n.Path, func(tx *store.Tx) (work.Reference, error) {
			x, err := n.Find(tx, made.ID)
			return n.home(x), err
		})
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
