package sheet

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"approdo/internal/care/sheet/grid"
	"approdo/internal/care/sheet/written"
)

// Hours may be those of the outing, or those of all who went, counted together: three people for four hours are twelve. And kilometres may be of the way there only.

// askTeam asks of what the hours are, and the kilometres.
func (d *Draft) askTeam(cols []column, t *table) []column {
	if d.form.kind != Outings {
		return cols
	}
	crew := d.crewColumn(cols, t)
	for i := range cols {
		c := &cols[i]
		hours := c.field != nil && (c.field.Type == typeHours || c.field.Type == typeMinutes)
		switch {
		case c.source == Declared:
		case hours && d.desk.together(c.heading, crew >= 0), c.field == nil && d.teamHours(*c, t):
			d.askTogether(c, t, crew)
		case c.field != nil && c.field.Name == "kilometres" && d.desk.oneWay(c.heading) && !d.otherWay(cols, i):
			d.askOneWay(c, t)
		}
	}
	return cols
}

// together reports whether a heading may say that hours of several people are counted together; where a column counts them, totals say so too.
func (x *lexicon) together(heading string, counted bool) bool {
	return slices.ContainsFunc(everyWord(heading), func(word string) bool {
		return x.Worked[word] || x.Team[word] || counted && (x.Totals[word] || x.Spent[word])
	})
}

// teamHours reports whether a column of no field is one of hours whose heading names those who work.
func (d *Draft) teamHours(c column, t *table) bool {
	return saysHours(withoutBrackets.Replace(c.heading)) && slices.ContainsFunc(everyWord(c.heading), func(word string) bool { return d.desk.Team[word] }) &&
		mostly(t, c.at, func(cell string) bool { n, _ := written.Number(cell); return !math.IsNaN(n) })
}

// oneWay reports whether a heading is of the way there and does not name the way back.
func (x *lexicon) oneWay(heading string) bool {
	one := false
	for _, word := range everyWord(heading) {
		if x.BothWays[word] {
			return false
		}
		one = one || x.OneWay[word]
	}
	return one
}

// otherWay reports whether another column holds kilometres too.
func (d *Draft) otherWay(cols []column, i int) bool {
	return slices.ContainsFunc(cols, func(o column) bool {
		return o.at != cols[i].at && o.found.field == cols[i].found.field && o.found.field != nil
	})
}

// crewColumn is the place of the column that counts who went; -1 if there is none.
func (d *Draft) crewColumn(cols []column, t *table) int {
	for _, c := range cols {
		team := slices.ContainsFunc(everyWord(c.heading), func(word string) bool { return d.desk.Team[word] })
		if c.field == nil && team && !saysHours(withoutBrackets.Replace(c.heading)) && mostly(t, c.at, func(cell string) bool { n, ok := written.Amount(cell, 20); return ok && n > 0 }) {
			return c.at
		}
	}
	return -1
}

// askTogether asks whether hours are those of the outing, and divides them where they are not.
func (d *Draft) askTogether(c *column, t *table, crew int) {
	people := func(row grid.Row) float64 {
		n, _ := written.Amount(row.Cell(crew), 20)
		return float64(n)
	}
	if said := digitsIn(c.heading); said > 1 {
		people = func(grid.Row) float64 { return float64(said) }
	} else if crew < 0 {
		people = nil
	}
	letter := grid.Letter(c.at)
	q := Question{ID: "team." + letter, Columns: []string{letter}, Words: Words{"ask.question.team", []any{"letter", letter}}, Answers: answers("team", "outing", leaveOut)}
	if people != nil {
		q.Answers = slices.Insert(q.Answers, 0, answers("team", "split")...)
	}
	hours, _ := d.form.find("hours")
	x := c.field
	if x == nil {
		x = hours
	}
	switch given := d.ask(q); given {
	case "outing", "split":
		c.field, c.source, c.reason = x, Declared, ""
		if given == "split" {
			replaceCells(t, c.at, func(row grid.Row) (string, bool) {
				n, _ := written.Number(row.Cell(c.at))
				if minutes, ok := written.Hours(row.Cell(c.at), 1<<20); ok && x.Type == typeHours {
					n = float64(minutes) / 60
				}
				of := people(row)
				if math.IsNaN(n) || of == 0 {
					return "", false
				}
				if x.Type == typeHours {
					n *= 60
				}
				return strconv.FormatInt(int64(math.Round(n/of)), 10) + " min", true
			})
		}
	case leaveOut:
		c.field, c.reason = nil, reasonIgnored
	}
}

// digitsIn is the number in a heading; 0 if it has none, or several.
func digitsIn(heading string) int {
	numbers := strings.FieldsFunc(heading, func(r rune) bool { return r < '0' || r > '9' })
	if len(numbers) != 1 {
		return 0
	}
	n, err := strconv.Atoi(numbers[0])
	if err != nil || n > 20 {
		return 0
	}
	return n
}

// askOneWay asks whether kilometres of the way there are to be doubled.
func (d *Draft) askOneWay(c *column, t *table) {
	letter := grid.Letter(c.at)
	switch d.ask(Question{
		ID: "oneway." + letter, Columns: []string{letter}, Words: Words{"ask.question.oneway", []any{"letter", letter}}, Answers: answers("oneway", "double", "all", leaveOut),
	}) {
	case "double":
		replaceCells(t, c.at, func(row grid.Row) (string, bool) {
			n, _ := written.Number(row.Cell(c.at))
			return strconv.FormatFloat(2*n, 'f', -1, 64), !math.IsNaN(n)
		})
	case leaveOut:
		c.field, c.reason = nil, reasonIgnored
	}
}
