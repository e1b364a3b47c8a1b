package sheet

import (
	"strconv"
	"strings"
	"time"

	"approdo/internal/base/errs"
)

// reading is what a cell says about a day before the order of its numbers is settled. A zero time is no such day.
type reading struct {
	dayFirst, monthFirst time.Time
	sure                 bool // both orders agree, or the form leaves no choice
}

// valid reports whether the cell is a day in some order.
func (r reading) valid() bool { return !r.dayFirst.IsZero() || !r.monthFirst.IsZero() }

// ambiguous reports whether the cell is one day or another depending on the order.
func (r reading) ambiguous() bool {
	return !r.sure && !r.dayFirst.IsZero() && !r.monthFirst.IsZero() && !r.dayFirst.Equal(r.monthFirst)
}

// months by the first letters that tell them apart, in Italian and English.
var months = map[string]time.Month{
	"gen": 1, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "mag": 5, "may": 5, "giu": 6, "jun": 6, "lug": 7, "jul": 7, "ago": 8, "aug": 8,
	"set": 9, "sep": 9, "ott": 10, "oct": 10, "nov": 11, "dic": 12, "dec": 12,
}

// serials of days that may stand in a file, 1954 to 2119: a number outside is no day.
const firstSerial, lastSerial = 20000, 80000

// readDay reads a cell. mac says that serial days count from 1904. Clock times are read over: records have days only.
func readDay(cell string, mac bool) reading {
	if len(cell) == 8 && digits(cell[:4]) && digits(cell[4:]) { // 20241231
		return surely(date(number(cell[:4]), number(cell[4:6]), number(cell[6:])))
	}
	if serial, err := strconv.ParseFloat(strings.Replace(cell, ",", ".", 1), 64); err == nil {
		return readSerial(serial, mac)
	}
	parts := strings.FieldsFunc(withoutClock(cell), func(r rune) bool {
		return r == '/' || r == '-' || r == '.' || r == ' ' || r == ',' || r == '\u00a0'
	})
	if len(parts) == 4 && !digits(parts[0]) { // a weekday first
		parts = parts[1:]
	}
	if len(parts) != 3 {
		return reading{}
	}
	return readParts(parts[0], parts[1], parts[2])
}

func readSerial(serial float64, mac bool) reading {
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if mac {
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	if !(serial >= firstSerial && serial <= lastSerial) { // so written, it refuses what is not a number too
		return reading{}
	}
	return surely(epoch.AddDate(0, 0, int(serial)))
}

func readParts(a, b, c string) reading {
	if month, ok := monthName(b); ok && digits(a) {
		return surely(date(fullYear(c), int(month), number(a)))
	}
	if month, ok := monthName(a); ok && digits(b) {
		return surely(date(fullYear(c), int(month), number(strings.TrimRight(b, "stndrh"))))
	}
	if !digits(a) || !digits(b) || !digits(c) {
		return reading{}
	}
	if len(a) == 4 {
		return surely(date(number(a), number(b), number(c)))
	}
	year := fullYear(c)
	return reading{dayFirst: date(year, number(b), number(a)), monthFirst: date(year, number(a), number(b))}
}

func surely(t time.Time) reading { return reading{dayFirst: t, monthFirst: t, sure: true} }

// withoutClock cuts a time behind a day: "31/12/2024 23:15", "2024-12-31T23:15:00Z".
func withoutClock(cell string) string {
	if len(cell) > 10 && cell[10] == 'T' && digits(cell[:4]) {
		return cell[:10]
	}
	if colon := strings.IndexByte(cell, ':'); colon > 0 {
		if space := strings.LastIndexByte(cell[:colon], ' '); space > 0 {
			return strings.TrimRight(cell[:space], ", ")
		}
	}
	return cell
}

func monthName(word string) (time.Month, bool) {
	if len(word) < 3 {
		return 0, false
	}
	m, ok := months[strings.ToLower(word[:3])]
	return m, ok
}

// fullYear reads two digits as a year of this century: records of work with people are not older.
func fullYear(text string) int {
	if !digits(text) {
		return 0
	}
	year := number(text)
	if len(text) == 2 {
		year += 2000
	}
	return year
}

// date is the zero time for a day that does not exist.
func date(year, month, day int) time.Time {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if year < 1950 || year > 2200 || t.Day() != day || int(t.Month()) != month {
		return time.Time{}
	}
	return t
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != "" && len(s) <= 4
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// dates is how the days of a file are read, and why.
type dates struct {
	order Order
	mac   bool
}

// read gives the ISO day of a cell, or what is wrong with it.
func (d dates) read(cell, today string) (string, *errs.Error) {
	r := readDay(cell, d.mac)
	day := r.dayFirst
	switch {
	case !r.valid():
		return "", errs.E(errs.Invalid, "sheet.expected_day")
	case r.sure:
	case d.order == ISOOnly:
		return "", errs.E(errs.Invalid, "sheet.expected_iso_day")
	case d.order == MonthFirst:
		day = r.monthFirst
	}
	if day.IsZero() {
		return "", errs.E(errs.Invalid, "sheet.day_contradicts", "order", string(d.order))
	}
	iso := day.Format(time.DateOnly)
	if iso > today {
		return "", errs.E(errs.Invalid, "sheet.day_ahead")
	}
	return iso, nil
}
