package grid

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/xuri/excelize/v2"

	"approdo/internal/base/errs"
)

// maxCells limits the cells of a workbook, the empty ones left of a filled one included: a few bytes of XML can
// claim a cell 16 384 columns to the right.
const maxCells = 32 << 20

// readXLSX reads every worksheet of a workbook, hidden ones too, row by row.
//
// The library may panic on a broken workbook; that is the file's fault and must not take the program down.
func readXLSX(data []byte) (f *File, err error) {
	defer func() {
		if p := recover(); p != nil {
			f, err = nil, errs.E(errs.Invalid, "sheet.not_a_spreadsheet", fmt.Errorf("workbook reader: %T", p))
		}
	}()
	archive, m, err := inspect(data)
	if err != nil {
		return nil, err
	}
	// Both limits are the same so that no part is ever unpacked into a temporary file: cells may hold names.
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		UnzipSizeLimit: MaxUnpacked, UnzipXMLSizeLimit: MaxUnpacked, RawCellValue: true,
	})
	if err != nil {
		return nil, errs.E(errs.Invalid, "sheet.not_a_spreadsheet")
	}
	f = &File{Format: XLSX, Formulas: m.formulas}
	if props, err := book.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		f.Mac = *props.Date1904
	}
	var n counts
	for _, name := range book.GetSheetList() {
		sheet, err := readSheet(book, name, &n)
		if err != nil {
			return nil, err
		}
		f.Sheets = append(f.Sheets, sheet)
	}
	if err := book.Close(); err != nil {
		return nil, errs.E(errs.Internal, "sheet.not_a_spreadsheet", err)
	}
	if n.filled != m.values {
		// Empty texts and other prefixes explain it too, so the XML itself decides.
		if err := wellFormed(archive); err != nil {
			return nil, err
		}
	}
	for _, sheet := range f.Sheets {
		if len(sheet.Rows) > 0 {
			return f, nil
		}
	}
	return nil, errs.E(errs.Invalid, "sheet.empty")
}

// counts of a workbook's cells: all, the empty ones left of a filled one included, and those with a value.
type counts struct{ cells, filled int }

// readSheet streams the rows of one worksheet.
func readSheet(book *excelize.File, name string, n *counts) (Sheet, error) {
	rows, err := book.Rows(name)
	if err != nil {
		// A chart or dialogue sheet has no rows.
		return Sheet{}, nil
	}
	var b sheetBuilder
	words := sharing{}
	for number := 1; rows.Next(); number++ {
		row, err := rows.Columns()
		if err != nil {
			return Sheet{}, errs.E(errs.Invalid, "sheet.row_broken", "row", number)
		}
		for i, cell := range row {
			if cell != "" {
				n.filled++
				row[i] = words.share(cell)
			}
		}
		if n.cells += len(row); n.cells > maxCells {
			return Sheet{}, errs.E(errs.Invalid, "sheet.bomb")
		}
		if err := b.add(number, row); err != nil {
			return Sheet{}, err
		}
	}
	if err := errors.Join(rows.Error(), rows.Close()); err != nil {
		return Sheet{}, errs.E(errs.Invalid, "sheet.not_a_spreadsheet")
	}
	return b.sheet, nil
}

// sharing keeps one copy of each short word: the library makes a new text for every cell.
type sharing map[string]string

func (s sharing) share(cell string) string {
	if len(cell) > 40 {
		return cell
	}
	if known, ok := s[cell]; ok {
		return known
	}
	if len(s) < 1<<15 {
		s[cell] = cell
	}
	return cell
}
