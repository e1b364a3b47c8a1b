// Package formula keeps texts that leave in a table from being run as formulas by whatever opens the table.
//
// A spreadsheet program runs a cell that begins with =, +, - or @. Where a cell begins is decided by whoever opens the file, and they may choose another separator
// than it was written with: `x;=1+1` is one cell with commas and two with semicolons, and a workbook is saved again as text by somebody else. So a text is
// guarded wherever a cell could begin.
package formula

import (
	"regexp"
	"strings"
	"unicode"
)

// separators end a cell or a line for one reader or another. A blank does so for nobody who did not ask for it, and would touch half of all texts.
const separators = ",;|\t\n\r\v\f\u0085\u2028\u2029"

// begin are the signs with which a formula begins, also as wide as East Asian keyboards write them.
const begin = "=+-@＝＋－＠"

// Guard writes an apostrophe wherever a cell that is a formula could begin. Everything else stays as it is: a number is a number, also below zero, and what is guarded
// already is not guarded again.
func Guard(text string) string {
	if !strings.ContainsAny(text, begin) || number.MatchString(text) {
		return text
	}
	var b strings.Builder
	for rest := text; rest != ""; {
		end := strings.IndexAny(rest, separators)
		piece, separator := rest, ""
		if end >= 0 {
			_, width := decode(rest[end:])
			piece, separator = rest[:end], rest[end:end+width]
		}
		if runs(piece) {
			b.WriteByte('\'')
		}
		b.WriteString(piece)
		b.WriteString(separator)
		rest = rest[len(piece)+len(separator):]
	}
	return b.String()
}

// decode is the first letter of a text; none of an empty one.
func decode(text string) (first rune, width int) {
	for i, r := range text {
		if i > 0 {
			return first, i
		}
		first = r
	}
	return first, len(text)
}

// number is one below zero, in whatever country.
var number = regexp.MustCompile(`^-[0-9][0-9.,]*$`)

// runs reports whether a piece of text, as a cell of its own, would be run. Blanks and quotes before it are no hindrance: some readers take them off.
func runs(piece string) bool {
	piece = strings.TrimLeftFunc(piece, func(r rune) bool {
		return r == '"' || unicode.IsSpace(r) || r == '\ufeff' || r == '\u200b' || unicode.IsControl(r)
	})
	first, _ := decode(piece)
	return strings.ContainsRune(begin, first)
}
