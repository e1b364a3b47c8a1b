package kit

import (
	"encoding/json"
	"reflect"

	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/work"
	"approdo/internal/web/page"
)

// Told is a record told to whom it is about: all that it says, each fact by its word, and what it said before; and the same for programs.
type Told struct {
	Noun    string
	ID      string
	Title   string
	Facts   []page.Pair
	Before  []page.Event
	Data    Data
	Earlier []Earlier
}

// Data is what a record says, as programs read it: each column under its own name, codes as they are kept, days as ISO writes them, and no word of any language.
type Data map[string]any

// Earlier is what a record said before a correction, of what was corrected.
type Earlier struct {
	Day    string `json:"corrected"`
	Reason string `json:"reason"` // list correction_reason
	Facts  Data   `json:"facts"`
}

// put keeps what a column says; nil where it says nothing, such as a mark that nobody made.
func (d Data) put(column string, at any) {
	d[column] = nil
	v := reflect.Indirect(reflect.ValueOf(at))
	if v.IsValid() && !(v.IsZero() && (v.Kind() == reflect.String || v.Kind() == reflect.Bool)) {
		d[column] = v.Interface()
	}
}

// facts keeps facts, without the records that they name.
func (d Data) facts(list []work.Fact) {
	for _, f := range list {
		if f.Is != work.ID {
			d.put(f.Name, f.At)
		}
	}
}

// other is what stood in the columns that say something else now.
func (d Data) other(now Data) Data {
	differs := Data{}
	for column, value := range d {
		if now[column] != value {
			differs[column] = value
		}
	}
	return differs
}

// Data is what a record says.
func (n *Noun[T]) Data(x T) Data {
	d, h := Data{}, n.Head(&x)
	d.put("day", h.Day)
	if h.Organisation != nil {
		d.put("organisation_id", h.Organisation)
	}
	if h.Unit != nil {
		d.put("unit_id", h.Unit)
		d.put("project_id", h.Project)
		d.put("province", h.Province)
	}
	d.facts(n.Tell(&x))
	return d
}

// PersonData is what is kept of a person outside the vault.
func PersonData(p person.Person) Data {
	d := Data{"code": p.Code, "organisation_id": p.OrganisationID, "day": p.Day}
	d.facts(person.Facts(&p))
	return d
}

// Before is what a record said before each of its corrections, the latest first; data is what one says, and stays names what a correction leaves, of which none is kept.
func Before[T any](corrections []work.Correction, now T, data func(T) Data, stays ...string) []Earlier {
	list := []Earlier{}
	for _, x := range corrections {
		var was T
		if json.Unmarshal([]byte(x.Before), &was) != nil {
			continue
		}
		said := data(was)
		for _, name := range stays {
			if _, told := said[name]; told {
				said[name] = data(now)[name]
			}
		}
		list = append(list, Earlier{Day: x.Recorded[:len("2006-01-02")], Reason: x.Reason, Facts: said.other(data(now))})
		now = was
	}
	return list
}

// whole tells the records about a person with all that they say, for whoever asks what is kept about them.
func (n *Noun[T]) whole(c *Teller, tx *store.Tx, who person.ID) ([]Told, error) {
	records, err := n.About(tx, string(who))
	if err != nil {
		return nil, err
	}
	list := make([]Told, len(records))
	for i, x := range records {
		h := n.Head(&x)
		corrections, err := work.Corrections(tx, *h.ID)
		if err != nil {
			return nil, err
		}
		recorded, err := n.Recorded(tx, *h.ID)
		if err != nil {
			return nil, err
		}
		what, _ := n.Say(c, x)
		told := Told{Noun: n.Name, ID: *h.ID, Title: c.P.T("desk.record.of", "what", what, "day", c.P.Day(*h.Day)), Before: n.History(c, corrections, x)}
		told.Data, told.Earlier = n.Data(x), Before(corrections, x, n.Data, n.Stay()...)
		told.Data["recorded"] = recorded
		told.Facts = append(n.every(c, x), page.Pair{Name: c.P.T("desk.field.recorded"), Value: c.P.Day(recorded)})
		list[i] = told
	}
	return list, nil
}

// every says all facts of a record, whatever its page leaves out, and whose work it is.
func (n *Noun[T]) every(c *Teller, x T) (facts []page.Pair) {
	say := func(word, said string) {
		if said != "" {
			facts = append(facts, page.Pair{Name: c.P.T("desk.field." + word), Value: said})
		}
	}
	h := n.Head(&x)
	say("day", c.P.Day(*h.Day))
	if h.Organisation != nil {
		say("organisation", c.Around.Organisations[*h.Organisation].Name)
	}
	if h.Unit != nil {
		say("unit", c.Around.Units[*h.Unit].Name)
		say("project", c.Around.Projects[*h.Project].Name)
		say("province", c.Label("province", *h.Province))
	}
	for _, f := range n.Tell(&x) {
		if f.Is != work.ID {
			say(n.word(f.Name), c.Fact(f, "").Text)
		}
	}
	return facts
}
