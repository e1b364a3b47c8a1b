package outreach

import (
	"approdo/internal/base/policy"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

var outingList = kit.List[outreach.Outing]{
	Name: "outings", Path: "/outings", Actions: planned, Fetch: outreach.Outings.List, Create: policy.OutingRecord, NewPath: "/outings/new",
	Columns: []kit.ListColumn[outreach.Outing]{
		{Word: "desk.field.day", Sort: "day", Cell: func(c *kit.Teller, o outreach.Outing) page.Cell { return c.Day(o.Day, "/outings/"+o.ID) }},
		{Word: "desk.field.unit", Cell: func(c *kit.Teller, o outreach.Outing) page.Cell { return c.Unit(o.UnitID) }},
		{Word: "desk.field.mode", Sort: "mode", Cell: func(c *kit.Teller, o outreach.Outing) page.Cell { return c.Code("mode", o.Mode) }},
		{Word: "desk.field.province", Sort: "province", Cell: func(c *kit.Teller, o outreach.Outing) page.Cell { return c.Code("province", o.Province) }},
		{Word: "desk.field.hours", Sort: "minutes", Number: true, Cell: func(c *kit.Teller, o outreach.Outing) page.Cell { return c.Hours(o.Minutes) }},
		{Word: "desk.field.kilometres", Number: true, Cell: func(c *kit.Teller, o outreach.Outing) page.Cell { return c.Amount(o.Kilometres) }},
	},
	Filters: append([]kit.ListFilter{{Name: "mode", Word: "desk.field.mode", List: "mode"}}, kit.WorkFilters...),
}

var contactList = kit.List[outreach.Contact]{
	Name: "contacts", Path: "/contacts", Fetch: outreach.Contacts.List, Create: policy.ContactRecord, NewPath: "/contacts/new",
	Columns: []kit.ListColumn[outreach.Contact]{
		{Word: "desk.field.day", Sort: "day", Cell: func(c *kit.Teller, k outreach.Contact) page.Cell { return c.Day(k.Day, "/contacts/"+k.ID) }},
		{Word: "desk.field.unit", Cell: func(c *kit.Teller, k outreach.Contact) page.Cell { return c.Unit(k.UnitID) }},
		{Word: "desk.field.channel", Sort: "channel", Cell: func(c *kit.Teller, k outreach.Contact) page.Cell { return c.Code("channel", k.Channel) }},
		{Word: "desk.field.setting", Sort: "setting", Cell: func(c *kit.Teller, k outreach.Contact) page.Cell { return c.Code("setting", k.Setting) }},
		{Word: "desk.field.newness_short", Sort: "newness", Cell: func(c *kit.Teller, k outreach.Contact) page.Cell { return c.Code("newness", k.Newness) }},
		{Word: "desk.field.gender", Cell: func(c *kit.Teller, k outreach.Contact) page.Cell { return c.Code("gender", k.Gender) }},
		{Word: "desk.field.linked", Cell: func(c *kit.Teller, k outreach.Contact) page.Cell {
			if k.PersonID == "" {
				return page.Cell{Text: c.P.T("desk.contact.unlinked")}
			}
			return page.Cell{Text: c.P.T("desk.contact.linked"), Path: "/people/" + string(k.PersonID)}
		}},
	},
	Filters: append([]kit.ListFilter{
		{Name: "channel", Word: "desk.field.channel", List: "channel"}, {Name: "setting", Word: "desk.field.setting", List: "setting"}, {Name: "newness", Word: "desk.field.newness_short", List: "newness"},
	}, kit.WorkFilters...),
}

var meetingList = kit.List[outreach.MeetingLine]{
	Name: "meetings", Path: "/meetings", Fetch: outreach.MeetingLines, Create: policy.MeetingRecord, NewPath: "/meetings/new",
	Columns: []kit.ListColumn[outreach.MeetingLine]{
		{Word: "desk.field.day", Sort: "day", Cell: func(c *kit.Teller, m outreach.MeetingLine) page.Cell { return c.Day(m.Day, "/meetings/"+m.ID) }},
		{Word: "desk.field.unit", Cell: func(c *kit.Teller, m outreach.MeetingLine) page.Cell { return c.Unit(m.UnitID) }},
		{Word: "desk.field.place", Sort: "place", Cell: func(c *kit.Teller, m outreach.MeetingLine) page.Cell { return c.Code("place", m.Place) }},
		{Word: "desk.field.province", Sort: "province", Cell: func(c *kit.Teller, m outreach.MeetingLine) page.Cell { return c.Code("province", m.Province) }},
		{Word: "desk.field.new_people", Number: true, Cell: func(c *kit.Teller, m outreach.MeetingLine) page.Cell { return c.Amount(m.New) }},
	},
	Filters: append([]kit.ListFilter{{Name: "place", Word: "desk.field.place", List: "place"}}, kit.WorkFilters...),
}

var actionList = kit.List[kit.Coded[outreach.Action]]{
	Name: "actions", Path: "/actions", Fetch: kit.WithCodes(outreach.Actions.List, func(a outreach.Action) person.ID { return a.PersonID }), Create: policy.ActionRecord, NewPath: "/actions/new",
	Columns: []kit.ListColumn[kit.Coded[outreach.Action]]{
		{Word: "desk.field.day", Sort: "day", Cell: func(c *kit.Teller, a kit.Coded[outreach.Action]) page.Cell {
			return c.Day(a.It.Day, kit.To("action", a.It.ID))
		}},
		{Word: "desk.field.unit", Cell: func(c *kit.Teller, a kit.Coded[outreach.Action]) page.Cell { return c.Unit(a.It.UnitID) }},
		{Word: "desk.field.type", Sort: "type", Cell: func(c *kit.Teller, a kit.Coded[outreach.Action]) page.Cell { return c.Code("action_type", a.It.Type) }},
		{Word: "desk.field.outcome", Sort: "outcome", Cell: func(c *kit.Teller, a kit.Coded[outreach.Action]) page.Cell { return c.Code("outcome", a.It.Outcome) }},
		{Word: "desk.field.for", Cell: func(c *kit.Teller, a kit.Coded[outreach.Action]) page.Cell {
			switch {
			case a.Who != "":
				return a.Whom()
			case a.It.ContactID != "":
				return page.Cell{Text: c.P.T("desk.action_for.individual"), Path: "/contacts/" + a.It.ContactID}
			}
			return page.Cell{Text: c.P.T("desk.action_for.somebody")}
		}},
	},
	Filters: append([]kit.ListFilter{{Name: "type", Word: "desk.field.type", List: "action_type"}, {Name: "outcome", Word: "desk.field.outcome", List: "outcome"}}, kit.WorkFilters...),
}

func (d *Desk) outingList(r *page.Request) error  { return outingList.Show(d.Desk, r) }
func (d *Desk) contactList(r *page.Request) error { return contactList.Show(d.Desk, r) }
func (d *Desk) meetingList(r *page.Request) error { return meetingList.Show(d.Desk, r) }
func (d *Desk) actionList(r *page.Request) error  { return actionList.Show(d.Desk, r) }

// planned leads from the outings made to those still to come.
func planned(r *page.Request) ([]page.Link, error) {
	return kit.Linked(r, policy.PlannedView, page.Link{Label: r.Printer().T("planned.see"), Path: "/plans"}), nil
}
