package sheet

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"approdo/internal/care/sheet/grid"
	"approdo/internal/care/sheet/personcode"
	"approdo/internal/care/sheet/written"
)

// Behind the code of a person may stand the how manieth time it is: P012-1, P012-2; 12a, 12b; A01 v1. As codes they would be as many people as there are visits.

// numberedVisit is a code with a small number behind a mark, or behind a v; letteredVisit one with a letter behind a digit; monthVisit one with a word behind a mark.
var (
	numberedVisit = regexp.MustCompile(`^(.*\d)\s*(?:[-._/#\s]\s*(?:v|visita|volta|n|c)?|v)[.\s]*(\d{1,2})$`)
	letteredVisit = regexp.MustCompile(`^(.*\d)[-._/]?([a-z])$`)
	monthVisit    = regexp.MustCompile(`^(.*\d)[-._/\s]+([a-z]{3,9})$`)
)

// visitOf parts a folded code from the number of a visit behind it; 0 where there is none, -1 for a month.
func visitOf(code string) (base string, n int) {
	if m := numberedVisit.FindStringSubmatch(code); m != nil && !written.Dated(code) {
		n, _ = strconv.Atoi(m[2])
		return m[1], n
	}
	if m := letteredVisit.FindStringSubmatch(code); m != nil {
		return m[1], int(m[2][0]-'a') + 1
	}
	if m := monthVisit.FindStringSubmatch(code); m != nil {
		if _, month := written.Month(m[2]); month {
			return m[1], -1
		}
	}
	return code, 0
}

// visited are the codes of a column that may be of one person each time, and who it would be.
type visited struct {
	base  map[string]string // cell → the code before the number
	rows  []int
	wrong int // cells whose number does not go on from the person's last
}

// visitsIn looks for visits behind the codes of a column: the numbers of each go on one by one from the first, as the rows do, and no code comes again.
func (c *source) visitsIn(t *table, d *Desk) visited {
	x := visited{base: map[string]string{}}
	last, bases, again, filled := map[string]int{}, map[string]int{}, 0, 0
	c.entries(t, func(row int, cell string) {
		if d.nobody(cell) || d.sums(cell) {
			return
		}
		filled++
		base, n := visitOf(personcode.Fold(cell))
		switch {
		case n == 0:
			if last[base] > 0 {
				again++
			}
			last[base] = max(last[base], 1)
			return
		case yearly(base) || strings.IndexFunc(base, unicode.IsDigit) < 0:
			x.wrong++
			return
		case x.base[cell] != "":
			again++
		case n > 0 && n != last[base]+1:
			x.wrong++
		}
		if n > 0 {
			last[base] = n
		}
		bases[base]++
		x.base[cell] = base
		x.rows = append(x.rows, row)
	})
	several := 0
	for _, n := range bases {
		if n > 1 {
			several++
		}
	}
	if len(last) < 2 && len(bases) < 2 || several == 0 || x.wrong > 0 || 2*len(x.rows) < filled || again > 0 {
		return visited{}
	}
	return x
}

// yearly reports whether what stands before a number is a year: 2024-1.
func yearly(base string) bool {
	n, err := strconv.Atoi(base)
	return err == nil && n >= 1990 && n < 2100
}

// askVisits asks whether what stands before the number is the person, and reports whether it was asked and is open.
func (r *reader) askVisits(t *table, c *source) (among map[string]string, open bool) {
	x := c.visitsIn(t, r.draft.desk)
	if len(x.rows) == 0 {
		return nil, false
	}
	letter := grid.Letter(c.at)
	given := r.draft.ask(Question{
		ID: "visit." + letter, Columns: []string{letter}, Rows: [][]int{x.rows}, Words: Words{"ask.question.visit", []any{"letter", letter, "count", len(x.rows)}},
		Answers: answers("visit", "person", "codes", leaveOut),
	})
	r.leaveOut(x.rows, given)
	if given == "person" {
		replaceCells(t, c.at, func(row grid.Row) (string, bool) {
			base, ok := x.base[row.Cell(c.at)]
			return base, ok && !alone(row)
		})
	}
	return x.base, given == ""
}

// replaceCells writes other cells into a column of a table, and changes none of the file's rows.
func replaceCells(t *table, at int, cell func(row grid.Row) (string, bool)) {
	rows := make([]grid.Row, len(t.rows))
	for i, row := range t.rows {
		rows[i] = row
		if text, ok := cell(row); ok {
			rows[i] = with(row, at, text, grid.Text)
		}
	}
	t.rows = rows
}
