package sheet

import (
	"slices"
	"strconv"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/base/i18n"
	"approdo/internal/care/sheet/grid"
)

// Tab is one sheet of a workbook that has rows.
type Tab struct {
	Number int    // counted from 1
	Name   string // "" where it may itself be private
	Rows   int    // with any text
	Hidden bool
	Taken  bool // its rows are in the import
}

// sheetStep sets the rows of several sheets apart where one import takes them all: a row is then called by the number of
// its sheet times this, and its own number. One of a table to the right of another is called by its number and so many times grid.MaxRows.
const sheetStep = 128 * grid.MaxRows

// panelOf numbers the tables in which rows stand, of all sheets and side by side.
func panelOf(row int) int { return (row - 1) / grid.MaxRows }

// RowName says which row a number means, as a person looks for it: 12, or row 12 of sheet 3 where several are taken.
func RowName(t *i18n.Printer, row int) string {
	if row < sheetStep {
		return rowIn(row)
	}
	return t.T("sheet.row_of", "row", rowIn(row), "sheet", row/sheetStep)
}

// rowIn is the number of a row in its own sheet.
func rowIn(row int) string { return strconv.Itoa((row-1)%grid.MaxRows + 1) }

// rowOf names a row where no language is known: 12, or 3!12 in the third sheet.
func rowOf(row int) string {
	if row < sheetStep {
		return rowIn(row)
	}
	return strconv.Itoa(row/sheetStep) + "!" + rowIn(row)
}

// takeSheets decides which sheets of a workbook are taken: all that have the same columns. Where it could be otherwise it
// asks: a sheet is hidden, says again what another says, or has other columns.
func (d *Draft) takeSheets(t *table, all []table, file *grid.File, m Map) {
	d.parts = map[int][]part{}
	d.askSide(all)
	d.askGroups(all)
	for i := range all {
		d.split(&all[i], m)
		if d.parts[all[i].sheet+1] = all[i].parts; all[i].sheet == t.sheet {
			*t = all[i]
		}
	}
	taken := []table{*t}
	if m.Sheet == 0 && len(file.Sheets) > 1 {
		taken = d.chooseSheets(*t, all, file)
	}
	d.names = map[int]string{}
	for _, x := range taken {
		key := x.sheet + 1
		if len(taken) == 1 {
			key = 0
		}
		d.names[key] = file.Sheets[x.sheet].Name
	}
	d.chosen = m.Sheet != 0 || d.asked("sheets")
	if len(taken) == 1 {
		*t = taken[0]
		d.parts[0] = t.parts
	} else {
		*t = d.stack(taken)
	}
	for s, sheet := range file.Sheets {
		if len(sheet.Rows) == 0 || len(file.Sheets) == 1 {
			continue
		}
		d.tabs = append(d.tabs, Tab{s + 1, tabName(sheet.Name), len(sheet.Rows), sheet.Hidden, slices.ContainsFunc(taken, func(t table) bool { return t.sheet == s })})
	}
}

// chooseSheets gives the tables to take, in the order of their sheets.
func (d *Draft) chooseSheets(best table, all []table, file *grid.File) []table {
	fields := d.desk.fieldsOf(d.form, best.header)
	bare := d.bare(best, all, file)
	taken := slices.Clone(bare)
	var hidden, other []int
	for _, t := range all {
		if slices.ContainsFunc(bare, func(b table) bool { return b.sheet == t.sheet }) {
			continue
		}
		if t.sheet != best.sheet {
			t = d.otherwiseHeaded(best, t)
		}
		own := d.desk.fieldsOf(d.form, t.header)
		if t.sheet != best.sheet && (len(t.rows) == 0 || !d.alike(fields, own)) {
			continue // a key, a list of words, a summary
		}
		if !slices.Equal(fields, own) {
			other = append(other, t.sheet+1)
		}
		taken = append(taken, t)
	}
	slices.SortFunc(taken, func(a, b table) int { return a.sheet - b.sheet })
	for _, t := range taken {
		if file.Sheets[t.sheet].Hidden {
			hidden = append(hidden, t.sheet+1)
		}
	}
	pairs := d.copies(taken)
	void := d.disowned(taken, file)
	why := d.whySheets(taken, bare, hidden, other, pairs)
	for _, t := range void {
		why = append(why, Words{"ask.question.sheets_because.named", []any{"sheet", t.sheet + 1, "words", d.desk.disclaimers(file.Sheets[t.sheet].Name)}})
	}
	if len(taken) == 1 || len(why) == 0 {
		return taken
	}
	switch given := d.askSheets(taken, why, hidden, pairs, void); given {
	case "all":
		return taken
	case "later", "earlier":
		return without(taken, pairs, given)
	case "others":
		return slices.DeleteFunc(taken, func(t table) bool { return len(d.desk.disclaimers(file.Sheets[t.sheet].Name)) > 0 })
	case "visible":
		return slices.DeleteFunc(taken, func(t table) bool { return file.Sheets[t.sheet].Hidden })
	case "":
		return []table{best}
	default:
		if but, ok := strings.CutPrefix(given, "but"); ok {
			return slices.DeleteFunc(taken, func(t table) bool { return strconv.Itoa(t.sheet+1) == but })
		}
		return slices.DeleteFunc(taken, func(t table) bool { return strconv.Itoa(t.sheet+1) != given })
	}
}

// disowned are the tables whose sheets have names that may say that their rows do not count: Annullati, Prova, Copia.
func (d *Draft) disowned(tables []table, file *grid.File) (list []table) {
	for _, t := range tables {
		if len(d.desk.disclaimers(file.Sheets[t.sheet].Name)) > 0 {
			list = append(list, t)
		}
	}
	return list
}

// plainTabs are the names that programs give to sheets.
var plainTabs = map[string]bool{"sheet": true, "foglio": true, "tabelle": true, "feuil": true, "hoja": true, "table": true}

// tabName gives the name of a sheet where it may be shown, as a heading may: a few words, numbers aside, that are no name.
func tabName(name string) string {
	words := strings.TrimSpace(strings.Trim(strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return -1
		}
		return r
	}, name), " -/.'"))
	if words == "" || plainTabs[strings.ToLower(words)] || !headingLike(words) || strings.ContainsAny(name, "&;") {
		return ""
	}
	return strings.Clone(name)
}

func numbersOf(tables []table) []string {
	var list []string
	for _, t := range tables {
		list = append(list, strconv.Itoa(t.sheet+1))
	}
	return list
}

// fieldsOf are the fields that a row of headings names, sorted.
func (d *Desk) fieldsOf(f *form, header grid.Row) []string {
	var names []string
	for _, cell := range header.Cells {
		if found := d.recognise(f, cell); found.field != nil {
			names = append(names, found.field.Name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// alike reports whether two sheets are registers of the same things: the other names every required field that the first
// names, and they share most of what they name. Contacts and actions in one workbook share day, unit and person.
func (d *Draft) alike(fields, other []string) bool {
	shared := 0
	for _, name := range fields {
		x, _ := d.form.find(name)
		switch has := slices.Contains(other, name); {
		case has:
			shared++
		case x.Required:
			return false
		}
	}
	return shared >= 2 && 2*shared > len(fields)+len(other)-shared
}

// stack makes one table of several. Columns go by what their headings mean, wherever they stand; the first sheet gives the
// headings, and columns that it has not come behind.
func (d *Draft) stack(tables []table) table {
	whole := tables[0]
	whole.header.Cells = slices.Clone(whole.header.Cells)
	whole.title, whole.rows, whole.below, whole.others, whole.further = nil, nil, nil, nil, nil
	d.moved = map[int][]int{}
	for i, t := range tables {
		width := len(whole.header.Cells)
		places := d.places(&whole.header, t.header, i == 0)
		for column := width; column < len(whole.header.Cells); column++ {
			whole.further = append(whole.further, column)
		}
		inOrder := true
		for from, to := range places {
			inOrder = inOrder && from == to
		}
		if !inOrder {
			d.moved[t.sheet+1] = places
		}
		for _, row := range t.title {
			row.Number = at(t.sheet, row.Number)
			whole.title = append(whole.title, row)
		}
		if i > 0 && t.header.Number > 0 {
			whole.below = append(whole.below, Dropped{at(t.sheet, t.header.Number), DroppedHeading})
		}
		for _, rows := range t.others {
			group := make([]int, len(rows))
			for k, row := range rows {
				group[k] = at(t.sheet, row)
			}
			whole.others = append(whole.others, group)
		}
		for _, column := range t.further {
			whole.further = append(whole.further, places[column])
		}
		for _, x := range t.below {
			whole.below = append(whole.below, Dropped{at(t.sheet, x.Row), x.Reason})
		}
		for _, row := range t.rows {
			if !inOrder {
				row = moved(row, places)
			}
			row.Number = at(t.sheet, row.Number)
			whole.rows = append(whole.rows, row)
		}
	}
	return whole
}

// at calls a row of one of several sheets.
func at(sheet, row int) int { return (sheet+1)*sheetStep + row }

// places finds for every column of a sheet where it stands among the headings of all, and adds those that are not there.
func (d *Draft) places(all *grid.Row, header grid.Row, first bool) []int {
	places := make([]int, len(header.Cells))
	if first {
		for i := range places {
			places[i] = i
		}
		return places
	}
	taken := map[int]bool{}
	for i, heading := range header.Cells {
		means := d.means(heading)
		to := slices.IndexFunc(all.Cells, func(cell string) bool { return d.means(cell) == means })
		if means == "" && i < len(all.Cells) && all.Cells[i] == "" {
			to = i
		}
		if to < 0 || taken[to] {
			to = len(all.Cells)
			all.Cells = append(all.Cells, heading)
		}
		taken[to], places[i] = true, to
	}
	return places
}

// means is what a heading is called by, in whatever words.
func (d *Draft) means(heading string) string {
	if found := d.desk.recognise(d.form, heading); found.field != nil {
		if found.field.Type == typeHours { // the heading may say of what the numbers are
			return found.field.Name + "=" + codebook.Fold(heading)
		}
		return found.field.Name + strconv.Itoa(int(found.sense))
	}
	if word := codebook.Fold(heading); word != "" {
		return "=" + word
	}
	return ""
}

// moved is a row with its cells where their columns stand. Cells without a heading stay behind those with one; those whose place is less than nought are dropped.
func moved(row grid.Row, places []int) grid.Row {
	width := 0
	for _, to := range places {
		width = max(width, to+1)
	}
	cells := make([]string, width, width+max(0, len(row.Cells)-len(places)))
	types := make([]grid.Type, width, cap(cells))
	for i, cell := range row.Cells {
		if i < len(places) && places[i] < 0 {
			continue // it stands nowhere
		} else if i < len(places) {
			cells[places[i]], types[places[i]] = cell, row.Kept(i)
		} else {
			cells, types = append(cells, cell), append(types, row.Kept(i))
		}
	}
	if row.Types == nil {
		types = nil
	}
	there := grid.Row{Number: row.Number, Cells: cells, Types: types, Struck: row.Struck, Notes: row.Notes}
	there.Carry(row, func(i int) int {
		if i < len(places) {
			return places[i]
		}
		return width + i - len(places)
	})
	return there
}

// where names the column of a refused cell as it stands in its own sheet.
func (d *Draft) where(r Refused) Refused {
	for made, of := range d.made {
		switch {
		case r.Column != grid.Letter(made):
		case of == nowhere:
			r.Column = ""
		default:
			r.Column = grid.Letter(of)
		}
	}
	r.Column = before(r.Column, d.moved[r.Row/sheetStep])
	for _, p := range slices.Backward(d.parts[r.Row/sheetStep]) {
		if p.from <= r.Row%sheetStep {
			r.Column = before(r.Column, p.places)
			break
		}
	}
	return r
}

// before is the letter of a column before it was moved; nil moves none.
func before(letter string, places []int) string {
	if letter == "" || places == nil {
		return letter
	}
	for from, to := range places {
		if grid.Letter(to) == letter {
			return grid.Letter(from)
		}
	}
	return ""
}

// One reports whether the rows are of one sheet only, and which; several may have their headings at different rows.
func (p Preview) One() (one bool, sheet int) {
	taken := 0
	for _, t := range p.Tabs {
		if t.Taken {
			taken++
		}
	}
	return taken < 2, p.Sheet
}

// Left lists the sheets with rows that the import does not take.
func (p Preview) Left() []Tab {
	return slices.DeleteFunc(slices.Clone(p.Tabs), func(t Tab) bool { return t.Taken })
}
