package desk

import (
	"approdo/internal/base/policy"
	"approdo/internal/care/casework"
	"approdo/internal/care/person"
	"approdo/internal/web/page"
)

var personList = list[person.Person]{
	name: "people", path: "/people", fetch: person.Persons, create: policy.PersonRecord, newPath: "/people/new",
	columns: []listColumn[person.Person]{
		{word: "desk.field.code", sort: "code", cell: func(_ *listing, p person.Person) page.Cell {
			return page.Cell{Text: p.Code, Path: "/people/" + string(p.ID)}
		}},
		{word: "desk.field.first_known", sort: "day", cell: func(c *listing, p person.Person) page.Cell { return c.day(p.Day, "") }},
		{word: "desk.field.gender", sort: "gender", cell: func(c *listing, p person.Person) page.Cell { return c.code("gender", p.Gender) }},
		{word: "desk.field.age_band", sort: "age_band", cell: func(c *listing, p person.Person) page.Cell { return c.code("age_band", p.AgeBand) }},
		{word: "desk.field.citizenship", sort: "citizenship", cell: func(c *listing, p person.Person) page.Cell { return c.code("citizenship", p.Citizenship) }},
		{word: "desk.field.province", sort: "province", cell: func(c *listing, p person.Person) page.Cell { return c.code("province", p.Province) }},
	},
	filters: []listFilter{
		{"code", "desk.field.code", ""},
		{"gender", "desk.field.gender", "gender"},
		{"age_band", "desk.field.age_band", "age_band"},
		{"citizenship", "desk.field.citizenship", "citizenship"},
		{"province", "desk.field.province", "province"},
	},
	heading: func(c *listing, total int64) page.Header {
		return page.Header{Title: c.p.T("desk.people.title"), Sub: c.p.T("desk.people.sub", "count", total), Actions: []page.Link{
			{Label: c.p.T("desk.interviews.title"), Path: "/interviews"}, {Label: c.p.T("desk.enrolments.title"), Path: "/enrolments"},
			{Label: c.p.T("desk.deliveries.title"), Path: "/deliveries"},
		}}
	},
}

// partOfPeople opens a list that is reached from the list of people.
func partOfPeople(name string) func(*listing, int64) page.Header {
	return func(c *listing, total int64) page.Header {
		return page.Header{
			Title: c.p.T("desk." + name + ".title"), Sub: c.p.T("desk."+name+".sub", "count", total),
			Trail: []page.Link{{Label: c.p.T("desk.people.title"), Path: "/people"}},
		}
	}
}

// whom leads to the person a record is about; the code itself is on the person's page.
func (c *listing) whom(id person.ID) page.Cell {
	return page.Cell{Text: c.p.T("desk.action_for.person"), Path: "/people/" + string(id)}
}

var interviewList = list[casework.Interview]{
	name: "interviews", path: "/interviews", fetch: casework.Interviews, heading: partOfPeople("interviews"),
	columns: []listColumn[casework.Interview]{
		{word: "desk.field.day", sort: "day", cell: func(c *listing, i casework.Interview) page.Cell { return c.day(i.Day, "") }},
		{word: "desk.field.person", cell: func(c *listing, i casework.Interview) page.Cell { return c.whom(i.PersonID) }},
		{word: "desk.field.unit", cell: func(c *listing, i casework.Interview) page.Cell { return c.unit(i.UnitID) }},
		{word: "desk.field.language", sort: "language", cell: func(c *listing, i casework.Interview) page.Cell { return c.code("language", i.Language) }},
		{word: "desk.field.information", cell: func(c *listing, i casework.Interview) page.Cell { return c.code("information", i.Information) }},
	},
	filters: append([]listFilter{{"language", "desk.field.language", "language"}}, workFilters...),
}

var enrolmentList = list[casework.Enrolment]{
	name: "enrolments", path: "/enrolments", fetch: casework.Enrolments, heading: partOfPeople("enrolments"),
	columns: []listColumn[casework.Enrolment]{
		{word: "desk.field.day", sort: "day", cell: func(c *listing, e casework.Enrolment) page.Cell { return c.day(e.Day, "") }},
		{word: "desk.field.person", cell: func(c *listing, e casework.Enrolment) page.Cell { return c.whom(e.PersonID) }},
		{word: "desk.field.kind", sort: "kind", cell: func(c *listing, e casework.Enrolment) page.Cell { return c.code("enrolment_kind", e.Kind) }},
		{word: "desk.field.source", sort: "source", cell: func(c *listing, e casework.Enrolment) page.Cell { return c.code("enrolment_source", e.Source) }},
		{word: "desk.field.province", sort: "province", cell: func(c *listing, e casework.Enrolment) page.Cell { return c.code("province", e.Province) }},
	},
	filters: append([]listFilter{{"kind", "desk.field.kind", "enrolment_kind"}, {"source", "desk.field.source", "enrolment_source"}}, workFilters...),
}

var deliveryList = list[casework.Delivery]{
	name: "deliveries", path: "/deliveries", fetch: casework.Deliveries, heading: partOfPeople("deliveries"),
	columns: []listColumn[casework.Delivery]{
		{word: "desk.field.day", sort: "day", cell: func(c *listing, v casework.Delivery) page.Cell { return c.day(v.Day, "") }},
		{word: "desk.field.person", cell: func(c *listing, v casework.Delivery) page.Cell { return c.whom(v.PersonID) }},
		{word: "desk.field.unit", cell: func(c *listing, v casework.Delivery) page.Cell { return c.unit(v.UnitID) }},
		{word: "desk.field.delivery", sort: "type", cell: func(c *listing, v casework.Delivery) page.Cell { return c.code("delivery_type", v.Type) }},
		{word: "desk.field.hours", number: true, cell: func(c *listing, v casework.Delivery) page.Cell { return c.hours(v.Minutes) }},
	},
	filters: append([]listFilter{{"type", "desk.field.delivery", "delivery_type"}}, workFilters...),
}

func (d *Desk) personList(r *page.Request) error    { return personList.show(d, r) }
func (d *Desk) interviewList(r *page.Request) error { return interviewList.show(d, r) }
func (d *Desk) enrolmentList(r *page.Request) error { return enrolmentList.show(d, r) }
func (d *Desk) deliveryList(r *page.Request) error  { return deliveryList.show(d, r) }
