package sheet

import (
	"slices"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"
)

// crosses are neighbouring columns, each headed by a code of one list, in which a cross says which of them holds: M, F, Trans.
type crosses struct {
	field *field
	from  int // first column
	to    int // behind the last
}

// crossesDepth is how many rows are looked at to tell columns of crosses.
const crossesDepth = 200

// crossed finds the columns of crosses below a row of headings: for each coded field the longest run of them, and at least
// one with several columns, since a single one may be anything that is answered by yes.
func (d *Desk) crossed(f *form, header grid.Row, rows []grid.Row) []crosses {
	rows = d.aboveCounts(rows[:min(len(rows), crossesDepth)])
	width := len(header.Cells)
	crossed, tallied := make([]bool, width), make([]bool, width)
	for at := range width {
		free := header.Cell(at) != "" && d.recognise(f, header.Cell(at)).field == nil
		crossed[at], tallied[at] = free && onlyCrosses(rows, at), free && onlyTallies(rows, at)
	}
	var found []crosses
	several := false
	for i := range f.fields {
		x := &f.fields[i]
		list, ok := d.book.List(x.List)
		if !ok || x.Type != typeCode && x.Type != typeAge && x.Type != typeOrigin {
			continue
		}
		best, marked := crosses{field: x}, crossed
		deeds := f.kind == Actions && x.Required
		if deeds { // how often each was done
			marked = tallied
		}
		for at := 0; at < width; at++ {
			from := at
			for at < width && marked[at] && (heads(list, header.Cell(at)) || (at > from || deeds) && d.namesCode(x, header.Cell(at))) {
				at++
			}
			counted := from > 0 && !marked[from-1] && heads(list, header.Cell(from-1)) // among columns that count, 1 and 0 are numbers
			if !counted && at-from > best.to-best.from && d.sureOf(f, x, header.Cells[from:at]) {
				best.from, best.to = from, at
			}
		}
		beside := func(at int) bool { // T beside M and F, and a service that no list knows: what it means will be asked
			return best.to > best.from && at >= 0 && at < width && (short(header, marked, at) || deeds && crossed[at] && d.mayBeDeed(f, header.Cell(at)))
		}
		for ; beside(best.to); best.to++ {
		}
		for ; beside(best.from - 1); best.from-- {
		}
		if best.to == best.from || slices.ContainsFunc(found, func(c crosses) bool { return c.from < best.to && best.from < c.to }) {
			continue
		}
		several = several || best.to-best.from > 1
		found = append(found, best)
	}
	if !several {
		return nil
	}
	return found
}

// short reports whether a column of crosses is headed by an abbreviation.
func short(header grid.Row, marked []bool, at int) bool {
	return marked[at] && len(header.Cell(at)) <= 3 && !strings.ContainsAny(header.Cell(at), "0123456789")
}

// sureOf reports whether one of the headings is a code of this field's list and of no other's, or two of them are the beginning of one: "Altro" alone may be anything.
func (d *Desk) sureOf(f *form, x *field, headings []string) bool {
	shortened := 0
	for _, heading := range headings {
		if !slices.ContainsFunc(f.fields, func(other field) bool { return other.List != x.List && d.namesCode(&other, heading) }) && d.namesCode(x, heading) {
			shortened++
		}
	}
	return shortened > 1 || slices.ContainsFunc(headings, func(heading string) bool {
		return !slices.ContainsFunc(f.fields, func(other field) bool {
			list, ok := d.book.List(other.List)
			return ok && other.List != x.List && heads(list, heading)
		})
	})
}

// heads reports whether a heading is a code of a list.
func heads(list *codebook.List, heading string) bool {
	_, ok := list.Match(heading)
	return ok
}

// onlyCrosses reports whether the cells of a column are crosses or empty.
func onlyCrosses(rows []grid.Row, at int) bool {
	for _, row := range rows[:min(len(rows), crossesDepth)] {
		if _, ok := cross(row.Cell(at)); !ok {
			return false
		}
	}
	return len(rows) > 0
}

// onlyTallies reports whether the cells of a column are crosses, small numbers or empty.
func onlyTallies(rows []grid.Row, at int) bool {
	for _, row := range rows[:min(len(rows), crossesDepth)] {
		if _, ok := ticks(row.Cell(at)); !ok {
			return false
		}
	}
	return len(rows) > 0
}

// ticks reads a cross as one, and how often something was done.
func ticks(cell string) (n int, ok bool) {
	if yes, ok := cross(cell); ok {
		return map[bool]int{true: 1}[yes], true
	}
	many, ok := written.Amount(cell, mostCopies)
	return int(many), ok
}

// cross reads a cell of such a column.
func cross(cell string) (yes, ok bool) {
	switch cell {
	case "", "-", "☐":
		return false, true
	case "✓", "✔", "☑", "☒", "×", "✗", "✘", "+", "*", "•":
		return true, true
	}
	return written.Flag(cell)
}

// askCrosses offers the columns of crosses as one answer for each field, and adds the columns that they make.
func (d *Draft) askCrosses(t *table, cols []column) []column {
	d.made, d.crossedBy = map[int]int{}, map[string]bool{}
	var groups []crosses
	var letters []string
	var fields []fieldName
	for _, c := range d.desk.crossed(d.form, t.header, t.rows) {
		if slices.ContainsFunc(cols, func(o column) bool { return o.field == c.field }) ||
			slices.ContainsFunc(cols[c.from:c.to], func(o column) bool { return o.field != nil || o.source == Declared }) {
			continue
		}
		groups, fields = append(groups, c), append(fields, fieldName(c.field.Name))
		for at := c.from; at < c.to; at++ {
			letters = append(letters, grid.Letter(at))
			cols[at].reason = reasonCrosses
			if heading := showable(cols[at]); heading != "" {
				d.crossedBy[codebook.Fold(heading)] = true
			}
		}
	}
	if len(groups) == 0 {
		return cols
	}
	q := Question{
		ID: "crosses", Columns: letters, Words: Words{"ask.question.crosses", []any{"columns", letters, "fields", fields}}, Answers: answers("crosses", "one", "leave_out"),
	}
	manifold := func(c crosses) bool { return d.form.kind == Actions && c.field.Required }
	if slices.ContainsFunc(groups, manifold) {
		q.Answers = slices.Insert(q.Answers, 0, answers("crosses", "each")...)
	}
	given := d.ask(q)
	if given != "one" && given != "each" {
		return cols
	}
	for _, c := range groups {
		if given == "each" && manifold(c) {
			cols = append(cols, d.eachCross(t, c, len(cols), numbersOfRows(cols)))
		} else {
			cols = append(cols, d.one(t, c, len(cols)))
		}
	}
	return cols
}

// eachCross makes a column of columns of crosses, and writes a row once for each cross that it has.
func (d *Draft) eachCross(t *table, c crosses, at int, numbers []int) column {
	counts := countRows(t.rows)
	d.multiply(t, numbers, func(row grid.Row) (each []grid.Row) {
		if counts[row.Number] || slices.ContainsFunc(row.Cells, d.desk.sums) {
			return nil
		}
		for k := c.from; k < c.to && row.Cell(k) != t.header.Cell(k); k++ {
			n, ok := ticks(row.Cell(k))
			if !ok {
				return []grid.Row{with(row, at, row.Cell(k), grid.Text)} // it is refused
			}
			for range n {
				each = append(each, with(row, at, t.header.Cell(k), grid.Text))
			}
		}
		if d.manifold(row.Number); len(each) > mostCopies {
			return []grid.Row{with(row, at, "-1", grid.Text)}
		}
		return each
	})
	d.made[at] = c.from
	return column{at: at, field: c.field, source: Declared}
}

// one makes a column of columns of crosses. Where a row has several, nobody can tell which holds, and the row is refused.
func (d *Draft) one(t *table, c crosses, at int) column {
	t.rows = slices.Clone(t.rows)
	for i, row := range t.rows {
		var told []string
		for k := c.from; k < c.to; k++ {
			if yes, ok := cross(row.Cell(k)); yes {
				told = append(told, t.header.Cell(k))
			} else if !ok {
				told = append(told, row.Cell(k), row.Cell(k))
			}
		}
		if len(told) > 0 {
			t.rows[i] = with(row, at, strings.Join(told, " + "), grid.Text)
		}
	}
	d.made[at] = c.from
	return column{at: at, field: c.field, source: Declared}
}
