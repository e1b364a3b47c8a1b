package sheet

import (
	"slices"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"
)

// lookForDitto asks about cells that repeat the one above by a mark or a word (", idem), and writes the cell above into them
// when that is the answer.
func (r *reader) lookForDitto(t *table) {
	repeats := make([]map[string]bool, len(r.columns))
	var rows []int
	var letters []string
	for i := range r.columns {
		c := &r.columns[i]
		if c.field.points() && c.field.Type != typeReference {
			continue
		}
		list, _ := r.draft.desk.book.List(c.field.List)
		repeats[i] = map[string]bool{}
		for cell := range c.tally(t) {
			if r.draft.desk.ditto(list, cell) {
				repeats[i][cell] = true
			}
		}
		if len(repeats[i]) > 0 {
			letters = append(letters, grid.Letter(c.at))
			rows = append(rows, c.rows(t, func(cell string) bool { return repeats[i][cell] })...)
		}
	}
	if len(rows) == 0 {
		return
	}
	slices.Sort(rows)
	rows = slices.Compact(rows)
	given := r.draft.ask(Question{
		ID: "ditto", Columns: letters, Rows: [][]int{rows}, Words: Words{"ask.question.ditto", []any{"count", len(rows), "columns", letters}},
		Answers: answers("ditto", "above", "empty", leaveOut),
	})
	r.leaveOut(rows, given)
	for i := range r.columns {
		c := &r.columns[i]
		if c.ditto = repeats[i]; given == "above" && len(repeats[i]) > 0 {
			c.repeat(t)
		}
	}
}

// repeat writes into the cells of a column that repeat another what the nearest one above them says, in the same sheet.
func (c *source) repeat(t *table) {
	t.rows = slices.Clone(t.rows)
	var above cellKept
	sheet := 0
	for i, row := range t.rows {
		if panelOf(row.Number) != sheet {
			sheet, above = panelOf(row.Number), cellKept{}
		}
		switch cell := row.Cell(c.at); {
		case cell == "" || cell == t.header.Cell(c.at):
		case !c.ditto[cell]:
			above = cellKept{cell, row.Type(c.at)}
		case above.text != "":
			t.rows[i] = with(row, c.at, above.text, above.kind)
		}
	}
}

// ditto reports whether a cell repeats the one above. A word that the list of the column knows means what it says there.
func (d *Desk) ditto(list *codebook.List, cell string) bool {
	if len(cell) > 40 {
		return false
	}
	if strings.Trim(cell, " \"'`´″〃“”„") == "" {
		return true
	}
	if !d.Ditto.has(cell) {
		return false
	}
	if list == nil {
		return true
	}
	_, known := list.Match(cell)
	return !known
}
