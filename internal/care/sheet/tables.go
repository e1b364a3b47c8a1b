package sheet

import (
	"slices"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"
)

// A sheet may hold several tables one below the other, each with headings of its own: the same names in another order, or
// in another sense ("Nuova", then "Già nota"). Only a row that repeats the very same names in the same places is a
// repetition. Another one begins a table that is read under its own headings; where these name other fields, it is asked.

// part is a table further down in a sheet whose columns stand elsewhere than those of the first.
type part struct {
	from   int   // row of its headings
	places []int // where its columns stand in the first
}

// split reads the tables below the first under their own headings: their cells go where the first has the same column,
// and columns that it has not come behind.
func (d *Draft) split(t *table, m Map) {
	day := d.desk.dayNames(d.form, t.header, m)
	own, current := t.header, t.header // the headings of the first as they stand in the file, and those at hand
	fields := d.desk.fieldsOf(d.form, own)
	var places []int // nil where the columns stand as in the first
	other, copied := false, false
	for i, row := range t.rows {
		heads := d.desk.headings(d.form, row, t.header, day)
		if heads && !repeats(row, current) {
			current, places = row, nil
			if !repeats(row, own) {
				t.header.Cells = slices.Clone(t.header.Cells)
				places = d.places(&t.header, row, false)
			}
			t.parts = append(t.parts, part{row.Number, places})
			if other = !slices.Equal(d.desk.fieldsOf(d.form, row), fields); other {
				t.others = append(t.others, nil)
			}
			if !copied {
				t.rows, copied = slices.Clone(t.rows), true
			}
			t.rows[i] = grid.Row{Number: row.Number, Cells: t.header.Cells}
			continue
		}
		if other {
			t.others[len(t.others)-1] = append(t.others[len(t.others)-1], row.Number)
		}
		if !heads && places == nil {
			continue
		}
		if !copied {
			t.rows, copied = slices.Clone(t.rows), true
		}
		if t.rows[i] = (grid.Row{Number: row.Number, Cells: t.header.Cells}); !heads {
			t.rows[i] = moved(row, places)
		}
	}
	slices.SortStableFunc(t.parts, func(a, b part) int { return a.from - b.from })
	for at := len(own.Cells); at < len(t.header.Cells); at++ {
		t.further = append(t.further, at)
	}
}

// askTables asks about tables below the first whose headings name other fields.
func (d *Draft) askTables(t table) (leave []int) {
	if len(t.others) == 0 {
		return nil
	}
	count := 0
	for _, rows := range t.others {
		leave = append(leave, rows...)
		count += len(rows)
	}
	if d.ask(Question{
		ID: "tables", Rows: t.others, Words: Words{"ask.question.tables", []any{"count", count}}, Answers: answers("tables", "own", leaveOut),
	}) == leaveOut {
		return leave
	}
	return nil
}

// dayNames are what the column of the day may be called, folded: no row of headings is without one of them.
func (d *Desk) dayNames(f *form, header grid.Row, m Map) map[string]bool {
	list := map[string]bool{}
	for _, h := range f.headings {
		if h.field.Type == typeDay {
			list[h.whole] = true
		}
	}
	for at, cell := range header.Cells {
		_, name, declared := m.column(cell, grid.Letter(at))
		x := d.recognise(f, cell).field
		if declared {
			x, _ = f.find(name)
		}
		if x != nil && x.Type == typeDay {
			list[codebook.Fold(cell)] = true
		}
	}
	if !slices.ContainsFunc(header.Cells, func(cell string) bool { return among(list, cell) }) { // which is the day, a person will say
		for _, cell := range header.Cells {
			list[codebook.Fold(cell)] = true
		}
	}
	delete(list, "")
	return list
}

// headings reports whether a row below a table's headings is one of headings too: it names the day, and most of its cells
// are whole names of columns, or stand among the headings of the table.
func (d *Desk) headings(f *form, row, header grid.Row, day map[string]bool) bool {
	if !slices.ContainsFunc(row.Cells, func(cell string) bool {
		return cell != "" && len(cell) < 40 && (cell[0] < '0' || cell[0] > '9') && among(day, cell)
	}) {
		return false
	}
	filled, named := 0, 0
	fields := map[*field]bool{}
	for _, cell := range row.Cells {
		if cell == "" {
			continue
		}
		filled++
		found := d.recognise(f, cell)
		if found.score >= wholeName && found.field != nil {
			fields[found.field] = true
		}
		if found.score >= wholeName-1 || slices.ContainsFunc(header.Cells, func(own string) bool { return own != "" && codebook.Fold(own) == codebook.Fold(cell) }) {
			named++
		}
	}
	return len(fields) > 1 && 2*named > filled
}

// among reports whether a cell is one of the names, whatever stands behind them in brackets.
func among(list map[string]bool, cell string) bool {
	if strings.ContainsAny(cell, "([") {
		cell = outsideBrackets(cell)
	}
	return list[codebook.Fold(cell)]
}

// repeats reports whether a row of headings has the very same names in the same places as another.
func repeats(row, header grid.Row) bool {
	for at := range max(len(row.Cells), len(header.Cells)) {
		if codebook.Fold(row.Cell(at)) != codebook.Fold(header.Cell(at)) {
			return false
		}
	}
	return true
}

// earlier is the place of a row of headings among the title of a table that begins a table itself: a day stands right below its
// name. The table with the best headings may not be the first of a sheet. -1 if there is none.
func (d *Desk) earlier(f *form, title []grid.Row, header grid.Row) int {
	day := d.dayNames(f, header, Map{})
	for i := range len(title) - 1 {
		if !d.headings(f, title[i], header, day) {
			continue
		}
		at := slices.IndexFunc(title[i].Cells, func(cell string) bool { return among(day, cell) })
		if written.Day(title[i+1].Cell(at), false).Valid() {
			return i
		}
	}
	return -1
}
