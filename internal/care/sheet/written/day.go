// Package written reads what people and programs write in a cell for a day, a time, a duration, an amount, yes or no, in the languages and forms of offices here. It
// knows nothing of files or columns: where a text can be read in two ways it says both, and where it can be read in none it says so.
package written

import (
	"strconv"
	"strings"
	"time"
)

// Reading is what a cell says about a day before the order of its numbers is settled. A zero time is no such day.
type Reading struct {
	DayFirst, MonthFirst time.Time
	YearFirst            time.Time // where the year has two digits and could stand first
	Sure                 bool      // both orders agree, or the form leaves no choice
	Zoned                bool      // the times are moments, and fall on a day where somebody stands
	Stored               bool      // a program wrote the day: a serial number, or an ISO day
}

// Valid reports whether the cell is a day in some order.
func (r Reading) Valid() bool { return !r.DayFirst.IsZero() || !r.MonthFirst.IsZero() }

// Ambiguous reports whether the cell is one day or another depending on the order.
func (r Reading) Ambiguous() bool {
	return !r.Sure && !r.DayFirst.IsZero() && !r.MonthFirst.IsZero() && !r.DayFirst.Equal(r.MonthFirst)
}

// serials of days that may stand in a file, 1954 to 2119: a number outside is no day.
const firstSerial, lastSerial = 20000, 80000

// Day reads a cell. mac says that serial days count from 1904. A clock time is read over, since records have days only,
// unless the cell says in which zone it is: then it is a moment, which may be another day here. What stands round a day
// besides a weekday and a time makes it no day: "cancelled 03/04" is no contact of 3 April.
func Day(cell string, mac bool) Reading {
	if len(cell) != len("20241231") || strings.Trim(cell, "0123456789") != "" {
		if serial, err := strconv.ParseFloat(strings.Replace(cell, ",", ".", 1), 64); err == nil {
			return readSerial(serial, mac)
		}
	}
	p := written(cell)
	if r, ok := p.whole(0); ok {
		return r
	}
	if days := p.weekday(); days != 0 {
		r, _ := p.whole(days)
		return r
	}
	return Reading{}
}

// readSerial is the day of a number by which spreadsheet programs count days, of a workbook from 1904 where mac says so.
func readSerial(serial float64, mac bool) Reading {
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if mac {
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	if !(serial >= firstSerial && serial <= lastSerial) { // so written, it refuses what is not a number too
		return Reading{}
	}
	return programs(epoch.AddDate(0, 0, int(serial)))
}

func surely(t time.Time) Reading { return Reading{DayFirst: t, MonthFirst: t, Sure: true} }

// programs is a day as programs write it.
func programs(t time.Time) Reading {
	r := surely(t)
	r.Stored = !t.IsZero()
	return r
}

// FullYear reads two digits as a year of this century: records of work with people are not older. Other lengths are no year.
func FullYear(text string) int {
	switch year := number(text); len(text) {
	case 2:
		return 2000 + year
	case 4:
		return year
	}
	return 0
}

// Date is the zero time for a day that does not exist.
func Date(year, month, day int) time.Time {
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

// Digits is the number of a text of one to four digits.
func Digits(text string) (number int, ok bool) {
	if !digits(text) {
		return 0, false
	}
	number, err := strconv.Atoi(text)
	return number, err == nil
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// Dated reports whether a cell is a day with its separators: a bare number may be a code.
func Dated(cell string) bool {
	return strings.ContainsAny(cell, "/-. ") && Day(cell, false).Valid()
}
