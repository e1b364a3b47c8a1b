package sheet

import (
	"cmp"
	"slices"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"

	"approdo/internal/care/sheet/personcode"
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
			rows[i] = with(rows[i], m.Left, rows[first].Cell(m.Left), rows[first].Type(m.Left).Carry())
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
	person    cellKept
	grouped   bool  // the rows stand by person, whose code is written once
	codes     int   // rows with a blank code below a filled one
	sheet     int   // where they stand
	rows      []int // rows with a blank cell below a filled one
	columns   []string
}

// cellKept is a cell to be repeated.
type cellKept struct {
	text string
	kind grid.Type
}

// complete fills the blank day and unit of a row that says something else, when that was answered.
func (f *fillDown) complete(r *reader, row grid.Row, x said) (grid.Row, said) {
	if sheet := panelOf(cmp.Or(r.draft.doubled[row.Number], row.Number)); sheet != f.sheet {
		f.sheet, f.day, f.unit, f.person = sheet, cellKept{}, cellKept{}, cellKept{}
	}
	noCode := f.grouped && f.person.text != "" && x.day && !x.badDay && r.blankCode(row)
	if r.leave[row.Number] || !noCode && (x.facts == x.amounts || !(x.noDay && f.day.text != "" || x.noUnit && f.unit.text != "")) {
		return row, x
	}
	if label, sure := r.total(row, x); label && sure {
		return row, x
	}
	if r.draft.doubled[row.Number] == 0 {
		f.rows = append(f.rows, row.Number)
		if noCode {
			f.codes++
		}
	}
	for i := range r.columns {
		c := &r.columns[i]
		above, missing := f.day, x.noDay
		switch c.field.Type {
		case typeDay:
		case typeUnit:
			above, missing = f.unit, x.noUnit
		case typeReference:
			above, missing = f.person, noCode
		default:
			continue
		}
		if !missing || above.text == "" {
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
		f.day, f.unit, f.person = cellKept{}, cellKept{}, cellKept{}
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
		case c.field.Type == typeReference:
			f.person = cell
		case c.field.Type == typeUnit:
			if f.unit = cell; len(r.draft.world.words.units[codebook.Fold(cell.text)]) == 0 && r.meant(c, cell.text) == "" && !r.draft.supposing {
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
			Answers: answers("fill", "above", f.otherwise()),
		})
	}
}

// otherwise is the answer that fills nothing: without a day or a unit a row is refused, without a code it is of somebody unknown.
func (f *fillDown) otherwise() string {
	if f.codes == len(f.rows) {
		return "nobody"
	}
	return "refuse"
}

// blankCode reports whether a row leaves the code of the person empty.
func (r *reader) blankCode(row grid.Row) bool {
	return slices.ContainsFunc(r.columns, func(c source) bool { return c.field.Type == typeReference && row.Cell(c.at) == "" })
}

// grouped reports whether a register stands by person and writes the code in the first row of each: no code begins twice, and either the days
// begin again with every code and only there, or none of the rows below tells the facts that all first rows tell, or the code stands before the day and
// the rows below it say the same on later days. In a register that stands by day,
// a blank code is somebody unknown.
func (r *reader) grouped(t table) bool {
	code, day := -1, -1
	var facts []int
	for _, c := range r.columns {
		switch {
		case c.field.Type == typeReference:
			code = c.at
		case c.field.Type == typeDay:
			day = c.at
		case slices.Contains([]string{"gender", "age_band", "citizenship"}, c.field.Name):
			facts = append(facts, c.at)
		}
	}
	if code < 0 || day < 0 {
		return false
	}
	seen := map[string]bool{}
	last := ""
	above := ""
	blanks, back, sorted, bare, same := 0, 0, true, len(facts) > 0, code < day
	for _, row := range t.rows {
		read := written.Day(row.Cell(day), r.dates.mac)
		if !read.Valid() {
			continue
		}
		says := ""
		for _, at := range facts {
			says += codebook.Fold(row.Cell(at))
		}
		told := says != ""
		when := read.DayFirst.Format("20060102")
		if r.dates.order == MonthFirst && !read.Sure {
			when = read.MonthFirst.Format("20060102")
		}
		if cell := row.Cell(code); cell != "" {
			if seen[personcode.Fold(cell)] {
				return false
			}
			seen[personcode.Fold(cell)] = true
			if when < last {
				back++
			}
			bare, above = bare && told, says
		} else if len(seen) > 0 {
			blanks++
			sorted = sorted && when >= last
			bare, same = bare && !told, same && when > last && says == above
		}
		last = when
	}
	return blanks > 0 && (bare || sorted && back > 0 || blanks > 1 && same)
}
