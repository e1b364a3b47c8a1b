package sheet

import (
	"strconv"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/care/sheet/grid"
)

// about are the words and signs with which people say that an age is an estimate. It falls into the band that it names.
var about = strings.NewReplacer("circa", "", "about", "", "approx", "", "ca.", "", "ca", "", "~", "", "±", "", "≈", "")

// readAge reads years into the band of the list that holds them, as in 23, "23 anni" or "circa 23"; of several years, as in 19-20, only the band is
// told, and years is -1.
func readAge(list *codebook.List, cell string) (band string, years int, ok bool) {
	text := strings.TrimSpace(strings.TrimPrefix(about.Replace(strings.ToLower(cell)), "'"))
	for _, word := range []string{"anni", "years", "year", "y", "aa"} {
		text = strings.TrimSpace(strings.TrimSuffix(text, word))
	}
	if from, to, ok := strings.Cut(strings.NewReplacer("/", "-", "–", "-").Replace(text), "-"); ok {
		least, ok1 := bandOf(list, from)
		most, ok2 := bandOf(list, to)
		return least, -1, ok1 && ok2 && least == most // 19-20 falls into one band, 20-30 into several
	}
	years, err := strconv.Atoi(completed(text))
	if err != nil {
		return "", 0, false
	}
	band, ok = bandOf(list, strconv.Itoa(years))
	return band, years, ok
}

// completed are the years of an age that a formula computed: of 22.6 and 17,58 those that are completed. "25.30" may be two ages.
func completed(text string) string {
	years, part, ok := strings.Cut(strings.Replace(text, ",", ".", 1), ".")
	if !ok || strings.Trim(years+part, "0123456789") != "" || part == "" || len(part) == 2 && part > years && part < "80" || bornIn(years+part) {
		return text
	}
	return years
}

// bornIn reports whether digits are a year in which somebody may be born: 1.999 is no age of nearly two years.
func bornIn(digits string) bool { return len(digits) == 4 && digits > "1900" && digits < "2030" }

// lookForNoYears asks about numbers in a column of ages that may be none: all of one digit, as the places of a list are, with a nought before them, as years of
// birth are written, or such years.
func (r *reader) lookForNoYears(t *table, c *source) {
	filled, small, noughts, whole := 0, 0, map[string]bool{}, false
	different := map[string]bool{}
	for cell, times := range c.tally(t) {
		if r.draft.desk.nothing(cell) || broken(cell) {
			continue
		}
		filled += times
		text := strings.TrimPrefix(strings.TrimSuffix(cell, ".0"), "'")
		switch digits := strings.Trim(text, "0123456789") == ""; {
		case digits && len(text) == 1 && text != "0":
			small += times
			different[text] = true
		case digits && len(text) == 2 && text[0] == '0' && text != "00":
			noughts[cell] = true
		case wholeYear(cell):
			noughts[cell], whole = true, true
		}
	}
	listed := small > 2 && small == filled && len(different) > 1
	if !listed && len(noughts) == 0 {
		return
	}
	letter, words := grid.Letter(c.at), "ages_born"
	list := answers("ages", "years", "list", "born", leaveOut)
	switch {
	case listed:
		words, list = "ages_listed", answers("ages", "years", "list", leaveOut)
	case whole:
		words, list = "ages_years", answers("ages", "born", leaveOut)
	}
	rows := c.rows(t, func(cell string) bool { return listed || noughts[cell] })
	c.places = r.draft.ask(Question{
		ID: "ages." + letter, Columns: []string{letter}, Rows: [][]int{rows}, Words: Words{"ask.question." + words, []any{"letter", letter, "count", len(rows)}},
		Answers: list,
	})
}

// bandOf is the band of an age in years.
func bandOf(list *codebook.List, text string) (band string, ok bool) {
	years, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil || years < 0 || years > 120 {
		return "", false
	}
	for _, c := range list.Codes {
		if low, high, ok := span(c.Code); ok && years >= low && years <= high {
			return c.Code, true
		}
	}
	return "", false
}

// span is the years of a band's code: 18-25, 51+.
func span(code string) (low, high int, ok bool) {
	if from, open := strings.CutSuffix(code, "+"); open {
		low, err := strconv.Atoi(from)
		return low, 150, err == nil
	}
	from, to, found := strings.Cut(code, "-")
	low, err1 := strconv.Atoi(from)
	high, err2 := strconv.Atoi(to)
	return low, high, found && err1 == nil && err2 == nil
}

// missing names the field that a row must tell.
func missing() *errs.Error { return errs.E(errs.Invalid, "sheet.required") }
