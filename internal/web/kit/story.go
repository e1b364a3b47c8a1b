package kit

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/work"
	"approdo/internal/web/page"
)

// Story is how the records of one noun are told on the page of the person whom they are about, who takes one back where, and who records one from there.
type Story struct {
	Noun   string
	Action policy.Action
	Path   string // last part of its address under the person's
	Words  string // its list is called desk.WORDS.title, its button desk.person.NOUN
	List   string // address of its list
	Asked  bool   // it is recorded from the person's page, and its list stands below that of people
	Tell   func(c *Teller, tx *store.Tx, who person.ID) ([]Occasion, error)
	Whole  func(c *Teller, tx *store.Tx, who person.ID) ([]Told, error)
}

// Wholes are the records of all kinds about a person, told with all that they say, in the order of the stories.
func (c *Teller) Wholes(tx *store.Tx, id person.ID) (all []Told, err error) {
	for _, s := range c.D.Stories {
		some, err := s.Whole(c, tx, id)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// Records are the buttons that record something about a person, for whoever may: one a story that fits.
func (c *Teller) Records(id person.ID, fits func(noun string) bool) (links []page.Link) {
	for _, s := range c.D.Stories {
		if s.Asked && c.May(s.Action) && fits(s.Noun) {
			links = append(links, page.Link{Label: c.P.T("desk.person." + s.Noun), Path: To("person", string(id)) + "/" + s.Path + "/new"})
		}
	}
	return links
}

// RecordLists lead to the lists of what is recorded about people.
func (c *Teller) RecordLists() (links []page.Link) {
	for _, s := range c.D.Stories {
		if s.Asked {
			links = append(links, page.Link{Label: c.P.T("desk." + s.Words + ".title"), Path: s.List})
		}
	}
	return links
}

// Timeline tells everything that the own organisation recorded about a person, the latest day first. Nothing says what came first on one day: there the order
// is that of the stories, in which what rests on something else comes before it.
func (c *Teller) Timeline(tx *store.Tx, id person.ID) ([]page.Event, error) {
	all, err := c.correctionsOf(tx, id)
	if err != nil {
		return nil, err
	}
	for _, s := range c.D.Stories {
		part, err := s.Tell(c, tx, id)
		if err != nil {
			return nil, err
		}
		for i := range part {
			part[i].Undo = c.takeBack(s.Action, To("person", string(id))+"/"+s.Path+"/"+part[i].id+"/remove")
		}
		all = append(all, part...)
	}
	slices.SortStableFunc(all, func(a, b Occasion) int { return cmp.Compare(b.day, a.day) })
	events := make([]page.Event, len(all))
	for i, o := range all {
		events[i] = o.Event
	}
	return events, nil
}

// Occasion is one thing recorded about a person, on a day.
type Occasion struct {
	day string
	id  string // of the record
	page.Event
}

// Occasion puts one record into words: what, more about it, when and in which unit.
func (c *Teller) Occasion(day, id string, unit network.UnitID, what, path string, more ...string) Occasion {
	more = slices.DeleteFunc(more, func(s string) bool { return s == "" })
	when := c.P.Day(day)
	if name := c.Around.Units[unit].Name; name != "" {
		when += " · " + name
	}
	return Occasion{day, id, page.Event{When: when, What: what, Path: path, Note: strings.Join(more, " · ")}}
}

// takeBack offers to take a record back that was a mistake, to whoever may.
func (c *Teller) takeBack(action policy.Action, path string) page.TakeBack {
	if c.May == nil || !c.May(action) {
		return page.TakeBack{}
	}
	return c.TakingBack(path)
}

// TakingBack offers to take a record back, for a reason, at an address.
func (c *Teller) TakingBack(path string) page.TakeBack {
	return page.TakeBack{
		Path: path, Key: c.Key(path), Label: c.P.T("desk.take_back.label"), Warning: c.P.T("desk.take_back.warning"), Ask: c.P.T("desk.field.take_back_reason"), Reasons: c.D.Codes(c.P, "correction_reason"),
	}
}

func (c *Teller) correctionsOf(tx *store.Tx, id person.ID) (list []Occasion, err error) {
	now, err := person.Mine(tx, id)
	if err != nil {
		return nil, err
	}
	corrections, err := work.Corrections(tx, string(id))
	for _, x := range corrections { // the latest first
		day, _, _ := strings.Cut(x.Recorded, "T")
		said := ""
		var was person.Person
		if json.Unmarshal([]byte(x.Before), &was) == nil {
			said, now = c.factsBefore(was, now), was
		}
		list = append(list, c.Occasion(day, x.ID, "", c.P.T("desk.person.corrected", "reason", c.Label("correction_reason", x.Reason)), "", said))
	}
	return list, err
}

// factsBefore says, of the facts that a correction changed, what each was.
func (c *Teller) factsBefore(was, now person.Person) string {
	var words []string
	after := c.PersonFacts(now)
	for i, fact := range c.PersonFacts(was) {
		if fact.Value != after[i].Value {
			words = append(words, fact.Name+": "+fact.Value)
		}
	}
	return c.P.T("desk.record.before", "what", strings.Join(words, ", "))
}

// Of asks a list for the records of one person.
func Of(id person.ID) store.Selection {
	return store.Selection{Equal: map[string]string{"person": string(id)}}
}
