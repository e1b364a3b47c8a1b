package desk

import (
	"encoding/csv"
	"slices"

	"github.com/xuri/excelize/v2"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/web/page"
)

// exports are the forms in which a list leaves. Cells are text or numbers, never formulas.
var exports = []struct{ name, kind string }{
	{"csv", "text/csv; charset=utf-8"},
	{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
}

// exported is what the audit entry of a file that leaves says of it, besides who took it: what, how much, in which form, from where and of when.
type exported struct {
	What   string `json:"what"`
	Format string `json:"format"`
	Rows   int    `json:"rows"`
	Scope  string `json:"scope"`
	From   string `json:"from,omitempty"`
	To     string `json:"to,omitempty"`
}

// leaves puts on record that a file leaves, before it does.
func (d *Desk) leaves(r *page.Request, id string, e exported) error {
	return d.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error {
		tx.Note(audit.Export, id, e)
		return nil
	})
}

// export writes the whole list, as it stands on the screen, to a file named after it.
func (l list[T]) export(c *listing, r *page.Request, format string, asked store.Selection, items []T) error {
	rows := [][]string{{}}
	columns := slices.DeleteFunc(slices.Clone(l.columns), func(column listColumn[T]) bool { return column.here })
	for _, column := range columns {
		rows[0] = append(rows[0], c.p.T(column.word))
	}
	for _, item := range items {
		var row []string
		for _, column := range columns {
			row = append(row, column.cell(c, item).Text)
		}
		rows = append(rows, row)
	}
	// Lists of records reach the own organisation and no further.
	return c.d.sendRows(r, exported{What: l.name, Format: format, Rows: len(items), Scope: "own", From: asked.From, To: asked.To}, rows)
}

// sendRows answers rows, the first of them headings, as a file of the format asked for, and notes that it left.
func (d *Desk) sendRows(r *page.Request, e exported, rows [][]string) error {
	for _, known := range exports {
		if known.name != e.Format {
			continue
		}
		if err := d.leaves(r, e.What, e); err != nil {
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

// writeCSV keeps spreadsheet programs from reading a cell as a formula.
func writeCSV(r *page.Request, rows [][]string) error {
	if _, err := r.Writer().Write([]byte("\ufeff")); err != nil {
		return errs.Wrap(err, "export list")
	}
	w := csv.NewWriter(r.Writer())
	for _, row := range rows {
		for i, cell := range row {
			if cell != "" && (cell[0] == '=' || cell[0] == '+' || cell[0] == '-' || cell[0] == '@' || cell[0] == '\t' || cell[0] == '\r') {
				row[i] = "'" + cell
			}
		}
		if err := w.Write(row); err != nil {
			return errs.Wrap(err, "export list")
		}
	}
	w.Flush()
	return errs.Wrap(w.Error(), "export list")
}

func writeWorkbook(r *page.Request, rows [][]string) error {
	f := excelize.NewFile()
	defer f.Close()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		return errs.Wrap(err, "export list")
	}
	for i, row := range rows {
		cells := make([]any, len(row))
		for k, cell := range row {
			cells[k] = cell
		}
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return errs.Wrap(err, "export list")
		}
		if err := w.SetRow(at, cells); err != nil {
			return errs.Wrap(err, "export list")
		}
	}
	if err := w.Flush(); err != nil {
		return errs.Wrap(err, "export list")
	}
	return errs.Wrap(f.Write(r.Writer()), "export list")
}
