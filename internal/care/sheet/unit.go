package sheet

import (
	"slices"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"
)

// inColumn begins the answer that a column says the unit: the columns have letters, as codes of units may be.
const inColumn = "column."

// mostUnitWords is how many different words a column may have that could say the unit, mostSheets how many sheets are offered to leave out one by one.
const mostUnitWords, mostSheets = 20, 12

// mostUnits is how many units a network may have in which it is looked for a file whose rows all stand in another of them already.
const mostUnits = 60

// askUnit asks of which unit the rows are, where no column says it and the organisation has several: of what stands above them, of what a column says whose
// heading means nothing here, or all of one, whose code it gives.
func (d *Draft) askUnit(cols []column, t *table, m Map) (with []column, unit string) {
	tells := func(c column) bool {
		return c.field != nil && (c.field.Type == typeUnit || c.field.Type == typeOrganisation) || c.reason == reasonNear && d.openFor("nearly.unit")
	}
	if d.form.kind == Persons || m.Defaults["unit"] != "" || m.Defaults["organisation"] != "" || slices.ContainsFunc(cols, tells) {
		return cols, ""
	}
	var units []Answer
	for _, u := range d.world.units {
		if m.Organisation == "" || slices.Contains(d.world.words.organisations[codebook.Fold(m.Organisation)], u.OrganisationID) {
			units = append(units, Answer{u.Code, Words{"ask.answer.unit", []any{"unit", u.Name}}})
		}
	}
	if len(units) < 2 {
		return cols, ""
	}
	slices.SortFunc(units, func(a, b Answer) int { return strings.Compare(a.ID, b.ID) })
	q := Question{ID: "unit", Words: Words{Key: "ask.question.unit"}}
	above := d.sections(t, d.unitSaid)
	if coverAll(above, t) {
		q.Answers = append(q.Answers, asWrittenAnswer(above))
	}
	for _, c := range cols {
		if c.mayTell() && mayBeUnits(t, c.at) {
			words := c.answer().Words
			q.Answers = append(q.Answers, Answer{inColumn + grid.Letter(c.at), Words{"ask.answer.unit_in", []any{"column", []Words{words}}}})
		}
	}
	q.Answers = append(q.Answers, units...)
	given := d.ask(q)
	x, _ := d.form.find("unit")
	letter, named := strings.CutPrefix(given, inColumn)
	switch {
	case given == asWritten:
		return d.writeDown(cols, t, x, above), ""
	case named:
		c := &cols[slices.IndexFunc(cols, func(c column) bool { return grid.Letter(c.at) == letter })]
		c.field, c.source = x, Declared
		return cols, ""
	}
	return cols, given
}

// mayBeUnits reports whether the cells of a column are few words that come back, as units do.
func mayBeUnits(t *table, at int) bool {
	words, filled, rows := map[string]bool{}, 0, 0
	for _, row := range t.rows {
		if alone(row) {
			continue
		}
		rows++
		if cell := row.Cell(at); cell != "" && !numeric(cell) {
			filled++
			words[codebook.Fold(cell)] = true
		}
	}
	return 2*filled > rows && len(words) < filled && len(words) <= mostUnitWords
}
