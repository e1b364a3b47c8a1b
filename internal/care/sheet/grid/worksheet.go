package grid

import (
	"strconv"
	"strings"

	"approdo/internal/base/errs"
)

// maxCells limits the cells of a workbook, the empty ones left of a filled one included: a few bytes of XML can
// claim a cell far to the right. A row itself takes as much as rowCells, and is counted so. maxText limits what the
// cells hold, in bytes, shared texts aside.
const (
	maxCells = 6 << 20
	rowCells = 8
	maxText  = 256 << 20
)

// sheetReader reads the worksheets of one workbook, one after another.
type sheetReader struct {
	*workbook
	cells  int // so far, in all sheets, and what their rows count
	text   int // bytes of the texts of these cells
	merged int // ranges so far, in all sheets
	words  sharing

	rows   sheetBuilder
	notes  map[int][]string // comments of the sheet at hand, by row
	number int              // of the row at hand
	width  int              // of it so far: where the next cell stands unless it says so
	unseen bool             // the row at hand is hidden or filtered out
	inCell bool
	cell   cell
	inline inlineText
	line   []string
	types  []Type
	moves  formulas // of the sheet at hand
}

// cell is one cell while it is read.
type cell struct {
	at      int
	style   int
	kind    string // as the file writes it: s, str, inlineStr, b, e, d, n
	value   string
	valued  bool // it has a value, be it empty
	formula bool
	moving  bool // the formula gives another result on another day or in another place
	shared  string
	struck  bool   // its text, or a part of it
	shown   string // of a number, where another is shown
}

func newSheetReader(w *workbook) *sheetReader { return &sheetReader{workbook: w, words: sharing{}} }

// read reads one sheet. A chart or dialogue has no rows.
func (r *sheetReader) read(tab tab, to relation) (Sheet, error) {
	r.moves = formulas{}
	r.rows, r.number = sheetBuilder{sheet: Sheet{Name: tab.name, Hidden: tab.hidden}}, 0
	if !strings.HasSuffix(to.kind, "/worksheet") {
		return r.rows.sheet, nil
	}
	if err := r.readNotes(to.target); err != nil {
		return r.rows.sheet, err
	}
	found, err := r.parts.walk(to.target, r.see)
	if err == nil && !found {
		err = errs.E(errs.Invalid, "sheet.archive_broken")
	}
	return r.rows.done(), err
}

// see reads one tag of a worksheet.
func (r *sheetReader) see(m *markup) error {
	switch {
	case r.inCell:
		return r.seeInCell(m)
	case m.is("c") && !m.shut && r.number > 0:
		return r.begin(m)
	case m.is("row") && !m.shut:
		return r.row(m)
	case m.is("row"):
		return r.endRow()
	case m.is("mergeCell") && !m.shut:
		return r.merge(string(m.attr("ref")))
	}
	return nil
}

// row begins a row, which says its number or follows the one before.
func (r *sheetReader) row(m *markup) error {
	number := r.number + 1
	if told := m.attr("r"); told != nil {
		n, err := strconv.Atoi(string(told))
		if err != nil || n < number {
			return errMarkup
		}
		number = n
	}
	r.number, r.width, r.line, r.types, r.rows.struck, r.unseen = number, 0, r.line[:0], r.types[:0], false, m.yes("hidden")
	r.rows.looks, r.rows.shown = r.rows.looks[:0], nil
	return nil
}

func (r *sheetReader) endRow() error {
	if len(r.line) == 0 {
		return nil
	}
	if r.cells += rowCells + len(r.line); r.cells > maxCells {
		return errs.E(errs.Invalid, "sheet.bomb")
	}
	if r.unseen {
		r.rows.sheet.Unseen = append(r.rows.sheet.Unseen, r.number)
	}
	r.rows.notes = r.notes[r.number]
	return r.rows.add(r.number, r.line, r.types)
}

func (r *sheetReader) begin(m *markup) error {
	at := r.width
	if told := m.attr("r"); told != nil {
		column, _, ok := position(string(told))
		if !ok {
			return errMarkup
		}
		at = column
	}
	r.width = at + 1
	r.cell = cell{at: at, kind: r.words.share(m.attr("t"))}
	if style := m.attr("s"); style != nil {
		r.cell.style, _ = strconv.Atoi(string(style)) // no number is no style
	}
	r.inCell = true
	return nil
}

func (r *sheetReader) seeInCell(m *markup) error {
	switch {
	case m.is("c") && m.shut:
		r.inCell = false
		return r.end()
	case m.is("f") && !m.shut:
		r.cell.formula, r.cell.shared = true, string(m.attr("si"))
		m.collect()
	case m.is("f"):
		if text, err := m.collected(); err == nil { // of a formula that cannot be read the result stands
			r.cell.moving = r.moves.note(string(text), r.cell.shared, r.cell.at, r.number)
		}
	case m.is("v") && !m.shut:
		m.collect()
	case m.is("v"):
		value, err := m.collected()
		r.cell.value, r.cell.valued = r.words.share(value), true
		return err
	case m.is("is") && m.shut:
		r.cell.struck = r.inline.struck
		r.cell.value, r.cell.valued = r.inline.take(), true
	default:
		return r.inline.see(m)
	}
	return nil
}

// end puts a cell into its row.
func (r *sheetReader) end() error {
	text, kind := r.meaning()
	if r.cell.formula {
		r.rows.sheet.Formulas++
		if r.unstored() {
			text, kind = "", Unstored
			r.rows.sheet.Unstored++
		}
	}
	if r.cell.moving && kind != Unstored {
		kind |= moving
	}
	if text == "" && kind != Unstored {
		return nil
	}
	if r.cell.at >= MaxColumns {
		return errs.E(errs.Invalid, "sheet.too_wide", "row", r.number, "limit", MaxColumns)
	}
	if r.cell.kind != "s" {
		if r.text += len(text); r.text > maxText {
			return errs.E(errs.Invalid, "sheet.bomb")
		}
	}
	for len(r.line) <= r.cell.at {
		r.line, r.types = append(r.line, ""), append(r.types, Text)
	}
	r.line[r.cell.at], r.types[r.cell.at] = text, kind
	r.rows.struck = r.rows.struck || r.struck()
	r.rows.look(r.cell.at, r.look())
	if r.cell.shown != "" {
		if r.rows.shown == nil {
			r.rows.shown = map[int]string{}
		}
		r.rows.shown[r.cell.at] = r.cell.shown
	}
	return nil
}

// look notes how a cell of the row at hand stands out.
func (b *sheetBuilder) look(at int, look Look) {
	if look == 0 {
		return
	}
	for len(b.looks) <= at {
		b.looks = append(b.looks, 0)
	}
	b.looks[at] = look
}

// look is how the cell at hand stands out.
func (r *sheetReader) look() Look {
	if style := r.cell.style; style >= 0 && style < len(r.formats) {
		return r.formats[style].look
	}
	return 0
}

// struck reports whether the text of the cell at hand is struck through, by its style or in a part of it.
func (r *sheetReader) struck() bool {
	if style := r.cell.style; style >= 0 && style < len(r.formats) && r.formats[style].struck {
		return true
	}
	if r.cell.kind == "s" && r.workbook.struck != nil {
		n, err := strconv.Atoi(r.cell.value)
		return err == nil && r.workbook.struck[n]
	}
	return r.cell.struck
}

// unstored reports whether a formula has no result that somebody calculated. Programs that make workbooks without
// calculating them leave it out, or write 0 and have whoever opens the file calculate it anew.
func (r *sheetReader) unstored() bool {
	if r.cell.value != "" {
		return r.stale && r.cell.value == "0" && r.cell.kind != "s"
	}
	return !r.cell.valued || r.cell.kind != "str"
}

// meaning is the text and the type of the cell at hand.
func (r *sheetReader) meaning() (string, Type) {
	value := r.cell.value
	switch r.cell.kind {
	case "s":
		if n, err := strconv.Atoi(value); err == nil && n >= 0 && n < len(r.workbook.words) {
			return r.workbook.words[n], Text
		}
		return "", Text
	case "inlineStr":
		return value, Text
	case "str":
		return unescaped(value), Text
	case "e":
		return value, Error
	case "b":
		if value == "1" {
			return "true", Boolean
		} else if value == "0" {
			return "false", Boolean
		}
		return value, Boolean
	case "d":
		return isoType(value)
	}
	f := format{kind: Number}
	if r.cell.style >= 0 && r.cell.style < len(r.formats) {
		f = r.formats[r.cell.style]
	}
	if value = strings.TrimSpace(value); value == "" {
		return "", Number
	}
	text, kind := f.write(value, r.mac)
	r.cell.shown = f.shown(value, text, kind)
	return r.words.shareText(text), kind
}

// isoType tells the days of strict workbooks, which are written out, from their moments and clock times.
func isoType(value string) (string, Type) {
	day, clock, both := strings.Cut(value, "T")
	switch {
	case !both && strings.Contains(value, ":"):
		return value, Clock
	case both && day == "":
		return clock, Clock
	case both && strings.Trim(clock, "0:.") != "":
		return value, Moment
	}
	return day, Day
}

// merge keeps a range of merged cells.
func (r *sheetReader) merge(ref string) error {
	from, to, ok := strings.Cut(ref, ":")
	if !ok {
		return nil
	}
	left, top, ok1 := position(from)
	right, bottom, ok2 := position(to)
	if !ok1 || !ok2 || top == 0 || bottom < top || right < left {
		return errMarkup
	}
	if r.merged++; r.merged > maxMerged {
		return errs.E(errs.Invalid, "sheet.bomb")
	}
	r.rows.sheet.Merged = append(r.rows.sheet.Merged, Range{Top: top, Bottom: bottom, Left: left, Right: right})
	return nil
}

// maxMerged is how many merged ranges a workbook may have.
const maxMerged = 1 << 16

// position reads a cell's name: column from 0 and row, 0 when the name has none.
func position(name string) (column, row int, ok bool) {
	i := 0
	for ; i < len(name) && i < 4; i++ {
		c := name[i] &^ ' ' // capital
		if c < 'A' || c > 'Z' {
			break
		}
		column = column*26 + int(c-'A') + 1
	}
	if i == 0 || column > 1<<14 {
		return 0, 0, false
	}
	if i < len(name) {
		n, err := strconv.Atoi(name[i:])
		if err != nil || n < 1 || n > MaxRows {
			return 0, 0, false
		}
		row = n
	}
	return column - 1, row, true
}

// sharing keeps one copy of each short word: the same few stand in thousands of cells.
type sharing map[string]string

func (s sharing) share(word []byte) string {
	if known, ok := s[string(word)]; ok {
		return known
	}
	return s.keep(string(word))
}

func (s sharing) shareText(word string) string {
	if known, ok := s[word]; ok {
		return known
	}
	return s.keep(word)
}

func (s sharing) keep(word string) string {
	if len(word) <= 40 && len(s) < 1<<15 {
		s[word] = word
	}
	return word
}
