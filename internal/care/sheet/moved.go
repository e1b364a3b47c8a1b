package sheet

import (
	"time"

	"approdo/internal/base/store"
)

// A file whose unit, month or day was corrected in every row holds none of the rows that stand, and is new in no place where they are. It is known by asking for
// its rows as they would be in another unit, or in another month.

// mostMoved is how many rows are looked for, fewestMoved how many there must be to tell a file by them, monthsMoved and daysMoved how far a file may be from where it was:
// in less than a week the same people do not come again in the same order.
const mostMoved, fewestMoved, monthsMoved, daysMoved = 50, 3, 24, 6

// askMoved asks whether the file corrects an earlier import whose rows are the same but for the unit, or for the month.
func (d *Draft) askMoved(tx *store.Tx, c *comparison, x overlap) error {
	var lines []*line
	for i := range d.lines {
		l := &d.lines[i]
		if _, known := c.known[l.row]; !known && l.content.zero() { // one with a number is known by it
			lines = append(lines, l)
		}
	}
	if len(lines) < fewestMoved || 2*len(lines) < len(d.lines) || len(c.earlier) == 0 {
		return nil
	}
	step := max(1, len(lines)/mostMoved)
	for _, way := range d.elsewhere(x) {
		var moved []token
		for i := 0; i < len(lines) && len(moved) < mostMoved; i += step {
			if l, possible := way(*lines[i]); possible {
				moved = append(moved, d.contentToken(&l, l.reference, 0))
			}
		}
		found, err := standingRows(tx, moved)
		if err != nil {
			return err
		}
		stand := map[string]int{}
		for _, s := range found {
			if c.earlier[s.imported].id != "" { // also those that are gone since: else a file of people of whom some were erased would not be known again
				stand[s.imported]++
			}
		}
		for id, n := range stand {
			if n < fewestMoved || 5*n < 4*len(moved) {
				continue
			}
			rows := rowsOf(lines)
			q := Question{ID: "standing", Rows: [][]int{rows}, Words: Words{"ask.question.standing_moved", []any{"count", len(rows)}}}
			return d.askToReplace(tx, c, q, []version{{earlierImport: c.earlier[id]}}, answers("standing", "add", leaveOut), amendment{})
		}
	}
	return nil
}

// elsewhere is how the rows of a file may have stood before: in another unit of the organisation, in another month.
func (d *Draft) elsewhere(x overlap) (list []func(line) (line, bool)) {
	with := func(field string, value func(line) string) func(line) (line, bool) {
		at := d.form.place(field)
		return func(l line) (line, bool) {
			told := value(l)
			if at < 0 || told == "" {
				return l, false
			}
			l.told = append([]uint32(nil), l.told...)
			l.told[at] = d.words.number(told)
			return l, true
		}
	}
	if len(x.of.units) == 1 {
		for id, u := range d.world.units {
			if !x.of.units[id] && len(d.world.units) <= mostUnits {
				list = append(list, with("unit", func(l line) string {
					if u.OrganisationID != l.organisation {
						return ""
					}
					return string(id)
				}))
			}
		}
	}
	if x.days > 1 {
		for days := 1; days <= daysMoved; days++ {
			for _, by := range []int{-days, days} {
				list = append(list, with("day", func(l line) string { return daysOn(d.value(&l, "day"), by) }))
			}
		}
	}
	for months := 1; months <= monthsMoved; months++ {
		for _, by := range []int{-months, months} {
			list = append(list, with("day", func(l line) string { return monthsOn(d.value(&l, "day"), by) }))
		}
	}
	return list
}

// daysOn is the day some days on; "" where the text is none.
func daysOn(day string, days int) string {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return at.AddDate(0, 0, days).Format(time.DateOnly)
}

// monthsOn is the same day some months on; "" where that month has no such day.
func monthsOn(day string, months int) string {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	on := time.Date(at.Year(), at.Month()+time.Month(months), at.Day(), 0, 0, 0, 0, time.UTC)
	if on.Day() != at.Day() {
		return ""
	}
	return on.Format(time.DateOnly)
}
