package outreach

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/care/vault"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// planned are the outings still to come, sealed to the team.
var planned = kit.Sealed[vault.PlannedCard]{
	Kind: &vault.Plans, Name: "planned", Path: "/plans", Below: page.Link{Label: "desk.outings.title", Path: "/outings"},
	View: policy.PlannedView, May: policy.PlannedRecord, Off: vault.PlannedCancelled,
	Ask: []kit.Question{
		{Name: "day", By: kit.ByDay, As: "planned_day"},
		{Name: "mode", By: kit.ByCards, List: "mode"},
		{Name: "zone", By: kit.ByLines},
		{Name: "starts", By: kit.ByTime, As: "planned_starts"},
		{Name: "ends", By: kit.ByTime, As: "planned_ends"},
		{Name: "meeting", By: kit.ByWord, As: "planned_meeting"},
		{Name: "crew", By: kit.ByLines},
		{Name: "notes", By: kit.ByLines, As: "planned_notes", More: true},
	},
	Fields: (*vault.PlannedCard).Fields,
	Check: func(d *kit.Desk, c vault.PlannedCard) error {
		if !d.Book.Has("mode", c.Mode) {
			return errs.E(errs.Invalid, "check.code", "list", "mode").On("mode")
		}
		return nil
	},
	Start: func(c *kit.Teller) []string {
		return []string{"unit", string(c.Usual(kit.OnTheStreet).ID), "day", c.Today, "mode", "outdoor"}
	},
	Title: func(c *kit.Teller, x vault.Record[vault.PlannedCard]) string {
		return c.P.T("planned.of", "day", c.P.Day(x.Says.Day), "unit", c.Unit(x.UnitID).Text)
	},
	Facts: []string{"mode", "zone", "starts", "ends", "meeting", "crew", "notes"},
	Show: []kit.SealedColumn[vault.PlannedCard]{
		{Word: "desk.field.planned_day", Cell: func(c *kit.Teller, x vault.Record[vault.PlannedCard]) page.Cell {
			return page.Cell{Text: c.P.Day(x.Says.Day)}
		}},
		{Word: "desk.field.unit", Cell: func(c *kit.Teller, x vault.Record[vault.PlannedCard]) page.Cell { return c.Unit(x.UnitID) }},
		{Word: "desk.field.zone", Cell: func(_ *kit.Teller, x vault.Record[vault.PlannedCard]) page.Cell {
			return page.Cell{Text: firstLine(x.Says.Zone)}
		}},
		{Word: "planned.hours", Cell: func(_ *kit.Teller, x vault.Record[vault.PlannedCard]) page.Cell {
			return page.Cell{Text: plannedHours(x.Says)}
		}},
	},
	Next: func(c *kit.Teller, x vault.Record[vault.PlannedCard]) []page.Link {
		switch {
		case x.Became != "":
			return []page.Link{{Label: c.P.T("planned.outing"), Path: kit.To("outing", x.Became), Primary: true}}
		case x.State == vault.Coming && c.May(policy.PlannedRecord) && c.May(policy.OutingRecord):
			return []page.Link{{Label: c.P.T("planned.go_out"), Path: "/outings/new?plan=" + x.ID, Primary: true}}
		}
		return nil
	},
}

func plannedHours(c vault.PlannedCard) string {
	if c.From == "" && c.To == "" {
		return "—"
	}
	return c.From + "–" + c.To
}

// firstLine is the first of a text's.
func firstLine(text string) string { return kit.Lines(text)[0] }

// Tonight are the outings planned for today, and that some planned ones cannot be read.
func (d *Desk) Tonight(r *page.Request) (tonight []kit.Step, warnings []page.Fact, err error) {
	c, outings, err := planned.Coming(d.Desk, r)
	if errs.KindOf(err) == errs.Denied && err != nil {
		return nil, nil, nil // the key was sealed to an earlier password of theirs: a colleague has to give it again
	}
	unread := 0
	for _, x := range outings {
		if x.Unread {
			unread++
		} else if x.Says.Day == c.Today {
			tonight = append(tonight, kit.Step{
				Title: c.P.T("planned.tonight", "unit", c.Unit(x.UnitID).Text), Text: plannedHours(x.Says) + " · " + firstLine(x.Says.Zone),
				Go: c.P.T("planned.look"), Path: "/plans/" + x.ID,
			})
		}
	}
	if unread > 0 {
		warnings = append(warnings, page.Fact{Tone: page.Late, Text: c.P.T("planned.unread_count", "count", unread), Link: page.Link{Label: c.P.T("planned.look"), Path: "/plans"}})
	}
	return tonight, warnings, err
}
