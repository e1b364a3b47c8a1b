package sheet

import (
	"slices"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/care/sheet/grid"
)

// Lines writes the preview as a person reads it, in the printer's language: the dialect, how days are read, what each
// column is taken for, the rows dropped, the rows refused, and the counts. Like the preview it holds no cell.
func (p Preview) Lines(t *i18n.Printer) []string {
	lines := append(p.About(t), p.columns(t)...)
	for _, d := range p.Dropped {
		lines = append(lines, t.T("sheet.preview.dropped", "row", RowName(t, d.Row), "reason", t.T("sheet.dropped."+d.Reason)))
	}
	if p.Blank > 0 {
		lines = append(lines, t.T("sheet.preview.blank", "count", p.Blank))
	}
	for _, r := range p.Refused {
		lines = append(lines, r.Line(t))
	}
	for _, u := range p.Unread {
		lines = append(lines, u.Lines(t)...)
	}
	for _, q := range p.Questions {
		lines = append(lines, q.Lines(t)...)
	}
	if len(p.Open()) > 0 {
		return lines // the counts are known after the answers
	}
	lines = append(lines, t.T("sheet.preview.rows", "count", p.Rows)+": "+
		t.T("sheet.preview.new", "new", p.New, "known", p.Known, "refused", p.RefusedRows()))
	if p.Persons > 0 {
		lines = append(lines, t.T("sheet.preview.persons", "count", p.Persons))
	}
	lines = append(lines, p.Notes(t)...)
	for _, said := range p.WouldRecord(t) {
		lines = append(lines, said.Line(t))
	}
	return lines
}

// Notes say what a person should know besides the counts: new rows where an earlier file has some already, imports that
// are undone, persons who may be the same.
func (p Preview) Notes(t *i18n.Printer) []string {
	var notes []string
	if p.First != "" && len(p.Tally) == 0 {
		notes = append(notes, t.T("sheet.preview.from_to", "first", t.Day(p.First), "last", t.Day(p.Last)))
	}
	if p.Unmet+p.Met > 0 {
		notes = append(notes, t.T("sheet.preview.newness", "new", t.T("sheet.preview.unmet", "count", p.Unmet), "known", t.T("sheet.preview.met", "count", p.Met)))
		if p.Unsaid > 0 {
			notes = append(notes, t.T("sheet.preview.unsaid", "count", p.Unsaid))
		}
	}
	if len(p.NewAgain) > 0 {
		notes = append(notes, t.T("sheet.preview.new_again", "count", len(p.NewAgain), "rows", Where(t, p.NewAgain)))
	}
	if len(p.Twice) > 0 {
		notes = append(notes, t.T("sheet.preview.twice", "count", len(p.Twice), "rows", Where(t, p.Twice)))
	}
	if len(p.Repeated) > 0 {
		notes = append(notes, t.T("sheet.preview.repeated", "count", len(p.Repeated), "rows", Where(t, p.Repeated)))
	}
	if p.Standing > 0 {
		notes = append(notes, t.T("sheet.preview.standing", "count", p.Standing))
	}
	if len(p.Replaced) > 0 {
		notes = append(notes, t.T("sheet.preview.replaced", "count", len(p.Replaced)))
	}
	for _, a := range p.Alike {
		notes = append(notes, t.T("sheet.preview.alike", "codes", a.Codes, "rows", Where(t, a.Rows)))
	}
	return notes
}

// Where names rows as a person looks for them.
func Where(t *i18n.Printer, rows []int) string {
	return Question{Rows: [][]int{rows}}.Where(t, mostSpans)
}

// About says how the file as a whole was understood: its form, its sheets, the order of days, formulas.
func (p Preview) About(t *i18n.Printer) []string {
	var lines []string
	if p.Format == grid.CSV {
		lines = append(lines, t.T("sheet.preview.csv", "delimiter", t.T("sheet.delimiter."+delimiterName(p.Delimiter)), "encoding", p.Encoding))
	} else {
		lines = append(lines, t.T("sheet.preview.xlsx", "sheet", p.Sheet, "sheets", p.Sheets))
	}
	for _, tab := range p.Tabs {
		lines = append(lines, tab.Line(t))
	}
	if len(p.Unseen) > 0 {
		lines = append(lines, t.T("sheet.preview.unseen", "count", len(p.Unseen), "rows", Where(t, p.Unseen)))
	}
	if p.Comments > 0 {
		lines = append(lines, t.T("sheet.preview.notes", "count", p.Comments, "rows", Where(t, p.Commented)))
	}
	lines = append(lines, t.T("sheet.preview.header", "row", rowIn(p.Header)))
	if p.DatesBecause != "" {
		lines = append(lines, t.T("sheet.preview.dates", "order", t.T("sheet.dates."+string(p.Dates)), "because", t.T("sheet.dates_because."+p.DatesBecause)))
	}
	if p.Formulas > 0 {
		lines = append(lines, t.T("sheet.preview.formulas", "count", p.Formulas))
	}
	if p.Unstored > 0 {
		lines = append(lines, t.T("sheet.preview.unstored", "count", p.Unstored))
	}
	return lines
}

// Line says of a sheet how many rows it has, and whether they are taken.
func (x Tab) Line(t *i18n.Printer) string {
	hidden, taken := "", "left"
	if x.Hidden {
		hidden = "_hidden"
	}
	if x.Taken {
		taken = "taken"
	}
	name := ""
	if x.Name != "" {
		name = " " + t.T("sheet.quoted", "name", x.Name)
	}
	return t.T("sheet.tab."+taken+hidden, "sheet", x.Number, "name", name, "count", x.Rows)
}

func (p Preview) columns(t *i18n.Printer) []string {
	lines := make([]string, len(p.Columns))
	for i, c := range p.Columns {
		meaning, source := "", ""
		if c.Field != "" {
			meaning, source = t.T("sheet.field."+c.Field), t.T("sheet.source."+string(c.Source))
		} else {
			meaning = c.LeftOut(t)
		}
		if c.Heading != "" && source == "" {
			lines[i] = t.T("sheet.preview.column_left", "letter", c.Letter, "heading", c.Heading, "meaning", meaning)
		} else if c.Heading == "" {
			lines[i] = t.T("sheet.preview.column_hidden", "letter", c.Letter, "meaning", meaning)
		} else {
			lines[i] = t.T("sheet.preview.column", "letter", c.Letter, "heading", c.Heading, "meaning", meaning, "source", source)
		}
	}
	return lines
}

// LeftOut says why a column is left out, and with how many cells.
func (c Column) LeftOut(t *i18n.Printer) string {
	if c.Cells == 0 {
		return t.T("sheet.preview.left_blank")
	}
	return t.T("sheet.preview.left_out", "count", c.Cells, "reason", t.T("sheet.left_out."+c.Reason))
}

// Line writes one refusal: row, column, what was expected.
func (r Refused) Line(t *i18n.Printer) string {
	field := ""
	if r.Field != "" {
		field = t.T("sheet.field." + r.Field)
	}
	if r.Column == "" && r.Field == "" {
		return t.T("sheet.preview.refused_whole", "row", RowName(t, r.Row), "reason", t.Error(r.said(t)))
	}
	if r.Column == "" {
		return t.T("sheet.preview.refused_row", "row", RowName(t, r.Row), "field", field, "reason", t.Error(r.said(t)))
	}
	return t.T("sheet.preview.refused", "row", RowName(t, r.Row), "column", r.Column, "field", field, "reason", t.Error(r.said(t)))
}

// said is what is wrong, with names that people know in the place of those of lists and orders.
func (r Refused) said(t *i18n.Printer) *errs.Error {
	e := *r.Err
	e.Args = slices.Clone(e.Args)
	for i := 0; i+1 < len(e.Args); i += 2 {
		switch e.Args[i] {
		case "list":
			e.Args[i+1] = t.T("sheet.quoted", "name", fieldName(r.Field).say(t))
		case "order":
			if order, ok := e.Args[i+1].(string); ok && order != "" {
				e.Args[i+1] = t.T("sheet.dates." + order)
			}
		}
	}
	return &e
}

// mostSpans is how many places a question names on a terminal.
const mostSpans = 30

// Lines writes a question, the rows it concerns and its answers with what is written to give them.
func (q Question) Lines(t *i18n.Printer) []string {
	lines := []string{t.T("ask.line", "id", q.ID, "words", q.Words.Say(t))}
	if len(q.Rows) > 0 {
		lines = append(lines, "  "+t.T("ask.rows", "count", q.Count(), "rows", q.Where(t, mostSpans)))
	}
	for _, a := range q.Answers {
		mark := " "
		if a.ID == q.Given {
			mark = "*"
		}
		lines = append(lines, "  "+mark+" "+q.ID+"="+a.ID+": "+a.Words.Say(t))
	}
	return lines
}

func delimiterName(r rune) string {
	switch r {
	case ';':
		return "semicolon"
	case ',':
		return "comma"
	case '\t':
		return "tab"
	case '|':
		return "bar"
	}
	return "other"
}

// Lines writes the words of a column that were not understood, with what is written to explain them.
func (u Unread) Lines(t *i18n.Printer) []string {
	name, _, _ := strings.Cut(t.T("sheet.field."+u.Field), " (")
	var lines []string
	for _, w := range u.Words {
		if w.Given != "" {
			continue
		}
		key, typed := "sheet.preview.unread_word", w.Key()
		if w.Word == "" {
			key = "sheet.preview.unread_row"
		} else if strings.Contains(w.Word, "'") { // a command line would end there
			typed = inRow(w.Row)
		}
		lines = append(lines, "    "+t.T(key, "word", w.Word, "typed", typed, "count", w.Rows, "letter", u.Letter, "row", RowName(t, w.Row)))
	}
	if len(lines) > 0 {
		lines = append([]string{t.T("sheet.preview.unread", "letter", u.Letter, "field", name)}, lines...)
		if len(u.Answers) > 0 {
			lines = append(lines, "    "+t.T("sheet.preview.unread_codes", "codes", strings.Join(u.Answers, ", ")))
		}
	}
	if u.Hidden > 0 {
		lines = append(lines, t.T("sheet.preview.unread_hidden", "letter", u.Letter, "field", name, "count", u.Hidden))
	}
	return lines
}
