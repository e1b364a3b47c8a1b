package kit

import (
	"net/http"
	"slices"

	"approdo/internal/base/errs"
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
		var p person.Person
		var stands string
		c, err := d.Learn(r, func(tx *store.Tx) (err error) {
			p, stands, err = n.whom(d, tx, r)
			if err == nil && n.Begin != nil {
				err = n.Begin(tx, fields)
			}
			return err
		})
		if err != nil {
			return err
		}
		unit := c.Usual(AtTheDesk)
		if n.Alone {
			unit = c.Usual(OnTheStreet)
		}
		Prefill(fields, append([]string{"unit", string(unit.ID), "day", c.Today, "province", unit.Province}, n.Start...)...)
		a := n.Blank(d, r, p, fields)
		a.Told, a.Stands = c, stands
		return d.ShowForm(r, http.StatusOK, a)
	}
}

// whom reads the person of the address at which a record is asked for, and what stands about them; nobody for one that stands alone.
func (n *Noun[T]) whom(d *Desk, tx *store.Tx, r *page.Request) (p person.Person, stands string, err error) {
	if n.Alone {
		return p, "", nil
	}
	p, err = person.Mine(tx, person.ID(r.PathValue("id")))
	if err == nil && n.Stands != nil {
		stands, err = n.Stands(&Teller{D: d, P: r.Printer()}, tx, p.ID)
	}
	return p, stands, err
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
		var x T
		n.Asking(&Teller{D: d, P: r.Printer()}, &x, fields).Read(fields)
		if Wrong(fields) {
			return n.giveBack(d, r, fields, nil)
		}
		h, about := n.Head(&x), person.ID(r.PathValue("id"))
		*h.Organisation = Own(r)
		if who, ok := h.Person.(*person.ID); ok && !n.Alone {
			*who = about
		}
		said, take := []any{n.Name, x}, n.Take
		if n.TakeOf != nil {
			who := intake.Who{Code: fields.Text("code")}
			said = append(said, who)
			take = func(door *intake.Door, tx *store.Tx, x T) (T, error) { return n.TakeOf(door, tx, x, who) }
		}
		made, err := d.TakeIn(r, fields, said, func(tx *store.Tx, door *intake.Door) (work.Reference, error) {
			if _, _, err := n.whom(d, tx, r); err != nil {
				return work.Reference{}, err
			}
			x, err := take(door, tx, x)
			return work.Reference{Noun: n.Name, ID: *n.Head(&x).ID}, err
		})
		if intake.SentOtherwise(err) {
			return n.Corrects(d, r, made.ID, fields)
		}
		if err != nil {
			return n.giveBack(d, r, fields, err)
		}
		*h.ID = made.ID
		leads := n.page(x)
		if !n.Alone {
			leads = To(person.Noun, string(about))
		} else if home := n.home(x); home.ID != "" {
			leads = To(home.Noun, home.ID)
		}
		return d.Done(r, leads, page.Sentence{"desk.said.recorded"}, n.taking(x))
	}
}

// giveBack shows the form of a new record that could not be saved.
func (n *Noun[T]) giveBack(d *Desk, r *page.Request, fields *page.Fields, why error) error {
	var p person.Person
	var stands string
	c, err := d.Learn(r, func(tx *store.Tx) (err error) {
		p, stands, err = n.whom(d, tx, r)
		return err
	})
	if err != nil {
		return err
	}
	a := n.Blank(d, r, p, fields)
	a.Told, a.Stands = c, stands
	return d.GiveBack(r, a, why)
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
		who, made := r.PathValue("id"), work.Reference{Noun: n.Name, ID: r.PathValue("record")}
		return d.TakeBack(r, made, To(person.Noun, who), func(tx *store.Tx) (none work.Reference, err error) {
			if _, err = person.Mine(tx, person.ID(who)); err != nil {
				return none, err
			}
			about, err := kind.About(tx, who)
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
