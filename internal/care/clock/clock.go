// Package clock says on which day something is due. It is pure: days, holidays and terms go in, a day comes out.
//
// A Day is a day of the calendar of the place where the office stands, without a clock. A Calendar knows which days offices are shut; a Table
// knows the terms of the law and of the network: how long, counted how, from which event, in force from when until when, read where. Terms change;
// which version holds is decided by the day of an event that the term itself names, since that is often not the event it runs from. The rules of
// counting stand in due.go, each with its source.
//
// Laws are data (data/*.yaml), never constants. What was not checked says so in its confidence, and whoever shows a day that such a term gives
// says it too.
package clock

import (
	"time"

	"approdo/internal/base/errs"
)

// Day is a day, counted from 1 January 1970.
type Day int

const dayLength = 24 * time.Hour

// ParseDay reads an ISO day such as 2026-11-29; Invalid "check.day" for anything else.
func ParseDay(text string) (Day, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return 0, errs.E(errs.Invalid, "check.day", err)
	}
	return dayOf(t), nil
}

func dayOf(t time.Time) Day { return Day(t.Unix() / int64(dayLength/time.Second)) }

func (d Day) time() time.Time { return time.Unix(int64(d)*int64(dayLength/time.Second), 0).UTC() }

// String is the ISO day.
func (d Day) String() string { return d.time().Format(time.DateOnly) }

// Weekday is the day of the week.
func (d Day) Weekday() time.Weekday { return d.time().Weekday() }

// Year is the year of the day.
func (d Day) Year() int { return d.time().Year() }

// PlusMonths is the day with the same number so many months later, or earlier when n is negative; where that month lacks it, its last day:
// 31 August and six months is 28 February.
func (d Day) PlusMonths(n int) Day {
	year, month, day := d.time().Date()
	first := time.Date(year, month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return dayOf(first) + Day(min(day, last)-1)
}

// UnmarshalYAML reads a day as data files write it.
func (d *Day) UnmarshalYAML(unmarshal func(any) error) error {
	var text string
	err := unmarshal(&text)
	if err == nil {
		*d, err = ParseDay(text)
	}
	return err
}
