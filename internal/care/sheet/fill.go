package sheet

import (
	"slices"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/care/sheet/grid"
)

// carry writes the text of merged cells into every row that they cover, since the file holds it in the first only. It
// changes the rows of a table that begins below row header, and none of the file's. room is how many cells may still be
// written for it, in all sheets: ranges of a few bytes can cover a sheet from end to end, one upon the other.
func carry(rows []grid.Row, merged []grid.Range, header int, room *int) ([]grid.Row, error) {
	copied := false
	for _, m := range merged {
		if m.Top <= header || m.Top == m.Bottom {
			continue
		}
		first, found := slices.BinarySearchFunc(rows, m.Top, func(row grid.Row, number int) int { return row.Number - number })
		if !found || rows[first].Cell(m.Left) == "" {
			continue
		}
		if !copied {
			rows, copied = slices.Clone(rows), true
		}
		for i := first + 1; i < len(rows) && rows[i].Number <= m.Bottom; i++ {
			if *room -= max(len(rows[i].Cells), m.Left+1); *room < 0 {
				return nil, errs.E(errs.Invalid, "sheet.bomb")
			}
			rows[i] = with(rows[i], m.Left, rows[first].Cell(m.Left), rows[first].Type(m.Left))
		}
	}
	return rows, nil
}

// maxCarried is how many cells are written for merged ones, those that stand beside them in their rows included.
const maxCarried = 16 << 20

// with is a row with another cell in column at. A row with as many types as cells keeps them.
func with(row grid.Row, at int, cell string, kind grid.Type) grid.Row {
	width := max(len(row.Cells), at+1)
	cells := make([]string, width)
	copy(cells, row.Cells)
	cells[at] = cell
	if kind != grid.Text || row.Types != nil {
		types := make([]grid.Type, width)
		copy(types, row.Types)
		types[at] = kind
		row.Types = types
	}
	row.Cells = cells
	return row
}

// fillDown follows the days and units of a table that writes them once for the rows below. Whether a blank cell means the
// one above is for a person to say.
type fillDown struct {
	given     string   // the answer
	day, unit cellKept // above the row at hand
	sheet     int      // where they stand
	rows      []int    // rows with a blank cell below a filled one
	columns   []string
}

// cellKept is a cell to be repeated.
type cellKept struct {
	text string
	kind grid.Type
}

// complete fills the blank day and unit of a row that says something else, when that was answered.
func (f *fillDown) complete(r *reader, row grid.Row, x said) (grid.Row, said) {
	if sheet := row.Number / sheetStep; sheet != f.sheet {
		f.sheet, f.day, f.unit = sheet, cellKept{}, cellKept{}
	}
	if r.leave[row.Number] || x.facts == x.amounts || !(x.noDay && f.day.text != "" || x.noUnit && f.unit.text != "") {
		return row, x
	}
	f.rows = append(f.rows, row.Number)
	for i := range r.columns {
		c := &r.columns[i]
		above := f.day
		if c.field.Type == typeUnit {
			above = f.unit
		}
		if missing := x.noDay && c.field.Type == typeDay || x.noUnit && c.field.Type == typeUnit; !missing || above.text == "" {
			continue
		}
		if letter := grid.Letter(c.at); !slices.Contains(f.columns, letter) {
			f.columns = append(f.columns, letter)
		}
		if f.given == "above" {
			row = with(row, c.at, above.text, above.kind)
		}
	}
	if f.given != "above" {
		return row, x
	}
	return row, r.read(row)
}

// pass remembers the day and unit of a row for those below it. Sums and repeated headings end what goes before.
func (f *fillDown) pass(r *reader, row grid.Row, x said, why string) {
	if why == DroppedTotal || why == DroppedHeading {
		f.day, f.unit = cellKept{}, cellKept{}
		return
	}
	for i := range r.columns {
		c := &r.columns[i]
		cell := cellKept{row.Cell(c.at), row.Type(c.at)}
		switch {
		case cell.text == "":
		case c.field.Type == typeDay:
			if f.day = cell; x.badDay {
				f.day = cellKept{}
			}
		case c.field.Type == typeUnit:
			if f.unit = cell; len(r.draft.world.words.units[codebook.Fold(cell.text)]) == 0 {
				f.unit = cellKept{}
			}
		}
	}
}

// ask asks whether blank cells mean those above.
func (f *fillDown) ask(r *reader) {
	if len(f.rows) > 0 {
		r.draft.ask(Question{
			ID: "fill", Columns: f.columns, Rows: [][]int{f.rows}, Words: Words{"ask.question.fill", []any{"count", len(f.rows), "columns", f.columns}},
			Answers: answers("fill", "above", "refuse"),
		})
	}
}
