package kit

import (
	"net/http"
	"path"
	"slices"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/intake"
	"approdo/internal/care/person"
	"approdo/internal/care/work"
	"approdo/internal/web/page"
)

// Noun is how the records of a kind are asked for, listed, shown, corrected and told, declared once in its area. What may stand in them, and the rules, are the care room's.
// From the two come its screens: Routes are their addresses, and any of them can be answered by a handler of the area's own instead. A record is about a person whose page
// asks for it, or stands Alone.
type Noun[T any] struct {
	*work.Noun[T]
	Path  string        // of its list; a record's page stands below: /interviews
	Under string        // last part of the address of one below the person whom it is about, that of Path where nothing else is said; empty for one Alone that is about nobody
	Words string        // prefix of its words, desk.WORDS.title: the last part of Path where nothing else is said
	Form  string        // prefix of the words of its form, where that is not its name: desk.FORM.ask
	May   policy.Action // what recording, correcting and taking back needs
	Alone bool          // it is asked for at an address of its own, Path/new

	Ask   []Question // what is asked of a new one, in this order; of what is corrected, all that a correction can change
	Start []string   // names and answers that its form starts with, besides unit, day and province
	Show  []Shown    // the columns of the list, in this order
	Facts []string   // the facts of its page, in this order; all where nil

	Take   func(door *intake.Door, tx *store.Tx, x T) (T, error)                 // takes a new one in, where more follows from it
	TakeOf func(door *intake.Door, tx *store.Tx, x T, who intake.Who) (T, error) // instead, where the form asks for the code of whom it is about
	Say    func(c *Teller, x T) (what string, more []string)                     // what it was, on a timeline and above its page
	Fixed  func(x T) bool                                                        // it came with another record, and is corrected there; nil: none did
	Home   func(x T) work.Reference                                              // the record to which it belongs, whose page one goes back to; may be nil

	Stands func(c *Teller, tx *store.Tx, who person.ID) (string, error) // what is known of the person already that decides what a new one changes, said above its form; may be nil
	Begin  func(tx *store.Tx, fields *page.Fields) error                // the answers that follow from the address of a new one; may be nil
	Carry  []string                                                     // names in the address of a new one that its form carries on: they are facts
	Beside func(c *Teller, x *T, fields *page.Fields) Aside             // what is asked of what stands in a table beside its own; may be nil
	Fetch  func(*store.Tx, store.Selection) (store.Slice[T], error)     // reads its list, where List does not read enough
	Cells  map[string]func(c *Teller, x T) page.Cell                    // the columns that are no fact, by name; person: where nobody is known
	Page   func(c *Teller, tx *store.Tx, x T, v *RecordView) error      // says more on its page, or says it otherwise; may be nil
	Lead   func(r *page.Request) ([]page.Link, error)                   // where its list leads besides; may be nil
}

// Declare makes a noun known to whoever leads to one of its records. It is called while the program begins, for a noun of a package.
func Declare[T any](n Noun[T]) *Noun[T] {
	addresses[n.Name] = n.Path + "/"
	if n.Words == "" {
		n.Words = path.Base(n.Path)
	}
	if n.Under == "" && !n.Alone {
		n.Under = path.Base(n.Path)
	}
	if n.Take == nil {
		n.Take = func(door *intake.Door, tx *store.Tx, x T) (T, error) { return intake.Take(door, tx, n.Noun, x) }
	}
	return &n
}

// Screens are those of a kind of record, whatever a record of it is.
type Screens interface {
	Routes(d *Desk, own ...page.Route) []page.Route
	Story() Story
}

// Shown is a column: a fact, or day, person, unit, province, or one of Cells.
type Shown struct {
	Fact   string
	As     string // what it is called everywhere, where that is not its name
	Head   string // what the column is called, where that is something else
	Number bool   // one of Cells counts something
}

// asHours is the heading of minutes that are shown as hours.
const asHours = "hours"

// Routes are the addresses of a noun: list, page, correction and its undoing, taking back, and the form. Those of the area's own go before.
func (n *Noun[T]) Routes(d *Desk, own ...page.Route) []page.Route {
	const get, post = http.MethodGet, http.MethodPost
	routes := append(own[:len(own):len(own)],
		page.Route{Method: get, Pattern: n.Path, Action: policy.WorkView, Handler: n.list(d)},
		page.Route{Method: get, Pattern: n.Path + "/{id}", Action: policy.WorkView, Handler: n.show(d)},
		page.Route{Method: get, Pattern: n.Path + "/{id}/edit", Action: n.May, Handler: n.edit(d)},
		page.Route{Method: post, Pattern: n.Path + "/{id}/edit", Action: n.May, Handler: n.change(d)},
		page.Route{Method: post, Pattern: n.Path + "/{id}/" + Restore, Action: n.May, Handler: n.restore(d)},
	)
	form, about := n.Path, "/people/{id}/"+n.Under
	if n.Alone {
		routes = append(routes, page.Route{Method: post, Pattern: n.Path + "/{id}/" + Remove, Action: n.May, Handler: n.remove(d)})
	} else {
		form = about
	}
	if n.Under != "" {
		routes = append(routes, page.Route{Method: post, Pattern: about + "/{record}/" + Remove, Action: n.May, Handler: n.removeAbout(d)})
	}
	routes = append(routes,
		page.Route{Method: get, Pattern: form + "/new", Action: n.May, Handler: n.new(d)},
		page.Route{Method: post, Pattern: form, Action: n.May, Handler: n.save(d)},
	)
	answered := map[string]bool{}
	return slices.DeleteFunc(routes, func(r page.Route) bool {
		address := r.Method + " " + r.Pattern
		twice := answered[address]
		answered[address] = true
		return twice
	})
}

// Story tells of its records on the page of the person.
func (n *Noun[T]) Story() Story {
	return Story{Noun: n.Name, Action: n.May, Path: n.Under, Words: n.Words, List: n.Path, Asked: !n.Alone, Tell: func(c *Teller, tx *store.Tx, who person.ID) (list []Occasion, err error) {
		records, err := n.About(tx, string(who))
		for _, x := range records {
			h := n.Head(&x)
			what, more := n.Say(c, x)
			list = append(list, c.Occasion(*h.Day, *h.ID, h.UnitID(), what, n.page(x), more...))
		}
		return list, err
	}, Whole: n.whole}
}

// page is the address of a record's page.
func (n *Noun[T]) page(x T) string { return n.Path + "/" + *n.Head(&x).ID }

// who is whom a record is about; empty for nobody who is known.
func (n *Noun[T]) who(x T) person.ID {
	if id, ok := n.Head(&x).Person.(*person.ID); ok {
		return *id
	}
	return ""
}

// taking is the address at which a record is taken back.
func (n *Noun[T]) taking(x T) string {
	if n.Alone {
		return n.page(x) + "/" + Remove
	}
	return To(person.Noun, string(n.who(x))) + "/" + n.Under + "/" + *n.Head(&x).ID + "/" + Remove
}

// word is what a fact is called on the screen.
func (n *Noun[T]) word(fact string) string {
	for _, s := range n.Show {
		if s.Fact == fact && s.As != "" {
			return s.As
		}
	}
	return fact
}
