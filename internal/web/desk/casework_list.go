package desk

import (
	"approdo/internal/care/casework"
	"approdo/internal/care/person"
	"approdo/internal/web/page"
)

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
	filters: append([]listFilter{{name: "language", word: "desk.field.language", list: "language"}}, workFilters...),
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
	filters: append([]listFilter{{name: "kind", word: "desk.field.kind", list: "enrolment_kind"}, {name: "source", word: "desk.field.source", list: "enrolment_source"}}, workFilters...),
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
	filters: append([]listFilter{{name: "type", word: "desk.field.delivery", list: "delivery_type"}}, workFilters...),
}

func (d *Desk) interviewList(r *page.Request) error { return interviewList.show(d, r) }
func (d *Desk) enrolmentList(r *page.Request) error { return enrolmentList.show(d, r) }
func (d *Desk) deliveryList(r *page.Request) error  { return deliveryList.show(d, r) }
