package report

import (
	"strings"

	"approdo/internal/care/report/definition"
)

// print turns a counted table into rows with labels, in the edition asked for.
func (r *run) print(c *counted) Table {
	t := Table{ID: c.table.ID.Text, Title: c.table.Title, Unit: c.table.Unit.Text, Kind: c.table.Kind.Text, Checks: c.checks}
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
	rows := []Row{}
	for place := range c.size {
		optional := len(c.axes) > 1 || c.axes[0].rows[place].optional
		if !optional || c.anything(place) {
			rows = append(rows, c.row(place))
		}
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

func (c *counted) row(place int) Row {
	row := Row{Values: Values{}, places: []int32{int32(place)}}
	keys := c.keys(place)
	codes := make([]string, len(keys))
	for i, k := range keys {
		codes[i] = k.Code
	}
	row.Code = definition.Key(codes...)
	if len(keys) == 1 {
		row.Label = keys[0].Label
	} else {
		row.Label, row.Keys = joined(keys), keys
	}
	for _, v := range c.values {
		if !v.missing || v.cells[place] != 0 {
			row.Values = append(row.Values, Value{v.heading.Code, v.show(v.cells[place])})
		}
	}
	if len(c.axes) == 1 {
		row.OfWhich = c.ofWhich(place)
	}
	return row
}

// keys are the row's code in each dimension.
func (c *counted) keys(place int) []Heading {
	keys := make([]Heading, len(c.axes))
	for d := len(c.axes) - 1; d >= 0; d-- {
		rows := c.axes[d].rows
		at := rows[place%len(rows)]
		keys[d] = Heading{at.code, at.label}
		place /= len(rows)
	}
	return keys
}

func joined(keys []Heading) Label {
	label := make(Label, len(keys[0].Label))
	words := make([]string, len(keys))
	for lang := range keys[0].Label {
		for i, k := range keys {
			words[i] = k.Label[lang]
		}
		label[lang] = strings.Join(words, " · ")
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
		certain, unsure := c.crowd.unlinked, c.crowd.unsure
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
		if m.Measure.Text == definition.Persons {
			add("persons", say("report.note.persons"))
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
