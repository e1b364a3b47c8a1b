package sheet

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"
)

// "mar 2" is the second of March, or Tuesday the second: the beginning of martedì is that of marzo, in five languages. Other rows may say which, with a month or a day of the week that
// is no other's; else it is asked.

// begun is a word before a number: mar 2, mar. 02/04.
var begun = regexp.MustCompile(`^(\pL+)\.?,?\s*(\d{1,2})(?:\s*[./-]\s*(\d{1,2}))?$`)

// tuesday reports whether a cell begins with a word that may be a month as well as a day of the week, and its rest.
func tuesday(cell string) (word, rest string, ok bool) {
	if cell == "" || cell[0] >= '0' && cell[0] <= '9' {
		return "", "", false
	}
	m := begun.FindStringSubmatch(strings.TrimSpace(cell))
	if m == nil {
		return "", "", false
	}
	_, month := written.Month(m[1])
	if !month || written.WeekdaysOf(m[1]) == 0 {
		return "", "", false
	}
	if rest = m[2]; m[3] != "" {
		rest += "/" + m[3]
	}
	return m[1], rest, true
}

// firstWord is the first run of letters of a cell, folded.
func firstWord(cell string) string {
	words := strings.FieldsFunc(cell, func(r rune) bool { return !unicode.IsLetter(r) })
	if len(words) == 0 {
		return ""
	}
	return codebook.Fold(words[0])
}

// askTuesdays asks whether days such as "mar 2" are of March, where no other row says so, and writes the days without the other meaning.
func (d *Draft) askTuesdays(t *table, day int) {
	var rows []int
	weekdays, months, pair := false, false, false
	for _, row := range t.rows {
		cell := row.Cell(day)
		if _, rest, twofold := tuesday(cell); twofold {
			rows = append(rows, row.Number)
			pair = pair || strings.Contains(rest, "/")
			continue
		}
		word := firstWord(cell)
		_, month := written.Month(word)
		weekday := written.WeekdaysOf(word) != 0
		weekdays, months = weekdays || weekday && !month, months || month && !weekday
	}
	if len(rows) == 0 {
		return
	}
	given := "month"
	switch letter := grid.Letter(day); {
	case weekdays && !months, pair && !months:
		given = "weekday" // behind it stands the month
	case weekdays == months:
		given = d.ask(Question{
			ID: "tuesday." + letter, Columns: []string{letter}, Rows: [][]int{rows}, Words: Words{"ask.question.tuesday", []any{"letter", letter, "count", len(rows)}}, Answers: answers("tuesday", "weekday", "month"),
		})
	}
	if given == "" {
		return
	}
	t.rows = slices.Clone(t.rows)
	for i, row := range t.rows {
		cell := strings.TrimSpace(row.Cell(day))
		word, rest, twofold := tuesday(cell)
		if given == "month" {
			if twofold && !strings.Contains(rest, "/") {
				t.rows[i] = with(row, day, rest+" "+word, grid.Text)
			}
			continue
		}
		if m := begun.FindStringSubmatch(cell); !twofold && m != nil && m[3] == "" && written.WeekdaysOf(m[1]) != 0 {
			rest, twofold = m[2], true // lun 1, beside mar 2
		}
		if twofold {
			t.rows[i] = with(row, day, rest, grid.Text)
		}
	}
}
