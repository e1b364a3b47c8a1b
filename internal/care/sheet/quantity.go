package sheet

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"
)

// A quantity may stand in several columns that belong together: hours and minutes, kilometres there and back, the cases of a country within and without the
// Union. None of them is the whole, so none is taken alone without a word.

// quantity reports whether a field is a number that can be a sum.
func (x *field) quantity() bool {
	return x.Type == typeAmount || x.Type == typeHours || x.Type == typeMinutes
}

// askMinutes puts together the hours and the minutes of an outing that stand in two columns. Where the one says the other over again, nothing is summed; where
// minutes are an hour or more, it is asked.
func (d *Draft) askMinutes(t *table, cols []column) []column {
	h, m := d.hoursAndMinutes(cols)
	if h < 0 {
		return cols
	}
	var odd []int // rows whose minutes are not what is left beside whole hours
	both, same := 0, 0
	for _, row := range t.rows {
		hours, whole := written.Number(row.Cell(cols[h].at))
		minutes, _ := written.Number(row.Cell(cols[m].at))
		if math.IsNaN(hours) || math.IsNaN(minutes) {
			continue
		}
		if both++; math.Abs(hours*60-minutes) < 1 {
			same++
		} else if !whole || minutes >= 60 {
			odd = append(odd, row.Number)
		}
	}
	if cols[h].field != nil && same == both {
		return cols
	}
	if len(odd) > 0 {
		q := Question{ID: "twice.hours", Columns: []string{grid.Letter(cols[h].at), grid.Letter(cols[m].at)}, Rows: [][]int{odd}, Words: Words{"ask.question.twice", []any{"field", fieldName("hours")}}}
		q.Answers = append([]Answer{cols[h].answer(), cols[m].answer()}, answers("twice", "sum")...)
		switch d.ask(q) {
		case cols[h].answer().ID:
			cols[m].field, cols[m].reason = nil, reasonTwice
			return cols
		case cols[m].answer().ID:
			cols[h].field, cols[h].reason = nil, reasonTwice
			return cols
		}
	}
	x, _ := d.form.find("hours")
	return d.sum(t, cols, x, []int{h, m}, func(row grid.Row) string {
		return together([]string{row.Cell(cols[h].at), row.Cell(cols[m].at)}, []float64{60, 1})
	})
}

// hoursAndMinutes finds the columns of hours and of minutes of one duration; -1 where there are not both. H stands for hours before M, which alone is anything.
func (d *Draft) hoursAndMinutes(cols []column) (h, m int) {
	hours, ok := d.form.find("hours")
	minutes, too := d.form.find("minutes")
	if !ok || !too {
		return -1, -1
	}
	of := func(x *field) int {
		return slices.IndexFunc(cols, func(c column) bool {
			return c.field == x
		})
	}
	if h, m = of(hours), of(minutes); h >= 0 && m >= 0 {
		return h, m
	}
	if h >= 0 || m >= 0 {
		return -1, -1
	}
	short := func(c column, words ...string) bool {
		heading := fold(c.heading)
		return c.field == nil && c.source != Declared && len(heading) == 1 && slices.Contains(words, heading[0])
	}
	for i := range len(cols) - 1 {
		if short(cols[i], "h", "hh") && short(cols[i+1], "m", "mm", "min") {
			return i, i + 1
		}
	}
	return -1, -1
}

// sum adds a column that holds what several columns say together, which are taken no longer.
func (d *Draft) sum(t *table, cols []column, x *field, of []int, say func(row grid.Row) string) []column {
	at := len(cols)
	t.rows = slices.Clone(t.rows)
	for i, row := range t.rows {
		if said := say(row); said != "" && row.Cell(cols[of[0]].at) != t.header.Cell(cols[of[0]].at) {
			t.rows[i] = with(row, at, said, grid.Text)
		}
	}
	if d.made == nil {
		d.made = map[int]int{}
	}
	d.made[at] = cols[of[0]].at
	heading := cols[of[0]].heading
	for _, i := range of {
		cols[i].field, cols[i].reason = nil, reasonSummed
	}
	return append(cols, column{at: at, heading: heading, field: x, source: Declared})
}

// jointly are the answers by which several columns tell a field together.
func (d *Draft) jointly(t *table, cols []column, x *field, of []int) []Answer {
	switch {
	case x.quantity():
		return answers("twice", "sum")
	case d.onlyOne(t, cols, of):
		return answers("twice", "filled")
	}
	return nil
}

// unite adds the column that several columns make together: their sum, or whichever is filled.
func (d *Draft) unite(t *table, cols []column, x *field, of []int, how string) []column {
	say := firstOf
	if how == "sum" {
		say = x.summed
	}
	return d.sum(t, cols, x, of, func(row grid.Row) string {
		var cells []string
		for _, i := range of {
			cell := row.Cell(cols[i].at)
			if x.List == "newness" && cell != "" {
				cell = cmp.Or(d.toldIn(cols[i], x, cell), cell)
			}
			cells = append(cells, cell)
		}
		return say(cells)
	})
}

// together is the sum of durations, each a number of so many minutes or with a unit of its own; a text that is refused where one is none, "" where none is filled.
func together(cells []string, minutes []float64) string {
	sum, filled := 0.0, false
	for i, cell := range cells {
		if cell == "" {
			continue
		}
		n, _ := written.Number(cell)
		if filled = true; !math.IsNaN(n) {
			sum += n * minutes[i]
		} else if read, ok := written.Hours(cell, 1<<20); ok {
			sum += float64(read)
		} else {
			return "-1"
		}
	}
	if !filled {
		return ""
	}
	return strconv.FormatInt(int64(math.Round(sum)), 10) + " min"
}

// summed is the sum of the cells of several columns of a quantity.
func (x *field) summed(cells []string) string {
	switch x.Type {
	case typeHours:
		return together(cells, slices.Repeat([]float64{60}, len(cells)))
	case typeMinutes:
		return together(cells, slices.Repeat([]float64{1}, len(cells)))
	}
	sum, filled := 0.0, false
	for _, cell := range cells {
		if cell == "" {
			continue
		}
		n, _ := written.Number(cell)
		if whole, ok := written.Amount(cell, 1<<40); ok {
			n = float64(whole)
		}
		if filled = true; math.IsNaN(n) {
			return "-1"
		}
		sum += n
	}
	if !filled {
		return ""
	}
	return strconv.FormatFloat(sum, 'f', -1, 64)
}

// firstOf is the first filled of several cells.
func firstOf(cells []string) string {
	at := slices.IndexFunc(cells, func(cell string) bool { return cell != "" })
	if at < 0 {
		return ""
	}
	return cells[at]
}

// askPresences asks whether columns headed by genders count the people seen on an outing, as F, M, T and Tot beside one another do, and takes them.
func (d *Draft) askPresences(cols []column, t *table) {
	genders, ok := d.desk.book.List("gender")
	if d.form.kind != Outings || !ok {
		return
	}
	counts := map[int]*field{}
	for i, c := range cols {
		if c.field != nil || c.source != Guessed || !mostly(t, c.at, func(cell string) bool { _, ok := written.Amount(cell, 100000); return ok }) {
			continue
		}
		name := ""
		if code, ok := genders.Match(c.heading); ok {
			name = "presences_" + code
		} else if word := codebook.Fold(c.heading); word == "t" {
			name = "presences_trans_woman"
		} else if d.desk.Totals[word] {
			name = "presences"
		}
		x, known := d.form.find(name)
		if known && !slices.ContainsFunc(cols, func(c column) bool { return c.field == x }) && !slices.Contains(slices.Collect(maps.Values(counts)), x) {
			counts[i] = x
		}
	}
	if len(counts) < 2 {
		return
	}
	q := Question{ID: "presences", Answers: answers("presences", "counts", leaveOut)}
	var fields []fieldName
	for _, i := range slices.Sorted(maps.Keys(counts)) {
		q.Columns, fields = append(q.Columns, grid.Letter(cols[i].at)), append(fields, fieldName(counts[i].Name))
	}
	q.Words = Words{"ask.question.presences", []any{"columns", q.Columns, "fields", fields}}
	given := d.ask(q)
	for i, x := range counts {
		switch given {
		case "counts":
			cols[i].field, cols[i].source = x, Declared
		case leaveOut:
			cols[i].reason = reasonIgnored
		}
	}
}

// askOrigins asks whether columns headed by countries count the people seen on an outing, whose number no column tells: then their sum is it.
func (d *Draft) askOrigins(cols []column, t *table) []column {
	countries, ok := d.desk.book.List("citizenship")
	x, known := d.form.find("presences")
	if d.form.kind != Outings || !ok || !known || slices.ContainsFunc(cols, func(c column) bool { return c.field != nil && strings.HasPrefix(c.field.Name, "presences") }) {
		return cols
	}
	var of []int
	q := Question{ID: "presences", Answers: answers("presences", "sum", leaveOut)}
	for i, c := range cols {
		if _, listed := countries.Match(c.heading); listed && len(c.heading) > 3 && c.field == nil && c.source == Guessed && mostly(t, c.at, func(cell string) bool { _, ok := written.Amount(cell, 100000); return ok }) {
			of, q.Columns = append(of, i), append(q.Columns, grid.Letter(c.at))
		}
	}
	if len(of) < 2 {
		return cols
	}
	q.Words = Words{"ask.question.presences_origins", []any{"columns", q.Columns}}
	switch d.ask(q) {
	case "sum":
		return d.unite(t, cols, x, of, "sum")
	case leaveOut:
		for _, i := range of {
			cols[i].reason = reasonIgnored
		}
	}
	return cols
}
