package sheet

import (
	"approdo/internal/care/sheet/grid"
)

// lookForBlank asks what a blank says in a column of new people where every other cell is a cross: the contrary, or nothing.
func (r *reader) lookForBlank(t *table, c *source) {
	judged := *t
	judged.rows = r.draft.desk.aboveCounts(t.rows)
	if !marks(&judged, c.at) {
		return
	}
	var rows []int
	for _, row := range t.rows {
		if row.Cell(c.at) == "" && r.mayBeRecord(row) {
			rows = append(rows, row.Number)
		}
	}
	if len(rows) == 0 {
		return
	}
	letter := grid.Letter(c.at)
	c.blank = r.draft.ask(Question{
		ID: "blank." + letter, Columns: []string{letter}, Rows: [][]int{rows}, Words: Words{"ask.question.blank", []any{"letter", letter, "count", len(rows)}},
		Answers: answers("blank", "contrary", "nothing"),
	}) == "contrary"
}

// mayBeRecord reports whether a row says who was met or how they were: it has a cell below a field that is neither of the day nor of the unit, and is no sum.
func (r *reader) mayBeRecord(row grid.Row) bool {
	if alone(row) || r.leave[row.Number] {
		return false
	}
	told := false
	for i := range r.columns {
		c := &r.columns[i]
		if cell := row.Cell(c.at); cell != "" {
			if r.draft.desk.sums(cell) {
				return false
			}
			told = told || c.field.Type == typeReference || c.field.tellsFact()
		}
	}
	return told
}
