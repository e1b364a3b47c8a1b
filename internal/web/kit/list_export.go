package kit

import (
	"fmt"
	"slices"

	"approdo/internal/base/audit"
	"approdo/internal/base/i18n"
	"approdo/internal/base/store"
	"approdo/internal/web/page"
)

// Exports are the forms in which a list leaves, the one that opens everywhere as it is first. Cells are texts, numbers and
// days, never formulas.
var Exports = []struct {
	Name  string
	begin func(*i18n.Printer) (file, error)
}{
	{"xlsx", newWorkbook},
	{"csv", newCSV},
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

// stretch is how many rows of a list are in memory at once.
const stretch = 5_000

// export writes the whole list as it stands on the screen into a file, whatever the number of its rows, and answers how many there are. Nothing is sent meanwhile: who reads slowly
// would hold the state of the database that is read.
func (l List[T]) export(tx *store.Tx, c *Teller, f file, asked store.Selection) (rows int, err error) {
	columns := l.filed()
	row := make([]page.Cell, len(columns))
	for i, column := range columns {
		row[i] = page.Cell{Text: c.P.T(column.Word)}
	}
	if err := f.write(row); err != nil {
		return 0, err
	}
	asked.Whole, asked.Limit = true, stretch
	for total := int64(0); ; {
		slice, err := l.Fetch(tx, asked)
		if err != nil {
			return 0, err
		}
		total += slice.Total // said once, less those that a stretch found not to be genuine
		for _, item := range slice.Items {
			for i, column := range columns {
				row[i] = column.Cell(c, item)
			}
			if err := f.write(row); err != nil {
				return 0, err
			}
		}
		rows += len(slice.Items)
		if asked.After = slice.Next; asked.After == nil {
			if int64(rows) < total { // a part is never taken for the whole
				return 0, fmt.Errorf("export %s: %d rows of %d", l.Name, rows, total)
			}
			return rows, nil
		}
	}
}

// explain says below the rows of a file what they are: of which list and house, of which days, by what it was narrowed, and what there is besides. A blank row parts it from them, so that headings, sorting
// and filters of a spreadsheet know nothing of it.
func (l List[T]) explain(tx *store.Tx, c *Teller, f file, fields *page.Fields) error {
	p, today := c.P, c.D.Network.Today(tx.Now())
	header := l.header(c, i18n.Many{})
	said := []string{"", p.T("desk.list.file.of", "list", header.Title, "day", p.Day(today))}
	if !l.Timeless {
		period := "all_days"
		switch from, to := fields.Text("from"), fields.Text("to"); {
		case from != "" && to != "":
			period = "from_to"
		case from != "":
			period = "since"
		case to != "":
			period = "until"
		}
		said = append(said, p.T("desk.list.file."+period, "from", p.Day(fields.Text("from")), "to", p.Day(fields.Text("to"))))
	}
	narrowed := false
	for _, filter := range l.Filters {
		if answer := fields.Text(filter.Name); answer != "" {
			said, narrowed = append(said, p.T("desk.list.file.filter", "name", p.T(filter.Word), "answer", filter.says(c, answer))), true
		}
	}
	if !narrowed {
		said = append(said, p.T("desk.list.file.whole"))
	}
	erased, err := l.erased(tx, fields)
	if err != nil {
		return err
	}
	if erased > 0 {
		said = append(said, p.T("desk.list.erased", "count", erased))
	}
	row := make([]page.Cell, len(l.filed()))
	for _, sentence := range said {
		row[0] = page.Cell{Text: sentence}
		if err := f.write(row); err != nil {
			return err
		}
	}
	return nil
}

// says is an answer in words.
func (f ListFilter) says(c *Teller, answer string) string {
	if _, coded := c.D.Book.List(f.List); coded {
		return c.Label(f.List, answer)
	}
	if f.chosen() {
		for _, o := range f.choices(c) {
			if o.Value == answer {
				return o.Label
			}
		}
	}
	return answer
}

// filed are the columns of a file.
func (l List[T]) filed() []ListColumn[T] {
	return slices.DeleteFunc(slices.Clone(l.Columns), func(column ListColumn[T]) bool { return column.Here })
}

// SendRows answers rows, the first of them headings, as a file of the format asked for, and notes that it left.
func (d *Desk) SendRows(r *page.Request, e Exported, rows [][]page.Cell) error {
	f, err := newFile(r.Printer(), e.Format)
	for _, row := range rows {
		if err == nil {
			err = f.write(row)
		}
	}
	if err != nil {
		return err
	}
	return d.leave(r, e, f)
}

// leave sends a file that is whole, once it is on record that it leaves.
func (d *Desk) leave(r *page.Request, e Exported, f file) error {
	if err := d.Leaves(r, e.What, e); err != nil {
		return err
	}
	h := r.Writer().Header()
	h.Set("Content-Type", f.kind())
	h.Set("Content-Disposition", `attachment; filename="`+e.What+`.`+e.Format+`"`)
	return f.send(r.Writer())
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
