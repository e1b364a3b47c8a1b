package outreach

import (
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/intake"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/work"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// Help on the spot is for somebody who has a code, for the individual of a contact, or for somebody nobody described.
var actions = kit.Declare(kit.Noun[outreach.Action]{
	Noun: outreach.Actions, Path: "/actions", Under: "actions", May: policy.ActionRecord, Alone: true,
	Ask: []kit.Question{
		{Name: "type", By: kit.ByCards, List: "action_type"},
		{Name: "code", By: kit.ByWord},
		{Name: "unit", By: kit.ByList, List: "unit"},
		{Name: "day", By: kit.ByDay, As: "done_day"},
		{Name: "outcome", By: kit.ByList, List: "outcome", More: true},
		{Name: "province", By: kit.ByList, List: "province", More: true},
	},
	Start: []string{"outcome", "completed"},
	Show:  []kit.Shown{{Fact: "day"}, {Fact: "unit"}, {Fact: "type"}, {Fact: "outcome"}, {Fact: "person", As: "for"}},
	Facts: []string{"outcome", "province"},
	Cells: map[string]func(*kit.Teller, outreach.Action) page.Cell{"person": helped},
	Carry: []string{"contact"},
	Begin: func(tx *store.Tx, fields *page.Fields) error {
		if id := fields.Text("person"); id != "" {
			p, err := person.Mine(tx, person.ID(id))
			fields.Set("code", p.Code)
			return err
		}
		id := fields.Text("contact")
		if id == "" {
			return nil
		}
		k, err := outreach.Contacts.Find(tx, id)
		kit.Prefill(fields, "unit", string(k.UnitID), "province", k.Province)
		return err
	},
	TakeOf: (*intake.Door).Action,
	Say: func(c *kit.Teller, a outreach.Action) (string, []string) {
		return c.Label("action_type", a.Type), []string{c.P.T("desk.person.proximity"), c.Label("outcome", a.Outcome)}
	},
	Home: func(a outreach.Action) work.Reference { return work.Reference{Noun: "contact", ID: a.ContactID} },
	Page: func(c *kit.Teller, _ *store.Tx, a outreach.Action, v *kit.RecordView) error {
		leads := page.Link{Label: c.P.T("desk.action_one.person"), Path: kit.To(person.Noun, string(a.PersonID))}
		if a.ContactID != "" {
			leads = page.Link{Label: c.P.T("desk.action_one.contact"), Path: kit.To("contact", a.ContactID)}
		}
		if a.PersonID != "" || a.ContactID != "" {
			v.Header.Actions = append([]page.Link{leads}, v.Header.Actions...)
		}
		return nil
	},
})

// helped is whom help was for that names nobody.
func helped(c *kit.Teller, a outreach.Action) page.Cell {
	if a.ContactID != "" {
		return page.Cell{Text: c.P.T("desk.action_for.individual"), Path: kit.To("contact", a.ContactID)}
	}
	return page.Cell{Text: c.P.T("desk.action_for.somebody")}
}
