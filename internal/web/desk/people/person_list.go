package people

import (
	"approdo/internal/base/i18n"
	"approdo/internal/base/policy"
	"approdo/internal/care/person"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

var personList = kit.List[person.Person]{
	Name: "people", Path: "/people", Actions: searching, Fetch: person.Persons, Erased: person.CountErased, Create: policy.PersonRecord, NewPath: "/people/new",
	Columns: []kit.ListColumn[person.Person]{
		{Word: "desk.field.code", Sort: "code", Cell: func(_ *kit.Teller, p person.Person) page.Cell {
			return page.Cell{Text: p.Code, Path: "/people/" + string(p.ID)}
		}},
		{Word: "desk.field.first_known", Sort: "day", Cell: func(c *kit.Teller, p person.Person) page.Cell { return c.Day(p.Day, "") }},
		{Word: "desk.field.gender", Sort: "gender", Cell: func(c *kit.Teller, p person.Person) page.Cell { return c.Code("gender", p.Gender) }},
		{Word: "desk.field.age_band", Sort: "age_band", Cell: func(c *kit.Teller, p person.Person) page.Cell { return c.Code("age_band", p.AgeBand) }},
		{Word: "desk.field.citizenship", Sort: "citizenship", Cell: func(c *kit.Teller, p person.Person) page.Cell { return c.Code("citizenship", p.Citizenship) }},
		{Word: "desk.field.province", Sort: "province", Cell: func(c *kit.Teller, p person.Person) page.Cell { return c.Code("province", p.Province) }},
	},
	Filters: []kit.ListFilter{
		{Name: "code", Word: "desk.field.code"},
		{Name: "gender", Word: "desk.field.gender", List: "gender"},
		{Name: "age_band", Word: "desk.field.age_band", List: "age_band"},
		{Name: "citizenship", Word: "desk.field.citizenship", List: "citizenship"},
		{Name: "province", Word: "desk.field.province", List: "province"},
	},
	Reads: map[string]kit.Understanding{"code": func(typed string) (string, bool) { return person.Spoken(typed), person.MayBeCode(person.Spoken(typed)) }},
	Heading: func(c *kit.Teller, total i18n.Many) page.Header {
		return page.Header{Title: c.P.T("desk.people.title"), Sub: c.P.T("desk.people.sub", "count", total), Actions: c.RecordLists()}
	},
}

// searching leads from the list of codes to the search among names.
func searching(r *page.Request) ([]page.Link, error) {
	return kit.Linked(r, policy.IdentitySearch, page.Link{Label: r.Printer().T("card.search.title"), Path: "/people/search"}), nil
}

func (d *Desk) personList(r *page.Request) error { return personList.Show(d.Desk, r) }
