package rights

import (
	"strings"

	"approdo/internal/web/kit"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/care/vault"
	"approdo/internal/care/work"
	"approdo/internal/web/page"
)

// Telling puts what a section of a card says into words.
type Telling func(c *kit.Teller, content vault.Content) []kit.SealedField

// packParts writes a pack as headings with what stands under them: what is known, what is sealed, what was done, who read it.
func packParts(c *kit.Teller, x pack, card map[vault.Section]vault.Entry, tell Telling) []PackPart {
	none := c.P.T("desk.packs.nothing")
	parts := []PackPart{{Title: c.P.T("desk.person.facts"), Facts: c.WholePerson(x.who, x.recorded), None: none}}
	for _, section := range vault.Sections() {
		entry, written := card[section]
		if !written {
			continue
		}
		part := PackPart{Title: c.P.T("card.section." + string(section)), None: none}
		for _, f := range tell(c, entry.Content) {
			part.Facts = append(part.Facts, page.Pair{Name: f.Label, Value: strings.Join(f.Lines, ", ")})
		}
		parts = append(parts, part)
	}
	parts = append(parts, PackPart{Title: c.P.T("desk.person.timeline"), Table: packTimeline(c, x.timeline), None: none})
	for _, told := range x.records {
		parts = append(parts, PackPart{Title: told.Title, Facts: told.Facts, Table: packBefore(c, told.Before), None: none})
	}
	seen := PackPart{Title: c.P.T("desk.packs.seen"), Table: packSeen(c, x), None: none}
	if !x.odd.Right() {
		seen.Facts = []page.Pair{{Name: c.P.T("desk.packs.incomplete"), Value: c.P.T("desk.packs.incomplete_what")}}
	}
	return append(parts, seen,
		PackPart{Title: c.P.T("desk.packs.besides"), Facts: packBesides(c, x.besides), None: none})
}

// packBefore tells what a record said before it was corrected.
func packBefore(c *kit.Teller, before []page.Event) page.Table {
	t := page.Table{Caption: c.P.T("desk.record.history"), Columns: []page.Column{{Label: c.P.T("desk.field.day")}, {Label: c.P.T("desk.packs.done_what")}}}
	for _, e := range before {
		t.Rows = append(t.Rows, page.Row{Cells: []page.Cell{{Text: e.When}, {Text: e.What}}})
	}
	return t
}

// packBesides says what else is kept about somebody: what each kind is for, and how many there are. Keys, and what finds a row again, say nothing that a person could read.
func packBesides(c *kit.Teller, besides []work.Rows) (facts []page.Pair) {
	for _, rows := range besides {
		switch rows.Count {
		case 0:
		case work.Uncounted:
			facts = append(facts, page.Pair{Name: c.P.T("desk.packs.kept." + rows.Table), Value: c.P.T("desk.packs.uncounted")})
		default:
			facts = append(facts, page.Pair{Name: c.P.T("desk.packs.kept." + rows.Table), Value: c.P.Int(rows.Count)})
		}
	}
	return facts
}

func packTimeline(c *kit.Teller, timeline []page.Event) page.Table {
	t := page.Table{Caption: c.P.T("desk.person.timeline"), Columns: []page.Column{{Label: c.P.T("desk.field.day")}, {Label: c.P.T("desk.packs.done_what")}, {Label: c.P.T("desk.packs.done_how")}}}
	for _, e := range timeline {
		t.Rows = append(t.Rows, page.Row{Cells: []page.Cell{{Text: e.When}, {Text: e.What}, {Text: e.Note}}})
	}
	return t
}

// packSeen tells who read what is sealed: organisation, role, day and purpose, how often, and no name of a colleague.
func packSeen(c *kit.Teller, x pack) page.Table {
	t := page.Table{Caption: c.P.T("desk.packs.seen"), Columns: []page.Column{
		{Label: c.P.T("desk.field.day")}, {Label: c.P.T("desk.field.organisation")}, {Label: c.P.T("desk.field.role")}, {Label: c.P.T("desk.field.purpose")}, {Label: c.P.T("desk.packs.often")},
	}}
	for _, s := range readings(x.seen) {
		purpose := c.P.T("desk.packs.care")
		if s.Purpose != string(policy.Care) {
			purpose = c.Label("reveal_purpose", s.Purpose)
		}
		t.Rows = append(t.Rows, page.Row{Cells: []page.Cell{
			{Text: c.P.Day(s.Day)},
			{Text: c.Around.Organisations[network.OrganisationID(s.Organisation)].Name},
			{Text: c.D.RoleName(c.P, policy.Role(s.Role))},
			{Text: purpose},
			{Text: c.P.T("desk.packs.times", "count", s.Times)},
		}})
	}
	return t
}
