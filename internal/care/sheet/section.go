package sheet

import (
	"slices"
	"strconv"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/base/network"
	"approdo/internal/care/sheet/grid"

	"approdo/internal/care/sheet/written"
)

// What rows do not say themselves may stand above them: the name of a sheet, a title, a row between rows says of which unit, body, day or month they are.
// Whether they are is asked, with what it would mean.

// section is a text that says something of the rows below it.
type section struct {
	said int    // the row in which it stands; 0 for the name of a sheet
	at   int    // the sheet
	text string // what is written into the rows
	name string // how that is shown, which names nobody
	rows []int
}

// sections are the texts that say something of rows, each with the rows that it is above. What a title and the name of its sheet say differently is not said.
func (d *Draft) sections(t *table, says func(text string) (what, name string)) (list []section) {
	sheet, current := -1, -1
	for _, row := range t.rows {
		if at := panelOf(row.Number); at != sheet {
			sheet, current = at, -1
			if s, ok := d.above(t, row.Number/sheetStep, says); ok {
				list, current = append(list, s), len(list)
			}
		}
		if alone(row) {
			if text, name := says(strings.Join(row.Cells, "")); text != "" {
				list, current = append(list, section{said: row.Number, text: text, name: name}), len(list)
			}
		} else if current >= 0 && slices.ContainsFunc(row.Cells, func(cell string) bool { return cell != "" && !numeric(cell) }) {
			list[current].rows = append(list[current].rows, row.Number)
		}
	}
	return slices.DeleteFunc(list, func(s section) bool { return len(s.rows) == 0 })
}

// above is what the titles and the name of a sheet say of all its rows.
func (d *Draft) above(t *table, sheet int, says func(string) (string, string)) (found section, ok bool) {
	found.at = sheet
	found.text, found.name = says(d.names[sheet])
	for _, row := range t.title {
		if row.Number/sheetStep != sheet {
			continue
		}
		for _, cell := range append(slices.Clone(row.Cells), strings.Join(row.Cells, " ")) {
			text, name := says(cell)
			switch s := (section{said: row.Number, at: sheet, text: text, name: name}); {
			case text == "":
			case found.text == "" || strings.HasPrefix(text, found.text): // "Aprile", and then "Aprile 2024"
				found = s
			case found.name != name && !strings.HasPrefix(found.text, text):
				return section{}, false
			}
		}
	}
	return found, found.text != ""
}

// unitSaid is the unit that a text names.
func (d *Draft) unitSaid(text string) (code, name string) {
	for _, part := range []string{text, text[strings.LastIndexByte(text, ':')+1:]} {
		if found := d.world.words.units[codebook.Fold(part)]; len(found) > 0 {
			return strings.TrimSpace(part), d.world.units[found[0]].Name
		}
	}
	return "", ""
}

// bodySaid is the organisation that a text names.
func (d *Draft) bodySaid(text string) (code, name string) {
	for _, part := range []string{text, text[strings.LastIndexByte(text, ':')+1:]} {
		if found := d.world.words.organisations[codebook.Fold(part)]; len(found) == 1 {
			o := d.world.organisations[found[0]]
			return o.Code, o.Name
		}
	}
	return "", ""
}

// daySaid is the day that a text is.
func (d *Draft) daySaid(text string) (day, name string) {
	if strings.Trim(text, "0123456789") == "" || !written.Day(text, false).Valid() {
		return "", ""
	}
	return text, strings.TrimSpace(text)
}

// asWritten is the answer that rows are of what stands above them.
const asWritten = "as_written"

// asWrittenAnswer offers it, saying what it means.
func asWrittenAnswer(list []section) Answer {
	var what items
	for i, s := range list {
		if i == mostSections {
			what = append(what, Words{"ask.section_more", []any{"count", len(list) - i}})
			break
		}
		key, place := "ask.section_row", rowNumbers{s.said}
		if s.said == 0 {
			key = "ask.section_sheet"
		}
		what = append(what, Words{key, []any{"row", place, "sheet", max(s.at, 1), "name", s.name}})
	}
	return Answer{asWritten, Words{"ask.answer.as_written", []any{"what", what}}}
}

// mostSections is how many sections an answer names.
const mostSections = 8

// coverAll reports whether sections say something of every row that may be a record.
func coverAll(list []section, t *table) bool {
	told := toldBy(list)
	return len(list) > 0 && !slices.ContainsFunc(t.rows, func(row grid.Row) bool {
		return told[row.Number] == nil && !alone(row) && slices.ContainsFunc(row.Cells, func(cell string) bool { return cell != "" && !numeric(cell) })
	})
}

// toldBy finds the section of a row.
func toldBy(list []section) map[int]*section {
	told := map[int]*section{}
	for i := range list {
		for _, row := range list[i].rows {
			told[row] = &list[i]
		}
	}
	return told
}

// writeDown writes what sections say into the rows where the column of a field is blank, and adds that column where there is none.
func (d *Draft) writeDown(cols []column, t *table, x *field, list []section) []column {
	i := slices.IndexFunc(cols, func(c column) bool { return c.field == x })
	if i < 0 {
		i, cols = len(cols), append(cols, column{at: len(cols), field: x, source: Declared})
		if d.made == nil {
			d.made = map[int]int{}
		}
		d.made[i] = nowhere
	}
	told := toldBy(list)
	t.rows = slices.Clone(t.rows)
	for k, row := range t.rows {
		if s := told[row.Number]; s != nil && row.Cell(cols[i].at) == "" {
			t.rows[k] = with(row, cols[i].at, s.text, grid.Text)
		}
	}
	return cols
}

// nowhere is the place of a column that no column of the file has made.
const nowhere = -1

// askBlank asks whether rows whose day or unit is blank are of the one that stands above them.
func (d *Draft) askBlank(cols []column, t *table) []column {
	for _, of := range []struct {
		x    fieldType
		says func(string) (string, string)
	}{{typeDay, d.daySaid}, {typeUnit, d.unitSaid}} {
		i := slices.IndexFunc(cols, func(c column) bool { return c.field != nil && c.field.Type == of.x })
		if i < 0 {
			continue
		}
		list := d.sections(t, of.says)
		told := toldBy(list)
		var rows []int
		for _, row := range t.rows {
			if told[row.Number] != nil && row.Cell(cols[i].at) == "" {
				rows = append(rows, row.Number)
			}
		}
		letter := grid.Letter(cols[i].at)
		if len(rows) > 0 && d.ask(Question{
			ID: "section." + letter, Columns: []string{letter}, Rows: [][]int{rows}, Words: Words{"ask.question.section", []any{"letter", letter, "field", fieldName(cols[i].field.Name), "count", len(rows)}},
			Answers: append([]Answer{asWrittenAnswer(list)}, answers("section", "blank")...),
		}) == asWritten {
			cols = d.writeDown(cols, t, cols[i].field, list)
		}
	}
	return cols
}

// askBody asks whether rows are of the organisation that stands above them, where their unit does not say so itself. Where that has one unit only, they are of it.
func (d *Draft) askBody(cols []column, t *table) []column {
	body, ok := d.form.find("organisation")
	unit := slices.IndexFunc(cols, func(c column) bool { return c.field != nil && c.field.Type == typeUnit })
	if !ok || unit < 0 || len(d.world.organisations) < 2 || slices.ContainsFunc(cols, func(c column) bool { return c.field == body }) {
		return cols
	}
	list := d.sections(t, d.bodySaid)
	told := toldBy(list)
	other := map[int]bool{}
	for _, row := range t.rows {
		if s := told[row.Number]; s != nil && !d.ofBody(row.Cell(cols[unit].at), s) {
			other[row.Number] = true
		}
	}
	if len(other) == 0 {
		return cols
	}
	var rows []int
	for _, row := range t.rows {
		if other[row.Number] {
			rows = append(rows, row.Number)
		}
	}
	if d.ask(Question{
		ID: "body", Columns: []string{grid.Letter(cols[unit].at)}, Rows: [][]int{rows}, Words: Words{"ask.question.body", []any{"count", len(rows)}},
		Answers: append([]Answer{asWrittenAnswer(list)}, answers("body", "unit")...),
	}) != asWritten {
		return cols
	}
	t.rows = slices.Clone(t.rows)
	for i, row := range t.rows {
		if only := d.onlyUnit(told[row.Number]); other[row.Number] && only != "" {
			t.rows[i] = with(row, cols[unit].at, only, grid.Text)
		}
	}
	return d.writeDown(cols, t, body, list)
}

// ofBody reports whether the unit of a row is one of the organisation that stands above it, and of no other.
func (d *Draft) ofBody(unit string, s *section) bool {
	found := d.world.words.units[codebook.Fold(unit)]
	if unit == "" || len(found) == 0 {
		return true // what is missing is asked otherwise
	}
	return !slices.ContainsFunc(found, func(id network.UnitID) bool {
		return !slices.Contains(d.world.words.organisations[codebook.Fold(s.text)], d.world.units[id].OrganisationID)
	})
}

// onlyUnit is the code of the unit of an organisation that stands above a row; "" where it has several.
func (d *Draft) onlyUnit(s *section) (code string) {
	if s == nil {
		return ""
	}
	for _, u := range d.world.units {
		if !slices.Contains(d.world.words.organisations[codebook.Fold(s.text)], u.OrganisationID) {
			continue
		}
		if code != "" {
			return ""
		}
		code = u.Code
	}
	return code
}

// askMonth asks whether days that are told by their number alone are of the month that stands above them, and writes it behind them.
func (d *Draft) askMonth(t *table, day int) {
	list := d.sections(t, func(text string) (string, string) {
		month, year := d.monthSaid(text)
		if month == 0 {
			return "", ""
		}
		said := strings.ToLower(month.String()[:3])
		if year > 0 {
			said = written.WithYear(said, year)
		}
		return said, strings.TrimSpace(text)
	})
	told := toldBy(list)
	var rows []int
	for _, row := range t.rows {
		if told[row.Number] != nil && dayOfMonth(row.Cell(day)) > 0 {
			rows = append(rows, row.Number)
		}
	}
	letter := grid.Letter(day)
	if len(rows) == 0 || d.ask(Question{
		ID: "month", Columns: []string{letter}, Rows: [][]int{rows}, Words: Words{"ask.question.month", []any{"letter", letter, "count", len(rows)}},
		Answers: append([]Answer{asWrittenAnswer(list)}, answers("month", "refuse")...),
	}) != asWritten {
		return
	}
	t.rows = slices.Clone(t.rows)
	for i, row := range t.rows {
		if s := told[row.Number]; s != nil && dayOfMonth(row.Cell(day)) > 0 {
			t.rows[i] = with(row, day, strconv.Itoa(dayOfMonth(row.Cell(day)))+" "+s.text, grid.Text)
		}
	}
}
