package sheet

import (
	"cmp"
	"slices"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/years"
)

// What a column that nothing reads could tell, and what an answer makes of it.

// mostOffered is how many fields are offered for one column.
const mostOffered = 4

// Answers that take a column for one that says which rows count, and the word or the yes of which.
const rowsCount, rowsVoid = "counts", "void"

// couldTell offers the fields that no column tells and a column could, the likeliest first, and the answers of a list under whose name it says yes.
func (d *Draft) couldTell(cols []column, t *table, i int, what telling) (list []Answer) {
	c := &cols[i]
	letter, name := grid.Letter(c.at), []Words{c.shortly()}
	type offer struct {
		x     *field
		score int
	}
	var offers []offer
	if d.tellsPairs(cols, t, i) {
		list = append(list, Answer{letter + "." + pairOf, Words{"ask.answer.left.pair", []any{"column", name, "fields", []fieldName{"gender", "age_band"}}}})
	}
	for k := range d.form.fields {
		x := &d.form.fields[k]
		if !x.tellsFact() || slices.ContainsFunc(cols, func(o column) bool { return o.field == x }) {
			continue
		}
		if score := d.likelihood(x, c, t, what); score > 0 {
			offers = append(offers, offer{x, score})
		}
	}
	slices.SortStableFunc(offers, func(a, b offer) int { return cmp.Compare(b.score, a.score) })
	for _, o := range offers[:min(len(offers), mostOffered)] {
		list = append(list, Answer{letter + "." + o.x.Name, Words{"ask.answer.left.field", []any{"column", name, "field", fieldName(o.x.Name)}}})
	}
	if what != tellsNumbers {
		list = append(list, Answer{letter + "." + rowsCount, Words{"ask.answer.left." + rowsCount, []any{"column", name}}})
	}
	if what != tellsFlags {
		return list
	}
	list[len(list)-1].Words.Key += "_yes"
	list = append(list, Answer{letter + "." + rowsVoid, Words{"ask.answer.left." + rowsVoid, []any{"column", name}}})
	for k := range d.form.fields {
		x := &d.form.fields[k]
		for _, code := range d.desk.headedBy(x, c.heading) {
			list = append(list, Answer{letter + "." + x.Name + "." + code.Code, Words{"ask.answer.left.code", []any{"column", name, "field", fieldName(x.Name), "codes", []label{label(code.Label)}}}})
		}
	}
	return list
}

// likelihood says how likely a column tells a field: by its heading, by its cells, or because they are of the field's sort.
func (d *Draft) likelihood(x *field, c *column, t *table, what telling) int {
	words := slices.Concat(fold(c.heading), fold(insideBrackets(c.heading)))
	switch {
	case c.found.field == x || slices.ContainsFunc(c.found.near, func(n near) bool { return n.field == x }):
		return 4
	case slices.ContainsFunc(d.form.headings, func(h heading) bool { return h.field == x && d.desk.shares(h, words) }):
		return 3
	case d.desk.fits(d.world, x, t, c.at), x.Type == typeAge && mostly(t, c.at, years.Spans):
		return 2
	}
	coded := x.Type == typeCode || x.Type == typeOrigin
	switch {
	case what == tellsFlags && d.desk.flagged(x), what == tellsNumbers && x.quantity(), what == tellsWords && coded && !x.frame():
		return 1
	}
	return 0
}

// headedBy are the answers of a list that a heading names: "Minorenne", "Trans", "Sospetta minore".
func (d *Desk) headedBy(x *field, heading string) (codes []codebook.Code) {
	list, ok := d.book.List(x.List)
	if !ok || x.Type != typeCode && x.Type != typeAge && x.Type != typeOrigin {
		return nil
	}
	words := fold(heading)
	for _, code := range list.Offered() {
		if code.Absent() {
			continue
		}
		named := func(word string) bool {
			if len(word) < 4 {
				return false
			}
			if match, ok := list.Match(word); ok {
				return match == code.Code
			}
			return len(words) == 1 && (slices.Contains(fold(code.Label["it"]), word) || slices.Contains(fold(code.Label["en"]), word))
		}
		if match, ok := list.Match(heading); ok && match == code.Code || !ok && slices.ContainsFunc(words, named) {
			codes = append(codes, code)
		}
	}
	return codes
}

// takeLeft takes a column as an answer says: for a field, for one that says which rows count, or as one in which a yes gives one of its codes, whatever another column says.
func (d *Draft) takeLeft(cols []column, t *table, given string) []column {
	parts := strings.SplitN(given, ".", 3)
	at := slices.IndexFunc(cols, func(c column) bool { return grid.Letter(c.at) == parts[0] })
	if parts[1] == pairOf {
		return d.takePair(cols, t, at)
	}
	if parts[1] == rowsCount || parts[1] == rowsVoid {
		cols[at].counts, cols[at].source = parts[1], Declared
		return cols
	}
	x, _ := d.form.find(parts[1])
	if len(parts) == 2 {
		cols[at].field, cols[at].source = x, Declared
		return cols
	}
	of := []int{at}
	told := slices.IndexFunc(cols, func(c column) bool { return c.field == x })
	if told >= 0 {
		of = []int{told, at}
	}
	return d.sum(t, cols, x, of, func(row grid.Row) string {
		if yes, _ := cross(row.Cell(cols[at].at)); yes {
			return parts[2]
		}
		if told < 0 {
			return ""
		}
		return row.Cell(cols[told].at)
	})
}

// spokenFor reports whether what looks like free text may be answers instead: nearly all cells are words of a list, or they are few and come again.
func (d *Desk) spokenFor(f *form, rows []grid.Row, at int) bool {
	cells := map[string]bool{}
	filled, listed := 0, 0
	for _, row := range rows {
		cell := row.Cell(at)
		if cell == "" || alone(row) || d.nothing(cell) {
			continue
		}
		cells[cell] = true
		if filled++; d.listedIn(f, cell) {
			listed++
		}
	}
	return 10*listed >= 9*filled || len(cells) <= fewWords && 3*len(cells) <= filled
}
