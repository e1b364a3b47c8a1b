package codebook

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold reduces a text to what counts when words are compared: lower case, without accents, punctuation
// and spaces. Signs such as + and < stay, because "18+" and "<18" are not the same word. Folding twice
// changes nothing.
func Fold(s string) string {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return foldUnicode(s)
		}
	}
	return strings.Map(kept, strings.ToLower(s))
}

// foldUnicode takes letters apart from their accents, and does it again after lowering the case,
// since a few capitals lower into a letter with an accent of its own.
func foldUnicode(s string) string {
	for range 2 {
		s = strings.Map(kept, norm.NFKD.String(strings.ToLower(norm.NFKD.String(s))))
	}
	return s
}

func kept(r rune) rune {
	if unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.Sm, r) {
		return r
	}
	return -1
}
