package sheet

import (
	"slices"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"
)

// noHeader says why no row of headings was found, and what helps: the text is not parted into columns, the headings stand one below the other, or the file holds
// counts and no rows.
func (d *Desk) noHeader(f *form, file *grid.File) error {
	for _, s := range file.Sheets {
		rows := s.Rows[:min(len(s.Rows), headerDepth)]
		switch {
		case len(rows) == 0:
		case d.undivided(f, rows):
			return errs.E(errs.Invalid, "sheet.no_columns")
		case d.downward(f, rows):
			return errs.E(errs.Invalid, "sheet.headings_down")
		case daysAcross(rows):
			return errs.E(errs.Invalid, "sheet.days_across")
		case d.placesAcross(f, rows):
			return errs.E(errs.Invalid, "sheet.places_across")
		case countsOnly(rows):
			return errs.E(errs.Invalid, "sheet.counts_only")
		}
	}
	return errs.E(errs.Invalid, "sheet.no_header")
}

// undivided reports whether the rows have one cell each, and the words of one of them are headings.
func (d *Desk) undivided(f *form, rows []grid.Row) bool {
	headings := false
	for _, row := range rows {
		if !alone(row) {
			return false
		}
		cells := strings.Fields(strings.Join(row.Cells, " "))
		headings = headings || d.recognised(f, grid.Row{Cells: cells}, Map{}) >= 2*fieldWeight
	}
	return headings
}

// downward reports whether the first cells of the rows are headings.
func (d *Desk) downward(f *form, rows []grid.Row) bool {
	var first []string
	for _, row := range rows {
		first = append(first, row.Cell(0))
	}
	return d.recognised(f, grid.Row{Cells: first}, Map{}) >= 2*fieldWeight
}

// countsOnly reports whether a row names months or a total, and those below it hold numbers under them.
func countsOnly(rows []grid.Row) bool {
	for i, row := range rows {
		var months []int
		for at, cell := range row.Cells {
			if words := strings.Fields(cell); len(words) > 0 && len(words) < 3 && len(words[0]) > 2 && written.MonthIn(words[0]) > 0 {
				months = append(months, at)
			}
		}
		if len(months) > 1 && i+1 < len(rows) && !slices.ContainsFunc(months, func(at int) bool { return !numeric(rows[i+1].Cell(at)) }) {
			return true
		}
	}
	return false
}

// daysAcross reports whether a row holds days one beside the other, and numbers stand below them: a place a row, a day a column.
func daysAcross(rows []grid.Row) bool {
	for i, row := range rows[:max(0, len(rows)-1)] {
		var days []int
		for at, cell := range row.Cells {
			if row.Type(at) == grid.Day || written.Dated(cell) {
				days = append(days, at)
			}
		}
		if len(days) > 1 && slices.ContainsFunc(days, func(at int) bool { return rows[i+1].Cell(at) != "" }) && !slices.ContainsFunc(days, func(at int) bool { return !numeric(rows[i+1].Cell(at)) }) {
			return true
		}
	}
	return false
}

// placesAcross reports whether a row of headings is a day and words that mean nothing here, and numbers stand below each of these: a day a row, a place a column.
func (d *Desk) placesAcross(f *form, rows []grid.Row) bool {
	for i, row := range rows[:max(0, len(rows)-1)] {
		day, others := false, 0
		for at, cell := range row.Cells {
			if x := d.recognise(f, cell).field; x != nil && x.Type == typeDay {
				day = true
			} else if cell != "" {
				if below := rows[i+1].Cell(at); below == "" || !numeric(below) {
					others = -len(row.Cells)
				}
				others++
			}
		}
		if day && others > 1 {
			return true
		}
	}
	return false
}
