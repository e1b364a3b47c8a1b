package sheet

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"
)

// Under a heading of ages may stand years of birth: 06, '99, 2001, and 1.999 as a spreadsheet program shows it.

// birthYear is the year of birth that a cell may be, seen from a day; 0 for none. Of two digits it is the last such year that had begun; beside years of four digits only those
// with a nought or an apostrophe before them are years.
func birthYear(cell string, day time.Time, whole bool) int {
	text := strings.TrimPrefix(strings.TrimSuffix(strings.TrimSpace(cell), ".0"), "'")
	if len(text) == 5 {
		text = strings.NewReplacer(".", "", ",", "").Replace(text)
	}
	n, err := strconv.Atoi(text)
	switch {
	case err != nil || strings.Trim(text, "0123456789") != "":
		return 0
	case bornIn(text) && n <= day.Year():
		return n
	case len(text) == 2 && (!whole || text[0] == '0' || text != strings.TrimSpace(cell)):
		if year := day.Year() - day.Year()%100 + n; year <= day.Year() {
			return year
		}
		return day.Year() - day.Year()%100 - 100 + n
	}
	return 0
}

// wholeYear reports whether a cell is a year of birth of four digits, be it with a separator of thousands.
func wholeYear(cell string) bool {
	return bornIn(strings.NewReplacer(".", "", ",", "").Replace(strings.TrimPrefix(strings.TrimSuffix(cell, ".0"), "'")))
}

// tellAges writes into a column of years of birth the age that each was in the year of its row.
func (r *reader) tellAges(t *table, c *source) {
	at := slices.IndexFunc(r.columns, func(c source) bool { return c.field.Type == typeDay })
	if at < 0 {
		return
	}
	whole := slices.ContainsFunc(t.rows, func(row grid.Row) bool { return wholeYear(row.Cell(c.at)) })
	t.rows = slices.Clone(t.rows)
	for i, row := range t.rows {
		day, err := r.dates.read(row.Cell(r.columns[at].at), r.draft.world)
		on, wrong := time.Parse(time.DateOnly, day)
		if err != nil || wrong != nil {
			continue // the row is refused for its day
		}
		if year := birthYear(row.Cell(c.at), on, whole); year > 0 {
			t.rows[i] = with(row, c.at, strconv.Itoa(on.Year()-year), grid.Text)
		}
	}
}

// aged reports whether a cell is an age in years, in whole numbers.
func aged(cell string) bool {
	n, ok := written.Amount(cell, 120)
	return ok && n > 9
}
