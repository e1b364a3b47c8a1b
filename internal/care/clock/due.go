package clock

import (
	"time"

	"approdo/internal/base/errs"
)

// Due is the day that a term gives.
type Due struct {
	Term Term
	Day  Day
	Sure bool // the calendar knows the holidays of all years that decided; otherwise weekends only were looked at
}

// Due says when a term is over. Rules, and where they stand:
//   - the day of the event is not counted (art. 155 c.p.c.; art. 73 (a) Reg. 2024/1348);
//   - months and years end on the day with the same number, or on the last of a month that lacks it;
//   - holidays in between count; only the last day can move, as the term says (art. 155 c.p.c.; art. 73 (c) Reg. 2024/1348);
//   - where August is suspended, 1 to 31 August are skipped, and what happened in August begins on 1 September (L. 742/1969);
//   - a term that runs backwards is kept on the earlier working day, never the later one.
//
// Errors are those of Find; NotFound "clock.no_day" for a term that gives no day; Invalid "clock.no_event" without the day it runs from.
func (t *Table) Due(code string, events Events, c *Calendar) (Due, error) {
	term, err := t.Find(code, events)
	if err != nil {
		return Due{}, err
	}
	from, given := events[term.From]
	if !given {
		return Due{}, errs.E(errs.Invalid, "clock.no_event", "term", code, "event", term.From)
	}
	end, err := term.end(from, c)
	if err != nil {
		return Due{}, err
	}
	day := c.move(end, term.EndOnHoliday)
	sure := term.EndOnHoliday == "none" || c.Covers(end) && c.Covers(day)
	if term.Count == "working" {
		sure = c.Covers(from) && c.Covers(day)
	}
	return Due{Term: term, Day: day, Sure: sure}, nil
}

// end is the last day of a term before it moves away from a holiday.
func (t Term) end(from Day, c *Calendar) (Day, error) {
	n := t.number()
	if t.Direction == "before" {
		n = -n
	}
	switch {
	case t.Unit == "day" && t.Count == "working":
		return count(from, n, c.Working), nil
	case t.Unit == "day" && t.August == "suspended":
		return count(from, n, func(d Day) bool { return d.time().Month() != time.August }), nil
	case t.Unit == "day":
		return from + Day(n), nil
	case t.Unit == "week":
		return from + Day(7*n), nil
	case t.Unit == "month":
		return from.PlusMonths(n), nil
	case t.Unit == "year":
		return from.PlusMonths(12 * n), nil
	case t.Unit == "date":
		return t.next(from)
	}
	return 0, errs.E(errs.NotFound, "clock.no_day", "term", t.Code)
}

// count goes on from a day until n days that count are over.
func count(from Day, n int, counts func(Day) bool) Day {
	for ; n > 0; n-- {
		from++
		for !counts(from) {
			from++
		}
	}
	return from
}

// next is the first day with the term's date on or after a day.
func (t Term) next(from Day) (Day, error) {
	for year := from.Year(); year <= from.Year()+8; year++ { // 29 February comes back within eight years
		d, err := time.Parse(time.DateOnly, from.time().AddDate(year-from.Year(), 0, 0).Format("2006-")+t.Value)
		if err == nil && dayOf(d) >= from {
			return dayOf(d), nil
		}
	}
	return 0, errs.E(errs.NotFound, "clock.no_day", "term", t.Code)
}

// move takes the last day of a term away from a holiday, as the term says.
func (c *Calendar) move(d Day, how string) Day {
	switch how {
	case "next_working":
		for c.festive(d) {
			d++
		}
	case "next_working_sat":
		for !c.Working(d) {
			d++
		}
	case "previous_working":
		for !c.Working(d) {
			d--
		}
	}
	return d
}

// Until says when a term of hours or minutes is over, counted from the moment of the act without rounding; NotFound "clock.no_moment" for other units.
func (t Term) Until(from time.Time) (time.Time, error) {
	unit, ok := map[string]time.Duration{"hour": time.Hour, "minute": time.Minute}[t.Unit]
	if !ok {
		return time.Time{}, errs.E(errs.NotFound, "clock.no_moment", "term", t.Code)
	}
	if t.Direction == "before" {
		unit = -unit
	}
	return from.Add(time.Duration(t.number()) * unit), nil
}
