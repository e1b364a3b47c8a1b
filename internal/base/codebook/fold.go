package codebook

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold reduces a text to what counts when words are compared: lower case, without accents, punctuation
// and spaces. Signs such as + and < stay, because "18+" and "<18" are not the same word. A text that is nothing but pictures
// or stars stays as it is: whoever drew ✓, ♀ or a flag into a cell said something. Folding twice changes nothing.
func Fold(s string) string {
	folded := foldWords(s)
	if folded == "" && s != "" {
		return strings.Map(drawn, s)
	}
	return folded
}

func foldWords(s string) string {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return foldUnicode(s)
		}
	}
	return strings.Map(kept, strings.ToLower(s))
}

// drawn are pictures and stars; not the degree sign, which stands for a missing word in "n. °".
func drawn(r rune) rune {
	if r == '*' || unicode.Is(unicode.So, r) && r > 0xff {
		return r
	}
	return -1
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
