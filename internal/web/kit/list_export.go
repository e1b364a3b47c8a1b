package kit

import (
	"encoding/csv"
	"slices"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/formula"
	"approdo/internal/base/store"
	"approdo/internal/web/page"
)

// Exports are the forms in which a list leaves, the one that opens everywhere as it is first. Cells are texts, numbers and
// days, never formulas.
var Exports = []struct{ Name, kind string }{
	{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	{"csv", "text/csv; charset=utf-8"},
}

// Exported is what the audit entry of a file that leaves says of it, besides who took it: what, how much, in which form, from where and of when.
type Exported struct {
	What   string `json:"what"`
	Format string `json:"format"`
	Rows   int    `json:"rows"`
	Scope  string `json:"scope"`
	From   string `json:"from,omitempty"`
	To     string `json:"to,omitempty"`
}

// details are what the entry keeps.
func (e Exported) details() audit.Details {
	details := audit.Details{"what": audit.Code(e.What), "format": audit.Code(e.Format), "rows": audit.Count(e.Rows), "scope": audit.Code(e.Scope)}
	for name, day := range map[string]string{"from": e.From, "to": e.To} {
		if day != "" {
			details[name] = audit.Day(day)
		}
	}
	return details
}

// mostRows is how many rows a file has at most, where nothing else is said: they are held in memory until the last is written.
const mostRows = 100_000

func (d *Desk) FileRows() int64 {
	if d.MostRows > 0 {
		return d.MostRows
	}
	return mostRows
}

// Leaves puts on record that a file leaves, before it does.
func (d *Desk) Leaves(r *page.Request, id string, e Exported) error {
	return d.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error {
		tx.Note(audit.Export, id, e.details())
		return nil
	})
}

// export writes the whole list, as it stands on the screen, to a file named after it.
func (l List[T]) export(c *Teller, r *page.Request, format string, asked store.Selection, items []T) error {
	rows := [][]page.Cell{{}}
	columns := slices.DeleteFunc(slices.Clone(l.Columns), func(column ListColumn[T]) bool { return column.Here })
	for _, column := range columns {
		rows[0] = append(rows[0], page.Cell{Text: c.P.T(column.Word)})
	}
	for _, item := range items {
		var row []page.Cell
		for _, column := range columns {
			row = append(row, column.Cell(c, item))
		}
		rows = append(rows, row)
	}
	// Lists of records reach the own organisation and no further.
	return c.D.SendRows(r, Exported{What: l.Name, Format: format, Rows: len(items), Scope: "own", From: asked.From, To: asked.To}, rows)
}

// SendRows answers rows, the first of them headings, as a file of the format asked for, and notes that it left.
func (d *Desk) SendRows(r *page.Request, e Exported, rows [][]page.Cell) error {
	for _, known := range Exports {
		if known.Name != e.Format {
			continue
		}
		if err := d.Leaves(r, e.What, e); err != nil {
			return err
		}
		h := r.Writer().Header()
		h.Set("Content-Type", known.kind)
		h.Set("Content-Disposition", `attachment; filename="`+e.What+`.`+e.Format+`"`)
		if e.Format == "csv" {
			return writeCSV(r, rows)
		}
		return writeWorkbook(r, rows)
	}
	return errs.E(errs.NotFound, "errors.not_found")
}

// Cells are rows of texts.
func Cells(rows [][]string) [][]page.Cell {
	list := make([][]page.Cell, len(rows))
	for i, row := range rows {
		for _, text := range row {
			list[i] = append(list[i], page.Cell{Text: text})
		}
	}
	return list
}

// writeCSV writes what a spreadsheet program in the reader's language opens as it is, and keeps it from reading a cell as
// a formula.
func writeCSV(r *page.Request, rows [][]page.Cell) error {
	if _, err := r.Writer().Write([]byte("\ufeff")); err != nil {
		return errs.Wrap(err, "export list")
	}
	w, p := csv.NewWriter(r.Writer()), r.Printer()
	w.Comma = p.Separator()
	for _, row := range rows {
		fields := make([]string, len(row))
		for i, cell := range row {
			switch {
			case cell.Day != "":
				fields[i] = p.ShortDay(cell.Day)
			case cell.Number != "":
				fields[i] = p.Decimal(cell.Number)
			default:
				fields[i] = formula.Guard(cell.Text)
			}
		}
		if err := w.Write(fields); err != nil {
			return errs.Wrap(err, "export list")
		}
	}
	w.Flush()
	return errs.Wrap(w.Error(), "export list")
}

func writeWorkbook(r *page.Request, rows [][]page.Cell) error {
	f := excelize.NewFile()
	defer f.Close()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		return errs.Wrap(err, "export list")
	}
	day, err := f.NewStyle(&excelize.Style{NumFmt: 14}) // the short day of whoever opens it
	if err != nil {
		return errs.Wrap(err, "export list")
	}
	for i, row := range rows {
		values := make([]any, len(row))
		for k, cell := range row {
			values[k] = value(cell, day)
		}
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return errs.Wrap(err, "export list")
		}
		if err := w.SetRow(at, values); err != nil {
			return errs.Wrap(err, "export list")
		}
	}
	if err := w.Flush(); err != nil {
		return errs.Wrap(err, "export list")
	}
	return errs.Wrap(f.Write(r.Writer()), "export list")
}

// value is what a cell of a workbook holds.
func value(cell page.Cell, day int) any {
	if at, err := time.Parse(time.DateOnly, cell.Day); err == nil {
		return excelize.Cell{StyleID: day, Value: at}
	}
	if n, err := strconv.ParseFloat(cell.Number, 64); err == nil {
		return n
	}
	return formula.Guard(cell.Text)
}
