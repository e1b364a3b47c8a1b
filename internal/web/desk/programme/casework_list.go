package programme

import (
	"approdo/internal/care/casework"
	"approdo/internal/care/person"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// partOfPeople opens a list that is reached from the list of people.
func partOfPeople(name string) func(*kit.Teller, int64) page.Header {
	return func(c *kit.Teller, total int64) page.Header {
		return page.Header{
			Title: c.P.T("desk." + name + ".title"), Sub: c.P.T("desk."+name+".sub", "count", total),
			Trail: []page.Link{{Label: c.P.T("desk.people.title"), Path: "/people"}},
		}
	}
}

var interviewList = kit.List[kit.Coded[casework.Interview]]{
	Name: "interviews", Path: "/interviews",
	Fetch:   kit.WithCodes(casework.Interviews.List, func(x casework.Interview) person.ID { return x.PersonID }),
	Heading: partOfPeople("interviews"),
	Columns: []kit.ListColumn[kit.Coded[casework.Interview]]{
		{Word: "desk.field.day", Sort: "day", Cell: func(c *kit.Teller, x kit.Coded[casework.Interview]) page.Cell { return c.Day(x.It.Day, "") }},
		{Word: "desk.field.person", Cell: func(_ *kit.Teller, x kit.Coded[casework.Interview]) page.Cell { return x.Whom() }},
		{Word: "desk.field.unit", Cell: func(c *kit.Teller, x kit.Coded[casework.Interview]) page.Cell { return c.Unit(x.It.UnitID) }},
		{Word: "desk.field.language", Sort: "language", Cell: func(c *kit.Teller, x kit.Coded[casework.Interview]) page.Cell {
			return c.Code("language", x.It.Language)
		}},
		{Word: "desk.field.information", Cell: func(c *kit.Teller, x kit.Coded[casework.Interview]) page.Cell {
			return c.Code("information", x.It.Information)
		}},
	},
	Filters: append([]kit.ListFilter{{Name: "language", Word: "desk.field.language", List: "language"}}, kit.WorkFilters...),
}

var enrolmentList = kit.List[kit.Coded[casework.Enrolment]]{
	Name: "enrolments", Path: "/enrolments",
	Fetch:   kit.WithCodes(casework.Enrolments.List, func(x casework.Enrolment) person.ID { return x.PersonID }),
	Heading: partOfPeople("enrolments"),
	Columns: []kit.ListColumn[kit.Coded[casework.Enrolment]]{
		{Word: "desk.field.day", Sort: "day", Cell: func(c *kit.Teller, x kit.Coded[casework.Enrolment]) page.Cell { return c.Day(x.It.Day, "") }},
		{Word: "desk.field.person", Cell: func(_ *kit.Teller, x kit.Coded[casework.Enrolment]) page.Cell { return x.Whom() }},
		{Word: "desk.field.kind", Sort: "kind", Cell: func(c *kit.Teller, x kit.Coded[casework.Enrolment]) page.Cell {
			return c.Code("enrolment_kind", x.It.Kind)
		}},
		{Word: "desk.field.source", Sort: "source", Cell: func(c *kit.Teller, x kit.Coded[casework.Enrolment]) page.Cell {
			return c.Code("enrolment_source", x.It.Source)
		}},
		{Word: "desk.field.province", Sort: "province", Cell: func(c *kit.Teller, x kit.Coded[casework.Enrolment]) page.Cell {
			return c.Code("province", x.It.Province)
		}},
	},
	Filters: append([]kit.ListFilter{{Name: "kind", Word: "desk.field.kind", List: "enrolment_kind"}, {Name: "source", Word: "desk.field.source", List: "enrolment_source"}}, kit.WorkFilters...),
}

var deliveryList = kit.List[kit.Coded[casework.Delivery]]{
	Name: "deliveries", Path: "/deliveries",
	Fetch:   kit.WithCodes(casework.Deliveries.List, func(x casework.Delivery) person.ID { return x.PersonID }),
	Heading: partOfPeople("deliveries"),
	Columns: []kit.ListColumn[kit.Coded[casework.Delivery]]{
		{Word: "desk.field.day", Sort: "day", Cell: func(c *kit.Teller, x kit.Coded[casework.Delivery]) page.Cell { return c.Day(x.It.Day, "") }},
		{Word: "desk.field.person", Cell: func(_ *kit.Teller, x kit.Coded[casework.Delivery]) page.Cell { return x.Whom() }},
		{Word: "desk.field.unit", Cell: func(c *kit.Teller, x kit.Coded[casework.Delivery]) page.Cell { return c.Unit(x.It.UnitID) }},
		{Word: "desk.field.delivery", Sort: "type", Cell: func(c *kit.Teller, x kit.Coded[casework.Delivery]) page.Cell {
			return c.Code("delivery_type", x.It.Type)
		}},
		{Word: "desk.field.hours", Number: true, Cell: func(c *kit.Teller, x kit.Coded[casework.Delivery]) page.Cell { return c.Hours(x.It.Minutes) }},
	},
	Filters: append([]kit.ListFilter{{Name: "type", Word: "desk.field.delivery", List: "delivery_type"}}, kit.WorkFilters...),
}

func (d *Desk) interviewList(r *page.Request) error { return interviewList.Show(d.Desk, r) }
func (d *Desk) enrolmentList(r *page.Request) error { return enrolmentList.Show(d.Desk, r) }
func (d *Desk) deliveryList(r *page.Request) error  { return deliveryList.Show(d.Desk, r) }
