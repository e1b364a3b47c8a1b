package render

import (
	"io"

	"github.com/xuri/excelize/v2"

	"approdo/internal/base/formula"
	"approdo/internal/base/i18n"
	"approdo/internal/care/report"
)

// XLSX writes a workbook in a language: T0 with the rules, a sheet for each table with its notes and checks, and last the quality of the
// data. Numbers are numbers with their format, texts are stored as texts, and guarded: a workbook
// is saved again in other forms.
func XLSX(w io.Writer, d *report.Document, lang string) error {
	book := excelize.NewFile()
	defer book.Close() // nothing on disk; Write has told every error
	styles, err := newStyles(book)
	if err != nil {
		return err
	}
	p := i18n.For(lang)
	for i := range d.Tables {
		t := &d.Tables[i]
		if i == 0 {
			err = book.SetSheetName("Sheet1", t.ID)
		} else {
			_, err = book.NewSheet(t.ID)
		}
		if err == nil {
			err = sheet(book, styles, t, d, p)
		}
		if err != nil {
			return err
		}
	}
	return book.Write(w)
}

type styles struct{ title, heading, tenths, plain int }

func newStyles(book *excelize.File) (s styles, err error) {
	format := "0.0"
	for _, make := range []struct {
		to    *int
		style excelize.Style
	}{
		{&s.title, excelize.Style{Font: &excelize.Font{Bold: true, Size: 14}}},
		{&s.heading, excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "bottom"}}},
		{&s.tenths, excelize.Style{CustomNumFmt: &format}},
		{&s.plain, excelize.Style{NumFmt: 1}},
	} {
		if err == nil {
			*make.to, err = book.NewStyle(&make.style)
		}
	}
	return s, err
}

// sheet writes a table: title, heading, lines, then notes and checks.
func sheet(book *excelize.File, s styles, t *report.Table, d *report.Document, p *i18n.Printer) error {
	out, err := book.NewStreamWriter(t.ID)
	if err != nil {
		return err
	}
	at := 0
	write := func(values ...any) {
		at++
		if err == nil && len(values) > 0 {
			var name string
			if name, err = excelize.CoordinatesToCellName(1, at); err == nil {
				err = out.SetRow(name, values)
			}
		}
	}
	if err := out.SetColWidth(1, 1, 48); err != nil {
		return err
	}
	title := t.Title[p.Lang()]
	if t.ID == report.HeaderID {
		title = d.Title[p.Lang()]
	}
	write(excelize.Cell{StyleID: s.title, Value: formula.Guard(t.ID + " · " + title)})
	write()
	for n, line := range sheetLines(t, p) {
		write(s.line(line, n == 0 && t.ID != report.HeaderID)...)
	}
	write()
	for _, s := range t.Sentences {
		write(formula.Guard(s[p.Lang()]))
	}
	for _, note := range t.Notes {
		write(formula.Guard(note.Text[p.Lang()]))
	}
	s.checks(write, t, p)
	if err != nil {
		return err
	}
	return out.Flush()
}

func (s styles) line(line []cell, heading bool) []any {
	values := make([]any, len(line))
	for i, c := range line {
		switch {
		case c.empty():
			values[i] = nil
		case c.number == nil && heading:
			values[i] = excelize.Cell{StyleID: s.heading, Value: formula.Guard(c.text)}
		case c.number == nil:
			values[i] = formula.Guard(c.text)
		case c.number.Tenths:
			values[i] = excelize.Cell{StyleID: s.tenths, Value: float64(c.number.N) / 10}
		default:
			values[i] = excelize.Cell{StyleID: s.plain, Value: c.number.N}
		}
	}
	return values
}

func (s styles) checks(write func(...any), t *report.Table, p *i18n.Printer) {
	if len(t.Checks) == 0 {
		return
	}
	write()
	var heading []any
	for _, word := range []string{p.T("report.sheet.check"), p.T("report.sheet.expected"), p.T("report.sheet.got"), p.T("report.sheet.gap")} {
		heading = append(heading, excelize.Cell{StyleID: s.heading, Value: word})
	}
	write(heading...)
	for _, c := range t.Checks {
		write(formula.Guard(c.Label[p.Lang()]), c.Expected, c.Got, c.Gap)
	}
}
