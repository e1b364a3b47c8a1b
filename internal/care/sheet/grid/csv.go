package grid

import (
	"context"
	"strings"

	"approdo/internal/base/errs"
)

// readCSV decodes, guesses the delimiter and splits.
func readCSV(ctx context.Context, data []byte) (*File, error) {
	text, encoding, err := decode(data)
	if err != nil {
		return nil, err
	}
	text = unquotedLines(text)
	delimiter, declared := declaredDelimiter(text)
	if !declared {
		delimiter = guessDelimiter(text)
	}
	var b sheetBuilder
	err = split(text, delimiter, func(number int, cells []string) error {
		if declared && number == 1 {
			return nil
		}
		if number%stopEvery == 1 {
			if err := Stopped(ctx); err != nil {
				return err
			}
		}
		for i, cell := range cells {
			cells[i] = spelled(cell)
		}
		if n := len(cells); number <= sampleRows && clean(cells[n-1]) == "" {
			b.fields(number, n)
		}
		return b.add(number, cells, nil)
	})
	if err != nil {
		return nil, err
	}
	if len(b.sheet.Rows) == 0 {
		return nil, errs.E(errs.Invalid, "sheet.empty")
	}
	if declared {
		b.sheet.Blank-- // the line that declares the delimiter is not blank
	}
	return &File{Format: CSV, Delimiter: rune(delimiter), Encoding: encoding, Sheets: []Sheet{b.done()}}, nil
}

// unquotedLines takes the quotes off a file of which a program has quoted every line as a whole: "Data;Sesso" is two fields, since no register has one
// column whose cells are all of one number of fields.
func unquotedLines(text string) string {
	first, _, _ := strings.Cut(text, "\n")
	if first = strings.TrimRight(first, "\r"); len(first) < 2 || first[0] != '"' || strings.IndexByte(first[1:], '"') != len(first)-2 {
		return text // as nearly always
	}
	var lines []string
	fields := map[byte]int{}
	err := split(text, 0, func(_ int, cells []string) error {
		line := cells[0]
		if lines = append(lines, line); line == "" {
			return nil
		}
		for _, delimiter := range delimiters {
			n := strings.Count(line, string(delimiter))
			if before, seen := fields[delimiter]; seen && before != n {
				n = 0
			}
			fields[delimiter] = n
		}
		return nil
	})
	if err != nil || len(lines) < 2 {
		return text
	}
	for _, delimiter := range delimiters {
		if fields[delimiter] > 0 && strings.Count(text, "\""+string(delimiter)) == 0 {
			return strings.Join(lines, "\n")
		}
	}
	return text
}

// spelled reads ="0012", as programs write a text that a spreadsheet program is not to take for a number.
func spelled(cell string) string {
	if text, ok := strings.CutPrefix(cell, `="`); ok {
		if text, ok = strings.CutSuffix(text, `"`); ok && !strings.Contains(text, `"`) {
			return text
		}
	}
	return cell
}

// split cuts text into records and calls each with the row number and its cells, which are reused. Blank lines
// are records too, so numbers agree with what a spreadsheet program shows.
//
// encoding/csv is not used because it drops blank lines, does not know a lone CR as a line end, and can only
// refuse every quote inside a field or accept even the one that is never closed, which swallows the rest of the
// file. Office programs accept a quote inside a field that does not begin with one; so does split.
func split(text string, delimiter byte, each func(number int, cells []string) error) error {
	s := splitter{text: text, delimiter: delimiter}
	for s.at < len(s.text) {
		s.number++
		if err := s.record(); err != nil {
			return err
		}
		if err := each(s.number, s.cells); err != nil {
			return err
		}
	}
	return nil
}

type splitter struct {
	text      string
	delimiter byte
	at        int // next byte to read
	number    int // of the record
	cells     []string
}

// record reads one record into s.cells and moves behind its line end.
func (s *splitter) record() error {
	s.cells = s.cells[:0]
	for {
		cell, err := s.field()
		if err != nil {
			return err
		}
		s.cells = append(s.cells, cell)
		if len(s.cells) > 1<<14 {
			return errs.E(errs.Invalid, "sheet.too_wide", "row", s.number, "limit", MaxColumns)
		}
		if s.at >= len(s.text) {
			return nil
		}
		c := s.text[s.at]
		s.at++
		if c == s.delimiter {
			continue
		}
		if c == '\r' && s.at < len(s.text) && s.text[s.at] == '\n' {
			s.at++
		}
		return nil
	}
}

// field reads one field and stops at the delimiter, line end or end of text behind it.
func (s *splitter) field() (string, error) {
	if s.at < len(s.text) && s.text[s.at] == '"' {
		return s.quoted()
	}
	start := s.at
	for s.at < len(s.text) && !s.ends(s.text[s.at]) {
		s.at++
	}
	if s.at-start > MaxField {
		return "", s.refuse("sheet.field_too_long")
	}
	return s.text[start:s.at], nil
}

// quoted reads a field between quotes, where a doubled quote stands for one.
func (s *splitter) quoted() (string, error) {
	start := s.at + 1
	doubled := false
	for s.at = start; ; s.at += 2 {
		n := strings.IndexByte(s.text[s.at:], '"')
		if n < 0 {
			return "", s.refuse("sheet.quote_open")
		}
		s.at += n
		if s.at-start > MaxField {
			return "", s.refuse("sheet.field_too_long")
		}
		if s.at+1 >= len(s.text) || s.text[s.at+1] != '"' {
			break
		}
		doubled = true
	}
	cell := s.text[start:s.at]
	for s.at++; s.at < len(s.text) && s.text[s.at] == ' '; s.at++ {
	}
	if s.at < len(s.text) && !s.ends(s.text[s.at]) {
		return "", s.refuse("sheet.quote_stray")
	}
	if doubled {
		cell = strings.ReplaceAll(cell, `""`, `"`)
	}
	return cell, nil
}

func (s *splitter) ends(c byte) bool { return c == s.delimiter || c == '\n' || c == '\r' }

func (s *splitter) refuse(key string) error {
	return errs.E(errs.Invalid, key, "row", s.number, "column", Letter(len(s.cells)))
}
