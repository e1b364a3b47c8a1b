package sheet

import (
	"maps"
	"slices"
	"strconv"

	"approdo/internal/care/sheet/grid"
	"approdo/internal/care/sheet/written"
)

// Numbers of people may begin again: in each unit, which keeps a book of its own, or in each sheet of a workbook. Then a number is somebody only together with
// where it stands.

// How numbers of people may begin again, as answers name it.
const (
	eachUnit  = "each_unit"
	eachSheet = "each_sheet"
)

// parts are the ways in which the numbers of a column may begin again: each unit, or each sheet, has some of them that others have too.
func (d *Draft) partsOf(cols []column, t *table, at int) (ways []string) {
	unit := slices.IndexFunc(cols, func(c column) bool { return c.field != nil && c.field.Type == typeUnit })
	if unit >= 0 && shared(t, at, func(row grid.Row) string { return row.Cell(cols[unit].at) }) {
		ways = append(ways, eachUnit)
	}
	if shared(t, at, func(row grid.Row) string { return strconv.Itoa(row.Number / sheetStep) }) {
		ways = append(ways, eachSheet)
	}
	return ways
}

// partByAnswer has the codes of each unit told apart, where that was answered to rows that contradict each other, of this file or of an earlier one with these headings.
func (d *Draft) partByAnswer(cols []column, t *table, c *column, kept keptMap) {
	d.mayPart = slices.Contains(d.partsOf(cols, t, c.at), eachUnit)
	switch {
	case d.mayPart && d.answers["persons"] == eachUnit:
		d.whole = map[int]token{}
	case kept.Accepted[c.at] != eachUnit:
		return
	}
	d.parted = eachUnit
	d.accept(c, eachUnit)
}

// shared reports whether all parts of a table have values of a column that others have too.
func shared(t *table, at int, part func(grid.Row) string) bool {
	where := map[string]map[string]bool{} // value → parts
	parts := map[string]bool{}
	for _, row := range t.rows {
		if alone(row) || row.Cell(at) == "" || part(row) == "" || row.Cell(at) == t.header.Cell(at) {
			continue
		}
		if where[row.Cell(at)] == nil {
			where[row.Cell(at)] = map[string]bool{}
		}
		where[row.Cell(at)][part(row)], parts[part(row)] = true, true
	}
	again := map[string]bool{}
	for _, in := range where {
		for p := range in {
			again[p] = again[p] || len(in) > 1
		}
	}
	return len(parts) > 1 && !slices.Contains(slices.Collect(maps.Values(again)), false)
}

// parted is the code of a person together with where it stands: the unit, or the name of the sheet and the year of its first row, since next year's may have the same.
func (r *reader) parted(l *line, values []string, code string) string {
	switch r.draft.parted {
	case eachUnit:
		return r.draft.world.units[l.unit].Code + "\x00" + code
	case eachSheet:
		sheet := l.row / sheetStep
		if r.draft.begun == nil {
			r.draft.begun = map[int]string{}
		}
		if day := values[r.draft.form.place("day")]; r.draft.begun[sheet] == "" && len(day) >= 4 {
			r.draft.begun[sheet] = day[:4]
		}
		return r.draft.names[sheet] + " " + r.draft.begun[sheet] + "\x00" + code
	}
	return code
}

// ofDays reports whether a column of codes has one value in all rows of a unit and day, and another on every other, and most days have several rows:
// it says which outing, and not who.
func (d *Draft) ofDays(cols []column, t *table, at int) bool {
	day := slices.IndexFunc(cols, func(c column) bool { return c.field != nil && c.field.Type == typeDay })
	unit := slices.IndexFunc(cols, func(c column) bool { return c.field != nil && c.field.Type == typeUnit })
	if day < 0 {
		return false
	}
	rows, days := map[string]int{}, map[string]string{} // by day; by value
	values := map[string]string{}                       // by day
	for _, row := range t.rows {
		cell := row.Cell(at)
		if !written.Day(row.Cell(cols[day].at), false).Valid() || cell == "" {
			continue
		}
		key := row.Cell(cols[day].at)
		if unit >= 0 {
			key += "\x00" + row.Cell(cols[unit].at)
		}
		if values[key] != "" && values[key] != cell || days[cell] != "" && days[cell] != key {
			return false
		}
		values[key], days[cell] = cell, key
		rows[key]++
	}
	several := 0
	for _, n := range rows {
		if n > 2 {
			several++
		}
	}
	return d.form.kind == Contacts && len(rows) > 3 && 2*several > len(rows)
}

// askNumber asks of a number that no row of the file should have twice, and a row has, whether it is the person's, where nothing else says who somebody is.
func (d *Draft) askNumber(cols []column, t *table) {
	person, ok := d.form.find("person_ref")
	i := slices.IndexFunc(cols, func(c column) bool { return c.field != nil && c.field.Type == typeID })
	if !ok || i < 0 || cols[i].source == Declared || slices.ContainsFunc(cols, func(c column) bool { return c.field == person }) {
		return
	}
	x := d.desk.codesIn(t, cols[i].at)
	if len(x.times) == x.filled || len(x.times) < 2 || x.running() || d.ofDays(cols, t, cols[i].at) {
		return
	}
	var rows []int
	seen := map[string]bool{}
	for _, row := range t.rows {
		if cell := row.Cell(cols[i].at); cell != "" && cell != t.header.Cell(cols[i].at) && !alone(row) {
			if seen[cell] {
				rows = append(rows, row.Number)
			}
			seen[cell] = true
		}
	}
	letter := grid.Letter(cols[i].at)
	switch d.ask(Question{
		ID: "number." + letter, Columns: []string{letter}, Rows: [][]int{rows}, Words: Words{"ask.question.number", []any{"letter", letter, "count", len(rows)}},
		Answers: answers("number", "person", "each_part", "row"),
	}) {
	case "person":
		cols[i].field, cols[i].source = person, Declared
	case "each_part":
		cols[i].field, cols[i].reason = nil, reasonIgnored
	}
}
