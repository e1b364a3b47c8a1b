package grid

import (
	"bytes"
	"cmp"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"approdo/internal/base/errs"
)

// decode finds the encoding of a text file and returns its text without byte order mark. Text that is valid
// UTF-8 is UTF-8: Windows-1252 text with accents practically never is.
func decode(data []byte) (text, name string, err error) {
	switch wide := wide(data); {
	case wide != nil:
		name = wide.name
		text, err = convert(bytes.TrimPrefix(data, wide.mark), name, wide.from)
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		name, data = "utf-8-bom", data[3:]
		if !utf8.Valid(data) {
			if row, two := joined(data); two {
				return "", "", twoEncodings(row, "UTF-8", "Windows-1252")
			}
			return "", "", errs.E(errs.Invalid, "sheet.invalid_text", "encoding", name)
		}
		text = string(data)
	case utf8.Valid(data):
		name, text = "utf-8", string(data)
		if once, twice := unwrapped(text); twice {
			name, text = "utf-8-twice", once
		}
	case bytes.IndexByte(data, 0) >= 0:
		return "", "", errs.E(errs.Invalid, "sheet.not_a_spreadsheet")
	default:
		text, name, err = eightBit(data)
	}
	if err != nil {
		return "", "", err
	}
	if binary(text) {
		return "", "", errs.E(errs.Invalid, "sheet.not_a_spreadsheet")
	}
	return text, name, nil
}

// wideEncoding is UTF-16 in one order of its bytes.
type wideEncoding struct {
	name string
	mark []byte
	from encoding.Encoding
}

// wide recognises UTF-16 by its mark, or without one by the noughts beside every letter of European headings; nil for
// anything else.
func wide(data []byte) *wideEncoding {
	little := &wideEncoding{"utf-16le", []byte("\xff\xfe"), unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)}
	big := &wideEncoding{"utf-16be", []byte("\xfe\xff"), unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)}
	switch {
	case bytes.HasPrefix(data, little.mark):
		return little
	case bytes.HasPrefix(data, big.mark):
		return big
	}
	head := data[:min(len(data), 512)]
	var noughts [2]int
	for i, c := range head {
		if c == 0 {
			noughts[i%2]++
		}
	}
	switch pairs := len(head) / 2; {
	case pairs < 2 || len(data)%2 != 0:
		return nil
	case noughts[0] == 0 && 4*noughts[1] >= 3*pairs:
		return little
	case noughts[1] == 0 && 4*noughts[0] >= 3*pairs:
		return big
	}
	return nil
}

// convert refuses bytes that mean nothing in the encoding: decoders mark them with U+FFFD, which none of these encodings needs for real text.
func convert(data []byte, name string, from encoding.Encoding) (string, error) {
	out, err := from.NewDecoder().Bytes(data)
	if err != nil || bytes.ContainsRune(out, utf8.RuneError) {
		return "", errs.E(errs.Invalid, "sheet.invalid_text", "encoding", name)
	}
	return string(out), nil
}

// joined tells two encodings in one file from one that is no UTF-8: then some lines with accents are UTF-8 and others are not.
// It gives the first row that is not.
func joined(data []byte) (row int, yes bool) {
	utf := false
	number := 0
	for line := range lines(data) {
		number++
		switch {
		case !utf8.Valid(line):
			row = cmp.Or(row, number)
		case slices.ContainsFunc(line, func(c byte) bool { return c >= utf8.RuneSelf }):
			utf = true
		}
	}
	return row, utf && row > 0
}

// lines cuts text at line ends of every kind.
func lines(data []byte) iter.Seq[[]byte] {
	if bytes.IndexByte(data, '\n') < 0 {
		data = bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
	}
	return bytes.Lines(data)
}

func twoEncodings(row int, first, second string) error {
	return errs.E(errs.Invalid, "sheet.two_encodings", "row", row, "first", first, "second", second)
}

// unwrapped reads text that was taken for Windows-1252 and written as UTF-8 once more: UnitÃ\u00a0 for Unità.
func unwrapped(text string) (string, bool) {
	if !strings.ContainsAny(text, "ÃÂâ") {
		return text, false
	}
	out := make([]byte, 0, len(text))
	for _, r := range text {
		c, ok := charmap.Windows1252.EncodeRune(r)
		switch {
		case ok && r != utf8.RuneError:
			out = append(out, c)
		case r >= 0x80 && r < 0xa0: // the five that Windows-1252 leaves out
			out = append(out, byte(r))
		default:
			return text, false
		}
	}
	return string(out), utf8.Valid(out)
}

// binary reports whether text holds a NUL, or so many control characters that no office program wrote it. A
// few are met in real exports: vertical tabs inside cells, the end-of-file mark of old systems.
func binary(text string) bool {
	if strings.IndexByte(text, 0) >= 0 {
		return true
	}
	controls := 0
	for i := range len(text) {
		if c := text[i]; c < ' ' && c != '\t' && c != '\n' && c != '\r' {
			controls++
		}
	}
	return controls > 8 && controls > len(text)/200
}
