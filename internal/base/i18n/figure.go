package i18n

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/number"
)

// Int writes a whole number with the language's grouping: 1.031 in Italian, 1,031 in English.
func (p *Printer) Int(n int64) string { return p.figures.Sprint(number.Decimal(n)) }

// Many is how many there are, or, with More, of how many there are more.
type Many struct {
	N    int64
	More bool
}

// Many writes how many there are: 1.031, or 10.000+ where there are more.
func (p *Printer) Many(m Many) string {
	if m.More {
		return p.Int(m.N) + "+"
	}
	return p.Int(m.N)
}

// Tenths writes a number counted in tenths, with its one decimal: 294 is 29,4 in Italian.
func (p *Printer) Tenths(n int64) string {
	return p.figures.Sprint(number.Decimal(float64(n)/10, number.Scale(1)))
}

// Separator is what spreadsheet programs in this language expect between the fields of a CSV file: a semicolon where the
// comma is the decimal sign.
func (p *Printer) Separator() rune {
	if p.Tenths(5) == "0,5" {
		return ';'
	}
	return ','
}

// Decimal writes a number of a program, with a point, as a spreadsheet program in this language reads it.
func (p *Printer) Decimal(number string) string {
	if p.Separator() == ';' {
		return strings.Replace(number, ".", ",", 1)
	}
	return number
}

// ShortDay writes an ISO day in numbers, as a spreadsheet program in this language takes it for a day: 30/11/2024 in
// Italian, the ISO day in English, which is read in America too.
func (p *Printer) ShortDay(iso string) string {
	day, err := time.Parse(time.DateOnly, iso)
	if err != nil || p.Separator() != ';' {
		return iso
	}
	return day.Format("02/01/2006")
}

// ISODay is a day among the values of a message: it is said as Day says it.
type ISODay string

// Day writes an ISO day in words: "30 novembre 2024". Text that is no day comes back as it is.
func (p *Printer) Day(iso string) string {
	if len(iso) != len(time.DateOnly) || iso[4] != '-' {
		return iso
	}
	day, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return p.date("dates.day", day)
}

// Period writes an inclusive period of ISO days, saying what both ends share only once:
// "1 marzo – 30 novembre 2024". An empty end leaves the period open.
func (p *Printer) Period(from, to string) string {
	first, ferr := time.Parse(time.DateOnly, from)
	last, lerr := time.Parse(time.DateOnly, to)
	switch {
	case from == "" && to == "":
		return p.T("dates.always")
	case to == "":
		return p.T("dates.since", "day", p.Day(from))
	case from == "":
		return p.T("dates.until", "day", p.Day(to))
	case ferr != nil || lerr != nil:
		return from + " – " + to
	case first.Equal(last):
		return p.Day(from)
	case first.Year() != last.Year():
		return p.T("dates.period", "from", p.Day(from), "to", p.Day(to))
	case first.Month() != last.Month():
		return p.T("dates.period", "from", p.date("dates.day_of_year", first), "to", p.Day(to))
	}
	return p.T("dates.period_in_month", "from", strconv.Itoa(first.Day()), "to", p.Day(to))
}

// Month writes an ISO month or day as month and year: "novembre 2024".
func (p *Printer) Month(iso string) string {
	day, err := time.Parse("2006-01", iso[:min(len(iso), len("2006-01"))])
	if err != nil {
		return iso
	}
	return p.date("dates.month", day)
}

func (p *Printer) date(form string, day time.Time) string {
	month := p.T(fmt.Sprintf("dates.months.m%02d", int(day.Month())))
	return p.T(form, "day", strconv.Itoa(day.Day()), "month", month, "year", strconv.Itoa(day.Year()))
}
