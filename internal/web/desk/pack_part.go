package desk

import (
	"strings"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/care/vault"
	"approdo/internal/web/page"
)

// packParts writes a pack as headings with what stands under them: what is known, what is sealed, what was done, who read it.
func (c *teller) packParts(x pack, card map[vault.Section]vault.Entry) []PackPart {
	none := c.p.T("desk.packs.nothing")
	parts := []PackPart{{Title: c.p.T("desk.person.facts"), Facts: c.personFacts(x.who), None: none}}
	for _, section := range vault.Sections() {
		entry, written := card[section]
		if !written {
			continue
		}
		part := PackPart{Title: c.p.T("card.section." + string(section)), None: none}
		for _, f := range c.cardFields(entry.Content) {
			part.Facts = append(part.Facts, page.Pair{Name: f.Label, Value: strings.Join(f.Lines, ", ")})
		}
		parts = append(parts, part)
	}
	return append(parts,
		PackPart{Title: c.p.T("desk.person.timeline"), Table: c.packTimeline(x.timeline), None: none},
		PackPart{Title: c.p.T("desk.packs.seen"), Table: c.packSeen(x), None: none})
}

func (c *teller) packTimeline(timeline []page.Event) page.Table {
	t := page.Table{Caption: c.p.T("desk.person.timeline"), Columns: []page.Column{{Label: c.p.T("desk.field.day")}, {Label: c.p.T("desk.packs.done_what")}, {Label: c.p.T("desk.packs.done_how")}}}
	for _, e := range timeline {
		t.Rows = append(t.Rows, page.Row{Cells: []page.Cell{{Text: e.When}, {Text: e.What}, {Text: e.Note}}})
	}
	return t
}

// packSeen tells who read what is sealed: organisation, role, day and purpose, and no name of a colleague.
func (c *teller) packSeen(x pack) page.Table {
	t := page.Table{Caption: c.p.T("desk.packs.seen"), Columns: []page.Column{
		{Label: c.p.T("desk.field.day")}, {Label: c.p.T("desk.field.organisation")}, {Label: c.p.T("desk.field.role")}, {Label: c.p.T("desk.field.purpose")},
	}}
	for _, e := range x.seen {
		purpose := c.label("reveal_purpose", e.Purpose)
		if e.Purpose == policy.Care || e.Purpose == "" {
			purpose = c.p.T("desk.packs.care")
		}
		t.Rows = append(t.Rows, page.Row{Cells: []page.Cell{
			{Text: c.p.Day(e.At[:len("2006-01-02")])},
			{Text: c.around.Organisations[network.OrganisationID(e.Organisation)].Name},
			{Text: c.d.roleName(c.p, policy.Role(e.Role))},
			{Text: purpose},
		}})
	}
	return t
}

// packData is the same for machines: a list of parts, each with pairs or rows.
func packData(parts []PackPart) []map[string]any {
	data := make([]map[string]any, len(parts))
	for i, part := range parts {
		pairs := map[string]string{}
		for _, f := range part.Facts {
			pairs[f.Name] = f.Value
		}
		rows := [][]string{}
		for _, row := range part.Table.Rows {
			cells := make([]string, len(row.Cells))
			for j, cell := range row.Cells {
				cells[j] = cell.Text
			}
			rows = append(rows, cells)
		}
		data[i] = map[string]any{"part": part.Title, "facts": pairs, "rows": rows}
	}
	return data
}
