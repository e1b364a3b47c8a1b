package sheet

import (
	"slices"
	"strings"
	"unicode"

	"approdo/internal/care/sheet/grid"
	"approdo/internal/care/sheet/personcode"
)

// A person may have two codes: the one that is used, and one from before or of another service in a column of its own.

// second reports whether a heading says that its column holds another code of the person.
func (x *lexicon) second(heading string) bool {
	second, code := false, false
	for _, word := range fold(heading) {
		second, code = second || x.Second[word], code || x.SecondOf[word]
		if !x.Second[word] && !x.SecondOf[word] {
			return false
		}
	}
	return second && code
}

// askSecond asks about a column of other codes whether each row's two are one person.
func (d *Draft) askSecond(cols []column, t *table) {
	if d.parted != "" || !slices.ContainsFunc(cols, func(c column) bool { return c.field != nil && c.field.Type == typeReference }) {
		return
	}
	for i := range cols {
		c := &cols[i]
		letter := grid.Letter(c.at)
		if c.field != nil || c.source == Declared || !d.desk.second(c.heading) || slices.ContainsFunc(d.preview.Questions, func(q Question) bool { return slices.Contains(q.Columns, letter) }) {
			continue
		}
		codes := map[int]string{}
		var rows []int
		for _, row := range t.rows {
			if cell := row.Cell(c.at); cell != t.header.Cell(c.at) && !alone(row) && !d.desk.nobody(cell) {
				if code := lastCode(cell); code != "" {
					codes[row.Number] = code
					rows = append(rows, row.Number)
				}
			}
		}
		if len(rows) == 0 {
			continue
		}
		if c.reason = reasonIgnored; d.ask(Question{
			ID: "second." + letter, Columns: []string{letter}, Rows: [][]int{rows}, Words: Words{"ask.question.second", []any{"letter", letter, "count", len(rows)}},
			Answers: answers("second", "same", leaveOut),
		}) == "same" {
			c.source, d.seconds = Declared, codes
		}
	}
}

// lastCode is the code that a cell ends with, behind words such as "ex"; "" if none has a digit.
func lastCode(cell string) string {
	words := strings.Fields(cell)
	if len(words) == 0 || strings.IndexFunc(words[len(words)-1], unicode.IsDigit) < 0 {
		return ""
	}
	return personcode.Fold(words[len(words)-1])
}

// rememberSecond keeps, by its keyed hash only, the other code of a line's person.
func (d *Draft) rememberSecond(l *line) {
	code := d.seconds[l.row]
	if code == "" {
		return
	}
	if d.formerly == nil {
		d.formerly = map[token]token{}
	}
	if other := d.desk.personToken(l.organisation, code); other != l.reference {
		d.formerly[other] = l.reference
	}
}

// joinSecond makes the rows of both codes those of one person.
func (d *Draft) joinSecond() {
	if len(d.formerly) == 0 {
		return
	}
	if d.joined == nil {
		d.joined = map[token]token{}
	}
	for other := range d.formerly {
		one := d.formerly[other]
		for n := 0; n < len(d.formerly) && (d.formerly[one] != token{}) && d.formerly[one] != other; n++ {
			one = d.formerly[one] // a code of a code
		}
		if alike, joined := d.joined[one]; joined {
			one = alike
		}
		if one != other && d.joined[one] != other {
			d.joined[other] = one
		}
	}
	for i := range d.lines {
		if one, joined := d.joined[d.lines[i].reference]; joined {
			d.lines[i].reference = one
		}
	}
}
