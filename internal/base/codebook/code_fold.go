package codebook

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// FoldCode writes a code that somebody typed, or that stands in a file, as it is compared: two codes that an eye cannot tell apart are one. Letter case,
// the width of letters, kinds of space, hyphen and apostrophe, invisible marks, letters of Greek and Cyrillic that look
// Latin, digits of other scripts, and what spreadsheet programs put around a text to keep it one (="0012", '0012) make
// no difference, nor does a stop, a comma or a quote at an end, nor that a program wrote a number with decimals: 101,0. Other punctuation
// inside stays: 12-3 is not 123, and 0012 is not 12.
func FoldCode(cell string) string {
	if plainCode(cell) {
		return strings.ToLower(cell)
	}
	cell = strings.Map(sightly, width(norm.NFC.String(cell)))
	cell = strings.Trim(cell, " ")
	if text, ok := strings.CutPrefix(cell, "="); ok {
		cell = text
	}
	cell = strings.Trim(cell, ` '".,;:`)
	if whole := strings.TrimRight(cell, "0"); len(whole) > 1 && len(whole) < len(cell) && (whole[len(whole)-1] == '.' || whole[len(whole)-1] == ',') && strings.Trim(whole[:len(whole)-1], "0123456789") == "" {
		cell = whole[:len(whole)-1] // 101,0 is the number 101 as a program wrote it
	}
	return strings.ToLower(strings.Join(strings.Fields(cell), " "))
}

// plainCode reports whether a code has nothing to fold but its case, as nearly all.
func plainCode(cell string) bool {
	for i := range len(cell) {
		c := cell[i]
		if (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') && (c != '-' && c != '/' || i == 0 || i == len(cell)-1) {
			return false
		}
	}
	return true
}

// width writes letters of other widths and shapes as the plain ones. Raised and circled digits are read as what they are
// by anybody, so they stay.
func width(cell string) string {
	var b strings.Builder
	for _, r := range cell {
		if r < 0x80 || unicode.Is(unicode.No, r) || unicode.Is(unicode.Lm, r) {
			b.WriteRune(r)
		} else {
			b.WriteString(norm.NFKC.String(string(r)))
		}
	}
	return norm.NFC.String(b.String())
}

// sightly writes a sign as the one it looks like; -1 for a sign that is not seen.
func sightly(r rune) rune {
	switch {
	case r < 0x80:
		if r < ' ' {
			return ' '
		}
		if r == '`' {
			return '\''
		}
		return r
	case unicode.Is(unicode.Pd, r), r == '\u2212', r == '\u2043', r == '\u02d7', r == '\u00ad', r == '\u2500':
		if r == '\u00ad' {
			return -1 // a soft hyphen is seen at the end of a line only
		}
		return '-'
	case unicode.IsSpace(r), unicode.Is(unicode.Zs, r):
		return ' '
	case strings.ContainsRune("\u2018\u2019\u201a\u201b\u2032\u02b9\u02bc\u00b4\u02c8", r):
		return '\''
	case strings.ContainsRune("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", r):
		return '"'
	case strings.ContainsRune("\u2044\u2215\u29f8", r):
		return '/'
	case unicode.Is(unicode.Nd, r):
		return Digit(r)
	case unseen(r):
		return -1
	}
	if latin, ok := lookalikes[r]; ok {
		return latin
	}
	return r
}

// unseen reports whether a sign leaves no mark: controls, marks of direction and of joining, fillers.
func unseen(r rune) bool {
	return unicode.In(r, unicode.Cf, unicode.Cc, unicode.Variation_Selector) || r == '\u034f' || r == '\u115f' || r == '\u1160' || r == '\u3164' || r == '\uffa0' ||
		r == '\u17b4' || r == '\u17b5' || r == '\u2800'
}

// lookalikes are letters of Greek and Cyrillic that nobody tells from the Latin ones.
var lookalikes = map[rune]rune{
	'А': 'A', 'В': 'B', 'Е': 'E', 'Ѕ': 'S', 'І': 'I', 'Ј': 'J', 'К': 'K', 'М': 'M', 'Н': 'H', 'О': 'O', 'Р': 'P', 'С': 'C', 'Т': 'T', 'Х': 'X', 'У': 'Y', 'Ԛ': 'Q', 'Ԝ': 'W', 'Ѵ': 'V',
	'а': 'a', 'е': 'e', 'ѕ': 's', 'і': 'i', 'ј': 'j', 'о': 'o', 'р': 'p', 'с': 'c', 'х': 'x', 'у': 'y', 'ԛ': 'q', 'ԝ': 'w', 'ѵ': 'v', 'һ': 'h', 'ԁ': 'd',
	'Α': 'A', 'Β': 'B', 'Ε': 'E', 'Ζ': 'Z', 'Η': 'H', 'Ι': 'I', 'Κ': 'K', 'Μ': 'M', 'Ν': 'N', 'Ο': 'O', 'Ρ': 'P', 'Τ': 'T', 'Υ': 'Y', 'Χ': 'X',
	'ο': 'o', 'ν': 'v', 'ι': 'i', 'ϲ': 'c', 'ϳ': 'j',
}

// Digit writes a decimal digit of any script as that of ours: the digits of a script stand in a row of ten.
func Digit(r rune) rune {
	zero := r
	for unicode.Is(unicode.Nd, zero-1) {
		zero--
	}
	return '0' + (r-zero)%10
}
