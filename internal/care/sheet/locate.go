package sheet

import (
	"slices"
	"strconv"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"
)

// table is the part of a file that holds records.
type table struct {
	sheet    int // of the headings, counted from 0
	header   grid.Row
	rows     []grid.Row // below the header
	title    []grid.Row // above it
	below    []Dropped  // rows right below the headings that explain them
	language string     // it, en, or "" when the headings do not tell
	score    int        // how much of the header was recognised
	parts    []part     // tables further down with headings of their own
	others   [][]int    // rows of those of them whose headings name other fields
	further  []int      // columns that only those have
	wide     []Refused  // rows of a CSV file with more fields than there are headings: their cells have shifted
}

// locate finds the table of every sheet, the best first of all.
func (d *Desk) locate(w *World, f *form, file *grid.File, m Map) (table, []table, error) {
	if m.Sheet > len(file.Sheets) {
		return table{}, nil, errs.E(errs.Invalid, "sheet.no_sheet", "sheets", len(file.Sheets))
	}
	var best table
	var all []table
	room := maxCarried
	file = unrolled(file)
	for s := range file.Sheets {
		t := d.locateIn(w, f, &file.Sheets[s], m)
		if t.score < 2*fieldWeight || m.Sheet != 0 && s != m.Sheet-1 {
			continue
		}
		if t.sheet = s; file.Format == grid.CSV {
			t.setAside(d.widest(f, t, file.Sheets[s].Fields, m))
		}
		rows, err := carry(t.rows, file.Sheets[s].Merged, t.header.Number, &room)
		if err != nil {
			return table{}, nil, err
		}
		t.rows = rows
		d.explain(f, &t, m)
		if all = append(all, t); t.score > best.score {
			best = t
		}
	}
	if best.score == 0 {
		return best, nil, d.noHeader(f, file)
	}
	return best, all, nil
}

// widest is how many fields the widest row of headings has.
func (d *Desk) widest(f *form, t table, fields map[int]int, m Map) int {
	most := max(len(t.header.Cells), fields[t.header.Number])
	var day map[string]bool
	for _, row := range t.rows {
		if len(row.Cells) <= most {
			continue
		}
		if day == nil {
			day = d.dayNames(f, t.header, m)
		}
		if d.headings(f, row, t.header, day) {
			most = len(row.Cells)
		}
	}
	return most
}

// setAside takes out the rows with more than so many fields. In a workbook a row cannot shift.
func (t *table) setAside(fields int) {
	if !slices.ContainsFunc(t.rows, func(row grid.Row) bool { return len(row.Cells) > fields }) {
		return
	}
	var rows []grid.Row
	for _, row := range t.rows {
		if len(row.Cells) > fields {
			t.wide = append(t.wide, Refused{Row: row.Number, Err: errs.E(errs.Invalid, "sheet.row_wider", "fields", len(row.Cells), "headings", fields)})
		} else {
			rows = append(rows, row)
		}
	}
	t.rows = rows
}

// locateIn finds the row of the headings: the one with the most recognised ones among the first of a sheet. Headings that
// were imported before, or that the map points at, need no recognising. Headings may stand in two or three rows: groups
// above, and what they hold below.
func (d *Desk) locateIn(w *World, f *form, sheet *grid.Sheet, m Map) table {
	var best table
	for i, row := range sheet.Rows[:min(len(sheet.Rows), headerDepth)] {
		bonus := 0
		if m.Header != 0 && row.Number == m.Header {
			bonus += 1 << 20
		}
		for deep := range min(3, i+1) {
			header := row
			if deep > 0 {
				var ok bool
				if header, ok = d.stacked(f, sheet, i, deep); !ok {
					break
				}
			}
			n := d.recognised(f, header, m) + bonus
			if n >= fieldWeight && n < 1<<10 {
				n += fieldWeight * (len(d.crossed(f, header, sheet.Rows[i+1:])) + d.counters(f, header, sheet.Rows[i+1:]))
			}
			if _, kept := w.kept[d.headingsToken(f.kind, header)]; kept {
				n += 1 << 10
			}
			if n > best.score {
				best = table{header: header, title: sheet.Rows[:i], rows: sheet.Rows[i+1:], score: n}
				if deep == 0 && n < 1<<10 {
					best.header = d.grouped(f, sheet, i)
				}
			}
		}
	}
	if best.score > 0 && m.Header == 0 {
		if i := d.earlier(f, best.title, best.header); i >= 0 {
			best.header, best.title, best.rows = sheet.Rows[i], sheet.Rows[:i], sheet.Rows[i+1:]
		}
	}
	return best
}

// blocks reports whether a row of headings is the same headings once more and once more, the day among them, with a blank between: tables side by side, above which stands whose each is.
func (d *Desk) blocks(f *form, row grid.Row) bool {
	cells := row.Cells
	first := slices.IndexFunc(cells, func(cell string) bool { return cell != "" })
	for next := max(first, 0) + 1; first >= 0 && next < len(cells); next++ {
		if cells[next-1] != "" || codebook.Fold(cells[next]) != codebook.Fold(cells[first]) {
			continue
		}
		whole := true
		for from := next; from < len(cells); from += next - first {
			whole = whole && repeated(cells[first:next], cells[from:min(from+next-first, len(cells))])
		}
		return whole && slices.ContainsFunc(cells[first:next], func(cell string) bool {
			x := d.recognise(f, cell).field
			return x != nil && x.Type == typeDay
		})
	}
	return false
}

// stacked reads row i of a sheet as the lowest of several rows of headings, with so many above it: where it is blank, the
// heading is the one above, and where its word alone is no heading, it may be one together with the group it stands in.
func (d *Desk) stacked(f *form, sheet *grid.Sheet, i, deep int) (grid.Row, bool) {
	low := sheet.Rows[i]
	if d.blocks(f, low) {
		return low, false
	}
	above := sheet.Rows[i-deep : i]
	for k, row := range above {
		if row.Number != low.Number-deep+k {
			return low, false // a blank row between: a title, no group
		}
	}
	width := len(low.Cells)
	for _, row := range above {
		width = max(width, len(row.Cells))
	}
	header := grid.Row{Number: low.Number, Cells: make([]string, width)}
	for at := range width {
		cell := low.Cell(at)
		for k := len(above) - 1; k >= 0; k-- {
			own := above[k].Cell(at)
			if cell == "" {
				cell = own
				continue
			}
			if group := groupOf(sheet, above[k], at); group != "" && group != cell {
				cell = d.under(f, cell, group, at < len(low.Cells) && low.Cells[at] != "" && again(low, at))
			}
		}
		header.Cells[at] = cell
	}
	return header, true
}

// under is a heading below a group: what the two say together, where the heading alone says nothing, or not enough. "Data" below "Nascita" is no day of a contact,
// "n." below "Donne" counts women, and of two headings that are the same each is of its own group. A group that says nothing, as "Dati", changes no heading.
func (d *Desk) under(f *form, cell, group string, again bool) string {
	alone, both := d.recognise(f, cell), d.recognise(f, cell+" "+group)
	whole := both.field != nil && both.score >= wholeName
	other := slices.ContainsFunc([]Kind{Contacts, Actions}, func(kind Kind) bool { // a group that is a thing of its own
		x := d.recognise(d.forms[kind], group).field
		return x != nil && (x.Type == typeOuting || x.Type == typeContact)
	})
	counts := !slices.ContainsFunc(fold(cell), func(word string) bool { return !d.Counting[word] })
	switch {
	case both.private != "" && alone.private == "":
	case counts && (whole || other || both.field != nil && both.field != alone.field || !d.plainGroup(group) && d.tallies(f.kind, cell+" "+group)):
	case d.recognise(f, group).field != nil && !again: // a heading itself is no group
		return cell
	case alone.field == nil && both.field != nil:
	case again && !d.plainGroup(group):
	case alone.field != nil && !alone.field.points() && slices.ContainsFunc(fold(group), func(word string) bool { return d.aside[word] }):
	default:
		return cell
	}
	return cell + " " + group
}

// grouped is row i of a sheet as headings, each with the group above it where that tells more. A title has one cell and is no group.
func (d *Desk) grouped(f *form, sheet *grid.Sheet, i int) grid.Row {
	low := sheet.Rows[i]
	if d.blocks(f, low) {
		return low
	}
	if i == 0 || sheet.Rows[i-1].Number != low.Number-1 {
		return low
	}
	above := sheet.Rows[i-1]
	if alone(above) && above.Cell(0) != "" {
		return low
	}
	cells := slices.Clone(low.Cells)
	for at, cell := range cells {
		if group := groupOf(sheet, above, at); cell != "" && group != "" && d.recognise(f, cell).field != nil {
			cells[at] = d.under(f, cell, group, again(low, at))
		}
	}
	return grid.Row{Number: low.Number, Cells: cells, Types: low.Types, Struck: low.Struck, Notes: low.Notes}
}

// again reports whether a heading stands in another column too.
func again(header grid.Row, at int) bool {
	return slices.ContainsFunc(header.Cells[at+1:], func(cell string) bool { return codebook.Fold(cell) == codebook.Fold(header.Cells[at]) }) ||
		slices.ContainsFunc(header.Cells[:at], func(cell string) bool { return codebook.Fold(cell) == codebook.Fold(header.Cells[at]) })
}

// groupOf is the word of a group above a column: it stands in the first of its columns only.
func groupOf(sheet *grid.Sheet, row grid.Row, at int) string {
	if row.Cell(at) != "" {
		return row.Cell(at)
	}
	for _, m := range sheet.Merged {
		if m.Top == row.Number && m.Left <= at && at <= m.Right {
			return row.Cell(m.Left)
		}
	}
	if len(sheet.Merged) > 0 {
		return ""
	}
	for at = min(at, len(row.Cells)-1); at >= 0; at-- {
		if cell := row.Cells[at]; cell != "" {
			return cell
		}
	}
	return ""
}

const (
	headerDepth = 60 // rows with text in which headings are looked for
	fieldWeight = 4  // a field's heading counts this much, a private column's 1
)

func (d *Desk) recognised(f *form, row grid.Row, m Map) int {
	n := 0
	seen := map[*field]bool{}
	for i, cell := range row.Cells {
		if len(cell) > 80 {
			continue
		}
		if _, _, declared := m.column(cell, grid.Letter(i)); declared && cell != "" {
			n += fieldWeight
			continue
		}
		found := d.recognise(f, cell)
		x := found.field
		if len(found.near) > 0 {
			x = found.near[0].field
		}
		switch {
		case x != nil && !seen[x]:
			seen[x] = true
			n += fieldWeight
		case found.private != "":
			n++
		}
	}
	return n
}

// explain passes over the rows right below the headings that explain them: tags of the humanitarian exchange language, how
// a cell is to be filled in, the headings once more in other words, the numbers of the columns.
func (d *Desk) explain(f *form, t *table, m Map) {
	cols := make([]column, len(t.header.Cells))
	for i, cell := range t.header.Cells {
		cols[i] = column{at: i, field: d.recognise(f, cell).field}
		if _, name, declared := m.column(cell, grid.Letter(i)); declared {
			cols[i].field, _ = f.find(name)
		}
	}
	for len(t.rows) > 0 && len(t.below) < 3 {
		why := d.explains(f, t.rows[0], cols)
		if why == "" {
			return
		}
		t.below = append(t.below, Dropped{t.rows[0].Number, why})
		t.rows = t.rows[1:]
	}
}

func (d *Desk) explains(f *form, row grid.Row, cols []column) string {
	filled, tags, counted := 0, 0, 0
	for at, cell := range row.Cells {
		if cell == "" {
			continue
		}
		if filled++; cell[0] == '#' && len(cell) > 1 {
			tags++
		}
		if cell == strconv.Itoa(at+1) {
			counted++
		}
	}
	switch day := slices.IndexFunc(cols, func(c column) bool { return c.field != nil && c.field.Type == typeDay }); {
	case tags == filled:
		return DroppedTags
	case counted == filled && filled > 1:
		return DroppedHint
	case day < 0 || row.Cell(cols[day].at) == "" || row.Type(cols[day].at) != grid.Text:
	case written.Day(row.Cell(cols[day].at), false).Valid():
	case hint(row.Cell(cols[day].at)):
		return DroppedHint
	case d.recognised(f, row, Map{}) >= 2*fieldWeight:
		if slices.ContainsFunc(cols, func(c column) bool {
			x := d.recognise(f, row.Cell(c.at)).field
			return x != nil && c.field != nil && x != c.field
		}) {
			return "" // another table begins
		}
		return DroppedHeading
	case d.unreadable(row, cols):
		return DroppedHint
	}
	return ""
}

// hint reports whether a cell says how a day is to be written, or begins an example.
func hint(cell string) bool {
	cell = strings.ToLower(cell)
	for _, begins := range []string{"es.", "es:", "es ", "esempio", "ad es", "per es", "p.es", "e.g.", "eg.", "example", "ex."} {
		if strings.HasPrefix(cell, begins) {
			return true
		}
	}
	parts := strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune("/-. :()", r) })
	for _, part := range parts {
		if strings.Trim(part, part[:1]) != "" || !strings.Contains("gmadyjth", part[:1]) {
			return false
		}
	}
	return len(parts) > 1
}

// unreadable reports whether nothing in a row can be read as what its column holds, nor looks like a number, a day or a code.
func (d *Desk) unreadable(row grid.Row, cols []column) bool {
	coded := 0
	for _, c := range cols {
		cell := row.Cell(c.at)
		if c.field == nil || cell == "" {
			continue
		}
		if strings.ContainsAny(cell, "0123456789") {
			return false
		}
		list, ok := d.book.List(c.field.List)
		if !ok {
			continue
		}
		if _, known := list.Match(cell); known || d.otherwise(c.field, cell) {
			return false
		}
		coded++
	}
	return coded > 0
}
