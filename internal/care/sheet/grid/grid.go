// Package grid turns the bytes of a spreadsheet into rows of text cells, and nothing more.
//
// Offices save tables in many dialects: fields parted by semicolons, tabs, commas or bars; UTF-8 with or
// without a byte order mark, UTF-16, Windows-1252; line ends of three kinds; or an XLSX workbook. This package
// hides the dialect: whoever reads on sees only numbered rows of trimmed text. It knows no headings, no dates
// and no codes, opens no file and touches no database, so it can be fuzzed on its own.
//
// Bytes come from outside and are distrusted: archives that unpack to too much, fields over 1 MiB, unclosed
// quotes and text that is not text are refused, never repaired by guessing. Formulas are never computed: the
// value the spreadsheet program last stored is read, and the file says how many cells that concerns. Errors
// name rows and columns, never what a cell holds.
package grid

import (
	"bytes"
	"strings"

	"approdo/internal/base/errs"
)

// What a file may hold at most. Real registers of a year stay far below.
const (
	MaxFile     = 64 << 20  // bytes as they arrive
	MaxUnpacked = 192 << 20 // bytes of an archive once unpacked
	MaxField    = 1 << 20   // bytes of one cell
	MaxRows     = 1 << 20   // rows of one sheet
	MaxColumns  = 512       // cells of one row
)

// Format is the kind of file.
type Format string

// The two formats that are read.
const (
	CSV  Format = "csv"
	XLSX Format = "xlsx"
)

// File is a spreadsheet as text.
type File struct {
	Format    Format
	Delimiter rune   // of a CSV file
	Encoding  string // of a CSV file: utf-8, utf-8-bom, utf-16le, utf-16be, windows-1252
	Mac       bool   // of a workbook: serial days count from 1904 instead of 1900
	Formulas  int    // of a workbook: cells whose value was computed by the program that saved it
	Sheets    []Sheet
}

// Sheet is one table of the file; a CSV file has exactly one. Sheets have no names here, as people write anything there.
type Sheet struct {
	Rows  []Row
	Blank int // rows without any text, left out of Rows
}

// Row is one row with at least one cell that is not empty.
type Row struct {
	Number int      // counted from 1 as a spreadsheet program shows it
	Cells  []string // trimmed; trailing empty cells are cut off
}

// Cell is the text of column i counted from 0, empty beyond the last cell.
func (r Row) Cell(i int) string {
	if i < 0 || i >= len(r.Cells) {
		return ""
	}
	return r.Cells[i]
}

// Letter names column i, counted from 0, as spreadsheet programs do: A, B … Z, AA.
func Letter(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}

// Read decodes data. Every failure is of kind Invalid.
func Read(data []byte) (*File, error) {
	switch {
	case len(data) > MaxFile:
		return nil, errs.E(errs.Invalid, "sheet.too_large", "limit", MaxFile>>20)
	case len(bytes.TrimSpace(data)) == 0:
		return nil, errs.E(errs.Invalid, "sheet.empty")
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return readXLSX(data)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		// The container of old .xls files and of workbooks with a password.
		return nil, errs.E(errs.Invalid, "sheet.save_as")
	case foreign(data):
		return nil, errs.E(errs.Invalid, "sheet.not_a_spreadsheet")
	}
	return readCSV(data)
}

// foreign recognises text formats that are sometimes saved under a spreadsheet's name.
func foreign(data []byte) bool {
	head := bytes.TrimLeft(data[:min(len(data), 512)], "\xef\xbb\xbf \t\r\n")
	for _, prefix := range []string{"<", "%PDF-", "{\\rtf"} {
		if bytes.HasPrefix(head, []byte(prefix)) {
			return true
		}
	}
	return false
}

// sheetBuilder collects rows, keeping cells in large shared blocks: a register has far more cells than rows.
type sheetBuilder struct {
	sheet Sheet
	block []string
}

// add trims the cells of row number and keeps it unless it is blank. The slice is not retained.
func (b *sheetBuilder) add(number int, cells []string) error {
	if number > MaxRows {
		return errs.E(errs.Invalid, "sheet.too_long", "limit", MaxRows)
	}
	width := 0
	for i, cell := range cells {
		if len(cell) > MaxField {
			return errs.E(errs.Invalid, "sheet.field_too_long", "row", number, "column", Letter(i))
		}
		if cells[i] = clean(cell); cells[i] != "" {
			width = i + 1
		}
	}
	switch {
	case width == 0:
		b.sheet.Blank++
		return nil
	case width > MaxColumns:
		return errs.E(errs.Invalid, "sheet.too_wide", "row", number, "limit", MaxColumns)
	}
	if cap(b.block)-len(b.block) < width {
		b.block = make([]string, 0, max(4096, width))
	}
	start := len(b.block)
	b.block = append(b.block, cells[:width]...)
	b.sheet.Rows = append(b.sheet.Rows, Row{Number: number, Cells: b.block[start:len(b.block):len(b.block)]})
	return nil
}

// clean cuts the white space around a cell, including the no-break spaces and marks that pasted text carries.
func clean(cell string) string {
	return strings.TrimFunc(cell, func(r rune) bool {
		return r <= ' ' || r == '\u00a0' || r == '\u200b' || r == '\u202f' || r == '\ufeff'
	})
}
