package sheet

import (
	"maps"
	"slices"
	"strings"

	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"

	"approdo/internal/care/sheet/personcode"
)

// Codes that a spreadsheet program spoilt: it took 3-5 for 3 May and 1200000000000 for 1.2E+12. A workbook says of such a cell that it is a day;
// in a text file only what is left of it tells.

// lookForDaysAmongCodes asks about cells among codes that are days or times.
func (r *reader) lookForDaysAmongCodes(t *table, c *source) {
	letter := grid.Letter(c.at)
	if r.draft.asked("who." + letter) {
		return
	}
	texts := r.spoilt(t, c)
	spoilt := func(row grid.Row) bool {
		_, text := texts[row.Cell(c.at)]
		return daylike(row.Type(c.at)) || text
	}
	var rows []int
	known := map[string]bool{}
	for _, row := range t.rows {
		if spoilt(row) {
			rows = append(rows, row.Number)
		} else {
			known[personcode.Fold(row.Cell(c.at))] = true
		}
	}
	if len(rows) == 0 {
		return
	}
	q := Question{
		ID: "code_days." + letter, Columns: []string{letter}, Rows: [][]int{rows}, Words: Words{"ask.question.code_days", []any{"letter", letter, "count", len(rows)}},
		Answers: answers("code_days", "restore", "nobody", leaveOut),
	}
	if len(texts) > 0 {
		q.Answers = slices.Insert(q.Answers, 1, answers("code_days", "codes")...)
	}
	given := r.draft.ask(q)
	r.leaveOut(rows, given)
	c.restored = map[string]string{}
	for _, row := range t.rows {
		cell := row.Cell(c.at)
		switch {
		case !spoilt(row):
		case given == "restore":
			c.restored[cell] = personcode.Restore(cell, texts[cell], known)
		case given == "codes":
			c.restored[cell] = personcode.Fold(cell)
		default:
			c.restored[cell] = ""
		}
	}
}

// daylike reports whether a workbook holds a cell as a day or a time.
func daylike(t grid.Type) bool {
	return t == grid.Day || t == grid.Month || t == grid.Moment || t == grid.Clock
}

// spoilt finds the cells of a column of codes in which a spreadsheet program left of a code that it took for a day something else than a day: in a text file a
// text, in a workbook the number of the day. Such a number is one only where no other code is, and most others are
// unlike it or one is a code that would become a day.
func (r *reader) spoilt(t *table, c *source) map[string]personcode.Typed {
	if c.field.Type != typeReference {
		return nil
	}
	texts, serials := map[string]personcode.Typed{}, map[string]personcode.Typed{}
	others, five, like := 0, false, false
	seen := map[string]bool{}
	book := r.draft.preview.Format != grid.CSV
	for _, row := range t.rows {
		cell := row.Cell(c.at)
		if seen[cell] || cell == "" || cell == t.header.Cell(c.at) || alone(row) {
			continue
		}
		seen[cell] = true
		if x, ok := personcode.TypedAs(cell); ok && !book {
			texts[cell] = x
			continue
		}
		if len(cell) != 5 || strings.Trim(cell, "0123456789") != "" || book && row.Type(c.at) != grid.Number {
			others++
			like = like || personcode.DayAndMonth(cell)
			continue
		}
		if day := written.Day(cell, r.dates.mac).DayFirst; day.Year() >= 2000 && day.Year() < 2050 {
			serials[cell] = personcode.OnDay(day)
		} else {
			five = true
		}
	}
	if !five && (len(serials) < others || like) {
		maps.Copy(texts, serials)
	}
	return texts
}
