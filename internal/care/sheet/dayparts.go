package sheet

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"approdo/internal/care/sheet/grid"
	"approdo/internal/care/sheet/written"
)

// The number of a day in one column, its month and its year in others, which may be written once for the rows below.

// partsOfDay are the columns of the year and of the month; -1 for none.
func partsOfDay(cols []column) (year, month int) {
	year, month = -1, -1
	for i, c := range cols {
		words := fold(c.heading)
		if c.field != nil || len(words) != 1 {
			continue
		}
		switch words[0] {
		case "anno", "year":
			year = i
		case "mese", "month":
			month = i
		}
	}
	return year, month
}

// joinDays puts the number of a day together with the month and the year beside it. Where cells tell the day whole, the other columns say nothing new.
func (d *Draft) joinDays(cols []column, t *table, day, year, month int) {
	joined := false
	rows := slices.Clone(t.rows)
	for i, row := range rows {
		cell := strings.TrimSpace(row.Cell(day))
		whole := cell
		if n := dayOfMonth(cell); n > 0 && month >= 0 {
			m, y := d.monthOf(row.Cell(month))
			if m > 0 {
				whole = strconv.Itoa(n) + " " + strings.ToLower(m.String()[:3])
			}
			if m > 0 && y > 0 {
				whole = written.WithYear(whole, y)
			}
		}
		if year >= 0 && written.Yearless(whole) {
			if y, ok := written.Digits(strings.TrimSuffix(row.Cell(year), ".0")); ok && y >= 1000 {
				whole = written.WithYear(whole, y)
			}
		}
		if whole != cell {
			rows[i], joined = with(row, day, whole, grid.Text), true
		}
	}
	if !joined {
		return
	}
	t.rows = rows
	for _, at := range []int{year, month} {
		if at >= 0 {
			cols[at].reason = reasonPart
			d.partsAt = append(d.partsAt, cols[at].at)
		}
	}
}

// monthOf is the month that a cell says, and its year where it says that too: "Aprile", "4", "Aprile 2024".
func (d *Draft) monthOf(cell string) (month time.Month, year int) {
	if m := written.MonthIn(cell); m > 0 {
		return m, 0
	}
	return d.monthSaid(cell)
}

// dayOfMonth is the number of a day that a cell holds and nothing else; 0 for none.
func dayOfMonth(cell string) int {
	if n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(cell), ".0")); err == nil && n >= 1 && n <= 31 {
		return n
	}
	return 0
}

// fillParts asks whether a blank month or year below a filled one, beside the number of a day, is the one above, and writes it there. Sums end what goes before.
func (d *Draft) fillParts(t *table, day, year, month int) {
	filled := slices.Clone(t.rows)
	var rows []int
	var letters []string
	for _, at := range []int{month, year} {
		above, sheet, before := "", 0, len(rows)
		for i, row := range filled {
			cell := row.Cell(at)
			if at < 0 || row.Number == 0 {
				break
			}
			if panel := panelOf(row.Number); panel != sheet {
				sheet, above = panel, ""
			}
			switch label, _ := d.desk.label(cell); {
			case label || slices.ContainsFunc(row.Cells, d.desk.sums):
				above = ""
			case cell == t.header.Cell(at):
			case cell != "":
				above = cell
			case above != "" && (dayOfMonth(row.Cell(day)) > 0 || at == year && written.Yearless(row.Cell(day))):
				filled[i] = with(row, at, above, grid.Text)
				rows = append(rows, row.Number)
			}
		}
		if len(rows) > before {
			letters = append(letters, grid.Letter(at))
		}
	}
	if len(rows) == 0 {
		return
	}
	slices.Sort(rows)
	rows = slices.Compact(rows)
	if d.ask(Question{
		ID: "fill." + letters[0], Columns: letters, Rows: [][]int{rows}, Words: Words{"ask.question.fill_parts", []any{"count", len(rows), "columns", letters}},
		Answers: answers("fill", "above", "refuse"),
	}) == "above" {
		t.rows = filled
	}
}
