package sheet

import (
	"strconv"
	"strings"
	"time"

	"approdo/internal/care/sheet/grid"
)

// What the types of a workbook's cells put in doubt: days that a program turned round, codes that it took for days, and
// durations without a unit (duration.go).

// lookAtTypes asks about one column.
func (r *reader) lookAtTypes(t *table, c *source) {
	switch {
	case c.field.Type == typeDay:
		r.lookForTurnedDays(t, c)
	case c.field.points():
		r.lookForDaysAmongCodes(t, c)
	case c.field.Type == typeHours:
		r.lookForFractions(t, c)
		r.lookForMoments(t, c)
		r.lookForMinutes(t, c)
	case c.field.Type == typeMinutes:
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
		switch x := readDay(row.Cell(c.at), r.dates.mac); {
		case !x.valid():
		case x.stored && x.dayFirst.Day() > 12, x.ambiguous():
			return
		case x.stored && x.dayFirst.Day() != int(x.dayFirst.Month()):
			stored = append(stored, row.Number)
		case !x.sure && x.monthFirst.IsZero():
			texts++
		}
	}
	if texts == 0 || len(stored) == 0 || texts+len(stored) < 3 {
		return
	}
	letter := grid.Letter(c.at)
	r.dates.turned = r.draft.ask(Question{
		ID: "turned." + letter, Columns: []string{letter}, Rows: [][]int{stored}, Words: Words{"ask.question.turned", []any{"letter", letter, "count", len(stored)}},
		Answers: answers("turned", "turned", "as_read"),
	}) == "turned"
}

// lookForDaysAmongCodes asks about cells among codes that the workbook holds as days or times: the spreadsheet program took 3-12 for
// 3 December.
func (r *reader) lookForDaysAmongCodes(t *table, c *source) {
	var rows []int
	for _, row := range t.rows {
		if daylike(row.Type(c.at)) {
			rows = append(rows, row.Number)
		}
	}
	letter := grid.Letter(c.at)
	if len(rows) == 0 || r.draft.asked("who."+letter) {
		return
	}
	given := r.draft.ask(Question{
		ID: "code_days." + letter, Columns: []string{letter}, Rows: [][]int{rows}, Words: Words{"ask.question.code_days", []any{"letter", letter, "count", len(rows)}},
		Answers: answers("code_days", "restore", "nobody", leaveOut),
	})
	r.leaveOut(rows, given)
	known := map[string]bool{}
	for _, row := range t.rows {
		if !daylike(row.Type(c.at)) {
			known[foldCode(row.Cell(c.at))] = true
		}
	}
	c.restored = map[string]string{}
	for _, row := range t.rows {
		if cell := row.Cell(c.at); daylike(row.Type(c.at)) {
			if c.restored[cell] = ""; given == "restore" {
				c.restored[cell] = codeOf(cell, known)
			}
		}
	}
}

// daylike reports whether a workbook holds a cell as a day or a time.
func daylike(t grid.Type) bool { return t == grid.Day || t == grid.Moment || t == grid.Clock }

// codeOf is the code that a spreadsheet program took for a day or a time: one that stands in the column as it was typed, or
// else day and month as they are written in Italy.
func codeOf(cell string, known map[string]bool) string {
	hour, minute, clock := strings.Cut(cell, ":")
	typed := []string{hour + ":" + minute, hour + "." + minute}
	if day, err := time.Parse(time.DateOnly, cell[:min(len(cell), len(time.DateOnly))]); err == nil {
		d, m, y := strconv.Itoa(day.Day()), strconv.Itoa(int(day.Month())), day.Year()
		typed = nil
		parts := [][2]string{{d, m}, {m, d}}
		if day.Day() == 1 { // 3-2012 and mar-12 are the first of the month
			parts = append(parts, [2]string{m, strconv.Itoa(y)}, [2]string{m, strconv.Itoa(y % 100)})
		}
		for _, p := range parts {
			for _, name := range monthsAbbreviated[day.Month()-1] {
				for _, joint := range []string{"-", "/", ".", " ", ""} {
					typed = append(typed, p[0]+joint+p[1], two(p[0])+joint+two(p[1]))
					if p[0] == m {
						typed = append(typed, name+joint+p[1])
					} else {
						typed = append(typed, p[0]+joint+name)
					}
				}
			}
		}
	} else if !clock {
		return foldCode(cell)
	}
	for _, code := range typed {
		if known[foldCode(code)] {
			return foldCode(code)
		}
	}
	return foldCode(typed[0])
}

// monthsAbbreviated are the months as spreadsheet programs know them in Italian and English.
var monthsAbbreviated = [12][]string{
	{"gen", "jan"}, {"feb"}, {"mar"}, {"apr"}, {"mag", "may"}, {"giu", "jun"}, {"lug", "jul"}, {"ago", "aug"}, {"set", "sep", "sett", "sept"}, {"ott", "oct"}, {"nov"}, {"dic", "dec"},
}
