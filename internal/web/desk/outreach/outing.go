package outreach

import (
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// An outing sums up what a unit did and whom it saw; those whom it met are its contacts.
var outings = kit.Declare(kit.Noun[outreach.Outing]{
	Noun: outreach.Outings, Path: "/outings", Form: "outing", May: policy.OutingRecord, Alone: true,
	Ask: []kit.Question{
		{Name: "unit", By: kit.ByList, List: "unit"},
		{Name: "day", By: kit.ByDay},
		{Name: "mode", By: kit.ByCards, List: "mode"},
		{Name: "minutes", By: kit.ByNumber},
		{Name: "province", By: kit.ByList, List: "province", More: true},
		{Name: "kilometres", By: kit.ByNumber, More: true},
		{Name: "materials", By: kit.ByNumber, More: true},
		{Name: "adverts", By: kit.ByNumber, More: true},
		{Name: "on_call", By: kit.ByTick, More: true},
	},
	Start:  []string{"mode", "outdoor"},
	Show:   []kit.Shown{{Fact: "day"}, {Fact: "unit"}, {Fact: "mode"}, {Fact: "province"}, {Fact: "minutes", Head: "hours"}, {Fact: "kilometres"}},
	Facts:  []string{"kilometres", "materials", "adverts", "on_call"},
	Lead:   plans,
	Beside: presences,
	Say:    func(c *kit.Teller, _ outreach.Outing) (string, []string) { return c.P.T("desk.outing.title"), nil },
	Page:   outingPage,
})

// plans leads from the outings made to those still to come.
func plans(r *page.Request) ([]page.Link, error) {
	return kit.Linked(r, policy.PlannedView, page.Link{Label: r.Printer().T("planned.see"), Path: "/plans"}), nil
}

// outingPage sums an outing up: hours, who was seen, who was met. One in which somebody was met is not taken back.
func outingPage(c *kit.Teller, tx *store.Tx, o outreach.Outing, v *kit.RecordView) error {
	p := c.P
	met, err := outreach.Contacts.List(tx, store.Selection{Equal: map[string]string{"outing": o.ID}})
	if err != nil {
		return err
	}
	v.Header.Title = p.T("desk.outing.of", "day", p.Day(o.Day), "unit", c.Unit(o.UnitID).Text)
	v.Header.Sub = c.Label("mode", o.Mode) + " · " + c.Label("province", o.Province)
	for _, door := range []struct {
		action policy.Action
		link   page.Link
	}{
		{policy.MeetingRecord, page.Link{Label: p.T("desk.meetings.new"), Path: "/meetings/new?outing=" + o.ID}},
		{policy.ContactRecord, page.Link{Label: p.T("desk.contacts.new"), Path: kit.To("outing", o.ID) + "/contacts/new", Primary: true}},
	} {
		if c.May(door.action) {
			v.Header.Actions = append(v.Header.Actions, door.link)
		}
	}
	if met.Total > 0 {
		v.TakeBack = page.TakeBack{}
	}
	v.Facts = append([]page.Pair{{Name: p.T("desk.field.project"), Value: c.Around.Projects[o.ProjectID].Name}}, v.Facts...)
	var all, fresh int64
	told := headcountsOf(o.Presences)
	for _, s := range o.Presences {
		all += s.Headcount
		v.Facts = append(v.Facts, page.Pair{Name: seen(c, told, s), Value: p.Int(s.Headcount)})
	}
	for _, k := range met.Items {
		if k.Newness == "new" {
			fresh++
		}
	}
	v.Figures = []page.Pair{
		{Name: p.T("desk.outing.met"), Value: p.Int(met.Total)},
		{Name: p.T("desk.outing.fresh"), Value: p.Int(fresh)},
		{Name: p.T("desk.outing.seen"), Value: p.Int(all)},
		{Name: p.T("desk.field.hours"), Value: c.Hours(o.Minutes).Text},
	}
	table := contacts.Table(c, p.T("desk.outing.met"), met.Items, "channel", "setting", "newness", "gender", "linked")
	v.Parts = []kit.RecordPart{{Title: p.T("desk.outing.met"), Table: table, None: p.T("desk.outing.met_none")}}
	return nil
}
