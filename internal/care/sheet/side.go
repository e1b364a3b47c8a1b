package sheet

import (
	"slices"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"
)

// Two tables may stand side by side, with the same headings: an office goes on to the right when the page is full, or has one for each team. Read as one, the
// second would be columns that say again what the first says.

// panel is one of several tables side by side: where its columns begin, and how many they are.
type panel struct{ from, width int }

// panels are the tables that stand side by side under headings that repeat, the day among them; nil where one table stands alone.
func (d *Draft) panels(t *table) []panel {
	cells := t.header.Cells
	first := slices.IndexFunc(cells, func(cell string) bool { return cell != "" })
	day := d.dayColumn(t.header)
	if first < 0 || day < 0 {
		return nil
	}
	for next := max(first, day) + 1; next+1 < len(cells); next++ {
		if cells[next] == "" || codebook.Fold(cells[next]) != codebook.Fold(cells[first]) {
			continue
		}
		var list []panel
		for from := first; from < len(cells) && len(list) < mostPanels; from += next - first {
			if !repeated(cells[first:next], cells[from:min(from+next-first, len(cells))]) {
				break
			}
			list = append(list, panel{from, next - first})
		}
		if len(list) > 1 && d.filled(t, list[1].from+day-first) {
			return list
		}
	}
	return nil
}

// mostPanels is how many tables may stand side by side.
const mostPanels = 7

// repeated reports whether headings are the same as others, blank ones behind them aside, and at least two.
func repeated(one, other []string) bool {
	named := 0
	for at := range one {
		cell := ""
		if at < len(other) {
			cell = other[at]
		}
		if codebook.Fold(one[at]) != codebook.Fold(cell) {
			return false
		}
		if cell != "" {
			named++
		}
	}
	return named > 1
}

// filled reports whether a column holds a day.
func (d *Draft) filled(t *table, at int) bool {
	return slices.ContainsFunc(t.rows, func(row grid.Row) bool { return written.Day(row.Cell(at), false).Valid() })
}

// askSide asks what stands to the right of tables under the same headings once more, and puts it below as further rows, or leaves it out.
func (d *Draft) askSide(tables []table) {
	beside := make([][]panel, len(tables))
	q := Question{ID: "side", Answers: answers("side", "rows", leaveOut, "same")}
	var rows []int
	for i := range tables {
		t := &tables[i]
		if beside[i] = d.panels(t); beside[i] == nil {
			continue
		}
		for _, b := range beside[i][1:] {
			for _, row := range t.rows {
				if row.Cell(b.from) == "" {
					continue
				}
				if number := row.Number; len(tables) == 1 {
					rows = append(rows, number)
				} else {
					rows = append(rows, at(t.sheet, number))
				}
			}
			if len(q.Columns) < 2 {
				q.Columns = []string{grid.Letter(b.from), grid.Letter(b.from + b.width - 1)}
			}
		}
	}
	if rows == nil {
		return
	}
	slices.Sort(rows)
	q.Words = Words{"ask.question.side", []any{"count", len(rows), "from", q.Columns[0], "to", q.Columns[1]}}
	q.Rows = [][]int{slices.Compact(rows)}
	given := d.ask(q)
	for i := range tables {
		if beside[i] != nil && given != "same" {
			d.nameUnits(&tables[i], beside[i])
			tables[i].fold(beside[i], given == "rows")
		}
	}
}

// nameUnits writes the units that stand above tables side by side into a column of each, where no column tells them.
func (d *Draft) nameUnits(t *table, list []panel) {
	if slices.ContainsFunc(t.header.Cells, func(cell string) bool {
		x := d.desk.recognise(d.form, cell).field
		return x != nil && x.Type == typeUnit
	}) {
		return
	}
	names := make([]string, len(list))
	known := false
	for k, b := range list {
		for _, row := range t.title {
			for at := b.from; at < b.from+b.width; at++ {
				if cell := row.Cell(at); cell != "" {
					names[k] = cell
				}
			}
		}
		name := names[k]
		known = known || name != "" && (d.world.names(typeUnit, name) || slices.ContainsFunc(fold(name), func(word string) bool { return word == "unita" || word == "unit" }))
	}
	if !known || slices.Contains(names, "") {
		return
	}
	first := list[0]
	room := first.width - 1 // the blank column between the tables
	if t.header.Cell(first.from+room) != "" {
		return
	}
	t.rows = slices.Clone(t.rows)
	t.header = with(t.header, first.from+room, "Unità", grid.Text)
	for k, b := range list {
		if k > 0 {
			t.header = with(t.header, b.from+room, "Unità", grid.Text)
		}
		for i, row := range t.rows {
			if slices.ContainsFunc(row.Cells[min(b.from, len(row.Cells)):min(b.from+room, len(row.Cells))], func(cell string) bool { return cell != "" }) {
				t.rows[i] = with(row, b.from+room, names[k], grid.Text)
			}
		}
	}
}

// fold keeps of tables side by side the first, and puts the rows of the others below where they are to be read.
func (t *table) fold(list []panel, below bool) {
	first := list[0]
	end := first.from + first.width
	cut := func(row grid.Row, b panel, to int) grid.Row {
		cells, types := make([]string, end), make([]grid.Type, end)
		for i := range b.width {
			cells[to+i], types[to+i] = row.Cell(b.from+i), row.Kept(b.from+i)
		}
		if row.Types == nil {
			types = nil
		}
		row.Carry(row, func(i int) int {
			if i < b.from || i >= b.from+b.width {
				return -1
			}
			return i - b.from + to
		})
		row.Cells, row.Types = cells, types
		return row
	}
	own := t.rows
	t.header, t.rows = cut(t.header, first, first.from), make([]grid.Row, 0, len(own))
	for k, b := range list {
		if k > 0 && !below {
			break
		}
		if k > 0 {
			places := make([]int, b.from+b.width)
			for i := range places {
				places[i] = i - b.from + first.from
				if i < b.from {
					places[i] = -1
				}
			}
			t.parts = append(t.parts, part{k * grid.MaxRows, places})
		}
		for _, row := range own {
			whole := panel{0, end}
			if k == 0 {
				row = cut(row, whole, 0)
			} else {
				row = cut(row, b, first.from)
				row.Number += k * grid.MaxRows
			}
			if slices.ContainsFunc(row.Cells, func(cell string) bool { return cell != "" }) {
				t.rows = append(t.rows, row)
			}
		}
	}
}
