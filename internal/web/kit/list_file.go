package kit

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"io"
	"runtime"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"

	"approdo/internal/base/errs"
	"approdo/internal/base/formula"
	"approdo/internal/base/i18n"
	"approdo/internal/web/page"
)

// file takes rows of cells one after the other, the first of them headings, and is sent when it is whole.
type file interface {
	kind() string
	write(row []page.Cell) error
	send(to io.Writer) error // once
}

// newFile begins a file of a format.
func newFile(p *i18n.Printer, format string) (file, error) {
	for _, known := range Exports {
		if known.Name == format {
			return known.begin(p)
		}
	}
	return nil, errs.E(errs.NotFound, "errors.not_found")
}

// csvFile is what a spreadsheet program in the reader's language opens as it is, and reads no cell of as a formula. Until it is sent it is held compressed, some bytes a row.
type csvFile struct {
	*csv.Writer
	p      *i18n.Printer
	held   bytes.Buffer
	zip    *gzip.Writer
	fields []string
}

func newCSV(p *i18n.Printer) (file, error) {
	f := &csvFile{p: p}
	var err error
	if f.zip, err = gzip.NewWriterLevel(&f.held, gzip.BestSpeed); err == nil {
		_, err = f.zip.Write([]byte("\ufeff"))
	}
	f.Writer = csv.NewWriter(f.zip)
	f.Comma = p.Separator()
	return f, errs.Wrap(err, "export list")
}

func (f *csvFile) kind() string { return "text/csv; charset=utf-8" }

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

func (f *csvFile) send(to io.Writer) error {
	f.Flush()
	if err := errors.Join(f.Error(), f.zip.Close()); err != nil {
		return errs.Wrap(err, "export list")
	}
	text, err := gzip.NewReader(&f.held)
	if err == nil {
		_, err = io.Copy(to, text) //nolint:gosec // what was compressed here
	}
	return errs.Wrap(err, "export list")
}

// workbook has as many sheets as its rows need. Its rows wait on the disk until the last is written.
type workbook struct {
	*excelize.File
	sheet  *excelize.StreamWriter
	sheets int
	rows   int // of the last sheet
	day    int // style of days: the short one of whoever opens it
	heads  []any
}

func newWorkbook(*i18n.Printer) (file, error) {
	w := &workbook{File: excelize.NewFile()}
	runtime.AddCleanup(w, func(f *excelize.File) { _ = f.Close() }, w.File) // one that is not sent leaves nothing on the disk either
	var err error
	if w.day, err = w.NewStyle(&excelize.Style{NumFmt: 14}); err == nil {
		err = w.turn()
	}
	return w, errs.Wrap(err, "export list")
}

func (w *workbook) kind() string {
	return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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

func (w *workbook) send(to io.Writer) error {
	err := w.sheet.Flush()
	if err == nil {
		err = w.Write(to)
	}
	return errs.Wrap(errors.Join(err, w.Close()), "export list") // what waited on the disk goes
}
