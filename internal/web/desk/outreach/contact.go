package outreach

import (
	"slices"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/work"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// At night a contact is a few taps: known or not, gender, adult or minor, where from, save. Everything else can follow.
var contacts = kit.Declare(kit.Noun[outreach.Contact]{
	Noun: outreach.Contacts, Path: "/contacts", Under: "contacts", Form: "contact", May: policy.ContactRecord, Alone: true,
	Ask: []kit.Question{
		{Name: "unit", By: kit.ByList, List: "unit"},
		{Name: "day", By: kit.ByDay},
		{Name: "channel", By: kit.ByList, List: "channel"},
		{Name: "newness", By: kit.ByCards, List: "newness", Few: []string{"new", "known", "unsure"}},
		{Name: "gender", By: kit.ByCards, List: "gender", Few: []string{"woman", "man", "trans_woman"}},
		{Name: "age_band", By: kit.ByCards, List: "age_band", Few: []string{"adult", "minor", "not_asked"}},
		{Name: "region", By: kit.ByCards, List: "region", Few: []string{"west_africa", "eastern_europe", "south_america", "north_africa", "south_asia", "east_asia"}},
		{Name: "code", By: kit.ByWord, More: true},
		{Name: "setting", By: kit.ByList, List: "setting", More: true},
		{Name: "language", By: kit.ByList, List: "language", More: true},
		{Name: "information", By: kit.ByList, List: "information", More: true},
		{Name: "citizenship", By: kit.ByList, List: "citizenship", More: true},
		{Name: "protection", By: kit.ByList, List: "protection", More: true},
		{Name: "province", By: kit.ByList, List: "province", More: true},
		{Name: "advert", By: kit.ByTick, More: true},
		{Name: "with_code", By: kit.ByTick, More: true},
	},
	Start: []string{"setting", "undefined", "language", "not_asked", "information", "not_asked", "citizenship", "not_asked", "protection", "not_asked"},
	Show:  []kit.Shown{{Fact: "day"}, {Fact: "unit"}, {Fact: "channel"}, {Fact: "setting"}, {Fact: "newness", Head: "newness_short"}, {Fact: "gender"}, {Fact: "linked"}},
	Facts: []string{
		"channel", "place", "setting", "newness", "gender", "age_band", "region", "citizenship", "language", "information", "protection", "province", "advert",
	},
	Cells: map[string]func(*kit.Teller, outreach.Contact) page.Cell{"linked": linked, "person": linked, "newness": newness},
	Say: func(c *kit.Teller, k outreach.Contact) (string, []string) {
		return c.P.T("desk.person.met", "channel", c.Label("channel", k.Channel)), []string{c.Told("setting", k.Setting), c.Told("language", k.Language)}
	},
	Home: func(k outreach.Contact) work.Reference { return work.Reference{Noun: "outing", ID: k.OutingID} },
	Page: contactPage,
})

// linked says whether anybody knows who it was.
func linked(c *kit.Teller, k outreach.Contact) page.Cell {
	if k.PersonID == "" {
		return page.Cell{Text: c.P.T("desk.contact.unlinked")}
	}
	return page.Cell{Text: c.P.T("desk.contact.linked"), Path: kit.To(person.Noun, string(k.PersonID))}
}

// newness says whether somebody had been met before; nothing of a doubt that was settled since.
func newness(c *kit.Teller, k outreach.Contact) page.Cell {
	if k.PersonID != "" && doubtful(k) {
		return page.Cell{}
	}
	return c.Code("newness", k.Newness)
}

// doubtful reports whether a contact says of an individual that nobody could tell who it was.
func doubtful(k outreach.Contact) bool {
	return k.Newness == "unsure" || k.Newness == "known_not_linkable"
}

// contactPage tells of the help that was given to an individual, and leads on: to help, and to who it was.
func contactPage(c *kit.Teller, tx *store.Tx, k outreach.Contact, v *kit.RecordView) error {
	p := c.P
	v.Header.Title = p.T("desk.contact.of", "day", p.Day(k.Day))
	if k.PersonID != "" && doubtful(k) { // it is known who it was: whether they had been met before is known by that
		word := p.T("desk.field.newness")
		v.Facts = slices.DeleteFunc(v.Facts, func(f page.Pair) bool { return f.Name == word })
	}
	if k.OutingID != "" {
		v.Header.Trail = slices.Insert(v.Header.Trail, 1, page.Link{Label: p.T("desk.outing.title"), Path: kit.To("outing", k.OutingID)})
	}
	helped, err := outreach.Actions.List(tx, store.Selection{Equal: map[string]string{"contact": k.ID}})
	if err != nil {
		return err
	}
	if len(helped.Items) > 0 {
		v.Parts = []kit.RecordPart{{Title: p.T("desk.actions.title"), Table: actions.Table(c, p.T("desk.actions.title"), helped.Items, "day", "type", "outcome")}}
	}
	if len(v.Header.Actions) == 0 {
		return nil
	}
	if k.PersonID == "" {
		v.Header.Actions = append(v.Header.Actions, page.Link{Label: p.T("desk.contact.link"), Path: kit.To("contact", k.ID) + "/link"})
	} else {
		v.Header.Actions = append(v.Header.Actions, page.Link{Label: p.T("desk.contact.unlink"), Path: kit.To("contact", k.ID) + "/" + kit.Unlink})
	}
	v.Header.Actions = append(v.Header.Actions, page.Link{Label: p.T("desk.actions.new"), Path: "/actions/new?contact=" + k.ID, Primary: true})
	return nil
}
