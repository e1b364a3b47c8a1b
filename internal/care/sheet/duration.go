package sheet

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"
)

// What a duration may be else: a fraction of a day, as spreadsheet programs keep times; the clock time at which an outing
// began; minutes where hours are expected, and the other way round.

// durationAs is how the cells of a column of durations are read, as was answered.
type durationAs struct {
	minutes bool // plain numbers of hours are minutes
	hours   bool // few minutes are hours
	days    bool // plain numbers with a fraction are fractions of a day
	mixed   bool // plain numbers are hours as far as they are few, and else minutes
	pointed bool // behind the point stand minutes: 3,30 is 3 hours and a half
	decimal bool // behind the point stand parts of an hour, whatever they look like
	signs   bool // behind a comma stand parts of an hour, behind a point minutes
	moment  bool // cells are clock times and tell no duration
	seconds bool // times of two numbers are minutes and seconds
}

// pairOfTimes reads the first number of a time of two: 25:30.
func pairOfTimes(cell string) (first int, ok bool) {
	whole, rest, found := strings.Cut(cell, ":")
	first, ok = written.Digits(whole)
	return first, ok && found && len(rest) == 2 && strings.Trim(rest, "0123456789") == ""
}

// readSeconds reads minutes and seconds, seconds rounded.
func readSeconds(cell string, most int64) (int64, bool) {
	minutes, ok := pairOfTimes(cell)
	seconds, _ := written.Digits(cell[strings.IndexByte(cell, ':')+1:])
	if seconds >= 30 {
		minutes++
	}
	return int64(minutes), ok && seconds < 60 && int64(minutes) <= most
}

// read reads a duration or an amount.
func (as durationAs) read(x *field, cell string) answer {
	if as.moment {
		return answer{}
	}
	read := map[fieldType]func(string, int64) (int64, bool){typeAmount: written.Amount, typeHours: written.Hours, typeMinutes: written.Minutes}[x.Type]
	n, whole := written.Number(cell)
	_, pair := pairOfTimes(cell)
	switch {
	case as.seconds && pair:
		read = readSeconds
	case as.mixed && n <= mostFew, as.mixed && math.IsNaN(n):
		read = written.Hours
	case as.minutes, as.mixed:
		read = written.Minutes
	case as.pointed && strings.ContainsAny(cell, ".,"), as.signs && strings.Contains(cell, "."):
		read = written.PointedHours
	case (as.decimal || as.signs) && !math.IsNaN(n):
		read = written.DecimalHours
	case as.hours && few(cell):
		read = written.Hours
	case as.days && !math.IsNaN(n) && !whole:
		read = readFraction
	}
	minutes, ok := read(cell, x.Max)
	if !ok {
		minutes, ok = added(cell, x.Max, read)
	}
	if !ok && x.Round && n >= 0 && n <= float64(x.Max) {
		minutes, ok = int64(math.Round(n)), true
	}
	if !ok {
		return answer{err: errs.E(errs.Invalid, "sheet.expected_"+string(x.Type), "most", x.Max)}
	}
	return answer{value: strconv.FormatInt(minutes, 10)}
}

// added reads what somebody added up in a cell: 2+2, 40 + 12.
func added(cell string, most int64, read func(string, int64) (int64, bool)) (sum int64, ok bool) {
	parts := strings.Split(cell, "+")
	for _, part := range parts {
		n, ok := read(strings.TrimSpace(part), most)
		if !ok {
			return 0, false
		}
		sum += n
	}
	return sum, len(parts) > 1 && sum <= most
}

// readFraction reads a fraction of a day as minutes.
func readFraction(cell string, most int64) (int64, bool) {
	n, _ := written.Number(cell)
	minutes := math.Round(n * 1440)
	return int64(minutes), minutes <= float64(most)
}

// few reports whether a cell holds so few minutes that they may be hours.
func few(cell string) bool {
	n, whole := written.Number(cell)
	return whole && n > 0 && n <= mostFew
}

// mostFew is up to how many durations without a unit are likelier hours than minutes.
const mostFew = 12

// lookForFractions asks about numbers that may be fractions of a day: they are whole minutes of one, and either have more decimals
// than anybody writes of hours, or are all less than an hour.
func (r *reader) lookForFractions(t *table, c *source) {
	var rows []int
	long, short := false, true
	c.cells(t, func(row int, cell string) {
		n, whole := written.Number(cell)
		switch {
		case math.IsNaN(n) && strings.Contains(cell, ":"):
			short = false
		case math.IsNaN(n):
		case whole:
			short = short && n < 1
		default:
			minutes := n * 1440
			if n >= 2 || math.Abs(minutes-math.Round(minutes)) > 0.01 && n < 1 {
				short = false
				return
			}
			short = short && n < 1
			long = long || math.Abs(n*100-math.Round(n*100)) > 1e-6
			rows = append(rows, row)
		}
	})
	if len(rows) == 0 || !long && !short {
		return
	}
	c.as.days = r.askDuration("fraction", c, rows, "days", "hours") == "days"
}

// muchOfMinutes is from how many hours on a time below minutes is rather minutes and seconds.
const muchOfMinutes = 4

// lookForMoments asks about clock times from noon on, several that are all from eight on, and the hours of an evening under a heading
// of hours: they may say when and not how long.
func (r *reader) lookForMoments(t *table, c *source) {
	if r.draft.asked("seconds." + grid.Letter(c.at)) {
		return
	}
	late, times, early, much := false, 0, false, false
	var rows []int
	c.cells(t, func(row int, cell string) {
		if _, span := written.Range(cell); span {
			return
		}
		n, _ := written.Number(cell)
		if hour, _, ok := strings.Cut(cell, ":"); ok && written.Clock(cell) {
			n, _ = written.Number(hour)
			times++
			much = much || c.field.Type == typeMinutes && n >= muchOfMinutes
		} else if !saysHours(c.heading) {
			return // asked about with the numbers without a unit
		}
		if math.IsNaN(n) {
			return
		}
		late, early = late || n >= 12 && n < 24, early || n < 8 || n >= 24
		rows = append(rows, row)
	})
	if late || much || times > 1 && !early {
		given := r.askDuration("clock", c, rows, "duration", "moment", "minutes")
		c.as.moment, c.as.seconds = given == "moment", given == "minutes"
	}
}

// lookForMinutes asks of what the plain numbers of a duration are, when they are many for hours and the heading does not say.
func (r *reader) lookForMinutes(t *table, c *source) {
	if saysHours(c.heading) || c.as.moment {
		return
	}
	many, least, most := false, math.Inf(1), 0.0
	var rows []int
	called := r.called(t)
	c.cells(t, func(row int, cell string) {
		if n, _ := written.Number(cell); !math.IsNaN(n) {
			many, least, most = many || n > 10 || n >= muchOfMinutes && called[row], math.Min(least, n), math.Max(most, n)
			rows = append(rows, row)
		}
	})
	if c.as.minutes = many && int64(least)*60 > c.field.Max; many && !c.as.minutes { // no outing takes so many hours
		ids := []string{"minutes", "hours", "moment"}
		if least <= mostFew && most > mostFew {
			ids = append([]string{"mixed"}, ids...)
		}
		given := r.askDuration("hours", c, rows, ids...)
		c.as.minutes, c.as.moment, c.as.mixed = given == "minutes", given == "moment", given == "mixed"
	}
}

// called are the rows of outings that were telephone calls: nobody telephones for four hours.
func (r *reader) called(t *table) map[int]bool {
	rows := map[int]bool{}
	modes, ok := r.draft.desk.book.List("mode")
	for i := range r.columns {
		if c := &r.columns[i]; ok && c.field.Name == "mode" {
			c.cells(t, func(row int, cell string) {
				if code, ok := modes.Match(cell); ok && code == "indoor_phone" {
					rows[row] = true
				}
			})
		}
	}
	return rows
}

// lookForPoints asks what stands behind the point of hours such as 3,30: it may be minutes, or parts of an hour.
func (r *reader) lookForPoints(t *table, c *source) {
	if as := c.as; as.minutes || as.days || as.moment || as.mixed || len(c.rows(t, written.MaybePointed)) == 0 {
		return
	}
	rows := c.rows(t, func(cell string) bool {
		n, whole := written.Number(cell)
		return !math.IsNaN(n) && !whole
	})
	ids := []string{"pointed", "decimal"}
	if len(c.rows(t, behind(","))) > 0 && len(c.rows(t, behind("."))) > 0 { // who writes both means two things
		ids = slices.Insert(ids, 0, "signs")
	}
	given := r.askDuration("decimal", c, rows, ids...)
	c.as.pointed, c.as.decimal, c.as.signs = given == "pointed", given == "decimal", given == "signs"
}

// behind tells cells that are numbers with something behind a sign.
func behind(sign string) func(cell string) bool {
	return func(cell string) bool {
		n, whole := written.Number(cell)
		return !math.IsNaN(n) && !whole && strings.Contains(cell, sign)
	}
}

// lookForHours asks about so few minutes that they may be hours.
func (r *reader) lookForHours(t *table, c *source) {
	if rows := c.rows(t, few); len(rows) > 0 {
		c.as.hours = r.askDuration("hours", c, rows, "minutes", "hours") == "hours"
	}
}

func (r *reader) askDuration(kind string, c *source, rows []int, ids ...string) string {
	letter, words := grid.Letter(c.at), kind
	if c.field.Type == typeMinutes && kind == "hours" {
		words = "few_minutes"
	}
	return r.draft.ask(Question{
		ID: kind + "." + letter, Columns: []string{letter}, Rows: [][]int{rows}, Words: Words{"ask.question." + words, []any{"letter", letter, "count", len(rows)}},
		Answers: answers(kind, ids...),
	})
}

// saysHours reports whether a heading names the unit.
func saysHours(heading string) bool {
	return slices.ContainsFunc(fold(heading), func(word string) bool {
		return slices.Contains([]string{"ore", "ora", "hours", "hour", "h", "hh"}, word)
	})
}
