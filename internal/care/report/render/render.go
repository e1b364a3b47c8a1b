// Package render writes a report for other programs, for people's spreadsheets and for paper: JSON (the same for everybody), CSV, XLSX
// and PDF (in a language). Numbers are numbers. Texts are texts: none can be taken for a formula, whatever it begins with.
package render

import (
	"encoding/json"
	"io"

	"approdo/internal/base/i18n"
	"approdo/internal/care/report"
)

// JSON writes the document, indented. Its shape is described in doc/data-report-json.md.
func JSON(w io.Writer, d *report.Document) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(d)
}

// cell is a text, a number, or nothing.
type cell struct {
	text   string
	number *report.Number
}

func words(s string) cell         { return cell{text: s} }
func figure(n report.Number) cell { return cell{number: &n} }
func (c cell) empty() bool        { return c.number == nil && c.text == "" }

// grid is a table as lines of cells, the first line its heading.
func grid(t *report.Table, p *i18n.Printer) [][]cell {
	g := gridder{table: t, p: p, columns: t.Columns}
	if t.Total != nil {
		if _, once := t.Total.Values.Get("unique"); once && !has(t.Columns, "attributed") {
			g.columns = append(g.columns[:len(g.columns):len(g.columns)], report.Heading{Code: "unique", Label: label("report.value.unique")})
		}
	}
	lines := [][]cell{g.heading()}
	for _, row := range t.Rows {
		lines = append(lines, g.line(g.keys(row), row.Values))
		for _, part := range row.OfWhich {
			lines = append(lines, g.line([]string{p.T("report.sheet.of_which", "label", part.Label[p.Lang()])}, part.Values))
		}
	}
	if t.Total != nil {
		lines = append(lines, g.line([]string{p.T("report.sheet.total")}, g.totals()))
	}
	return lines
}

type gridder struct {
	table   *report.Table
	p       *i18n.Printer
	columns []report.Heading
}

func (g gridder) heading() []cell {
	var line []cell
	for _, d := range g.table.Dimensions {
		line = append(line, words(d.Label[g.p.Lang()]))
	}
	if len(g.table.Dimensions) == 0 {
		line = append(line, words(""))
	}
	for _, c := range g.columns {
		line = append(line, words(c.Label[g.p.Lang()]))
	}
	return line
}

// keys are the row's texts, one for each dimension.
func (g gridder) keys(row report.Row) []string {
	if len(g.table.Dimensions) < 2 {
		return []string{row.Label[g.p.Lang()]}
	}
	keys := make([]string, len(row.Keys))
	for i, k := range row.Keys {
		keys[i] = k.Label[g.p.Lang()]
	}
	return keys
}

func (g gridder) line(keys []string, values report.Values) []cell {
	line := make([]cell, max(len(g.table.Dimensions), 1), max(len(g.table.Dimensions), 1)+len(g.columns))
	for i, k := range keys {
		line[i] = words(k)
	}
	for _, c := range g.columns {
		n, ok := values.Get(c.Code)
		if !ok {
			line = append(line, cell{})
			continue
		}
		line = append(line, figure(n))
	}
	return line
}

// totals puts the persons counted once under the persons of the rows.
func (g gridder) totals() report.Values {
	values := append(report.Values{}, g.table.Total.Values...)
	if n, ok := values.Get("unique"); ok {
		values = append(values, report.Value{Code: "attributed", Number: n})
	}
	return values
}

func has(columns []report.Heading, code string) bool {
	for _, c := range columns {
		if c.Code == code {
			return true
		}
	}
	return false
}

func label(key string) report.Label {
	l := report.Label{}
	for _, lang := range i18n.Languages() {
		l[lang] = i18n.For(lang).T(key)
	}
	return l
}
