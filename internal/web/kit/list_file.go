package kit

import (
	"encoding/csv"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"

	"approdo/internal/base/errs"
	"approdo/internal/base/formula"
	"approdo/internal/base/i18n"
	"approdo/internal/web/page"
)

// file takes rows of cells one after the other, the first of them headings, and sends them in its form. It ends in any case, and is whole only when it was closed.
type file interface {
	write(row []page.Cell) error
	close() error
	end()
}

// csvFile is what a spreadsheet program in the reader's language opens as it is, and reads no cell of as a formula.
type csvFile struct {
	*csv.Writer
	p      *i18n.Printer
	fields []string
}

func newCSV(r *page.Request) (file, error) {
	if _, err := r.Writer().Write([]byte("\ufeff")); err != nil {
		return nil, errs.Wrap(err, "export list")
	}
	f := &csvFile{Writer: csv.NewWriter(r.Writer()), p: r.Printer()}
	f.Comma = f.p.Separator()
	return f, nil
}

func (f *csvFile) write(row []page.Cell) error {
	f.fields = f.fields[:0]
	for _, cell := range row {
		switch {
		case cell.Day != "":
			f.fields = append(f.fields, f.p.ShortDay(cell.Day))
		case cell.Number != "":
			f.fields = append(f.fields, f.p.Decimal(cell.Number))
		default:
			f.fields = append(f.fields, formula.Guard(cell.Text))
		}
	}
	return errs.Wrap(f.Write(f.fields), "export list")
}

func (f *csvFile) close() error {
	f.Flush()
	return errs.Wrap(f.Error(), "export list")
}

func (f *csvFile) end() {}

// workbook has as many sheets as its rows need. Its rows wait on the disk until the last is written.
type workbook struct {
	*excelize.File
	r      *page.Request
	sheet  *excelize.StreamWriter
	sheets int
	rows   int // of the last sheet
	day    int // style of days: the short one of whoever opens it
	heads  []any
}

func newWorkbook(r *page.Request) (file, error) {
	w := &workbook{File: excelize.NewFile(), r: r}
	var err error
	if w.day, err = w.NewStyle(&excelize.Style{NumFmt: 14}); err == nil {
		err = w.turn()
	}
	if err != nil {
		w.end()
		return nil, errs.Wrap(err, "export list")
	}
	return w, nil
}

// turn begins the next sheet.
func (w *workbook) turn() (err error) {
	if w.sheet != nil {
		if err := w.sheet.Flush(); err != nil {
			return err
		}
	}
	w.sheets++
	w.rows = 0
	name := "Sheet" + strconv.Itoa(w.sheets)
	if w.sheets > 1 {
		if _, err := w.NewSheet(name); err != nil {
			return err
		}
	}
	if w.sheet, err = w.NewStreamWriter(name); err == nil && w.heads != nil {
		err = w.set(w.heads)
	}
	return err
}

func (w *workbook) write(row []page.Cell) error {
	values := make([]any, len(row))
	for i, cell := range row {
		values[i] = w.value(cell)
	}
	var err error
	if w.heads == nil {
		w.heads = values
	} else if w.rows == excelize.TotalRows {
		err = w.turn()
	}
	if err == nil {
		err = w.set(values)
	}
	return errs.Wrap(err, "export list")
}

func (w *workbook) set(values []any) error {
	w.rows++
	at, err := excelize.CoordinatesToCellName(1, w.rows)
	if err != nil {
		return err
	}
	return w.sheet.SetRow(at, values)
}

// value is what a cell holds.
func (w *workbook) value(cell page.Cell) any {
	if at, err := time.Parse(time.DateOnly, cell.Day); err == nil {
		return excelize.Cell{StyleID: w.day, Value: at}
	}
	if n, err := strconv.ParseFloat(cell.Number, 64); err == nil {
		return n
	}
	return formula.Guard(cell.Text)
}

func (w *workbook) close() error {
	err := w.sheet.Flush()
	if err == nil {
		err = w.Write(w.r.Writer())
	}
	return errs.Wrap(err, "export list")
}

func (w *workbook) end() { _ = w.File.Close() } // what waited on the disk goes
