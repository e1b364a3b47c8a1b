package sheet

import (
	"slices"
	"strings"

	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"

	"approdo/internal/care/sheet/years"
)

// A column may say of how many people or actions a row tells: then rows are no records of one each.

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
	words := fold(withoutOrdinals.Replace(text))
	spell := kind == Contacts && slices.ContainsFunc(words, func(word string) bool { return x.Spells[word] }) // the interviews of a quarter are no calls of one contact
	for _, word := range words {
		counting = counting || x.Counting[word]
		counted = counted || x.counted(kind, word) || spell && x.Deeds[word]
		only = only && (x.Counting[word] || x.counted(kind, word) || counted && x.Spells[word])
	}
	return counting && counted || only && len(words) > 0 && (counted || kind != Outings)
}

// askSeveral asks about rows that tell, in columns that mean nothing here, of more than one person: as a record each would be one.
func (d *Draft) askSeveral(cols []column, t *table) (all []column, leave []int) {
	kind := map[Kind]string{Contacts: "several", Actions: "several_actions", Outings: "several_outings"}[d.form.kind]
	if kind == "" {
		return cols, nil
	}
	numbers := d.unnumbered(cols, t)
	cols, told, leave := d.askHeadcount(cols, t)
	counting := slices.DeleteFunc(d.counted(cols, t), func(group []int) bool { return slices.Contains(told, group[0]) })
	for _, c := range cols {
		if c.field == nil && c.source != Declared && c.reason != reasonCrosses && !slices.Contains(told, c.at) && !slices.ContainsFunc(counting, func(group []int) bool { return slices.Contains(group, c.at) }) && (d.desk.tallies(d.form.kind, c.heading) || d.again(cols, c)) {
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
		letter, letters := grid.Letter(group[0]), make([]string, len(group))
		for i, at := range group {
			letters[i] = grid.Letter(at)
		}
		q := Question{
			ID: "several." + letter, Columns: letters, Rows: [][]int{rows}, Words: Words{"ask.question." + kind, []any{"letter", letter, "count", len(rows)}},
			Answers: answers(kind, "one", leaveOut),
		}
		if len(group) == 1 && d.countable(cols, t, group[0], rows) {
			q.Answers = slices.Insert(q.Answers, 0, answers(kind, "each")...)
		}
		aged, x := d.agedUnder(cols, t, group)
		if x != nil {
			q.Answers = slices.Insert(q.Answers, 0, Answer{"age", Words{"ask.answer.several.age", []any{"field", fieldName(x.Name)}}})
		}
		if numbers == group[0] {
			q.Answers = append(q.Answers, answers("several", "number")...)
		}
		switch d.ask(q) {
		case leaveOut:
			leave = append(leave, rows...)
		case "each":
			d.writeEach(cols, t, group[0], rows)
		case "age":
			cols = d.takeAges(cols, t, x, aged)
		case "number":
			x, _ := d.form.find("row_id")
			cols[group[0]].field, cols[group[0]].source = x, Declared
		}
	}
	return cols, leave
}

// agedUnder are the columns that are headed by answers of one list, and hold the age of whom the answer is said: 22 below F. Those beside them that are headed by others are
// among them. Nil where no age fits, or another column tells it.
func (d *Draft) agedUnder(cols []column, t *table, group []int) (at []int, x *field) {
	if age, ok := d.form.find("age_band"); !ok || len(group) < 2 || slices.ContainsFunc(cols, func(c column) bool { return c.field == age }) {
		return nil, nil
	}
	for k := range d.form.fields {
		of := &d.form.fields[k]
		list, ok := d.desk.book.List(of.List)
		if ok && !slices.ContainsFunc(group, func(at int) bool {
			return !heads(list, cols[at].heading) && len(d.desk.headedBy(of, cols[at].heading)) == 0
		}) {
			x = of
			break
		}
	}
	if x == nil {
		return nil, nil
	}
	for i, c := range cols {
		if slices.Contains(group, c.at) || d.desk.Others.has(c.heading) && c.field == nil && mostly(t, c.at, years.Old) {
			at = append(at, i)
		}
	}
	if !d.onlyOne(t, cols, at) || slices.ContainsFunc(at, func(i int) bool { return !mostly(t, cols[i].at, years.Old) }) {
		return nil, nil
	}
	return at, x
}

// takeAges takes columns that hold ages for the age of each row, and what they are headed by for what the row says besides.
func (d *Draft) takeAges(cols []column, t *table, x *field, at []int) []column {
	age, _ := d.form.find("age_band")
	cols = d.unite(t, cols, age, at, "filled")
	return d.sum(t, cols, x, at, func(row grid.Row) string {
		i := slices.IndexFunc(at, func(i int) bool { return row.Cell(cols[i].at) != "" })
		if i < 0 || d.desk.Others.has(cols[at[i]].heading) {
			return ""
		}
		return cols[at[i]].heading
	})
}

// unnumbered takes the numbers of a column called "N." for no numbers of the rows, where it is not the first of the columns and they do not go on from row to row, and
// gives its place; -1 if there is none. They may count people.
func (d *Draft) unnumbered(cols []column, t *table) int {
	at := slices.IndexFunc(cols, func(c column) bool {
		return c.field != nil && c.field.Type == typeID && c.source == Guessed && d.desk.tallies(d.form.kind, c.heading)
	})
	if at < 0 || !slices.ContainsFunc(cols[:at], func(c column) bool { return c.field != nil }) {
		return -1
	}
	first, last, steady := int64(0), int64(0), true
	for _, row := range t.rows {
		cell := row.Cell(cols[at].at)
		if cell == "" || cell == t.header.Cell(cols[at].at) || alone(row) {
			continue
		}
		n, ok := written.Amount(cell, 999)
		if !ok {
			return -1
		}
		if last == 0 {
			first = n
		}
		steady = steady && (n > last || n == 1 && last > 1 && first == 1) // they may begin again
		last = n
	}
	if steady {
		return -1
	}
	cols[at].field, cols[at].reason = nil, reasonUnknown
	return at
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
			if c.field == nil && c.source != Declared && c.reason != reasonCrosses && !taken && (heads(list, c.heading) || len(d.desk.headedBy(x, c.heading)) > 0) && mostly(t, c.at, func(cell string) bool { _, ok := written.Amount(cell, 1000); return ok }) {
				group = append(group, c.at)
			}
		}
		if len(group) > 1 {
			groups = append(groups, group)
		}
	}
	return groups
}

// withoutOrdinals puts a blank for the signs of a number.
var withoutOrdinals = strings.NewReplacer("°", " ", "º", " ", "#", " ")
