package sheet

import (
	"slices"

	"approdo/internal/care/sheet/grid"
)

// lookForMoving asks about the results of formulas that depend on when or where they were reckoned, as TODAY and ROW do: what the workbook holds is what they were
// when it was saved last, and no fact of the row.
func (r *reader) lookForMoving(t *table, c *source) {
	var rows []int
	for _, row := range t.rows {
		if row.Moving(c.at) && row.Cell(c.at) != "" {
			rows = append(rows, row.Number)
		}
	}
	if len(rows) == 0 {
		return
	}
	letter := grid.Letter(c.at)
	q := Question{
		ID: "moving." + letter, Columns: []string{letter}, Rows: [][]int{rows}, Words: Words{"ask.question.moving", []any{"letter", letter, "count", len(rows)}},
		Answers: answers("moving", asWritten, leaveOut),
	}
	if !c.field.Required {
		q.Answers = slices.Insert(q.Answers, 1, answers("moving", "empty")...)
	}
	given := r.draft.ask(q)
	r.leaveOut(rows, given)
	if given != "empty" {
		return
	}
	t.rows = slices.Clone(t.rows)
	for i, row := range t.rows {
		if row.Moving(c.at) {
			t.rows[i] = with(row, c.at, "", grid.Text)
		}
	}
}
