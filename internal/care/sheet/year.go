package sheet

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"
)

// Days may be told in parts: the number of the day in one column, the month and the year in others; or without a year, which a title, the name of the file or
// everybody in the office knows. Parts are put together, and a year that nothing tells is asked once.

// completeDays writes the parts of a day into its column, and asks for the year that is not told.
func (d *Draft) completeDays(cols []column, t *table) {
	at := slices.IndexFunc(cols, func(c column) bool { return c.field != nil && c.field.Type == typeDay })
	if at < 0 {
		return
	}
	day := cols[at].at
	if year, month := partsOfDay(cols); month >= 0 || year >= 0 {
		d.fillParts(t, day, year, month)
		d.joinDays(cols, t, day, year, month)
	}
	d.askTuesdays(t, day)
	d.askMonth(t, day)
	d.tellYears(t, day)
	d.askYear(t, day)
	d.askStrayYears(t, day)
}

// askStrayYears asks about days that stand in another year than all around them and would stand in order in theirs: 2024 was typed for 2025.
func (d *Draft) askStrayYears(t *table, day int) {
	var days []time.Time
	var at []int
	for i, row := range t.rows {
		if r := written.Day(row.Cell(day), false); r.Valid() && !alone(row) {
			if days, at = append(days, r.DayFirst), append(at, i); r.DayFirst.IsZero() {
				days[len(days)-1] = r.MonthFirst
			}
		}
	}
	stray := map[int]time.Time{}
	var rows []int
	for k := 1; k+1 < len(days); k++ {
		before, after := days[k-1], days[k+1]
		moved := days[k].AddDate(before.Year()-days[k].Year(), 0, 0)
		if days[k].Year() != before.Year() && before.Year() == after.Year() && !moved.Before(before) && !moved.After(after) {
			stray[at[k]] = moved
			rows = append(rows, t.rows[at[k]].Number)
		} else if days[k].Before(before) && stray[at[k-1]].IsZero() {
			d.askStrayYear(t, day, days, at)
			return // the rows are in no order that a single year could break
		}
	}
	if len(rows) == 0 || 4*len(rows) > len(days) {
		d.askStrayYear(t, day, days, at)
		return
	}
	letter := grid.Letter(day)
	if d.ask(Question{
		ID: "stray", Columns: []string{letter}, Rows: [][]int{rows}, Words: Words{"ask.question.stray", []any{"letter", letter, "count", len(rows)}}, Answers: answers("stray", "around", "as_written"),
	}) != "around" {
		return
	}
	t.rows = slices.Clone(t.rows)
	for i, moved := range stray {
		t.rows[i] = with(t.rows[i], day, moved.Format(time.DateOnly), grid.Text)
	}
}

// askStrayYear asks about days that go to and fro between two years and stand in order in either: the year of several was typed wrong.
func (d *Draft) askStrayYear(t *table, day int, days []time.Time, at []int) {
	rows, forth, back := map[int][]int{}, false, false
	for k, x := range days {
		rows[x.Year()] = append(rows[x.Year()], t.rows[at[k]].Number)
		if k == 0 {
			continue
		}
		before := days[k-1]
		if x.Month() < before.Month() || x.Month() == before.Month() && x.Day() < before.Day() {
			return
		}
		forth, back = forth || x.Year() > before.Year(), back || x.Year() < before.Year()
	}
	if len(rows) != 2 || !forth || !back {
		return
	}
	years := slices.Sorted(maps.Keys(rows))
	if years[1] != years[0]+1 {
		return // a slip of the hand, which is refused as ahead of time or before the project
	}
	fewer := years[0]
	if len(rows[years[1]]) < len(rows[fewer]) {
		fewer = years[1]
	}
	letter := grid.Letter(day)
	q := Question{ID: "stray", Columns: []string{letter}, Rows: [][]int{rows[fewer]}, Words: Words{"ask.question.stray_several", []any{"letter", letter}}}
	for _, year := range years {
		q.Answers = append(q.Answers, Answer{strconv.Itoa(year), Words{"ask.answer.stray.year", []any{"year", strconv.Itoa(year)}}})
	}
	q.Answers = append(q.Answers, answers("stray", "as_written")...)
	year, err := strconv.Atoi(d.ask(q))
	if err != nil {
		return
	}
	t.rows = slices.Clone(t.rows)
	for k, i := range at {
		t.rows[i] = with(t.rows[i], day, days[k].AddDate(year-days[k].Year(), 0, 0).Format(time.DateOnly), grid.Text)
	}
}

// fourDigits finds years in a title.
var fourDigits = regexp.MustCompile(`\b20\d\d\b`)

// yearSaid is the year that a text says of the rows below it, and nothing else: "2025", "ANNO 2025".
func yearSaid(text string) (year, name string) {
	words := fold(text)
	if len(words) == 2 && (words[0] == "anno" || words[0] == "year") {
		words = words[1:]
	}
	if len(words) != 1 || len(words[0]) != 4 || !strings.HasPrefix(words[0], "20") || strings.Trim(words[0], "0123456789") != "" {
		return "", ""
	}
	return words[0], words[0]
}

// tellYears writes the year behind days that have none, where a row above or the name of the sheet says it.
func (d *Draft) tellYears(t *table, day int) {
	list := d.sections(t, yearSaid)
	if len(list) == 0 {
		return
	}
	told := toldBy(list)
	t.rows = slices.Clone(t.rows)
	for i, row := range t.rows {
		if cell := row.Cell(day); told[row.Number] != nil && written.Yearless(cell) {
			year, _ := written.Digits(told[row.Number].text)
			t.rows[i] = with(row, day, written.WithYear(cell, year), grid.Text)
		}
	}
}

// askYear asks of which year days without one are, and writes it behind them. Where the days go back from the end of a year to its beginning, the next one begins.
func (d *Draft) askYear(t *table, day int) {
	var rows []int
	var begins string
	for _, row := range t.rows {
		if written.Yearless(row.Cell(day)) {
			rows, begins = append(rows, row.Number), cmp.Or(begins, row.Cell(day))
		}
	}
	if len(rows) == 0 {
		return
	}
	letter := grid.Letter(day)
	q := Question{ID: "year", Columns: []string{letter}, Rows: [][]int{rows}, Words: Words{"ask.question.year", []any{"letter", letter, "count", len(rows)}}}
	years := slices.DeleteFunc(d.likelyYears(t), func(year int) bool { return d.ahead(begins, year) })
	slices.SortStableFunc(years, func(a, b int) int { return onWeekday(begins, b) - onWeekday(begins, a) })
	for _, year := range years {
		q.Answers = append(q.Answers, Answer{strconv.Itoa(year), Words{"ask.answer.year", []any{"year", strconv.Itoa(year)}}})
	}
	year, err := strconv.Atoi(d.ask(q))
	if err != nil {
		return
	}
	t.rows = slices.Clone(t.rows)
	var last time.Month
	for i, row := range t.rows {
		cell := row.Cell(day)
		if !written.Yearless(cell) {
			continue
		}
		r := written.Day(written.WithYear(cell, 2024), false)
		month := r.DayFirst.Month()
		if r.DayFirst.IsZero() || t.language == "en" && !r.MonthFirst.IsZero() {
			month = r.MonthFirst.Month()
		}
		if month+5 < last {
			year++
		}
		last = month
		t.rows[i] = with(row, day, written.WithYear(cell, year), grid.Text)
	}
}

// ahead reports whether a day without its year has not come yet in a year.
func (d *Draft) ahead(cell string, year int) bool {
	r := written.Day(written.WithYear(cell, year), false)
	came := func(day time.Time) bool {
		return !day.IsZero() && day.Format(time.DateOnly) <= cmp.Or(d.world.today, "9999")
	}
	return !came(r.DayFirst) && !came(r.MonthFirst)
}

// onWeekday is 1 where a day without its year names the day of the week that it is in a year, and 0 where it is another or none.
func onWeekday(cell string, year int) int {
	day := written.Day(written.WithYear(cell, year), false).DayFirst
	if named, _ := written.Weekday(cell); !day.IsZero() && named&(1<<day.Weekday()) != 0 {
		return 1
	}
	return 0
}

// likelyYears are the years that a title names, and then the last ones.
func (d *Draft) likelyYears(t *table) (years []int) {
	add := func(year int) {
		if !slices.Contains(years, year) {
			years = append(years, year)
		}
	}
	this, _ := written.Digits(cmp.Or(d.world.today, "2024-01-01")[:4])
	for _, row := range t.title {
		for _, cell := range row.Cells {
			for _, text := range fourDigits.FindAllString(cell, -1) {
				if year, _ := written.Digits(text); year <= this && year > this-20 {
					add(year)
				}
			}
		}
	}
	for year := this; year > this-4; year-- {
		add(year)
	}
	return years
}
