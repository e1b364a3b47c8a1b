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
