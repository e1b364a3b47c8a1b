package desk

import (
	"slices"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/casework"
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
		{"code", "desk.field.code", ""},
		{"gender", "desk.field.gender", "gender"},
		{"age_band", "desk.field.age_band", "age_band"},
		{"citizenship", "desk.field.citizenship", "citizenship"},
		{"province", "desk.field.province", "province"},
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

// partOfPeople opens a list that is reached from the list of people.
func partOfPeople(name string) func(*teller, int64) page.Header {
	return func(c *teller, total int64) page.Header {
		return page.Header{
			Title: c.p.T("desk." + name + ".title"), Sub: c.p.T("desk."+name+".sub", "count", total),
			Trail: []page.Link{{Label: c.p.T("desk.people.title"), Path: "/people"}},
		}
	}
}

// coded is a record about a person with the person's code.
type coded[T any] struct {
	it   T
	who  person.ID
	code string
}

// withCodes reads records about people with their codes.
func withCodes[T any](fetch func(*store.Tx, store.Selection) (store.Slice[T], error), who func(T) person.ID) func(*store.Tx, store.Selection) (store.Slice[coded[T]], error) {
	return func(tx *store.Tx, s store.Selection) (out store.Slice[coded[T]], err error) {
		records, err := fetch(tx, s)
		if err != nil {
			return out, err
		}
		ids := make([]person.ID, len(records.Items))
		for i, x := range records.Items {
			ids[i] = who(x)
		}
		slices.Sort(ids)
		codes, err := person.Codes(tx, slices.Compact(ids))
		out.Total = records.Total
		for _, x := range records.Items {
			out.Items = append(out.Items, coded[T]{it: x, who: who(x), code: codes[who(x)]})
		}
		return out, err
	}
}

// whom names the person a record is about, and leads to them; of somebody erased nothing is left to name.
func (x coded[T]) whom() page.Cell {
	if x.code == "" {
		return page.Cell{Text: "—"}
	}
	return page.Cell{Text: x.code, Path: "/people/" + string(x.who)}
}

var interviewList = list[coded[casework.Interview]]{
	name: "interviews", path: "/interviews",
	fetch:   withCodes(casework.Interviews, func(x casework.Interview) person.ID { return x.PersonID }),
	heading: partOfPeople("interviews"),
	columns: []listColumn[coded[casework.Interview]]{
		{word: "desk.field.day", sort: "day", cell: func(c *teller, x coded[casework.Interview]) page.Cell { return c.day(x.it.Day, "") }},
		{word: "desk.field.person", cell: func(_ *teller, x coded[casework.Interview]) page.Cell { return x.whom() }},
		{word: "desk.field.unit", cell: func(c *teller, x coded[casework.Interview]) page.Cell { return c.unit(x.it.UnitID) }},
		{word: "desk.field.language", sort: "language", cell: func(c *teller, x coded[casework.Interview]) page.Cell { return c.code("language", x.it.Language) }},
		{word: "desk.field.information", cell: func(c *teller, x coded[casework.Interview]) page.Cell {
			return c.code("information", x.it.Information)
		}},
	},
	filters: append([]listFilter{{"language", "desk.field.language", "language"}}, workFilters...),
}

var enrolmentList = list[coded[casework.Enrolment]]{
	name: "enrolments", path: "/enrolments",
	fetch:   withCodes(casework.Enrolments, func(x casework.Enrolment) person.ID { return x.PersonID }),
	heading: partOfPeople("enrolments"),
	columns: []listColumn[coded[casework.Enrolment]]{
		{word: "desk.field.day", sort: "day", cell: func(c *teller, x coded[casework.Enrolment]) page.Cell { return c.day(x.it.Day, "") }},
		{word: "desk.field.person", cell: func(_ *teller, x coded[casework.Enrolment]) page.Cell { return x.whom() }},
		{word: "desk.field.kind", sort: "kind", cell: func(c *teller, x coded[casework.Enrolment]) page.Cell { return c.code("enrolment_kind", x.it.Kind) }},
		{word: "desk.field.source", sort: "source", cell: func(c *teller, x coded[casework.Enrolment]) page.Cell {
			return c.code("enrolment_source", x.it.Source)
		}},
		{word: "desk.field.province", sort: "province", cell: func(c *teller, x coded[casework.Enrolment]) page.Cell { return c.code("province", x.it.Province) }},
	},
	filters: append([]listFilter{{"kind", "desk.field.kind", "enrolment_kind"}, {"source", "desk.field.source", "enrolment_source"}}, workFilters...),
}

var deliveryList = list[coded[casework.Delivery]]{
	name: "deliveries", path: "/deliveries",
	fetch:   withCodes(casework.Deliveries, func(x casework.Delivery) person.ID { return x.PersonID }),
	heading: partOfPeople("deliveries"),
	columns: []listColumn[coded[casework.Delivery]]{
		{word: "desk.field.day", sort: "day", cell: func(c *teller, x coded[casework.Delivery]) page.Cell { return c.day(x.it.Day, "") }},
		{word: "desk.field.person", cell: func(_ *teller, x coded[casework.Delivery]) page.Cell { return x.whom() }},
		{word: "desk.field.unit", cell: func(c *teller, x coded[casework.Delivery]) page.Cell { return c.unit(x.it.UnitID) }},
		{word: "desk.field.delivery", sort: "type", cell: func(c *teller, x coded[casework.Delivery]) page.Cell { return c.code("delivery_type", x.it.Type) }},
		{word: "desk.field.hours", number: true, cell: func(c *teller, x coded[casework.Delivery]) page.Cell { return c.hours(x.it.Minutes) }},
	},
	filters: append([]listFilter{{"type", "desk.field.delivery", "delivery_type"}}, workFilters...),
}

func (d *Desk) personList(r *page.Request) error    { return personList.show(d, r) }
func (d *Desk) interviewList(r *page.Request) error { return interviewList.show(d, r) }
func (d *Desk) enrolmentList(r *page.Request) error { return enrolmentList.show(d, r) }
func (d *Desk) deliveryList(r *page.Request) error  { return deliveryList.show(d, r) }
