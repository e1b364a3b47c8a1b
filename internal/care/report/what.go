package report

import (
	"slices"
	"strings"

	"approdo/internal/base/i18n"
	"approdo/internal/care/report/definition"
)

// ofWhat says what a total of persons is of: of which records, narrowed how, up to when. Two totals in one report are different numbers only because
// they are of different things, so each says of what.
func (r *run) ofWhat(pop *definition.Population, period string) Label {
	view := pop.View.Text
	conditions := func(p *i18n.Printer) (list []string) {
		for word, filter := range map[string]definition.Filter{"is": pop.Where, "is_not": pop.Except} {
			for _, c := range filter {
				list = append(list, p.T("report.of."+word, "column", p.T("report.column."+c.Column.Text), "codes", r.codeWords(p, view, c)))
			}
		}
		slices.Sort(list)
		return list
	}
	return each(func(p *i18n.Printer) string {
		what := p.T("report.of." + view + ".all")
		if list := conditions(p); len(list) > 0 {
			what = p.T("report.of."+view+".some", "conditions", strings.Join(list, " "+p.T("report.of.and")+" "))
		}
		switch period {
		case definition.AtEnd, definition.Always:
			what = p.T("report.of."+period, "what", what)
		}
		return what
	})
}

// codeWords are the answers that a condition asks for, in words.
func (r *run) codeWords(p *i18n.Printer, view string, c definition.Condition) string {
	col := r.column(r.snap.View(view), c.Column.Text)
	words := make([]string, 0, len(c.Codes.Texts()))
	for _, code := range c.Codes.Texts() {
		words = append(words, r.label(nil, col, code)[p.Lang()])
	}
	return strings.Join(words, " / ")
}

// totalNotes say of what the total of a table of persons is, and why it is another than that of the first table of persons, if it is.
func (r *run) totalNotes(c *counted) []Note {
	if c.table.Details != nil { // it is that of the table it looks into
		return nil
	}
	of := func(c *counted) Label { return r.ofWhat(c.table.Population, c.table.Period.Text) }
	what := of(c)
	notes := []Note{{"of", each(func(p *i18n.Printer) string { return p.T("report.note.of", "what", what[p.Lang()]) })}}
	first := r.firstOfPersons()
	if least, most := first.crowd.bounds(); first != c {
		if l, m := c.crowd.bounds(); l != least || m != most {
			other := of(first)
			notes = append(notes, Note{"beside", each(func(p *i18n.Printer) string {
				return p.T("report.note.beside", "table", first.table.ID.Text, "total", spanned(p, least, most), "what", other[p.Lang()])
			})})
		}
	}
	return notes
}

// firstOfPersons is the first table of persons that looks into no other.
func (r *run) firstOfPersons() *counted {
	for _, c := range r.inOrder() {
		if c.table.OfPersons() && c.table.Details == nil {
			return c
		}
	}
	return nil
}

// bounds are how many persons a crowd has, at least and at most.
func (c *crowd) bounds() (least, most int64) {
	certain := c.persons + c.unlinked
	return certain, certain + c.maybe
}

// spanned writes a number, or a range.
func spanned(p *i18n.Printer, least, most int64) string {
	if least == most {
		return p.Int(least)
	}
	return p.Int(least) + "–" + p.Int(most)
}
