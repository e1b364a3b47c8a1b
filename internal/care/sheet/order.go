package sheet

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"
)

// The order of the rows and the spread of the numbers may belie the order in which days are read: 24/04/25, 24/05/03 and 24/06/29 are days of 2024, and rows that
// go to and fro with the day first and steadily with the month first were written month first.

// askOrder asks how days are to be read where the usual reading is belied by the days together; asked is false where nothing is.
func (d *Draft) askOrder(t table, cols []column, mac bool) (order Order, asked bool) {
	at := slices.IndexFunc(cols, func(c column) bool { return c.field != nil && c.field.Type == typeDay })
	if at < 0 {
		return Undeclared, false
	}
	var days []written.Reading
	var rows []int
	bare := true
	for _, row := range t.rows {
		if r := written.Day(row.Cell(cols[at].at), mac); r.Valid() && !r.Sure {
			days, rows = append(days, r), append(rows, row.Number)
			bare = bare && bareDay.MatchString(row.Cell(cols[at].at))
		}
	}
	letter := grid.Letter(cols[at].at)
	ask := func(kind string, orders ...string) (Order, bool) {
		return Order(d.ask(Question{
			ID: "dates", Columns: []string{letter}, Rows: [][]int{rows}, Words: Words{"ask.question." + kind, []any{"letter", letter, "count", len(rows)}}, Answers: answers(kind, orders...),
		})), true
	}
	switch {
	case yearsFirst(days, d.world.today):
		return ask("dates_year", string(DayFirst), string(YearFirst), string(MonthFirst))
	case dayFirst(t.language) && (monthsFirst(days, fewDays) || halves(t, cols[at].at) && monthsFirst(days, 2)):
		return ask("dates_order", string(DayFirst), string(MonthFirst))
	case dayFirst(t.language) && !d.saysMonthFirst(t) && (sameFirst(days, bare) || onlyMonthFirst(days)):
		return ask("dates_month", string(DayFirst), string(MonthFirst))
	}
	return Undeclared, false
}

// halves reports whether the days of a column have times of twelve hours, as programs that write the month first give them.
func halves(t table, at int) bool {
	return slices.ContainsFunc(t.rows, func(row grid.Row) bool {
		cell := strings.ToLower(strings.ReplaceAll(row.Cell(at), ".", ""))
		return strings.Contains(cell, "/") && (strings.HasSuffix(cell, "am") || strings.HasSuffix(cell, "pm"))
	})
}

// yearsFirst reports whether days with a year of two digits may begin with it: all could, none of them ahead, and either one would be ahead with the day first, or
// the first numbers differ less than the last, as years do.
func yearsFirst(days []written.Reading, today string) bool {
	first, last := map[int]bool{}, map[int]bool{}
	ahead := false
	for _, r := range days {
		y := r.YearFirst
		if y.IsZero() || y.Year() < 2010 || y.Format(time.DateOnly) > today {
			return false
		}
		first[y.Year()], last[y.Day()] = true, true
		ahead = ahead || r.DayFirst.Format(time.DateOnly) > today || r.DayFirst.IsZero()
	}
	return ahead || len(first) < len(last)
}

// monthsFirst reports whether days go steadily on, or back, with the month first, and to and fro with the day first. It takes a few different days to tell, and fewer
// where their form speaks for it too.
func monthsFirst(days []written.Reading, few int) bool {
	var dayFirst, monthFirst []time.Time
	for _, r := range days {
		if r.DayFirst.IsZero() || r.MonthFirst.IsZero() {
			return false
		}
		dayFirst, monthFirst = append(dayFirst, r.DayFirst), append(monthFirst, r.MonthFirst)
	}
	return steady(monthFirst, few) && !steady(dayFirst, few)
}

// bareDay is a day as programs write it where the month stands first: without noughts before its numbers, the year in two digits.
var bareDay = regexp.MustCompile(`^[1-9]\d?/[1-9]\d?/\d\d\b`)

// sameFirst reports whether days have one first number in all rows while the second rises: they are days of one month, or the same day of month after month. Days
// without noughts tell it by two, others by more, and the first of each month may stand for the month.
func sameFirst(days []written.Reading, bare bool) bool {
	few := fewDays
	if bare {
		few = 2
	}
	var monthFirst []time.Time
	for _, r := range days {
		first := r.MonthFirst.Month() // with the month first, the first number is the month
		if r.MonthFirst.IsZero() || first != days[0].MonthFirst.Month() || !bare && first == 1 {
			return false
		}
		monthFirst = append(monthFirst, r.MonthFirst)
	}
	return steady(monthFirst, few)
}

// onlyMonthFirst reports whether some days can only be read with the month first, some either way, and none with the day first alone.
func onlyMonthFirst(days []written.Reading) bool {
	only, either := false, false
	for _, r := range days {
		if r.MonthFirst.IsZero() {
			return false
		}
		only, either = only || r.DayFirst.IsZero(), either || r.Ambiguous()
	}
	return only && either
}

// fewDays is how many different days are too few to tell anything by their order.
const fewDays = 4

// steady reports whether days go on, or back, in the order of the rows.
func steady(days []time.Time, few int) bool {
	distinct := slices.Clone(days)
	slices.SortFunc(distinct, time.Time.Compare)
	if len(slices.Compact(distinct)) < few {
		return false
	}
	back := slices.Clone(days)
	slices.Reverse(back)
	return slices.IsSortedFunc(days, time.Time.Compare) || slices.IsSortedFunc(back, time.Time.Compare)
}

// inOrderTurned reports whether the days that a program stored go steadily on only with day and month turned round.
func (r *reader) inOrderTurned(t *table, c *source) bool {
	var asRead, turned []time.Time
	c.cells(t, func(_ int, cell string) {
		if x := written.Day(cell, r.dates.mac); x.Stored && x.DayFirst.Day() <= 12 {
			asRead = append(asRead, x.DayFirst)
			turned = append(turned, written.Date(x.DayFirst.Year(), x.DayFirst.Day(), int(x.DayFirst.Month())))
		}
	})
	return steady(turned, fewDays) && !steady(asRead, fewDays)
}
