package desk

import (
	"approdo/internal/base/policy"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/web/page"
)

var outingList = list[outreach.Outing]{
	name: "outings", path: "/outings", actions: planned, fetch: outreach.Outings, create: policy.OutingRecord, newPath: "/outings/new",
	columns: []listColumn[outreach.Outing]{
		{word: "desk.field.day", sort: "day", cell: func(c *teller, o outreach.Outing) page.Cell { return c.day(o.Day, "/outings/"+o.ID) }},
		{word: "desk.field.unit", cell: func(c *teller, o outreach.Outing) page.Cell { return c.unit(o.UnitID) }},
		{word: "desk.field.mode", sort: "mode", cell: func(c *teller, o outreach.Outing) page.Cell { return c.code("mode", o.Mode) }},
		{word: "desk.field.province", sort: "province", cell: func(c *teller, o outreach.Outing) page.Cell { return c.code("province", o.Province) }},
		{word: "desk.field.hours", sort: "minutes", number: true, cell: func(c *teller, o outreach.Outing) page.Cell { return c.hours(o.Minutes) }},
		{word: "desk.field.kilometres", number: true, cell: func(c *teller, o outreach.Outing) page.Cell { return c.amount(o.Kilometres) }},
	},
	filters: append([]listFilter{{name: "mode", word: "desk.field.mode", list: "mode"}}, workFilters...),
}

var contactList = list[outreach.Contact]{
	name: "contacts", path: "/contacts", fetch: outreach.Contacts, create: policy.ContactRecord, newPath: "/contacts/new",
	columns: []listColumn[outreach.Contact]{
		{word: "desk.field.day", sort: "day", cell: func(c *teller, k outreach.Contact) page.Cell { return c.day(k.Day, "/contacts/"+k.ID) }},
		{word: "desk.field.unit", cell: func(c *teller, k outreach.Contact) page.Cell { return c.unit(k.UnitID) }},
		{word: "desk.field.channel", sort: "channel", cell: func(c *teller, k outreach.Contact) page.Cell { return c.code("channel", k.Channel) }},
		{word: "desk.field.setting", sort: "setting", cell: func(c *teller, k outreach.Contact) page.Cell { return c.code("setting", k.Setting) }},
		{word: "desk.field.newness_short", sort: "newness", cell: func(c *teller, k outreach.Contact) page.Cell { return c.code("newness", k.Newness) }},
		{word: "desk.field.gender", cell: func(c *teller, k outreach.Contact) page.Cell { return c.code("gender", k.Gender) }},
		{word: "desk.field.linked", cell: func(c *teller, k outreach.Contact) page.Cell {
			if k.PersonID == "" {
				return page.Cell{Text: c.p.T("desk.contact.unlinked")}
			}
			return page.Cell{Text: c.p.T("desk.contact.linked"), Path: "/people/" + string(k.PersonID)}
		}},
	},
	filters: append([]listFilter{
		{name: "channel", word: "desk.field.channel", list: "channel"}, {name: "setting", word: "desk.field.setting", list: "setting"}, {name: "newness", word: "desk.field.newness_short", list: "newness"},
	}, workFilters...),
}

var meetingList = list[outreach.MeetingLine]{
	name: "meetings", path: "/meetings", fetch: outreach.Meetings, create: policy.MeetingRecord, newPath: "/meetings/new",
	columns: []listColumn[outreach.MeetingLine]{
		{word: "desk.field.day", sort: "day", cell: func(c *teller, m outreach.MeetingLine) page.Cell { return c.day(m.Day, "/meetings/"+m.ID) }},
		{word: "desk.field.unit", cell: func(c *teller, m outreach.MeetingLine) page.Cell { return c.unit(m.UnitID) }},
		{word: "desk.field.place", sort: "place", cell: func(c *teller, m outreach.MeetingLine) page.Cell { return c.code("place", m.Place) }},
		{word: "desk.field.province", sort: "province", cell: func(c *teller, m outreach.MeetingLine) page.Cell { return c.code("province", m.Province) }},
		{word: "desk.field.new_people", number: true, cell: func(c *teller, m outreach.MeetingLine) page.Cell { return c.amount(m.New) }},
	},
	filters: append([]listFilter{{name: "place", word: "desk.field.place", list: "place"}}, workFilters...),
}

var actionList = list[coded[outreach.Action]]{
	name: "actions", path: "/actions", fetch: withCodes(outreach.Actions, func(a outreach.Action) person.ID { return a.PersonID }), create: policy.ActionRecord, newPath: "/actions/new",
	columns: []listColumn[coded[outreach.Action]]{
		{word: "desk.field.day", sort: "day", cell: func(c *teller, a coded[outreach.Action]) page.Cell { return c.day(a.it.Day, "") }},
		{word: "desk.field.unit", cell: func(c *teller, a coded[outreach.Action]) page.Cell { return c.unit(a.it.UnitID) }},
		{word: "desk.field.type", sort: "type", cell: func(c *teller, a coded[outreach.Action]) page.Cell { return c.code("action_type", a.it.Type) }},
		{word: "desk.field.outcome", sort: "outcome", cell: func(c *teller, a coded[outreach.Action]) page.Cell { return c.code("outcome", a.it.Outcome) }},
		{word: "desk.field.for", cell: func(c *teller, a coded[outreach.Action]) page.Cell {
			switch {
			case a.who != "":
				return a.whom()
			case a.it.ContactID != "":
				return page.Cell{Text: c.p.T("desk.action_for.individual"), Path: "/contacts/" + a.it.ContactID}
			}
			return page.Cell{Text: c.p.T("desk.action_for.somebody")}
		}},
	},
	filters: append([]listFilter{{name: "type", word: "desk.field.type", list: "action_type"}, {name: "outcome", word: "desk.field.outcome", list: "outcome"}}, workFilters...),
}

func (d *Desk) outingList(r *page.Request) error  { return outingList.show(d, r) }
func (d *Desk) contactList(r *page.Request) error { return contactList.show(d, r) }
func (d *Desk) meetingList(r *page.Request) error { return meetingList.show(d, r) }
func (d *Desk) actionList(r *page.Request) error  { return actionList.show(d, r) }

// planned leads from the outings made to those still to come.
func planned(_ *Desk, r *page.Request) ([]page.Link, error) {
	return linked(r, policy.PlannedView, page.Link{Label: r.Printer().T("planned.see"), Path: "/plans"}), nil
}
