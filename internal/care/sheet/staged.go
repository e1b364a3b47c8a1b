package sheet

import (
	"fmt"
	"slices"
	"strconv"

	"approdo/internal/care/sheet/grid"
)

// A register of outings may have a row for each stop of an outing: one evening, one team, three places. As outings they would be three. So it is asked where rows of one day,
// unit and mode differ in where they were.

// askStages asks whether rows of one day are the stops of one outing, and puts them together.
func (d *Draft) askStages(cols []column, t *table) {
	if d.form.kind != Outings || len(d.lines) < 2 {
		return
	}
	stop := slices.IndexFunc(cols, func(c column) bool {
		return c.field == nil && slices.ContainsFunc(fold(c.heading), func(word string) bool { return d.desk.Stops[word] })
	})
	if stop < 0 {
		return
	}
	cells := map[int]grid.Row{}
	for _, row := range t.rows {
		cells[row.Number] = row
	}
	groups := d.stages(cols, cells, cols[stop].at)
	if len(groups) == 0 {
		return
	}
	rows := make([][]int, len(groups))
	alike, fits := true, true
	for i, g := range groups {
		rows[i] = d.rowNumbers(g)
		alike = alike && d.spentAlike(g)
		fits = fits && d.sumsFit(g)
	}
	letter := grid.Letter(cols[stop].at)
	q := Question{ID: "stages", Columns: []string{letter}, Rows: rows, Words: Words{"ask.question.stages", []any{"count", len(groups), "letter", letter}}, Answers: answers("stages", "each", leaveOut)}
	if alike {
		q.Answers = slices.Insert(q.Answers, 0, answers("stages", "once")...)
	}
	if fits {
		q.Answers = slices.Insert(q.Answers, 0, answers("stages", "sum")...)
	}
	switch given := d.ask(q); given {
	case leaveOut:
		d.withdraw(slices.Concat(rows...), leaveOut)
	case "sum", "once":
		d.joinStages(groups, given == "once")
	}
}

// stages groups the lines of one unit, day and mode that were in different places and, where a column tells who went, are of the same people.
func (d *Draft) stages(cols []column, cells map[int]grid.Row, stop int) (groups [][]int) {
	of, places := map[string][]int{}, map[string]map[string]bool{}
	var order []string
	for i := range d.lines {
		l := &d.lines[i]
		place := cells[l.row].Cell(stop)
		if place == "" || d.doubled[l.row] != 0 {
			continue
		}
		key := fmt.Sprint(l.row/sheetStep, " ", l.organisation, " ", l.unit, " ", d.value(l, "day"), " ", d.value(l, "mode"))
		for _, c := range cols {
			if c.field == nil && c.reason == reasonName {
				key += " " + cells[l.row].Cell(c.at)
			}
		}
		if of[key] == nil {
			order, places[key] = append(order, key), map[string]bool{}
		}
		if !places[key][place] {
			of[key] = append(of[key], i)
		}
		places[key][place] = true
	}
	for _, key := range order {
		if len(of[key]) > 1 {
			groups = append(groups, of[key])
		}
	}
	return groups
}

// spent are what an outing as a whole may say at each of its stops.
var spent = []string{"minutes", "hours", "kilometres"}

// spentAlike reports whether lines say the same of how long and how far the outing went, and say it.
func (d *Draft) spentAlike(lines []int) bool {
	told := false
	for _, name := range spent {
		for _, i := range lines {
			told = told || d.value(&d.lines[i], name) != ""
			if d.value(&d.lines[i], name) != d.value(&d.lines[lines[0]], name) {
				return false
			}
		}
	}
	return told
}

// sumsFit reports whether what lines say together may be one outing's.
func (d *Draft) sumsFit(lines []int) bool {
	for k := range d.form.fields {
		x := &d.form.fields[k]
		if !x.quantity() {
			continue
		}
		sum := int64(0)
		for _, i := range lines {
			sum += d.number(&d.lines[i], k)
		}
		if sum > x.Max {
			return false
		}
	}
	return true
}

// joinStages makes one line of the lines of each group. What was spent is added up, or counted once.
func (d *Draft) joinStages(groups [][]int, once bool) {
	d.joinLines(groups, DroppedStop, func(x *field, numbers []int64) (int64, bool) {
		if once && slices.Contains(spent, x.Name) {
			return 0, false
		}
		sum := int64(0)
		for _, n := range numbers {
			sum += n
		}
		return sum, true
	})
}

// joinLines makes one line of the lines of each group, the first of them. Of each quantity that one of them tells it holds what of says of all; where that is false, what it had.
func (d *Draft) joinLines(groups [][]int, why string, of func(x *field, numbers []int64) (int64, bool)) {
	gone := map[int]bool{}
	for _, g := range groups {
		first := &d.lines[g[0]]
		for k := range d.form.fields {
			x := &d.form.fields[k]
			if !x.quantity() {
				continue
			}
			numbers, told := make([]int64, len(g)), false
			for at, i := range g {
				numbers[at] = d.number(&d.lines[i], k)
				told = told || d.lines[i].told[k] != 0
			}
			if n, joined := of(x, numbers); told && joined {
				first.told[k] = d.words.number(strconv.FormatInt(n, 10))
			}
		}
		for _, i := range g[1:] {
			gone[d.lines[i].row] = true
			d.preview.Dropped = append(d.preview.Dropped, Dropped{d.lines[i].row, why})
		}
	}
	d.lines = slices.DeleteFunc(d.lines, func(l line) bool { return gone[l.row] })
	d.preview.Rows -= len(gone)
	slices.SortStableFunc(d.preview.Dropped, func(a, b Dropped) int { return a.Row - b.Row })
}
