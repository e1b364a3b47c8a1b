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
	"context"
	"slices"
	"strings"

	"approdo/internal/base/errs"
)

// What a file may hold at most. Real registers of a year stay far below.
const (
	MaxFile     = 64 << 20  // bytes as they arrive
	MaxUnpacked = 192 << 20 // bytes of an archive once unpacked
	MaxField    = 1 << 20   // bytes of one cell
	MaxRows     = 1 << 20   // number of the last row of one sheet
	MaxFilled   = 1 << 18   // rows of one sheet that hold something: each takes memory, however little it says
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
	Sheets    []Sheet
	Colours   []string // of a workbook: what people call the colour of a Look
}

// Sheet is one table of the file; a CSV file has exactly one. Its name may be anything that people write there: who shows it must look at it first.
type Sheet struct {
	Name     string // of a workbook
	Rows     []Row
	Fields   map[int]int // of a CSV file: how many fields its first rows have, where empty ones at the end were cut off
	Blank    int         // rows without any text above the last that has some, left out of Rows
	Hidden   bool        // of a workbook
	Unseen   []int       // of a workbook: numbers of the rows with cells that are hidden, or that a filter hides
	Notes    int         // of a workbook: comments on cells of its rows
	Merged   []Range     // cells that are one cell: only the first of a range has a text
	Formulas int         // cells whose value was computed by the program that saved the file
	Unstored int         // of them, cells whose result was never stored
}

// Range is a rectangle of cells, its ends included.
type Range struct {
	Top, Bottom int // numbers of rows
	Left, Right int // columns counted from 0
}

// Row is one row with at least one cell that is not empty.
type Row struct {
	Number int            // counted from 1 as a spreadsheet program shows it
	Cells  []string       // trimmed; trailing empty cells are cut off, unless they are formulas without a result
	Types  []Type         // of the cells, where the file knows them: nil in a CSV file and where every cell is a text
	Struck bool           // a text in it is struck through, in a workbook
	Notes  []string       // the comments that hang on its cells, in a workbook
	Looks  []Look         // of the cells, in a workbook: nil where all are plain
	Shown  map[int]string // by column, in a workbook: what is shown of a number, where that is another
}

// Type is what a workbook says a cell is. The text of a cell says the same: days are ISO days, whichever calendar the
// workbook counts by, moments are 2024-04-02T22:40:00 without a zone, clock times and durations are 2:30 or 26:00:05,
// numbers have a decimal point, errors their English name.
type Type uint8

// The types of cells. A text may hold a number or a day that somebody wrote as text.
const (
	Text Type = iota
	Number
	Day
	Moment
	Month // a day of which only the month is shown
	Clock
	Boolean
	Error
	Unstored // a formula without a stored result; its text is empty
)

// moving marks the type of a cell whose formula gives another result on another day or in another place.
const moving Type = 1 << 7

// carried marks the type of a cell that a merged cell covers, and that holds the text of the first of its cells.
const carried Type = 1 << 6

// Carry is a type as a cell has it that a merged one covers.
func (t Type) Carry() Type { return t | carried }

// Carried reports whether a merged cell covers column i, counted from 0, and this is not its first row.
func (r Row) Carried(i int) bool { return i >= 0 && i < len(r.Types) && r.Types[i]&carried != 0 }

// Cell is the text of column i counted from 0, empty beyond the last cell.
func (r Row) Cell(i int) string {
	if i < 0 || i >= len(r.Cells) {
		return ""
	}
	return r.Cells[i]
}

// Type is the type of column i counted from 0; Text in a CSV file and beyond the last cell.
func (r Row) Type(i int) Type {
	if i < 0 || i >= len(r.Types) {
		return Text
	}
	return r.Types[i] &^ (moving | carried)
}

// Moving reports whether the formula of column i, counted from 0, gives another result on another day or in another row: TODAY, NOW, ROW, RAND, or a cell that does.
func (r Row) Moving(i int) bool { return i >= 0 && i < len(r.Types) && r.Types[i]&moving != 0 }

// Kept is the type of column i for a row that takes its cell over, with whether its formula moves and a merged cell covers it.
func (r Row) Kept(i int) Type {
	if r.Moving(i) || r.Carried(i) {
		return r.Types[i]
	}
	return r.Type(i)
}

// Letter names column i, counted from 0, as spreadsheet programs do: A, B … Z, AA.
func Letter(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}

// stopEvery is how many rows or tags are read before it is asked whether anybody waits for more.
const stopEvery = 256

// Read decodes data. Every failure is of kind Invalid; but when ctx ends, reading does: see Stopped.
func Read(ctx context.Context, data []byte) (*File, error) {
	switch {
	case len(data) > MaxFile:
		return nil, errs.E(errs.Invalid, "sheet.too_large", "limit", MaxFile>>20)
	case len(bytes.TrimSpace(data)) == 0:
		return nil, errs.E(errs.Invalid, "sheet.empty")
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return readXLSX(ctx, data)
	}
	if err := foreign(data); err != nil {
		return nil, err
	}
	return readCSV(ctx, data)
}

// sheetBuilder collects rows, keeping cells in large shared blocks: a register has far more cells than rows.
type sheetBuilder struct {
	sheet Sheet
	block []string
	types []Type // of the last row that had any; rows often have the same

	struck bool     // the row at hand holds a text that is struck through
	notes  []string // the comments of the row at hand
	looks  []Look   // of the row at hand
	shown  map[int]string
	before []Look // of the last row that had any
}

// add trims the cells of row number and keeps it unless it is blank. Neither slice is retained; types may be nil.
func (b *sheetBuilder) add(number int, cells []string, types []Type) error {
	width, struck, notes, shown := 0, b.struck, b.notes, b.shown
	b.struck, b.notes, b.shown = false, nil, nil
	for i, cell := range cells {
		if len(cell) > MaxField {
			return errs.E(errs.Invalid, "sheet.field_too_long", "row", number, "column", Letter(i))
		}
		if cells[i] = clean(cell); cells[i] != "" || types != nil && types[i] == Unstored {
			width = i + 1
		}
	}
	switch {
	case width == 0:
		return nil
	case number > MaxRows:
		return errs.E(errs.Invalid, "sheet.too_long", "limit", MaxRows)
	case len(b.sheet.Rows) == MaxFilled:
		return errs.E(errs.Invalid, "sheet.too_long", "limit", MaxFilled)
	case width > MaxColumns:
		return errs.E(errs.Invalid, "sheet.too_wide", "row", number, "limit", MaxColumns)
	}
	if cap(b.block)-len(b.block) < width {
		b.block = make([]string, 0, max(4096, width))
	}
	start := len(b.block)
	b.block = append(b.block, cells[:width]...)
	b.sheet.Rows = append(b.sheet.Rows, Row{Number: number, Cells: b.block[start:len(b.block):len(b.block)], Types: b.typed(types, width), Struck: struck, Notes: notes, Looks: b.looked(width), Shown: shown})
	b.sheet.Notes += len(notes)
	return nil
}

// fields notes how many fields a row has.
func (b *sheetBuilder) fields(number, n int) {
	if b.sheet.Fields == nil {
		b.sheet.Fields = map[int]int{}
	}
	b.sheet.Fields[number] = n
}

// typed keeps the types of a row once for all rows that have the same.
func (b *sheetBuilder) typed(types []Type, width int) []Type {
	if types == nil {
		return nil
	}
	types = types[:width]
	if !slices.ContainsFunc(types, func(t Type) bool { return t != Text }) {
		return nil
	}
	if !slices.Equal(types, b.types) {
		b.types = slices.Clone(types)
	}
	return b.types
}

// looked keeps the colours of a row once for all rows that have the same.
func (b *sheetBuilder) looked(width int) []Look {
	looks := b.looks[:min(width, len(b.looks))]
	if !slices.ContainsFunc(looks, func(l Look) bool { return l != 0 }) {
		return nil
	}
	if !slices.Equal(looks, b.before) {
		b.before = slices.Clone(looks)
	}
	return b.before
}

// done gives the sheet and counts the rows between its first and its last that say nothing.
func (b *sheetBuilder) done() Sheet {
	if n := len(b.sheet.Rows); n > 0 {
		b.sheet.Blank += b.sheet.Rows[n-1].Number - n
	}
	return b.sheet
}

// clean cuts the white space around a cell, including the no-break spaces and marks that pasted text carries.
func clean(cell string) string {
	return strings.TrimFunc(cell, func(r rune) bool {
		return r <= ' ' || r == '\u00a0' || r == '\u200b' || r == '\u202f' || r == '\ufeff'
	})
}
