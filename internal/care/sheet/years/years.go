// Package years reads what people write for an age: years, an estimate, a span, and years of birth. It is pure: what a cell means for a row, and what is asked, its callers know.
package years

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"approdo/internal/base/codebook"

	"approdo/internal/care/sheet/written"
)

// about are the words and signs with which people say that an age is an estimate. It falls into the band that it names.
var about = strings.NewReplacer("circa", "", "about", "", "approx", "", "ca.", "", "ca", "", "~", "", "±", "", "≈", "")

// Read reads years into the band of the list that holds them, as in 23, "23 anni" or "circa 23"; of several years, as in 19-20, only the band is
// told, and years is -1.
func Read(list *codebook.List, cell string) (band string, years int, ok bool) {
	text := strings.TrimSpace(strings.TrimPrefix(about.Replace(strings.ToLower(cell)), "'"))
	for _, word := range []string{"anni", "years", "year", "y", "aa"} {
		text = strings.TrimSpace(strings.TrimSuffix(text, word))
	}
	if from, to, ok := strings.Cut(ranged.Replace(text), "-"); ok {
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

// completed are the years of an age that a formula computed: of 22.6 and 22.583 those that are completed. "25.30" may be two ages.
func completed(text string) string {
	years, part, ok := strings.Cut(strings.Replace(text, ",", ".", 1), ".")
	if !ok || strings.Trim(years+part, "0123456789") != "" || part == "" || len(part) == 2 && part > years && part < "80" || bornIn(years+part) {
		return text
	}
	return years
}

// bornIn reports whether digits are a year in which somebody may be born: 1.999 is no age of nearly two years.
func bornIn(digits string) bool { return len(digits) == 4 && digits > "1900" && digits < "2030" }

// Whole reports whether a cell is a year of birth of four digits, be it with a separator of thousands.
func Whole(cell string) bool {
	return bornIn(unparted.Replace(strings.TrimPrefix(strings.TrimSuffix(cell, ".0"), "'")))
}

// Birth is the year of birth that a cell may be, seen from a day; 0 for none. Of two digits it is the last such year that had begun; beside years of four digits only those
// with a nought or an apostrophe before them are years.
func Birth(cell string, day time.Time, whole bool) int {
	text := strings.TrimPrefix(strings.TrimSuffix(strings.TrimSpace(cell), ".0"), "'")
	if len(text) == 5 {
		text = unparted.Replace(text)
	}
	n, err := strconv.Atoi(text)
	switch {
	case err != nil || strings.Trim(text, "0123456789") != "":
		return 0
	case bornIn(text) && n <= day.Year():
		return n
	case len(text) == 2 && (!whole || text[0] == '0' || text != strings.TrimSpace(cell)):
		if year := day.Year() - day.Year()%100 + n; year <= day.Year() {
			return year
		}
		return day.Year() - day.Year()%100 - 100 + n
	}
	return 0
}

// Old reports whether a cell is an age in years, in whole numbers.
func Old(cell string) bool {
	n, ok := written.Amount(cell, 120)
	return ok && n > 9
}

// spans are spans of ages as people write them: 25-34, "da 18 a 24", <18, 50+, "over 50"; each of two digits but for what is below a limit.
var spans = regexp.MustCompile(`(?i)^(?:(?:da|dai|from|tra|between)?\s*[1-9]\d\s*(?:-|–|/|a|ai|to|e|and)\s*[1-9]\d|0?\d\s*(?:-|–|a|to)\s*1[3-9]|(?:<|>|≤|≥|<=|>=|under|over|fino a|oltre|meno di|più di|up to|above|below)\s*[1-9]\d|[1-9]\d\s*(?:\+|e oltre|and over|or more|e più))\s*(?:anni|aa|years|yrs)?$`)

// Spans reports whether a cell is a span of ages, whatever bands a list has.
func Spans(cell string) bool { return len(cell) < 30 && spans.MatchString(strings.TrimSpace(cell)) }

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

// unparted takes the signs out of a number that may part its thousands; ranged puts one stroke for every way to say from and to.
var (
	unparted = strings.NewReplacer(".", "", ",", "")
	ranged   = strings.NewReplacer("/", "-", "–", "-")
)
