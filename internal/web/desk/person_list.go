package desk

import (
	"approdo/internal/base/policy"
	"approdo/internal/care/person"
	"approdo/internal/web/page"
)

var personList = list[person.Person]{
	name: "people", path: "/people", actions: searching, fetch: person.Persons, create: policy.PersonRecord, newPath: "/people/new",
	columns: []listColumn[person.Person]{
		{word: "desk.field.code", sort: "code", cell: func(_ *teller, p person.Person) page.Cell {
			return page.Cell{Text: p.Code, Path: "/people/" + string(p.ID)}
		}},
		{word: "desk.field.first_known", sort: "day", cell: func(c *teller, p person.Person) page.Cell { return c.day(p.Day, "") }},
		{word: "desk.field.gender", sort: "gender", cell: func(c *teller, p person.Person) page.Cell { return c.code("gender", p.Gender) }},
		{word: "desk.field.age_band", sort: "age_band", cell: func(c *teller, p person.Person) page.Cell { return c.code("age_band", p.AgeBand) }},
		{word: "desk.field.citizenship", sort: "citizenship", cell: func(c *teller, p person.Person) page.Cell { return c.code("citizenship", p.Citizenship) }},
		{word: "desk.field.province", sort: "province", cell: func(c *teller, p person.Person) page.Cell { return c.code("province", p.Province) }},
	},
	filters: []listFilter{
		{name: "code", word: "desk.field.code"},
		{name: "gender", word: "desk.field.gender", list: "gender"},
		{name: "age_band", word: "desk.field.age_band", list: "age_band"},
		{name: "citizenship", word: "desk.field.citizenship", list: "citizenship"},
		{name: "province", word: "desk.field.province", list: "province"},
	},
	reads: map[string]understanding{"code": func(typed string) (string, bool) { return person.Spoken(typed), person.MayBeCode(person.Spoken(typed)) }},
	heading: func(c *teller, total int64) page.Header {
		return page.Header{Title: c.p.T("desk.people.title"), Sub: c.p.T("desk.people.sub", "count", total), Actions: []page.Link{
			{Label: c.p.T("desk.interviews.title"), Path: "/interviews"},
			{Label: c.p.T("desk.enrolments.title"), Path: "/enrolments"},
			{Label: c.p.T("desk.deliveries.title"), Path: "/deliveries"},
		}}
	},
}

// searching leads from the list of codes to the search among names.
func searching(_ *Desk, r *page.Request) ([]page.Link, error) {
	return linked(r, policy.IdentitySearch, page.Link{Label: r.Printer().T("card.search.title"), Path: "/people/search"}), nil
}

func (d *Desk) personList(r *page.Request) error { return personList.show(d, r) }

// partOfPeople opens a list that is reached from the list of people.
func partOfPeople(name string) func(*teller, int64) page.Header {
	return func(c *teller, total int64) page.Header {
		return page.Header{
			Title: c.p.T("desk." + name + ".title"), Sub: c.p.T("desk."+name+".sub", "count", total),
			Trail: []page.Link{{Label: c.p.T("desk.people.title"), Path: "/people"}},
		}
	}
}
