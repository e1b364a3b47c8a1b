package sheet

import (
	"slices"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"
)

// To the right of a table, behind a blank column, something else may stand: a legend with headings that mean something here, another table. Read as cells of the
// rows beside it, it would give people the countries of a list of words.

// askBeside asks about columns behind a blank one that do not seem to be of the same rows, and leaves them out if they are not.
func (d *Draft) askBeside(cols []column, t *table) {
	from := d.beside(cols, t)
	if from < 0 {
		return
	}
	var letters []string
	for _, c := range cols[from:] {
		if c.heading != "" {
			letters = append(letters, grid.Letter(c.at))
		}
	}
	if d.ask(Question{
		ID: "beside", Columns: letters, Words: Words{"ask.question.beside", []any{"columns", letters, "count", len(letters)}}, Answers: answers("beside", leaveOut, "rows"),
	}) == "rows" {
		return
	}
	d.beyond = from
	for i := from; i < len(cols); i++ {
		cols[i].field, cols[i].reason = nil, reasonIgnored
	}
}

// beside is the first column behind a blank one from which on a legend or another table stands; -1 if there is none. Only columns that would be read matter, and
// those whose sums would be taken for those of the rows.
func (d *Draft) beside(cols []column, t *table) int {
	day := slices.IndexFunc(cols, func(c column) bool { return c.field != nil && c.field.Type == typeDay })
	for at := 1; at+1 < len(cols); at++ {
		if day < 0 || at < day || !blank(t, cols[at]) || blank(t, cols[at+1]) {
			continue
		}
		right := cols[at+1:]
		again := !d.asked("side") && slices.ContainsFunc(right, func(c column) bool { return c.found.field == cols[day].field })
		summed := slices.ContainsFunc(right, func(c column) bool { return d.sumsBeside(t, c.at, cols[day].at) })
		if again || summed || slices.ContainsFunc(right, func(c column) bool { return c.field != nil && c.source == Guessed && apartFrom(t, c.at, cols[day].at) }) {
			return at + 1
		}
	}
	return -1
}

// sumsBeside reports whether a column holds a label of sums beside a row with a day.
func (d *Draft) sumsBeside(t *table, at, day int) bool {
	return slices.ContainsFunc(t.rows, func(row grid.Row) bool {
		return written.Day(row.Cell(day), false).Valid() && d.desk.sums(row.Cell(at))
	})
}

// blank reports whether a column has neither a heading nor a cell.
func blank(t *table, c column) bool {
	return c.heading == "" && !slices.ContainsFunc(t.rows, func(row grid.Row) bool { return row.Cell(c.at) != "" })
}

// apartFrom reports whether the cells of a column do not go with the rows: they stand one below the other from the first row on and end before the table does, or
// go on behind its end, and none comes twice.
func apartFrom(t *table, at, day int) bool {
	words := map[string]bool{}
	last, end := -1, -1
	for i, row := range t.rows {
		if row.Cell(day) != "" {
			end = i
		}
		cell := codebook.Fold(row.Cell(at))
		if cell == "" {
			continue
		}
		if i != last+1 || words[cell] {
			return false
		}
		words[cell], last = true, i
	}
	return last >= 0 && last != end
}
