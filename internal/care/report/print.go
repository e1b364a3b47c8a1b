package report

import (
	"strings"

	"approdo/internal/base/i18n"
	"approdo/internal/care/report/definition"
)

// print turns a counted table into rows with labels, in the edition asked for.
func (r *run) print(c *counted) Table {
	t := Table{ID: c.table.ID.Text, Title: c.table.Title, Unit: c.table.Unit.Text, Kind: c.table.Kind.Text}
	for i, d := range c.table.Rows {
		col := r.column(c.view, d.Column.Text)
		t.Dimensions = append(t.Dimensions, Heading{c.axes[i].column, say("report.column." + col.Name)})
	}
	for _, v := range c.values {
		t.Columns = append(t.Columns, v.heading)
	}
	t.Rows = c.rows()
	t.Total = &Total{Values: c.totals()}
	t.Notes, t.Months = r.notes(c), c.months
	if r.params.edition == Funder && len(c.axes) > publishedDimensions {
		r.merge(&t, c.axes[len(c.axes)-1].column)
	}
	t.Sentences = sentences(c, &t)
	return t
}

// rows prints each row in the order of the definition. A row that is optional, or a combination of several dimensions, is printed when
// any of its figures is not zero.
func (c *counted) rows() []Row {
	var places []int32
	for place := range c.size {
		optional := len(c.axes) > 1 || c.axes[0].rows[place].optional
		if !optional || c.anything(place) {
			places = append(places, int32(place))
		}
	}
	rows := make([]Row, len(places))
	figures, name := make(Values, 0, len(places)*len(c.values)), c.namer(len(places)) // one stretch of memory for thousands of rows
	for i, place := range places {
		start := len(figures)
		for _, v := range c.values {
			if !v.missing || v.cells[place] != 0 {
				figures = append(figures, Value{v.heading.Code, v.show(v.cells[place])})
			}
		}
		rows[i] = Row{Values: figures[start:len(figures):len(figures)], places: places[i : i+1 : i+1]}
		name(&rows[i], int(place))
	}
	return rows
}

func (c *counted) anything(place int) bool {
	for _, v := range c.values {
		if v.cells[place] != 0 {
			return true
		}
	}
	return false
}

// namer gives what names rows, and adds the parts of those that have some. Rows that differ in the last dimension only, which come one
// after the other, share what names the others.
func (c *counted) namer(rows int) func(row *Row, place int) {
	last := c.axes[len(c.axes)-1].rows
	if len(c.axes) == 1 {
		return func(row *Row, place int) {
			row.Code, row.Label, row.OfWhich = last[place].code, last[place].label, c.ofWhich(place)
		}
	}
	before, shared, languages := -1, Row{}, i18n.Languages()
	all := make([]Heading, 0, rows*len(c.axes))
	return func(row *Row, place int) {
		if place/len(last) != before {
			before = place / len(last)
			shared.Keys = c.keys(before)
			shared.Code, shared.Label = definition.Key(codesOf(shared.Keys)...), joined(shared.Keys)
		}
		end := Heading{last[place%len(last)].code, last[place%len(last)].label}
		start := len(all)
		all = append(append(all, shared.Keys...), end)
		row.Keys, row.Code, row.Label = all[start:len(all):len(all)], definition.Key(shared.Code, end.Code), make(Label, len(languages))
		for _, lang := range languages {
			row.Label[lang] = shared.Label[lang] + between + end.Label[lang]
		}
	}
}

// keys are the codes of all dimensions but the last that rows from place times the size of the last have.
func (c *counted) keys(place int) []Heading {
	keys := make([]Heading, len(c.axes)-1)
	for d := len(keys) - 1; d >= 0; d-- {
		rows := c.axes[d].rows
		at := rows[place%len(rows)]
		keys[d] = Heading{at.code, at.label}
		place /= len(rows)
	}
	return keys
}

func codesOf(keys []Heading) []string {
	codes := make([]string, len(keys))
	for i, k := range keys {
		codes[i] = k.Code
	}
	return codes
}

// between stands between the words of a row of several dimensions.
const between = " · "

func joined(keys []Heading) Label {
	label := make(Label, len(keys[0].Label))
	words := make([]string, len(keys))
	for lang := range keys[0].Label {
		for i, k := range keys {
			words[i] = k.Label[lang]
		}
		label[lang] = strings.Join(words, between)
	}
	return label
}

// ofWhich prints the parts of a row with those of its figures that the table prints.
func (c *counted) ofWhich(place int) []Row {
	var parts []Row
	for n, part := range c.axes[0].rows[place].parts {
		row := Row{Code: part.Code.Text, Label: part.Label, Values: Values{}}
		for _, v := range c.parts[partKey{place, n}] {
			if c.prints(v.heading.Code) && (!v.missing || v.cells[0] != 0) {
				row.Values = append(row.Values, Value{v.heading.Code, v.show(v.cells[0])})
			}
		}
		parts = append(parts, row)
	}
	return parts
}

func (c *counted) prints(code string) bool {
	for _, v := range c.values {
		if v.heading.Code == code {
			return true
		}
	}
	return false
}

// totals prints the line of totals. Of a table of persons "unique" is each person once, "gross" the sum of the rows' gross.
func (c *counted) totals() Values {
	values := Values{}
	if c.table.OfPersons() {
		values = append(values, Value{"unique", Whole(c.total)})
	}
	for _, v := range c.values {
		if v.inTotal == "unique" || v.missing && v.total == 0 {
			continue
		}
		values = append(values, Value{v.heading.Code, v.show(v.total)})
	}
	return values
}

// notes are the definition's, and what the engine must say: how many are unlinked, a range, a denominator, rows that need not sum.
func (r *run) notes(c *counted) []Note {
	var notes []Note
	add := func(code string, text Label) { notes = append(notes, Note{code, text}) }
	for _, text := range c.table.Notes {
		add("definition", text)
	}
	if c.table.OfPersons() {
		notes = append(notes, r.totalNotes(c)...)
		certain, unsure := c.crowd.unlinked, c.crowd.maybe
		add("unlinked", say("report.note.unlinked", "count", certain, "total", c.total))
		if unsure > 0 {
			add("unsure", say("report.note.unsure", "low", c.total, "high", c.total+unsure))
		}
		if c.table.Details != nil {
			add("details", say("report.note.details", "table", detailed(c.table)))
		}
		if r.params.scope != Network || r.params.organisations != nil {
			add("scope", say("report.note.scope"))
		}
	}
	if c.table.Kind.Text == definition.Overlapping {
		add("overlapping", say("report.note.overlapping"))
	}
	for _, m := range c.table.Measures {
		if m.Measure.Text == definition.Percent {
			add("percent", say("report.note.percent", "count", c.total))
		}
		note := "counts"
		switch m.Measure.Text {
		case definition.Gross:
			add("repeats", say("report.note.repeats"))
		case definition.Persons:
			add("persons", say("report.note.persons"))
			note = "persons_of"
		}
		if m.Population != nil { // not that of the table
			name, what := r.newValue(m).heading.Label, r.ofWhat(m.Population, c.table.Period.Text)
			add(note, each(func(p *i18n.Printer) string {
				return p.T("report.note."+note, "name", name[p.Lang()], "what", what[p.Lang()])
			}))
		}
	}
	return notes
}

func detailed(t *definition.Table) string {
	if t.Details.Row == nil {
		return t.Details.Table.Text
	}
	return definition.Key(t.Details.Table.Text, t.Details.Row.Text)
}
