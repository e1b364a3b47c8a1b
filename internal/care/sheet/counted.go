package sheet

import (
	"cmp"
	"slices"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"
)

// A row of contacts may count people in several columns, each headed by an answer: "Donne 5, Uomini 4", "Nuove 3, Già note 1", with a total beside them or not. Each of them is a
// contact of its own: such a row is written once for each person counted. Whom the total counts besides, of them the answer is not known.

// headcount are columns that count people by the answers of one list.
type headcount struct {
	field *field
	at    []int           // places among the columns
	codes map[int]string  // by place: the answer whose people it counts, "" where that is one of several
	open  []codebook.Code // which: of one column at most
	total int             // place of the column of all of them; -1 without one
}

// letters are the columns of the sheet.
func (h headcount) letters(cols []column) (list []int) {
	for _, i := range h.at {
		list = append(list, cols[i].at)
	}
	if h.total >= 0 {
		list = append(list, cols[h.total].at)
	}
	return list
}

// countNewness takes columns with names of new and known people that hold numbers beyond one for no yes and no: they count.
func (d *Draft) countNewness(cols []column, t *table) {
	x, ok := d.form.find("newness")
	if !ok || d.form.kind != Contacts {
		return
	}
	var of []int
	many := false
	for i, c := range cols {
		if c.found.field != x || c.source == Declared || c.found.sense == unclear || !amounts(t, c.at) {
			continue
		}
		of = append(of, i)
		many = many || slices.ContainsFunc(t.rows, func(row grid.Row) bool {
			n, ok := written.Amount(row.Cell(c.at), 1000)
			return ok && n > 1 && !alone(row)
		})
	}
	if !many {
		return
	}
	for _, i := range of {
		cols[i].field, cols[i].reason = nil, reasonCounts
	}
}

// amounts reports whether the cells of a column are numbers, and some are filled.
func amounts(t *table, at int) bool {
	return mostly(t, at, func(cell string) bool { _, ok := written.Amount(cell, 1000); return ok })
}

// headcounts are the groups of columns that count the people of a row.
func (d *Draft) headcounts(cols []column, t *table) (list []headcount) {
	if d.form.kind != Contacts {
		return nil
	}
	for i := range d.form.fields {
		x := &d.form.fields[i]
		h := headcount{field: x, codes: map[int]string{}, total: -1}
		for k, c := range cols {
			if c.field != nil || c.source == Declared || c.reason == reasonCrosses {
				continue
			}
			code, open := d.countsOf(x, c)
			if code == "" && (len(open) == 0 || len(h.open) > 0) || !amounts(t, c.at) { // the heading first: cells are many
				continue
			}
			if h.at, h.codes[k] = append(h.at, k), code; code == "" {
				h.open = open
			}
		}
		taken := slices.ContainsFunc(cols, func(c column) bool { return c.field == x }) || slices.ContainsFunc(list, func(o headcount) bool {
			return slices.ContainsFunc(h.at, func(k int) bool { return slices.Contains(o.at, k) })
		})
		if taken || len(h.at) == 0 || len(h.at) < 2 && cols[h.at[0]].reason != reasonCounts {
			continue
		}
		h.total = d.totalOf(cols, t, h)
		list = append(list, h)
	}
	return list
}

// countsOf is the answer of a field's list whose people a column counts, or those of which it may be one: "Trans".
func (d *Draft) countsOf(x *field, c column) (code string, open []codebook.Code) {
	if c.reason == reasonCounts {
		if c.found.field != x {
			return "", nil
		}
		return map[sense]string{told: "new", contrary: "known"}[c.found.sense], nil
	}
	list, ok := d.desk.book.List(x.List)
	if !ok || x.Type != typeCode && x.Type != typeAge && x.Type != typeOrigin {
		return "", nil
	}
	if code, ok := list.Match(c.heading); ok {
		return code, nil
	}
	named := d.desk.headedBy(x, c.heading)
	if len(named) == 1 {
		return named[0].Code, nil
	}
	return "", named
}

// totalOf is the column that counts all whom others count by their answers: it says no less than they do in any row; -1 if there is none.
func (d *Draft) totalOf(cols []column, t *table, h headcount) int {
	return slices.IndexFunc(cols, func(c column) bool {
		named := slices.ContainsFunc(fold(c.heading), func(word string) bool { return d.desk.Totals[word] }) || d.desk.tallies(d.form.kind, c.heading)
		if c.field != nil || c.source == Declared || !named || slices.ContainsFunc(h.at, func(i int) bool { return cols[i].at == c.at }) || !amounts(t, c.at) {
			return false
		}
		return !slices.ContainsFunc(t.rows, func(row grid.Row) bool {
			all, ok := written.Amount(row.Cell(c.at), 1000)
			return ok && !alone(row) && all < h.sum(cols, row)
		})
	})
}

// sum is how many people the columns count in a row.
func (h headcount) sum(cols []column, row grid.Row) (sum int64) {
	for _, i := range h.at {
		if n, ok := written.Amount(row.Cell(cols[i].at), 1000); ok {
			sum += n
		}
	}
	return sum
}

// people is how many a row counts in all.
func (h headcount) people(cols []column, row grid.Row) int64 {
	sum := h.sum(cols, row)
	if h.total >= 0 {
		if all, ok := written.Amount(row.Cell(cols[h.total].at), 1000); ok {
			return max(all, sum)
		}
	}
	return sum
}

// askHeadcount asks about rows that count people by their answers, and writes each once for each of them. It gives the columns that it was asked about.
func (d *Draft) askHeadcount(cols []column, t *table) (all []column, asked []int, leave []int) {
	groups := d.headcounts(cols, t)
	if len(groups) != 1 { // whose new ones are the women, two groups do not say
		return cols, nil, nil
	}
	h := groups[0]
	var rows []int
	rest, fits := 0, true
	coded := slices.ContainsFunc(cols, func(c column) bool {
		return c.field != nil && c.field.Type == typeReference && slices.ContainsFunc(t.rows, func(row grid.Row) bool { return !d.desk.nobody(row.Cell(c.at)) && h.people(cols, row) > 0 })
	})
	for _, row := range t.rows {
		n := h.people(cols, row)
		if n == 0 || alone(row) || row.Cell(cols[h.at[0]].at) == t.header.Cell(cols[h.at[0]].at) || slices.ContainsFunc(row.Cells, d.desk.sums) {
			continue
		}
		rows = append(rows, row.Number)
		if fits = fits && n <= mostCopies; n > h.sum(cols, row) {
			rest++
		}
	}
	ones := !slices.ContainsFunc(t.rows, func(row grid.Row) bool { return h.people(cols, row) > 1 && !alone(row) })
	if len(rows) == 0 || coded || !fits || ones && h.total < 0 {
		return cols, nil, nil
	}
	asked = h.letters(cols)
	q := Question{
		ID: "headcount." + h.field.Name, Rows: [][]int{rows}, Answers: append(d.eachAnswers(h), answers("headcount", "one", leaveOut)...),
		Words: Words{"ask.question.headcount", []any{"count", len(rows), "field", fieldName(h.field.Name)}},
	}
	if rest > 0 {
		q.Words = Words{"ask.question.headcount_rest", []any{"count", len(rows), "field", fieldName(h.field.Name), "rest", rest}}
	}
	for _, at := range asked {
		q.Columns = append(q.Columns, grid.Letter(at))
	}
	given := d.ask(q)
	if given == leaveOut {
		return cols, asked, rows
	}
	if each, code, _ := strings.Cut(given, "."); each == "each" {
		for _, i := range h.at {
			h.codes[i] = cmp.Or(h.codes[i], code)
		}
		cols = append(cols, d.eachPerson(cols, t, h))
	}
	return cols, asked, nil
}

// eachAnswers take each person for a contact: one for every answer that a heading may be meant of.
func (d *Draft) eachAnswers(h headcount) []Answer {
	if len(h.open) == 0 {
		return answers("headcount", "each")
	}
	var list []Answer
	for _, code := range h.open {
		list = append(list, Answer{"each." + code.Code, Words{"ask.answer.headcount.each_of", []any{"codes", []label{label(code.Label)}}}})
	}
	return list
}

// eachPerson writes rows once for each person whom they count, and gives the column of what the heading says of them.
func (d *Draft) eachPerson(cols []column, t *table, h headcount) column {
	at := len(cols)
	d.multiply(t, numbersOfRows(cols), func(row grid.Row) (each []grid.Row) {
		if alone(row) || row.Cell(cols[h.at[0]].at) == t.header.Cell(cols[h.at[0]].at) || slices.ContainsFunc(row.Cells, d.desk.sums) {
			return nil
		}
		for _, i := range h.at {
			n, _ := written.Amount(row.Cell(cols[i].at), mostCopies)
			for range n {
				each = append(each, with(row, at, h.codes[i], grid.Text))
			}
		}
		for int64(len(each)) < h.people(cols, row) {
			each = append(each, with(row, at, "not_recorded", grid.Text))
		}
		d.manifold(row.Number)
		return each
	})
	if d.made == nil {
		d.made = map[int]int{}
	}
	d.made[at] = cols[h.at[0]].at
	for _, i := range h.at {
		cols[i].field, cols[i].reason = nil, reasonSummed
	}
	if h.total >= 0 {
		cols[h.total].reason = reasonSummed
	}
	return column{at: at, heading: cols[h.at[0]].heading, field: h.field, source: Declared}
}

// counters is 1 where a row of headings of contacts names answers of one list, at least two, and numbers stand below: a register that counts and has hardly a heading besides.
func (d *Desk) counters(f *form, header grid.Row, rows []grid.Row) int {
	if f.kind != Contacts {
		return 0
	}
	below := &table{header: header, rows: rows[:min(len(rows), crossesDepth)]}
	for i := range f.fields {
		list, ok := d.book.List(f.fields[i].List)
		if !ok || f.fields[i].Type != typeCode && f.fields[i].Type != typeOrigin {
			continue
		}
		named := 0
		for at, cell := range header.Cells {
			if len(cell) > 3 && heads(list, cell) && amounts(below, at) {
				named++
			}
		}
		if named > 1 {
			return 1
		}
	}
	return 0
}
