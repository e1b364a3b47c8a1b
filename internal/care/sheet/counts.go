package sheet

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"
)

// A row that says nothing but a number, in the column of codes or of ages, may count the rows above it: the sum of a month that nobody called one.

// counted are the rows that say one number and nothing else, and how many say more.
type counted struct {
	rows []lone
	full int
}

// lone is a row that says one number.
type lone struct {
	row, number  int
	above, since int // rows above it, and since the last such row
	cell         string
}

// note looks at a row that would be recorded.
func (c *counted) note(d *Draft, x said, row int) {
	if x.facts > 1 {
		c.full++
	}
	n, ok := d.desk.countOf(x.only)
	if x.facts != 1 || !ok || d.form.kind == Outings {
		return
	}
	l := lone{row: row, number: n, above: len(d.lines) - len(c.rows), cell: x.only}
	if l.since = l.above; len(c.rows) > 0 {
		l.since -= c.rows[len(c.rows)-1].above
	}
	c.rows = append(c.rows, l)
}

// countOf is the number of a cell that may be a count: 6, "n. 6", "=6", "tot 6".
func (x *lexicon) countOf(cell string) (int, bool) {
	if len(cell) > 12 {
		return 0, false
	}
	number := strings.TrimLeftFunc(cell, func(r rune) bool { return !unicode.IsDigit(r) })
	for _, word := range strings.FieldsFunc(cell[:len(cell)-len(number)], func(r rune) bool { return !unicode.IsLetter(r) }) {
		if word = codebook.Fold(word); !x.Counting[word] && !x.Totals[word] {
			return 0, false
		}
	}
	n, err := strconv.Atoi(strings.TrimSpace(number))
	return n, err == nil && n > 0
}

// askCounts asks about rows that may count those above: their number is how many there are, or stands among codes with letters.
func (r *reader) askCounts(t *table, c counted) {
	if c.full < 2 || 2*len(c.rows) > c.full {
		return
	}
	var rows []int
	for _, l := range c.rows {
		if l.number == l.above || l.number == l.since || r.lettered(t, l.cell) {
			rows = append(rows, l.row)
		}
	}
	held := map[int]bool{}
	for i := range r.draft.lines {
		held[r.draft.lines[i].row] = true
	}
	if rows = slices.DeleteFunc(rows, func(row int) bool { return !held[row] }); len(rows) == 0 {
		return
	}
	r.draft.withdraw(rows, r.draft.ask(Question{
		ID: "counts", Rows: [][]int{rows}, Words: Words{"ask.question.counts", []any{"count", len(rows)}}, Answers: answers("sums", leaveOut, "record"),
	}))
}

// lettered reports whether a cell stands among codes of persons that have letters.
func (r *reader) lettered(t *table, cell string) bool {
	for i := range r.columns {
		c := &r.columns[i]
		if c.field.Type != typeReference || !slices.ContainsFunc(t.rows, func(row grid.Row) bool { return row.Cell(c.at) == cell }) {
			continue
		}
		letters, all := 0, 0
		for code := range c.tally(t) {
			if all++; strings.IndexFunc(code, unicode.IsLetter) >= 0 {
				letters++
			}
		}
		return 3*letters > 2*all
	}
	return false
}
