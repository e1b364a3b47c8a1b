package sheet

import (
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/period"
	"approdo/internal/care/sheet/written"
)

// dates is how the days of a file are read, and why.
type dates struct {
	order  Order
	mac    bool
	turned bool // a program took the month for the day in those that it stored
}

// read gives the ISO day of a cell in the network, or what is wrong with it.
func (d dates) read(cell string, w *World) (string, *errs.Error) {
	r := written.Day(cell, d.mac)
	day := r.DayFirst
	switch {
	case !r.Valid():
		return "", errs.E(errs.Invalid, "sheet.expected_day")
	case r.Sure:
	case d.order == ISOOnly:
		return "", errs.E(errs.Invalid, "sheet.expected_iso_day")
	case d.order == MonthFirst:
		day = r.MonthFirst
	case d.order == YearFirst && !r.YearFirst.IsZero():
		day = r.YearFirst
	}
	if day.IsZero() {
		return "", errs.E(errs.Invalid, "sheet.day_contradicts", "order", string(d.order))
	}
	if d.turned && r.Stored && day.Day() <= 12 {
		day = written.Date(day.Year(), day.Day(), int(day.Month()))
	}
	iso := day.Format(time.DateOnly)
	if r.Zoned {
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
