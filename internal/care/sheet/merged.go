package sheet

import (
	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"
)

// A merged cell stands for all rows that it covers. A word is said of each; a quantity may be that of all of them together, which the rows would then count again.

// askMerged asks how merged cells of a quantity count.
func (d *Draft) askMerged(cols []column, t *table) {
	for _, c := range cols {
		if c.field == nil || !c.field.quantity() {
			continue
		}
		var rows []int
		first := 0
		for _, row := range t.rows {
			cell := row.Cell(c.at)
			if n, ok := written.Amount(cell, 1<<40); cell == "" || ok && n == 0 || alone(row) {
				first = 0
				continue
			}
			if !row.Carried(c.at) {
				first = row.Number
				continue
			}
			if first != 0 {
				rows, first = append(rows, first), 0
			}
			rows = append(rows, row.Number)
		}
		if len(rows) == 0 {
			continue
		}
		letter := grid.Letter(c.at)
		if d.ask(Question{
			ID: "merged." + letter, Columns: []string{letter}, Rows: [][]int{rows}, Words: Words{"ask.question.merged", []any{"letter", letter, "count", len(rows)}},
			Answers: answers("merged", "once", "each"),
		}) == "once" {
			replaceCells(t, c.at, func(row grid.Row) (string, bool) { return "", row.Carried(c.at) })
		}
	}
}
