package kit

import (
	"net/http"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/intake"
	"approdo/internal/care/person"
	"approdo/internal/care/work"
	"approdo/internal/web/page"
)

// Noun is how the records of a kind about a person are asked for, listed, shown, corrected and told, declared once in its area. What may stand in them, and the rules, are the
// care room's. From the two come its screens: Routes are their addresses, and any of them can be answered by a handler of the area's own instead.
type Noun[T any] struct {
	*work.Noun[T]
	Path  string        // of its list; a record's page stands below: /interviews
	Under string        // last part of the address at which one is recorded about a person: interviews
	Words string        // prefix of its words: desk.WORDS_new.ask, desk.WORDS.title
	May   policy.Action // what recording, correcting and taking back needs

	Ask   []Question // what is asked of a new one, in this order
	Start []string   // names and answers that its form starts with, besides unit, day and province
	Show  []Shown    // the columns of the list, in this order

	Take  func(door *intake.Door, tx *store.Tx, x T) (T, error) // takes a new one in
	Say   func(c *Teller, x T) (what string, more []string)     // what it was, on a timeline and above its page
	Fixed func(x T) bool                                        // it came with another record, and is corrected there; nil: none did
}

// Shown is a column: a fact, or day, person, unit, province; and its word, where that is not its name.
type Shown struct{ Fact, As string }

// asHours is the word of minutes that are shown as hours.
const asHours = "hours"

// Routes are the addresses of a noun: list, page, correction and its undoing, taking back, and the form about a person.
func (n *Noun[T]) Routes(d *Desk) []page.Route {
	const get, post = http.MethodGet, http.MethodPost
	about := "/people/{id}/" + n.Under
	return append(n.Corrections(d),
		page.Route{Method: get, Pattern: n.Path, Action: policy.WorkView, Handler: n.list(d)},
		page.Route{Method: get, Pattern: n.Path + "/{id}", Action: policy.WorkView, Handler: n.show(d)},
		page.Route{Method: get, Pattern: about + "/new", Action: n.May, Handler: n.new(d)},
		page.Route{Method: post, Pattern: about, Action: n.May, Handler: n.save(d)},
		page.Route{Method: post, Pattern: about + "/{record}/" + Remove, Action: n.May, Handler: n.remove(d)},
	)
}

// Corrections are the addresses at which a record is corrected, and a correction is undone: all that a noun whose other screens are the area's own takes from here.
func (n *Noun[T]) Corrections(d *Desk) []page.Route {
	const get, post = http.MethodGet, http.MethodPost
	return []page.Route{
		{Method: get, Pattern: n.Path + "/{id}/edit", Action: n.May, Handler: n.edit(d)},
		{Method: post, Pattern: n.Path + "/{id}/edit", Action: n.May, Handler: n.change(d)},
		{Method: post, Pattern: n.Path + "/{id}/" + Restore, Action: n.May, Handler: n.restore(d)},
	}
}

// Story tells of its records on the page of the person.
func (n *Noun[T]) Story() Story {
	return Story{Noun: n.Name, Action: n.May, Path: n.Under, Tell: func(c *Teller, tx *store.Tx, who person.ID) (list []Occasion, err error) {
		records, err := n.List(tx, Of(who))
		for _, x := range records.Items {
			h := n.Head(&x)
			what, more := n.Say(c, x)
			list = append(list, c.Occasion(*h.Day, *h.ID, h.UnitID(), what, n.page(x), more...))
		}
		return list, err
	}}
}

// page is the address of a record's page.
func (n *Noun[T]) page(x T) string { return n.Path + "/" + *n.Head(&x).ID }

// who is whom a record is about; nobody after an erasure, when it is a husk's.
func (n *Noun[T]) who(x T) person.ID {
	id, _ := n.Head(&x).Person.(*person.ID)
	return *id
}

// bound ties the questions to a record.
func (n *Noun[T]) bound(x *T) Bound {
	h := n.Head(x)
	b := Bound{Text: map[string]*string{"day": h.Day}, Number: map[string]*int64{}, Flag: map[string]*bool{}}
	if h.Unit != nil {
		b.Text["unit"] = (*string)(h.Unit)
	}
	if h.Province != nil {
		b.Text["province"] = h.Province
	}
	for _, f := range n.Tell(x) {
		switch at := f.At.(type) {
		case *string:
			b.Text[f.Name] = at
		case *int64:
			b.Number[f.Name] = at
		case *bool:
			b.Flag[f.Name] = at
		}
	}
	return b
}

// word is what a fact is called on the screen.
func (n *Noun[T]) word(fact string) string {
	for _, s := range n.Show {
		if s.Fact == fact && s.As != "" && s.As != asHours {
			return s.As
		}
	}
	return fact
}
