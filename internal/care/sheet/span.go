package sheet

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"
)

// An outing may be told by its beginning and its end: the times of both, what the clock of the car showed. How long and how far is then the difference, which is
// offered, and none is made up: left out, the hours and kilometres of a register would be nought.

// ends are two columns between which something lies, and the field that their difference tells.
type ends struct {
	field    *field
	from, to int    // columns
	more     []ends // of a second shift, and a third: what lies between is added up
}

// askDifference offers the differences of columns that say where an outing began and ended, and adds the columns that they make.
func (d *Draft) askDifference(t *table, cols []column) []column {
	var pairs []ends
	if d.form.kind == Outings {
		pairs = append(d.times(t, cols), d.clocks(t, cols)...)
	}
	if len(pairs) == 0 {
		return cols
	}
	var letters []string
	var fields []fieldName
	for _, p := range pairs {
		fields = append(fields, fieldName(p.field.Name))
		for _, pair := range append([]ends{p}, p.more...) {
			for _, at := range []int{pair.from, pair.to} {
				letters = append(letters, grid.Letter(at))
				cols[at].field, cols[at].reason = nil, reasonEnds
			}
		}
	}
	if d.ask(Question{
		ID: "difference", Columns: letters, Words: Words{"ask.question.difference", []any{"columns", letters, "fields", fields}}, Answers: answers("difference", "difference", leaveOut),
	}) != "difference" {
		return cols
	}
	for _, p := range pairs {
		t.rows = slices.Clone(t.rows)
		at := len(cols)
		for i, row := range t.rows {
			if between := p.in(row); between != "" {
				t.rows[i] = with(row, at, between, grid.Text)
			}
		}
		d.made[at] = p.from
		cols = append(cols, column{at: at, field: p.field, source: Declared})
	}
	return cols
}

// in is what lies between the ends of a row, added up.
func (p ends) in(row grid.Row) string {
	sum := p.between(row.Cell(p.from), row.Cell(p.to))
	for _, more := range p.more {
		switch also := more.between(row.Cell(more.from), row.Cell(more.to)); {
		case also == "" || sum == "-1":
		case sum == "" || also == "-1":
			sum = also
		default:
			a, _ := strconv.Atoi(strings.TrimSuffix(sum, " min"))
			b, _ := strconv.Atoi(strings.TrimSuffix(also, " min"))
			sum = strconv.Itoa(a+b) + " min"
		}
	}
	return sum
}

// between is what lies between two cells, as text of the field; a text that is refused where the end comes before the beginning, or so long after that one of
// them must be wrong; "" where one is empty.
func (p ends) between(from, to string) string {
	if from == "" || to == "" {
		return ""
	}
	if p.field.Type != typeHours {
		a, ok1 := written.Amount(from, 1<<40)
		b, ok2 := written.Amount(to, 1<<40)
		if !ok1 || !ok2 || b < a {
			return "-1"
		}
		return strconv.FormatInt(b-a, 10)
	}
	minutes, ok := written.Span(from, to)
	if !ok {
		return "-1"
	}
	return strconv.Itoa(minutes) + " min"
}

// times finds the columns of the times at which an outing began and ended, where no column says how long it took.
func (d *Draft) times(t *table, cols []column) []ends {
	x, ok := d.form.find("hours")
	if !ok || slices.ContainsFunc(cols, func(c column) bool {
		return c.field != nil && (c.field.Type == typeHours || c.field.Type == typeMinutes)
	}) {
		return nil
	}
	var pairs []ends
	from := -1
	for i, c := range cols {
		if c.field != nil || c.source == Declared || !mostly(t, c.at, func(cell string) bool { _, ok := written.TimeOfDay(cell); return ok }) {
			continue
		}
		switch begins, end := d.desk.side(c.heading, d.desk.Clocks); {
		case begins && from < 0:
			from = i
		case end && from >= 0:
			pairs, from = append(pairs, ends{field: x, from: from, to: i}), -1
		}
	}
	if pairs == nil {
		return nil
	}
	pairs[0].more = pairs[1:]
	return pairs[:1]
}

// clocks finds the columns of what the clock of a car showed when an outing began and ended.
func (d *Draft) clocks(t *table, cols []column) []ends {
	x, ok := d.form.find("kilometres")
	if !ok {
		return nil
	}
	from, to := -1, -1
	for i, c := range cols {
		if c.source == Declared || !mostly(t, c.at, func(cell string) bool { _, ok := written.Amount(cell, 1<<40); return ok }) {
			continue
		}
		begins, ends := d.desk.side(c.heading, d.desk.Odometer)
		if !slices.ContainsFunc(fold(c.heading), func(word string) bool { return d.desk.Odometer[word] }) {
			continue
		}
		switch {
		case begins && from < 0:
			from = i
		case ends && to < 0:
			to = i
		case c.field == x:
			return nil // the distance stands there already
		}
	}
	if from < 0 || to < 0 {
		return nil
	}
	return []ends{{field: x, from: from, to: to}}
}

// side reports whether a heading says a beginning or an end, and besides only words of such a matter.
func (d *Desk) side(heading string, matter wordSet) (begins, ends bool) {
	for _, word := range strings.FieldsFunc(heading, func(r rune) bool { return !unicode.IsLetter(r) }) {
		word = codebook.Fold(word)
		begins, ends = begins || d.Begins[word], ends || d.Ends[word]
		if !d.Begins[word] && !d.Ends[word] && !matter[word] && !small[word] {
			return false, false
		}
	}
	return begins && !ends, ends && !begins
}

// mostly reports whether most filled cells of a column are such.
func mostly(t *table, at int, such func(cell string) bool) bool {
	filled, n := 0, 0
	for cell, times := range beside(t, at) {
		if filled += times; such(cell) {
			n += times
		}
	}
	return filled > 0 && 2*n > filled
}
