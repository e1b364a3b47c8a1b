package sheet

import (
	"fmt"
	"slices"

	"approdo/internal/care/sheet/grid"
)

// A register of outings may have a row for each of those who went, with the hours of each, and what the outing did in the first of them only. As outings they would be as many
// as there were people.

// askCrew asks whether rows of one day, unit and mode that name different people who worked are one outing. Rows that say the same are asked about elsewhere.
func (d *Draft) askCrew(cols []column, t *table) {
	if d.form.kind != Outings || len(d.lines) < 2 || d.asked("stages") {
		return
	}
	who := slices.IndexFunc(cols, func(c column) bool {
		return c.field == nil && slices.ContainsFunc(everyWord(c.heading), func(word string) bool { return d.desk.Team[word] }) && !amounts(t, c.at)
	})
	if who < 0 {
		return
	}
	groups := d.crews(t, cols[who].at)
	if len(groups) == 0 {
		return
	}
	rows := make([][]int, len(groups))
	for i, g := range groups {
		rows[i] = d.rowNumbers(g)
	}
	letter := grid.Letter(cols[who].at)
	switch d.ask(Question{
		ID: "crew", Columns: []string{letter}, Rows: rows, Words: Words{"ask.question.crew", []any{"count", len(groups), "letter", letter}}, Answers: answers("crew", "once", "each", leaveOut),
	}) {
	case "once":
		d.joinCrews(groups)
	case leaveOut:
		d.withdraw(slices.Concat(rows...), leaveOut)
	}
}

// crews groups the lines of one sheet, body, unit, day and mode that name each somebody else, and do not all say the same.
func (d *Draft) crews(t *table, who int) (groups [][]int) {
	names := map[int]string{}
	for _, row := range t.rows {
		names[row.Number] = row.Cell(who)
	}
	of, seen := map[string][]int{}, map[string]bool{}
	var order []string
	for i := range d.lines {
		l := &d.lines[i]
		if names[l.row] == "" || d.doubled[l.row] != 0 {
			continue
		}
		key := fmt.Sprint(l.row/sheetStep, " ", l.organisation, " ", l.unit, " ", d.value(l, "day"), " ", d.value(l, "mode"))
		if of[key] == nil {
			order = append(order, key)
		}
		if name := key + " " + names[l.row]; !seen[name] {
			seen[name] = true
			of[key] = append(of[key], i)
		}
	}
	for _, key := range order {
		if g := of[key]; len(g) > 1 && !d.sameNumbers(g) {
			groups = append(groups, g)
		}
	}
	return groups
}

// sameNumbers reports whether lines say the same numbers.
func (d *Draft) sameNumbers(lines []int) bool {
	for k := range d.form.fields {
		for _, i := range lines {
			if d.form.fields[k].quantity() && d.number(&d.lines[i], k) != d.number(&d.lines[lines[0]], k) {
				return false
			}
		}
	}
	return true
}

// joinCrews makes one line of the lines of each group, with the largest that one of them says of each number.
func (d *Draft) joinCrews(groups [][]int) {
	d.joinLines(groups, DroppedAnswer, func(_ *field, numbers []int64) (int64, bool) { return slices.Max(numbers), true })
}
