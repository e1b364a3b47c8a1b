package sheet

import (
	"strconv"
	"strings"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/period"
)

// reading is what a cell says about a day before the order of its numbers is settled. A zero time is no such day.
type reading struct {
	dayFirst, monthFirst time.Time
	yearFirst            time.Time // where the year has two digits and could stand first
	sure                 bool      // both orders agree, or the form leaves no choice
	zoned                bool      // the times are moments, and fall on a day where somebody stands
	stored               bool      // a program wrote the day: a serial number, or an ISO day
}

// valid reports whether the cell is a day in some order.
func (r reading) valid() bool { return !r.dayFirst.IsZero() || !r.monthFirst.IsZero() }

// ambiguous reports whether the cell is one day or another depending on the order.
func (r reading) ambiguous() bool {
	return !r.sure && !r.dayFirst.IsZero() && !r.monthFirst.IsZero() && !r.dayFirst.Equal(r.monthFirst)
}

// serials of days that may stand in a file, 1954 to 2119: a number outside is no day.
const firstSerial, lastSerial = 20000, 80000

// readDay reads a cell. mac says that serial days count from 1904. A clock time is read over, since records have days only,
// unless the cell says in which zone it is: then it is a moment, which may be another day here. What stands round a day
// besides a weekday and a time makes it no day: "cancelled 03/04" is no contact of 3 April.
func readDay(cell string, mac bool) reading {
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
	return reading{}
}

func readSerial(serial float64, mac bool) reading {
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if mac {
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	if !(serial >= firstSerial && serial <= lastSerial) { // so written, it refuses what is not a number too
		return reading{}
	}
	return programs(epoch.AddDate(0, 0, int(serial)))
}

func surely(t time.Time) reading { return reading{dayFirst: t, monthFirst: t, sure: true} }

// programs is a day as programs write it.
func programs(t time.Time) reading {
	r := surely(t)
	r.stored = !t.IsZero()
	return r
}

// fullYear reads two digits as a year of this century: records of work with people are not older. Other lengths are no year.
func fullYear(text string) int {
	switch year := number(text); len(text) {
	case 2:
		return 2000 + year
	case 4:
		return year
	}
	return 0
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
	order  Order
	mac    bool
	turned bool // a program took the month for the day in those that it stored
}

// read gives the ISO day of a cell in the network, or what is wrong with it.
func (d dates) read(cell string, w *World) (string, *errs.Error) {
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
	case d.order == YearFirst && !r.yearFirst.IsZero():
		day = r.yearFirst
	}
	if day.IsZero() {
		return "", errs.E(errs.Invalid, "sheet.day_contradicts", "order", string(d.order))
	}
	if d.turned && r.stored && day.Day() <= 12 {
		day = date(day.Year(), day.Day(), int(day.Month()))
	}
	iso := day.Format(time.DateOnly)
	if r.zoned {
		iso = w.dayOf(day)
	}
	if wrong := period.Day(iso); wrong != nil {
		return "", wrong
	}
	if iso > w.today {
		return "", errs.E(errs.Invalid, "sheet.day_ahead")
	}
	return iso, nil
}
