package sheet

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"
)

// An outing may be told by its beginning and its end: the times of both, what the clock of the car showed. How long and how far is then the difference, which is
// offered, and none is made up: left out, the hours and kilometres of a register would be nought.

// ends are two columns between which something lies, and the field that their difference tells.
type ends struct {
	field    *field
	from, to int // columns
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
		letters, fields = append(letters, grid.Letter(p.from), grid.Letter(p.to)), append(fields, fieldName(p.field.Name))
		for _, at := range []int{p.from, p.to} {
			cols[at].field, cols[at].reason = nil, reasonEnds
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
			if between := p.between(row.Cell(p.from), row.Cell(p.to)); between != "" {
				t.rows[i] = with(row, at, between, grid.Text)
			}
		}
		d.made[at] = p.from
		cols = append(cols, column{at: at, field: p.field, source: Declared})
	}
	return cols
}

// between is what lies between two cells, as text of the field; a text that is refused where the end comes before the beginning, or so long after that one of
// them must be wrong; "" where one is empty.
func (p ends) between(from, to string) string {
	if from == "" || to == "" {
		return ""
	}
	if p.field.Type != typeHours {
		a, ok1 := readAmount(from, 1<<40)
		b, ok2 := readAmount(to, 1<<40)
		if !ok1 || !ok2 || b < a {
			return "-1"
		}
		return strconv.FormatInt(b-a, 10)
	}
	a, ok1 := timeOfDay(from)
	b, ok2 := timeOfDay(to)
	if b < a {
		b += 24 * 60 // past midnight
	}
	if !ok1 || !ok2 || b-a > longest {
		return "-1"
	}
	return strconv.Itoa(b-a) + " min"
}

// longest is how many minutes may lie between the times of an outing.
const longest = 16 * 60

// times finds the columns of the times at which an outing began and ended, where no column says how long it took.
func (d *Draft) times(t *table, cols []column) []ends {
	x, ok := d.form.find("hours")
	if !ok || slices.ContainsFunc(cols, func(c column) bool {
		return c.field != nil && (c.field.Type == typeHours || c.field.Type == typeMinutes)
	}) {
		return nil
	}
	from, to := -1, -1
	for i, c := range cols {
		if c.field != nil || c.source == Declared || !mostly(t, c.at, func(cell string) bool { _, ok := timeOfDay(cell); return ok }) {
			continue
		}
		switch begins, ends := d.desk.side(c.heading, d.desk.Clocks); {
		case begins && from < 0:
			from = i
		case ends && to < 0:
			to = i
		}
	}
	if from < 0 || to < 0 {
		return nil
	}
	return []ends{{x, from, to}}
}

// clocks finds the columns of what the clock of a car showed when an outing began and ended.
func (d *Draft) clocks(t *table, cols []column) []ends {
	x, ok := d.form.find("kilometres")
	if !ok {
		return nil
	}
	from, to := -1, -1
	for i, c := range cols {
		if c.source == Declared || !mostly(t, c.at, func(cell string) bool { _, ok := readAmount(cell, 1<<40); return ok }) {
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
	return []ends{{x, from, to}}
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

// timeOfDay reads a time of day as minutes: 21:30, 21.30, h 21, 9:30 PM, behind a day or not.
func timeOfDay(cell string) (minutes int, ok bool) {
	cell = strings.ToLower(strings.TrimSpace(cell))
	if at := strings.LastIndexAny(cell, " t"); at > 0 && strings.ContainsAny(cell[at:], ":.") {
		cell = cell[at+1:]
	}
	half := ""
	for _, mark := range []string{"am", "pm", "a.m.", "p.m."} {
		if text, found := strings.CutSuffix(cell, mark); found {
			cell, half = strings.TrimSpace(text), mark[:1]
		}
	}
	cell = strings.TrimSpace(strings.NewReplacer("ore", "", "ora", "", "h", ":", ".", ":", ",", ":").Replace(cell))
	hour, rest, _ := strings.Cut(strings.Trim(cell, ": "), ":")
	minute, _, _ := strings.Cut(rest, ":")
	if !digits(hour) || minute != "" && (!digits(minute) || len(minute) != 2) {
		return 0, false
	}
	h, m := number(hour), number(minute)
	if half == "p" && h < 12 {
		h += 12
	} else if half == "a" && h == 12 {
		h = 0
	}
	return h*60 + m, h <= 24 && m < 60
}

// readRange reads the time between two times of day as minutes: 21:30-23:45, "dalle 21 alle 24".
func readRange(cell string) (int64, bool) {
	text := strings.ToLower(cell)
	spoken := false
	for _, words := range [][2]string{{"dalle", "alle"}, {"dalle ore", "alle ore"}, {"from", "to"}} {
		if rest, found := strings.CutPrefix(text, words[0]+" "); found {
			text, spoken = strings.Replace(rest, " "+words[1]+" ", "-", 1), true
		}
	}
	first, last, found := strings.Cut(strings.NewReplacer("–", "-", "—", "-", "/", "-").Replace(text), "-")
	if !found || !spoken && !(strings.ContainsAny(first, ":.") && strings.ContainsAny(last, ":.")) {
		return 0, false
	}
	a, ok1 := timeOfDay(first)
	b, ok2 := timeOfDay(last)
	if b < a {
		b += 24 * 60
	}
	return int64(b - a), ok1 && ok2 && b-a <= longest && codebook.Fold(first) != ""
}
