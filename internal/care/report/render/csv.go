package render

import (
	"archive/zip"
	"encoding/csv"
	"io"

	"approdo/internal/base/formula"
	"approdo/internal/base/i18n"
	"approdo/internal/care/report"
)

// CSV writes every figure on a line of its own: table, row, part (of an of-which), value, number, and the labels in a language. It is UTF-8 with
// commas and decimal points, for programs. The line of totals has the row "total"; texts of T0 stand in place of a number.
func CSV(w io.Writer, d *report.Document, lang string) error {
	p := i18n.For(lang)
	out := csv.NewWriter(w)
	write := func(fields ...string) { // the writer keeps the first error until Flush
		for i, f := range fields {
			fields[i] = formula.Guard(f)
		}
		_ = out.Write(fields)
	}
	_ = out.Write([]string{"table", "row", "part", "value", "number", "label"})
	for _, t := range d.Tables {
		line := func(row, part, label string, values report.Values) {
			for _, v := range values {
				write(t.ID, row, part, v.Code, v.Number.String(), label)
			}
		}
		for _, row := range t.Rows {
			if row.Text != nil {
				write(t.ID, row.Code, "", "text", row.Text[lang], row.Label[lang])
			}
			line(row.Code, "", row.Label[lang], row.Values)
			for _, part := range row.OfWhich {
				line(row.Code, part.Code, part.Label[lang], part.Values)
			}
		}
		if t.Total != nil {
			line("total", "", p.T("report.sheet.total"), t.Total.Values)
		}
	}
	out.Flush()
	return out.Error()
}

// Zip writes an archive with a CSV file for each table as people read it, in a language: with the separator and the
// decimal sign that a spreadsheet program in that language expects, and a byte order mark, without which Excel takes the
// letters of Unità for others. Programs read CSV or JSON.
func Zip(w io.Writer, d *report.Document, lang string) error {
	p := i18n.For(lang)
	archive := zip.NewWriter(w)
	for i := range d.Tables {
		t := &d.Tables[i]
		file, err := archive.Create(t.ID + ".csv")
		if err != nil {
			return err
		}
		if _, err := io.WriteString(file, "\ufeff"); err != nil {
			return err
		}
		out := csv.NewWriter(file)
		out.Comma = p.Separator()
		for _, line := range sheetLines(t, p) {
			fields := make([]string, len(line))
			for k, c := range line {
				fields[k] = formula.Guard(c.text)
				if c.number != nil {
					fields[k] = p.Decimal(c.number.String())
				}
			}
			_ = out.Write(fields) // kept until Flush
		}
		out.Flush()
		if err := out.Error(); err != nil {
			return err
		}
	}
	return archive.Close()
}

// sheetLines are the lines of a table alone; T0 is words beside their headings.
func sheetLines(t *report.Table, p *i18n.Printer) [][]cell {
	if t.ID != report.HeaderID {
		return grid(t, p)
	}
	var lines [][]cell
	for _, row := range t.Rows {
		lines = append(lines, []cell{words(row.Label[p.Lang()]), words(row.Text[p.Lang()])})
	}
	return lines
}
