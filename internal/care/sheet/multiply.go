package sheet

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"
)

// A row may stand for several records: of the people whose codes stand in its cell, of the contacts or actions that a column counts, of the actions that are crossed or stand
// in one cell. It is written once for each.

// mostCopies is for how many records besides the first a row may stand.
const mostCopies = 31

// multiply writes rows once for each of the rows that into gives, the first in its own place; a row for which it gives none stays. A copy is called by the number of
// its row, as of a table beside it; its own number it has not, since that would be the other's.
func (d *Draft) multiply(t *table, numbers []int, into func(row grid.Row) []grid.Row) {
	if d.doubled == nil {
		d.doubled = map[int]int{}
	}
	free := map[int]int{} // by sheet: the first number of a table that stands beside no other
	for _, row := range t.rows {
		free[row.Number/sheetStep] = max(free[row.Number/sheetStep], row.Number%sheetStep/grid.MaxRows+1)
	}
	var rows []grid.Row
	for _, row := range t.rows {
		list := into(row)
		if len(list) == 0 {
			rows = append(rows, row)
			continue
		}
		rows = append(rows, list[0])
		for i, twin := range list[1:] {
			twin.Number = row.Number + (free[row.Number/sheetStep]+i)*grid.MaxRows
			for _, at := range numbers {
				twin = with(twin, at, "", grid.Text)
			}
			d.doubled[twin.Number] = row.Number
			rows = append(rows, twin)
		}
	}
	t.rows = rows
}

// numbersOfRows are the columns of the rows' own numbers.
func numbersOfRows(cols []column) (list []int) {
	for _, c := range cols {
		if c.field != nil && c.field.Type == typeID {
			list = append(list, c.at)
		}
	}
	return list
}

// manifold takes the copies of a row for records of their own, though they say the same.
func (d *Draft) manifold(row int) {
	if d.manifolds == nil {
		d.manifolds = map[int]bool{}
	}
	d.manifolds[row] = true
}

// ofManifold reports whether a line is one of several that a row stands for.
func (d *Draft) ofManifold(row int) bool { return d.manifolds[row] || d.manifolds[d.doubled[row]] }

// countable reports whether the rows of which a column counts several may each be written so many times: of contacts, each says who was met.
func (d *Draft) countable(cols []column, t *table, at int, rows []int) bool {
	if d.form.kind != Contacts && d.form.kind != Actions {
		return false
	}
	code := slices.IndexFunc(cols, func(c column) bool { return c.field != nil && c.field.Type == typeReference })
	if d.form.kind == Contacts && code < 0 {
		return false
	}
	for _, number := range rows {
		row := t.rows[slices.IndexFunc(t.rows, func(r grid.Row) bool { return r.Number == number })]
		if n, ok := written.Amount(row.Cell(at), mostCopies); !ok || n < 2 || d.form.kind == Contacts && (row.Cell(cols[code].at) == "" || d.desk.nobody(row.Cell(cols[code].at))) {
			return false
		}
	}
	return true
}

// writeEach writes rows as often as a column says. Whoever was new at the first contact was known at the next.
func (d *Draft) writeEach(cols []column, t *table, at int, rows []int) {
	of := map[int]bool{}
	for _, row := range rows {
		of[row] = true
	}
	newness := slices.IndexFunc(cols, func(c column) bool { return c.field != nil && c.field.Name == "newness" })
	d.multiply(t, numbersOfRows(cols), func(row grid.Row) []grid.Row {
		n, _ := written.Amount(row.Cell(at), mostCopies)
		if !of[row.Number] {
			return nil
		}
		d.manifold(row.Number)
		list := []grid.Row{row}
		for range n - 1 {
			twin := row
			if newness >= 0 {
				twin = with(row, cols[newness].at, "", grid.Text)
			}
			list = append(list, twin)
		}
		return list
	})
}

// times is how often something is done that is written with a number: "(2)", "x2", "2 x".
var times = regexp.MustCompile(`^(?:(\d{1,2})\s*[x×]?\s+)?(.*?)(?:\s*\((\d{1,2})\)|\s*[x×]\s*(\d{1,2}))?$`)

// deeds are the entries of a list that a cell names, if it names several: "Consulenza legale + Mediazione", "Consulenza legale (2)". Nil where it names one, or anything besides.
func deeds(list *codebook.List, cell string) []string {
	if _, whole := list.Match(cell); whole || len(cell) > 200 {
		return nil
	}
	for _, cut := range []func(string) []string{
		func(text string) []string {
			return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("+,;/&|\n", r) })
		},
		func(text string) []string {
			for _, word := range []string{" e ", " ed ", " and ", " con ", " with "} {
				text = strings.ReplaceAll(text, word, "+")
			}
			return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("+,;/&|\n", r) })
		},
	} {
		var found []string
		for _, part := range cut(cell) {
			part = strings.TrimSpace(part)
			n := 1
			if _, known := list.Match(part); !known {
				m := times.FindStringSubmatch(part)
				part = m[2]
				for _, number := range []string{m[1], m[3], m[4]} {
					if k, err := strconv.Atoi(number); err == nil {
						n = k
					}
				}
			}
			if _, known := list.Match(part); !known || n < 1 || n > mostCopies {
				found = nil
				break
			}
			for range n {
				found = append(found, part)
			}
		}
		if len(found) > 1 && len(found) <= mostCopies {
			return found
		}
	}
	return nil
}

// lookForDeeds asks about cells that name several actions.
func (r *reader) lookForDeeds(t *table, c *source) {
	list, ok := r.draft.desk.book.List(c.field.List)
	if !ok || r.draft.form.kind != Actions || !c.field.Required {
		return
	}
	joint, cells := map[string][]string{}, map[string]bool{}
	for cell := range c.tally(t) {
		if found := deeds(list, cell); found != nil && c.said[codebook.Fold(cell)] == "" {
			joint[cell], cells[cell] = found, true
		}
	}
	if len(joint) == 0 {
		return
	}
	rows, letter := c.entriesOf(t, cells), grid.Letter(c.at)
	given := r.draft.ask(Question{
		ID: "joint." + letter, Columns: []string{letter}, Rows: [][]int{rows}, Words: Words{"ask.question.joint_actions", []any{"letter", letter, "count", len(rows)}},
		Answers: answers("joint_actions", "each", "words", leaveOut),
	})
	if r.leaveOut(rows, given); given != "each" {
		return
	}
	r.draft.multiply(t, r.numbers(), func(row grid.Row) []grid.Row {
		found := joint[row.Cell(c.at)]
		if len(found) < 2 || alone(row) {
			return nil
		}
		r.draft.manifold(row.Number)
		each := make([]grid.Row, len(found))
		for i, deed := range found {
			each[i] = with(row, c.at, deed, grid.Text)
		}
		return each
	})
}

// numbers are the columns of the rows' own numbers.
func (r *reader) numbers() (list []int) {
	for i := range r.columns {
		if r.columns[i].field.Type == typeID {
			list = append(list, r.columns[i].at)
		}
	}
	return list
}
