// Package personcode knows how offices write the codes by which they know people: what an eye takes for one code, what looks like none among others, what a
// spreadsheet program has spoilt, and which codes stand in one cell.
package personcode

import (
	"cmp"
	"regexp"
	"strings"
	"unicode"

	"approdo/internal/base/codebook"
)

// Fold writes a reference or number as it is compared, as every code of the program is.
func Fold(cell string) string { return codebook.FoldCode(cell) }

// Former is how references were compared before they were folded: hashes of them stand in older databases.
func Former(cell string) string {
	return strings.ToLower(strings.Join(strings.Fields(cell), " "))
}

// grouped is a number with separators of thousands.
var grouped = regexp.MustCompile(`^[1-9]\d{0,2}([.,]\d{3})+$`)

// Loose writes a folded code without what is easily changed: 0012 and 12, P-001, P 1 and p001 are alike.
func Loose(code string) string {
	if grouped.MatchString(code) { // 1.001 is what a spreadsheet program makes of 1001
		code = unparted.Replace(code)
	}
	var parts []string
	for _, word := range strings.FieldsFunc(lookNought(code), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		start := 0
		for i := 1; i <= len(word); i++ {
			if i == len(word) || digit(word[i]) != digit(word[start]) {
				if part := word[start:i]; digit(part[0]) {
					parts = append(parts, cmp.Or(strings.TrimLeft(part, "0"), "0"))
				} else {
					parts = append(parts, part)
				}
				start = i
			}
		}
	}
	return strings.Join(parts, "-")
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// lookNought writes an o beside a digit as a nought, and an l as a one.
func lookNought(code string) string {
	b := []byte(code)
	for range 2 { // the second time sees what the first has turned
		for i, c := range b {
			beside := i > 0 && digit(b[i-1]) || i+1 < len(b) && digit(b[i+1])
			switch {
			case c == 'o' && beside:
				b[i] = '0'
			case c == 'l' && beside:
				b[i] = '1'
			}
		}
	}
	return string(b)
}

// Nines reports whether a code is 999 or longer, which people write for "unknown".
func Nines(code string) bool { return len(code) >= 3 && strings.Trim(code, "9") == "" }

// Phone reports whether a cell is mostly a long run of digits, as numbers of phones and documents are.
func Phone(cell string) bool {
	n := 0
	for _, r := range cell {
		switch {
		case r >= '0' && r <= '9':
			n++
		case !strings.ContainsRune("+-/. ()", r):
			return false
		}
	}
	return n >= 7
}

// unparted takes the signs out of a number that may part its thousands.
var unparted = strings.NewReplacer(".", "", ",", "")
