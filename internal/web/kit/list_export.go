package kit

import (
	"slices"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/web/page"
)

// Exports are the forms in which a list leaves, the one that opens everywhere as it is first. Cells are texts, numbers and
// days, never formulas.
var Exports = []struct {
	Name, kind string
	begin      func(*page.Request) (file, error)
}{
	{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", newWorkbook},
	{"csv", "text/csv; charset=utf-8", newCSV},
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

// Leaves puts on record that a file leaves, before it does.
func (d *Desk) Leaves(r *page.Request, id string, e Exported) error {
	return d.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error {
		tx.Note(audit.Export, id, e.details())
		return nil
	})
}

// stretch is how many rows of a list are held in memory while it leaves.
const stretch = 5_000

// export sends the whole list as it stands on the screen, whatever the number of its rows, and says whether it began to leave.
func (l List[T]) export(tx *store.Tx, c *Teller, r *page.Request, format string, asked store.Selection, left *bool) error {
	columns := slices.DeleteFunc(slices.Clone(l.Columns), func(column ListColumn[T]) bool { return column.Here })
	row := make([]page.Cell, len(columns))
	for i, column := range columns {
		row[i] = page.Cell{Text: c.P.T(column.Word)}
	}
	asked.Whole, asked.Limit = true, stretch
	slice, err := l.Fetch(tx, asked)
	if err != nil {
		return err
	}
	// Lists of records reach the own organisation and no further.
	f, err := c.D.leave(r, Exported{What: l.Name, Format: format, Rows: int(slice.Total), Scope: "own", From: asked.From, To: asked.To})
	if err != nil {
		return err
	}
	defer f.end()
	*left = true
	if err := f.write(row); err != nil {
		return err
	}
	for {
		for _, item := range slice.Items {
			for i, column := range columns {
				row[i] = column.Cell(c, item)
			}
			if err := f.write(row); err != nil {
				return err
			}
		}
		if slice.Next == nil {
			return f.close()
		}
		asked.After = slice.Next
		if slice, err = l.Fetch(tx, asked); err != nil {
			return err
		}
	}
}

// SendRows answers rows, the first of them headings, as a file of the format asked for, and notes that it left.
func (d *Desk) SendRows(r *page.Request, e Exported, rows [][]page.Cell) error {
	f, err := d.leave(r, e)
	if err != nil {
		return err
	}
	defer f.end()
	for _, row := range rows {
		if err := f.write(row); err != nil {
			return err
		}
	}
	return f.close()
}

// leave begins a file of the format asked for, and notes that it leaves.
func (d *Desk) leave(r *page.Request, e Exported) (file, error) {
	for _, known := range Exports {
		if known.Name != e.Format {
			continue
		}
		if err := d.Leaves(r, e.What, e); err != nil {
			return nil, err
		}
		h := r.Writer().Header()
		h.Set("Content-Type", known.kind)
		h.Set("Content-Disposition", `attachment; filename="`+e.What+`.`+e.Format+`"`)
		return known.begin(r)
	}
	return nil, errs.E(errs.NotFound, "errors.not_found")
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
