package sheet

import (
	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"
)

// Under a heading that is answered by yes or no may stand the thing itself: the name of a site below "Annuncio".

// lookForThings asks about cells that say neither yes nor no where one of them is expected.
func (r *reader) lookForThings(t *table, c *source) {
	desk := r.draft.desk
	such := func(cell string) bool {
		_, flag := written.Flag(cell)
		return !flag && !desk.nothing(cell) && !broken(cell) && !desk.sums(cell) && !desk.Ditto.has(cell)
	}
	rows := c.rows(t, such)
	if len(rows) == 0 {
		return
	}
	letter := grid.Letter(c.at)
	c.thing = r.draft.ask(Question{
		ID: "thing." + letter, Columns: []string{letter}, Rows: [][]int{rows},
		Words: Words{"ask.question.thing", []any{"letter", letter, "field", fieldName(c.field.Name), "count", len(rows)}}, Answers: answers("thing", "yes", "empty", "refuse"),
	})
}
