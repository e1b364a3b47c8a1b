package sheet

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"approdo/internal/base/codebook"

	"approdo/internal/care/sheet/written"
)

// The name of a sheet, a title, or a row between rows may say of which unit, body or month the rows are, and the rows say another: the sheet was copied from last
// month's and not renamed, a day was typed into the wrong one, the file is another body's.

// otherwise is what a text says of rows that they do not say themselves: that they are of another unit, another body, another month.
func (r *reader) otherwise(text, where string, of []int) (notice, bool) {
	if len(of) == 0 || where == "note" || len(text) > 200 {
		return notice{}, false
	}
	lines := r.linesOf(of)
	if where != "title" && !r.draft.asked("unit") && r.otherUnit(text, lines) {
		word := strings.ToLower(strings.TrimSpace(text))
		return notice{id: "notice." + codebook.Fold(word), words: []string{word}, of: of, where: where}, true
	}
	place := map[bool]string{true: "_sheet"}[where == "sheet"]
	if !r.draft.asked("body") && r.otherBody(text, lines) {
		return notice{id: "notice.body", of: of, where: "body" + place}, true
	}
	if rows := r.otherMonth(text, lines); len(rows) > 0 {
		return notice{id: "notice.month", words: []string{strings.TrimSpace(text)}, of: rows, where: "month" + place}, true
	}
	if rows := r.otherYear(text, lines); len(rows) > 0 {
		return notice{id: "notice.year", words: []string{strings.TrimSpace(text)}, of: rows, where: "year" + place}, true
	}
	return notice{}, false
}

// otherYear lists the rows whose day is of another year than the one that a text says, and no more.
func (r *reader) otherYear(text string, lines []*line) (rows []int) {
	month, year := r.draft.monthSaid(text)
	if month != 0 || year < 2000 || year >= 2100 || r.draft.asked("year") {
		return nil
	}
	for _, l := range lines {
		if day := r.draft.value(l, "day"); len(day) > 4 && day[:4] != strconv.Itoa(year) {
			rows = append(rows, l.row)
		}
	}
	return rows
}

// linesOf are the lines of some rows.
func (r *reader) linesOf(rows []int) (list []*line) {
	for i := range r.draft.lines {
		if _, found := slices.BinarySearch(rows, r.draft.lines[i].row); found {
			list = append(list, &r.draft.lines[i])
		}
	}
	return list
}

// otherUnit reports whether a text is the name of a unit of which none of the rows are.
func (r *reader) otherUnit(text string, lines []*line) bool {
	named := r.draft.world.words.units[codebook.Fold(text)]
	return len(named) > 0 && !slices.ContainsFunc(lines, func(l *line) bool { return slices.Contains(named, l.unit) })
}

// otherBody reports whether a text names a body and none of those of the rows: it holds a word such as "associazione", and beside it no word of their names.
func (r *reader) otherBody(text string, lines []*line) bool {
	desk := r.draft.desk
	body := false
	var names []string
	for _, word := range fold(text) {
		_, month := written.Month(word)
		switch {
		case desk.Bodies[word]:
			body = true
		case !month && !desk.BesideTotals[word] && !desk.Titles[word] && len(word) > 2 && strings.Trim(word, "0123456789") != "":
			names = append(names, word)
		}
	}
	if !body || len(names) == 0 {
		return false
	}
	own := map[string]bool{}
	w := r.draft.world
	for _, l := range lines {
		for _, name := range []string{w.organisations[l.organisation].Name, w.organisations[l.organisation].Code, w.units[l.unit].Name, w.units[l.unit].Code} {
			if !own[name] {
				own[name] = true
				for _, word := range fold(name) {
					own[word] = true
				}
			}
		}
	}
	return len(lines) > 0 && !slices.ContainsFunc(names, func(word string) bool { return own[word] })
}

// otherMonth lists the rows whose day is not of the month, or of the month in another year, that a text says.
func (r *reader) otherMonth(text string, lines []*line) (rows []int) {
	month, year := r.draft.monthSaid(text)
	last := month
	if last == 0 {
		month, last, year = r.draft.desk.termSaid(text)
	}
	if month == 0 {
		return nil
	}
	for _, l := range lines {
		day, err := time.Parse(time.DateOnly, r.draft.value(l, "day"))
		if err == nil && (day.Month() < month || day.Month() > last || year != 0 && day.Year() != year) {
			rows = append(rows, l.row)
		}
	}
	return rows
}

// monthSaid is the month of a text that says one and nothing else but of what it is: "Aprile", "Registro dei contatti, aprile 2024". The month of a day, of a
// span, or of when something was printed is none; the year is 0 where it is not told.
func (d *Draft) monthSaid(text string) (month time.Month, year int) {
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for i, word := range words {
		folded := codebook.Fold(word)
		m, named := written.Month(folded)
		number, err := strconv.Atoi(word)
		switch {
		case named && (len(folded) > 3 || written.WeekdaysOf(folded) == 0):
			if month != 0 {
				return 0, 0
			}
			month = m
		case err == nil && len(word) == 4 && year == 0:
			year = number
		case err == nil && i == len(words)-1 && i > 0 && len(word) == 2 && month != 0:
			year = 2000 + number // "apr 24": of a title of a month, not of a day
		case err == nil || spanning[folded]:
			return 0, 0
		case !small[folded] && !d.desk.BesideTotals[folded] && !d.desk.Titles[folded] && !d.desk.Bodies[folded] && len(d.world.words.units[folded]) == 0 && len(d.world.words.organisations[folded]) == 0:
			return 0, 0
		}
	}
	return month, year
}

// termSaid are the months of a part of the year that a text says once, and nothing else of time but its year: "Registro, 2° trimestre 2024", "Q1 2024".
func (x *lexicon) termSaid(text string) (first, last time.Month, year int) {
	length, number := 0, 0
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		folded := strings.Trim(codebook.Fold(word), "ºª")
		n, err := strconv.Atoi(folded)
		which, of := x.Ordinals[folded], x.Terms[folded]
		if len(folded) == 2 && x.Terms[folded[:1]] > 0 && folded[1] >= '1' && folded[1] <= '4' {
			of, which = x.Terms[folded[:1]], int(folded[1]-'0')
		}
		switch {
		case len(folded) == 1 && of > 0: // a letter of its own
		case of > 0 && length > 0, which > 0 && number > 0:
			return 0, 0, 0
		case of > 0 || which > 0:
			length, number = max(length, of), max(number, which)
		case err == nil && len(folded) == 4 && year == 0:
			year = n
		case err == nil && n > 0 && n < 7 && number == 0:
			number = n
		case err == nil || spanning[folded]:
			return 0, 0, 0
		}
	}
	if length == 0 || number == 0 || length*number > 12 {
		return 0, 0, 0
	}
	return time.Month(length*(number-1) + 1), time.Month(length * number), year
}

// spanning are words of a title that make of a month the beginning or the end of a span.
var spanning = map[string]bool{"da": true, "dal": true, "dall": true, "al": true, "a": true, "from": true, "to": true, "periodo": true, "trimestre": true, "semestre": true, "quarter": true, "period": true, "settimana": true, "week": true, "fine": true}
