package sheet

import (
	"slices"
	"time"

	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"
)

// The day of the week beside a date, in its cell or in a column of its own, says the day again. Where it is another, one of the two is wrong.

// lookForWeekdays asks about days that do not fall on the day of the week that their row names.
func (r *reader) lookForWeekdays(t *table, c *source) {
	beside := r.weekdayColumns(t)
	var rows []int
	for _, row := range t.rows {
		cell := row.Cell(c.at)
		named, _ := written.Weekday(cell)
		for _, at := range beside {
			if named == 0 {
				named = weekdayIn(row.Cell(at))
			}
		}
		if cell == "" || named == 0 || written.Day(cell, r.dates.mac).Zoned { // a moment may fall on another day here
			continue
		}
		iso, err := r.dates.read(cell, r.draft.world)
		if day, e := time.Parse(time.DateOnly, iso); err == nil && e == nil && named&(1<<day.Weekday()) == 0 {
			rows = append(rows, row.Number)
		}
	}
	if len(rows) == 0 {
		return
	}
	letter := grid.Letter(c.at)
	r.leaveOut(rows, r.draft.ask(Question{
		ID: "weekday." + letter, Columns: []string{letter}, Rows: [][]int{rows}, Words: Words{"ask.question.weekday", []any{"letter", letter, "count", len(rows)}}, Answers: answers("weekday", "date", leaveOut),
	}))
}

// weekdayColumns are the columns of no field that hold nothing but days of the week.
func (r *reader) weekdayColumns(t *table) (list []int) {
	for at := range t.header.Cells {
		if slices.ContainsFunc(r.columns, func(c source) bool { return c.at == at }) {
			continue
		}
		filled, named := 0, 0
		for _, row := range t.rows {
			if cell := row.Cell(at); cell != "" && !alone(row) {
				if filled++; weekdayIn(cell) != 0 {
					named++
				}
			}
		}
		if filled > 0 && filled == named {
			list = append(list, at)
		}
	}
	return list
}

// weekdayIn is the day of the week that is the whole of a cell; 0 if none is.
func weekdayIn(cell string) written.Weekdays {
	if named, only := written.Weekday(cell); only {
		return named
	}
	return 0
}
