package sheet

import (
	"slices"
	"strconv"

	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"
)

// Quantities of an outing may be running totals: 12, 21, 31. Added up they would count the first outing in every row.

// enoughRunning is in how many rows a quantity has to rise.
const enoughRunning = 5

// lookForRunning asks about a quantity that rises from row to row in the order of the rows, as a running total does.
func (r *reader) lookForRunning(t *table, c *source) {
	if c.field.Type != typeAmount || r.draft.form.kind != Outings {
		return
	}
	before, rows, rising := map[int]int64{}, []int(nil), true
	var last int64
	sheet := -1
	c.cells(t, func(row int, cell string) {
		n, ok := written.Amount(cell, 1<<40)
		if !ok || r.leave[row] || r.draft.desk.nothing(cell) {
			return
		}
		if panelOf(row) != sheet {
			sheet, last = panelOf(row), 0
		}
		rising = rising && n > last
		before[row] = last
		last = n
		rows = append(rows, row)
	})
	if !rising || len(rows) < enoughRunning {
		return
	}
	letter := grid.Letter(c.at)
	given := r.draft.ask(Question{
		ID: "running." + letter, Columns: []string{letter}, Rows: [][]int{rows}, Words: Words{"ask.question.running", []any{"letter", letter, "count", len(rows)}},
		Answers: answers("running", "running", "each", leaveOut),
	})
	switch given {
	case "running":
		replaceCells(t, c.at, func(row grid.Row) (string, bool) {
			n, ok := written.Amount(row.Cell(c.at), 1<<40)
			was, rose := before[row.Number]
			return strconv.FormatInt(n-was, 10), ok && rose && slices.Contains(rows, row.Number)
		})
	case leaveOut:
		c.as.moment = true
	}
}
