package sheet

import (
	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"
)

// What the types of a workbook's cells put in doubt: days that a program turned round, codes that it took for days, and
// durations without a unit (duration.go).

// lookAtTypes asks about one column.
func (r *reader) lookAtTypes(t *table, c *source) {
	r.lookForShown(t, c)
	switch {
	case c.field.Type == typeDay:
		r.lookForTurnedDays(t, c)
		r.lookForWeekdays(t, c)
	case c.field.points():
		r.lookForDaysAmongCodes(t, c)
	case c.field.Name == "kilometres":
		r.lookForOdometer(t, c)
	case c.field.Type == typeAmount:
		r.lookForRunning(t, c)
	case c.field.Type == typeHours:
		r.lookForFractions(t, c)
		r.lookForSeconds(t, c)
		r.lookForMoments(t, c)
		r.lookForMinutes(t, c)
		r.lookForPoints(t, c)
	case c.field.Type == typeMinutes:
		r.lookForSeconds(t, c)
		r.lookForMoments(t, c)
		r.lookForHours(t, c)
	}
}

// lookForTurnedDays asks about days of which a program may have taken the month for the day. Reading 03/04/2024 it made
// 4 March, and 25/03/2024 it left as text, since there is no month 25: so all texts are beyond the twelfth, and no day that
// a program stored is.
func (r *reader) lookForTurnedDays(t *table, c *source) {
	var stored []int
	texts := 0
	for _, row := range t.rows {
		switch x := written.Day(row.Cell(c.at), r.dates.mac); {
		case !x.Valid():
		case x.Stored && x.DayFirst.Day() > 12, x.Ambiguous():
			return
		case x.Stored && x.DayFirst.Day() != int(x.DayFirst.Month()):
			stored = append(stored, row.Number)
		case !x.Sure && x.MonthFirst.IsZero():
			texts++
		}
	}
	alike := texts == 0 && r.inOrderTurned(t, c)
	if texts == 0 && !alike || len(stored) == 0 || texts+len(stored) < 3 {
		return
	}
	letter, words := grid.Letter(c.at), "turned"
	if alike {
		words = "turned_order"
	}
	r.dates.turned = r.draft.ask(Question{
		ID: "turned." + letter, Columns: []string{letter}, Rows: [][]int{stored}, Words: Words{"ask.question." + words, []any{"letter", letter, "count", len(stored)}},
		Answers: answers("turned", "turned", "as_read"),
	}) == "turned"
}
