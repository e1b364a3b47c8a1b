package sheet

import "approdo/internal/care/sheet/grid"

// looks are the facts that a column shows by its cells alone, whatever its heading: F and M, or countries.
var looks = []string{"gender", "citizenship"}

// askLooks asks about columns whose heading means nothing here and whose cells are words of a list that no other column
// holds: left out without a word, the facts would be lost. What was answered stands for the next file with these headings.
func (d *Draft) askLooks(cols []column, t *table, kept keptMap) {
	if kept.Columns != nil {
		return
	}
	taken := map[*field]bool{}
	for _, c := range cols {
		taken[c.field] = true
	}
	for i := range cols {
		c := &cols[i]
		if c.field != nil || c.reason != reasonUnknown || d.asked("who."+grid.Letter(c.at)) {
			continue
		}
		for _, name := range looks {
			x, ok := d.form.find(name)
			if !ok || taken[x] || !d.desk.looksLike(x, t, c.at) {
				continue
			}
			letter := grid.Letter(c.at)
			given := d.ask(Question{
				ID: "looks." + letter, Columns: []string{letter}, Words: Words{"ask.question.looks", []any{"letter", letter, "field", fieldName(name)}},
				Answers: append([]Answer{{name, Words{"ask.answer.who.field", []any{"field", fieldName(name)}}}}, answers("who", leaveOut)...),
			})
			if given == name {
				c.field, c.source, taken[x] = x, Declared, true
			}
			break
		}
	}
}

// looksLike reports whether nearly all filled cells of a column are words of a field's list.
func (d *Desk) looksLike(x *field, t *table, at int) bool {
	filled, words := 0, 0
	for _, row := range t.rows {
		cell := row.Cell(at)
		if cell == "" || alone(row) || d.nobody(cell) || d.sums(cell) || cell == t.header.Cell(at) {
			continue
		}
		if filled++; d.wordOf(x, cell) {
			words++
		}
	}
	return filled > 1 && 10*words >= 9*filled
}
