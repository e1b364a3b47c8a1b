package grid

import (
	"bytes"
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
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		name, data = "utf-8-bom", data[3:]
		if !utf8.Valid(data) {
			return "", "", errs.E(errs.Invalid, "sheet.invalid_text", "encoding", name)
		}
		text = string(data)
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		name = "utf-16le"
		text, err = convert(data[2:], name, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM))
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		name = "utf-16be"
		text, err = convert(data[2:], name, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM))
	case utf8.Valid(data):
		name, text = "utf-8", string(data)
	case bytes.IndexByte(data, 0) >= 0:
		return "", "", errs.E(errs.Invalid, "sheet.not_a_spreadsheet")
	default:
		name = "windows-1252"
		text, err = convert(data, name, charmap.Windows1252)
	}
	if err != nil {
		return "", "", err
	}
	if binary(text) {
		return "", "", errs.E(errs.Invalid, "sheet.not_a_spreadsheet")
	}
	return text, name, nil
}

// convert refuses bytes that mean nothing in the encoding: decoders mark them with U+FFFD, which none of these encodings needs for real text.
func convert(data []byte, name string, from encoding.Encoding) (string, error) {
	out, err := from.NewDecoder().Bytes(data)
	if err != nil || bytes.ContainsRune(out, utf8.RuneError) {
		return "", errs.E(errs.Invalid, "sheet.invalid_text", "encoding", name)
	}
	return string(out), nil
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
