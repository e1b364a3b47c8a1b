package sheet

import (
	"slices"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"
)

// Two columns may have names of one field, "Cittadinanza" and "Paese di provenienza", and say different things. Which counts is asked, unless their
// cells agree. And a column may say of how many people a row tells: then rows are no records of one person each.

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
		switch {
		case taken.field.quantity():
			q.Answers = append(q.Answers, answers("twice", "sum")...)
		case d.onlyOne(t, cols, of):
			q.Answers = append(q.Answers, answers("twice", "filled")...)
		}
		x, cells := taken.field, func(row grid.Row) (list []string) {
			for _, k := range of {
				list = append(list, row.Cell(k))
			}
			return list
		}
		switch letter := d.ask(q); letter {
		case "", grid.Letter(taken.at):
		case "sum":
			cols = d.sum(t, cols, x, of, func(row grid.Row) string { return x.summed(cells(row)) })
		case "filled":
			cols = d.sum(t, cols, x, of, func(row grid.Row) string { return firstOf(cells(row)) })
		default:
			c := &cols[slices.IndexFunc(cols, func(c column) bool { return grid.Letter(c.at) == letter })]
			c.field, c.source, c.reason = x, Declared, ""
			taken.field, taken.reason = nil, reasonTwice
		}
	}
	return cols
}

// another reports whether a column that is left out has a name of the field that a column is taken for.
func (d *Draft) another(cols []column, taken, other column) bool {
	if other.reason == reasonTwice && other.found.field == taken.field && taken.field.Type != typeReference && d.desk.reads(other.heading) == d.desk.reads(taken.heading) {
		return true
	}
	if other.field == nil && other.source != Declared && d.desk.corrects(d.form, other.heading) == taken.field {
		return true
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
		a, b := d.told(x, row.Cell(taken.at)), d.told(x, row.Cell(other.at))
		if b != "" && (a != b || parts && b != "0") {
			rows = append(rows, row.Number)
		}
	}
	return rows
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
		if band, _, ok := readAge(list, cell); ok {
			return band
		}
	}
	return ""
}

// counted is what a heading counts in a file of a kind, where each row is one of them.
func (x *lexicon) counted(kind Kind, word string) bool {
	switch kind {
	case Contacts:
		return x.People[word]
	case Actions:
		return x.People[word] || x.Deeds[word]
	}
	return x.Trips[word]
}

// tallies reports whether a heading says of how many a row tells: it is one of counting and of what is counted, or holds nothing but such words. What else is
// counted, as the calls of a contact, is no number of contacts.
func (x *lexicon) tallies(kind Kind, text string) bool {
	counting, counted, only := false, false, true
	words := fold(strings.NewReplacer("°", " ", "º", " ", "#", " ").Replace(text))
	for _, word := range words {
		counting = counting || x.Counting[word]
		counted = counted || x.counted(kind, word)
		only = only && (x.Counting[word] || x.counted(kind, word))
	}
	return counting && counted || only && len(words) > 0 && (counted || kind != Outings)
}

// askSeveral asks about rows that tell, in columns that mean nothing here, of more than one person: as a record each would be one.
func (d *Draft) askSeveral(cols []column, t *table) (leave []int) {
	kind := map[Kind]string{Contacts: "several", Actions: "several_actions", Outings: "several_outings"}[d.form.kind]
	if kind == "" {
		return nil
	}
	counting := d.counted(cols, t)
	for _, c := range cols {
		if c.field == nil && c.source != Declared && !slices.ContainsFunc(counting, func(group []int) bool { return slices.Contains(group, c.at) }) && (d.desk.tallies(d.form.kind, c.heading) || d.again(cols, c)) {
			counting = append(counting, []int{c.at})
		}
	}
	for _, group := range counting {
		var rows []int
		for _, row := range t.rows {
			told := int64(0)
			for _, at := range group {
				if n, ok := written.Amount(row.Cell(at), 1000); ok {
					told += n
				} else if row.Cell(at) != "" && row.Cell(at) != t.header.Cell(at) && d.again(cols, cols[at]) && !d.desk.nobody(row.Cell(at)) {
					told += 2 // another one beside the first
				}
			}
			if told > 1 && !alone(row) && !slices.ContainsFunc(row.Cells, d.desk.sums) {
				rows = append(rows, row.Number)
			}
		}
		if len(rows) == 0 {
			continue
		}
		letter := grid.Letter(group[0])
		if d.ask(Question{
			ID: "several." + letter, Columns: []string{letter}, Rows: [][]int{rows}, Words: Words{"ask.question." + kind, []any{"letter", letter, "count", len(rows)}},
			Answers: answers(kind, "one", leaveOut),
		}) == leaveOut {
			leave = append(leave, rows...)
		}
	}
	return leave
}

// again reports whether a column tells of another person or action than the one taken does, under the same heading or its next number: "Codice", "Codice 2".
func (d *Draft) again(cols []column, c column) bool {
	stem := strings.TrimRight(c.heading, "0123456789 .°#_-")
	if c.field != nil || stem == "" {
		return false
	}
	found := d.desk.recognise(d.form, stem)
	if found.score < wholeName || found.field.Type != typeReference && (found.field.Type != typeCode || !found.field.Required) {
		return false
	}
	return slices.ContainsFunc(cols, func(o column) bool {
		return o.field == found.field && strings.EqualFold(strings.TrimRight(o.heading, "0123456789 .°#_-"), stem)
	})
}

// counted are the columns that are headed by words of one list, at least two, and hold numbers: how many women a row tells of, how many men.
func (d *Draft) counted(cols []column, t *table) (groups [][]int) {
	if d.form.kind == Outings {
		return nil
	}
	for i := range d.form.fields {
		x := &d.form.fields[i]
		list, ok := d.desk.book.List(x.List)
		if !ok || x.Type != typeCode && x.Type != typeAge && x.Type != typeOrigin || slices.ContainsFunc(cols, func(c column) bool { return c.field == x }) {
			continue
		}
		var group []int
		for _, c := range cols {
			taken := slices.ContainsFunc(groups, func(other []int) bool { return slices.Contains(other, c.at) })
			if c.field == nil && c.source != Declared && !taken && heads(list, c.heading) && mostly(t, c.at, func(cell string) bool { _, ok := written.Amount(cell, 1000); return ok }) {
				group = append(group, c.at)
			}
		}
		if len(group) > 1 {
			groups = append(groups, group)
		}
	}
	return groups
}
