package sheet

import (
	"slices"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"

	"approdo/internal/care/sheet/years"
)

// Two columns may have names of one field, "Cittadinanza" and "Paese di provenienza", and say different things. Which counts is asked, unless their
// cells agree.

// askTwice asks which of two columns with names of one field counts, where they contradict each other, or one says what the other leaves blank; it adds the column
// that they make together.
func (d *Draft) askTwice(cols []column, t *table) []column {
	for i := range len(cols) {
		taken := &cols[i]
		if taken.field == nil || taken.source != Guessed {
			continue
		}
		q := Question{ID: "twice." + taken.field.Name, Words: Words{"ask.question.twice", []any{"field", fieldName(taken.field.Name)}}, Answers: []Answer{taken.answer()}}
		var rows []int
		of := []int{i}
		for k := range cols {
			other := &cols[k]
			if !d.another(cols, *taken, *other) {
				continue
			}
			if apart := d.apart(t, *taken, *other); len(apart) > 0 {
				rows = append(rows, apart...)
				of = append(of, k)
				q.Answers = append(q.Answers, other.answer())
			}
		}
		if len(rows) == 0 {
			continue
		}
		slices.Sort(of)
		slices.Sort(rows)
		q.Rows = [][]int{slices.Compact(rows)}
		for _, a := range q.Answers {
			q.Columns = append(q.Columns, a.ID)
		}
		q.Answers = append(q.Answers, d.jointly(t, cols, taken.field, of)...)
		if taken.field.Type == typeDay && d.form.kind != Persons && d.form.kind != Enrolments {
			q.Answers = append(q.Answers, answers("twice", "each")...)
		}
		x := taken.field
		switch letter := d.ask(q); letter {
		case "", grid.Letter(taken.at):
		case "each":
			d.eachDay(cols, t, i, of)
		case "sum", "filled":
			cols = d.unite(t, cols, x, of, letter)
		default:
			c := &cols[slices.IndexFunc(cols, func(c column) bool { return grid.Letter(c.at) == letter })]
			c.field, c.source, c.reason = x, Declared, ""
			taken.field, taken.reason = nil, reasonTwice
		}
	}
	return cols
}

// eachDay writes a row once for each of the days that it has.
func (d *Draft) eachDay(cols []column, t *table, taken int, of []int) {
	d.multiply(t, numbersOfRows(cols), func(row grid.Row) (each []grid.Row) {
		for _, i := range of {
			if cell := row.Cell(cols[i].at); cell != "" && cell != t.header.Cell(cols[i].at) {
				each = append(each, with(row, cols[taken].at, cell, row.Type(cols[i].at)))
			}
		}
		return each
	})
	for _, i := range of {
		if i != taken {
			cols[i].reason, cols[i].source = reasonSummed, Declared
		}
	}
}

// another reports whether a column that is left out has a name of the field that a column is taken for.
func (d *Draft) another(cols []column, taken, other column) bool {
	if other.reason == reasonTwice && other.found.field == taken.field && taken.field.Type != typeReference && d.desk.reads(other.heading) == d.desk.reads(taken.heading) {
		return true
	}
	if other.field == nil && other.source != Declared && d.desk.corrects(d.form, other.heading) == taken.field {
		return true
	}
	if other.field == nil && other.source != Declared && other.reason == reasonUnknown && stem(taken.heading) == stem(other.heading) && !taken.field.points() {
		return true // "Unità 2" beside "Unità"
	}
	return d.asGood(taken, other) && !d.again(cols, other)
}

// onlyOne reports whether no row has two of the columns filled.
func (d *Draft) onlyOne(t *table, cols []column, of []int) bool {
	return !slices.ContainsFunc(t.rows, func(row grid.Row) bool {
		filled := 0
		for _, i := range of {
			if row.Cell(cols[i].at) != "" && row.Cell(cols[i].at) != t.header.Cell(cols[i].at) {
				filled++
			}
		}
		return filled > 1
	})
}

// asGood reports whether the heading of another column holds the name of a field as that of the one taken does, both with words beside it, and tells of nobody and
// nothing else: "Età attuale" and "Età al primo contatto".
func (d *Draft) asGood(taken, other column) bool {
	if taken.found.score >= wholeName || taken.field.points() || other.field != nil || other.source == Declared {
		return false
	}
	near := len(other.found.near) > 0 && other.found.near[0].field == taken.field
	if !near && (!taken.field.quantity() || !slices.ContainsFunc(fold(other.heading), func(word string) bool { return d.desk.recognise(d.form, word).field == taken.field })) {
		return false // "Km mezzi" has a name too short to be looked for in other words, but beside "Km auto"
	}
	return !slices.ContainsFunc(slices.Concat(fold(other.heading), fold(insideBrackets(other.heading))), func(word string) bool { return d.desk.aside[word] })
}

// corrects is the field of which a heading says that its column holds it anew, and better: "Età reale", "Codice unificato", "Vero paese". Nil if it is none.
func (d *Desk) corrects(f *form, heading string) *field {
	words := slices.Concat(fold(heading), fold(insideBrackets(heading)))
	rest := slices.DeleteFunc(slices.Clone(words), func(word string) bool { return d.Corrections[word] })
	if len(rest) == len(words) || len(rest) == 0 {
		return nil
	}
	for _, h := range f.headings {
		if h.field != nil && slices.Equal(h.words, rest) {
			return h.field
		}
	}
	return nil
}

// reads reports whether a heading says what the clock of a car shows.
func (x *lexicon) reads(heading string) bool {
	return slices.ContainsFunc(fold(heading), func(word string) bool { return x.Readings[word] })
}

// apart lists the rows in which two columns of a field say different things, or only the one that is left out says something. Numbers that are the same are not
// said twice where a heading tells them apart, as kilometres there and back.
func (d *Draft) apart(t *table, taken, other column) (rows []int) {
	x := taken.field
	parts := x.quantity() && codebook.Fold(taken.heading) != codebook.Fold(other.heading) && max(taken.found.score, other.found.score) < wholeName
	for _, row := range t.rows {
		if alone(row) || row.Cell(other.at) == t.header.Cell(other.at) {
			continue
		}
		a, b := d.toldIn(taken, x, row.Cell(taken.at)), d.toldIn(other, x, row.Cell(other.at))
		if b != "" && (a != b || parts && b != "0") {
			rows = append(rows, row.Number)
		}
	}
	return rows
}

// toldIn is what a cell of a column tells of a field: a cross under "Nuova" that somebody is new, under "Già nota" that they are known.
func (d *Draft) toldIn(c column, x *field, cell string) string {
	if yes, ok := cross(cell); ok && cell != "" && x.List == "newness" && c.found.sense != unclear {
		if yes != (c.found.sense == contrary) {
			return "new"
		}
		return "known"
	}
	return d.told(x, cell)
}

// told is what a cell tells of a field as far as it can be compared before the file is read; "" if nothing.
func (d *Draft) told(x *field, cell string) string {
	if d.desk.nothing(cell) || broken(cell) {
		return ""
	}
	if x.Type == typeDay {
		if r := written.Day(cell, false); r.Valid() {
			return r.DayFirst.String() + r.MonthFirst.String()
		}
		return ""
	}
	list, ok := d.desk.book.List(x.List)
	if !ok {
		return codebook.Fold(cell)
	}
	if code, ok := list.Match(cell); ok {
		if d.absent(x.List, code) {
			return ""
		}
		return code
	}
	if x.Type == typeAge {
		if band, _, ok := years.Read(list, cell); ok {
			return band
		}
	}
	return ""
}
