package personcode

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"approdo/internal/care/sheet/written"
)

// DayAndMonth reports whether a code is one that a spreadsheet program takes for a day: 3-5, 14/7.
func DayAndMonth(code string) bool {
	at := strings.IndexAny(code, "-/.")
	if at < 1 || at > 2 || at == len(code)-1 {
		return false
	}
	first, last := code[:at], code[at+1:]
	if !digits(first) || !digits(last) || len(last) > 2 {
		return false
	}
	a, b := number(first), number(last)
	return a >= 1 && b >= 1 && a <= 31 && b <= 31 && min(a, b) <= 12
}

// Typed is what was typed of a code that became a day; a part that the day does not tell is 0.
type Typed struct{ day, month, year int }

// OnDay is what became the day of a serial number.
func OnDay(day time.Time) Typed { return Typed{day.Day(), int(day.Month()), day.Year()} }

// TypedAs reads 3-mag, mag-12 and 03/05/2024.
func TypedAs(cell string) (Typed, bool) {
	if len(cell) < 4 || len(cell) > 10 {
		return Typed{}, false
	}
	if written.Dated(cell) {
		day := written.Day(cell, false)
		if day.DayFirst.IsZero() {
			day.DayFirst = day.MonthFirst
		}
		return Typed{day.DayFirst.Day(), int(day.DayFirst.Month()), day.DayFirst.Year()}, true
	}
	at := strings.IndexAny(cell, "-/ ")
	if at < 1 || at == len(cell)-1 {
		return Typed{}, false
	}
	first, last := strings.ToLower(cell[:at]), strings.ToLower(cell[at+1:])
	if month := abbreviated(last); month > 0 && digits(first) && len(first) <= 2 && number(first) >= 1 && number(first) <= 31 {
		return Typed{day: number(first), month: month}, true
	}
	if month := abbreviated(first); month > 0 && digits(last) && len(last) == 2 {
		return Typed{day: 1, month: month, year: written.FullYear(last)}, true
	}
	return Typed{}, false
}

// abbreviated is the month of an abbreviation, 0 for another word.
func abbreviated(word string) int {
	return 1 + slices.IndexFunc(monthsAbbreviated[:], func(names []string) bool { return slices.Contains(names, word) })
}

// Restore is the code that a spreadsheet program took for a day or a time: one that stands in the column as it was typed, or
// else day and month as they are written in Italy.
func Restore(cell string, x Typed, known map[string]bool) string {
	if day, err := time.Parse(time.DateOnly, cell[:min(len(cell), len(time.DateOnly))]); err == nil {
		x = Typed{day.Day(), int(day.Month()), day.Year()}
	}
	hour, minute, clock := strings.Cut(cell, ":")
	ways := []string{hour + ":" + minute, hour + "." + minute}
	switch {
	case x.month > 0:
		ways = x.ways()
	case !clock:
		return Fold(cell)
	}
	for _, code := range ways {
		if known[Fold(code)] {
			return Fold(code)
		}
	}
	return Fold(ways[0])
}

// ways are the codes that become such a day, the likeliest first.
func (x Typed) ways() (list []string) {
	d, m := strconv.Itoa(x.day), strconv.Itoa(x.month)
	parts := [][2]string{{d, m}, {m, d}}
	if x.day == 1 && x.year > 0 { // 3-2012 and mar-12 are the first of the month
		parts = append(parts, [2]string{m, strconv.Itoa(x.year)}, [2]string{m, strconv.Itoa(x.year % 100)})
	}
	for _, p := range parts {
		for _, name := range monthsAbbreviated[x.month-1] {
			for _, joint := range []string{"-", "/", ".", " ", ""} {
				list = append(list, p[0]+joint+p[1], two(p[0])+joint+two(p[1]))
				if p[0] == m {
					list = append(list, name+joint+p[1])
				} else {
					list = append(list, p[0]+joint+name)
				}
			}
		}
	}
	return list
}

// monthsAbbreviated are the months as spreadsheet programs know them in Italian and English.
var monthsAbbreviated = [12][]string{
	{"gen", "jan"}, {"feb"}, {"mar"}, {"apr"}, {"mag", "may"}, {"giu", "jun"}, {"lug", "jul"}, {"ago", "aug"}, {"set", "sep", "sett", "sept"}, {"ott", "oct"}, {"nov"}, {"dic", "dec"},
}

// exponent is a number as spreadsheet programs shorten long ones: the digits behind are lost, and two codes may look the same.
var exponent = regexp.MustCompile(`^[0-9]([.,][0-9]+)?[eE][+-][0-9]{2,3}$`)

// Shortened reports whether a cell holds what is left of a long number.
func Shortened(cell string) bool {
	return len(cell) >= 5 && cell[0] >= '0' && cell[0] <= '9' && exponent.MatchString(cell)
}

// digits reports whether a text is one to four digits.
func digits(text string) bool { _, ok := written.Digits(text); return ok }

// number is the number of a few digits, 0 for another text.
func number(text string) int { n, _ := written.Digits(text); return n }

// two writes a number with two digits at least.
func two(text string) string {
	if len(text) < 2 {
		return "0" + text
	}
	return text
}
