package vault

import (
	"strings"
	"unicode"

	"github.com/mozillazg/go-unidecode"
)

// fold writes a name in plain Latin letters, small, word by word: Greek, Cyrillic and Arabic are transliterated, accents
// go. Two people who write the same name down differently come close to each other.
func fold(text string) []string {
	return strings.FieldsFunc(strings.ToLower(unidecode.Unidecode(text)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}

// alike is how alike two lists of words are, from 0 to 1: each word asked for is compared with the word that is most like it.
func alike(asked, told []string) float64 {
	if len(asked) == 0 || len(told) == 0 {
		return 0
	}
	sum := 0.0
	for _, a := range asked {
		best := 0.0
		for _, b := range told {
			best = max(best, winkler(a, b))
		}
		sum += best
	}
	return sum / float64(len(asked))
}

// winkler is the likeness of two words by Jaro, raised for a common beginning as Winkler found useful for names (1990).
// Words are of plain Latin letters.
func winkler(a, b string) float64 {
	j := jaro(a, b)
	same := 0
	for same < min(len(a), len(b), 4) && a[same] == b[same] {
		same++
	}
	return j + float64(same)*0.1*(1-j)
}

// jaro counts letters that both words have near the same place, and how many of them stand in another order.
func jaro(a, b string) float64 {
	if a == b {
		return 1
	}
	near := max(len(a), len(b))/2 - 1
	if near < 0 || len(a) > 64 || len(b) > 64 {
		return 0
	}
	var inA, inB [64]bool
	common := 0
	for i := range len(a) {
		for k := max(0, i-near); k < min(len(b), i+near+1); k++ {
			if !inB[k] && a[i] == b[k] {
				inA[i], inB[k] = true, true
				common++
				break
			}
		}
	}
	if common == 0 {
		return 0
	}
	swapped, k := 0, 0
	for i := range len(a) {
		if !inA[i] {
			continue
		}
		for !inB[k] {
			k++
		}
		if a[i] != b[k] {
			swapped++
		}
		k++
	}
	m := float64(common)
	return (m/float64(len(a)) + m/float64(len(b)) + (m-float64(swapped)/2)/m) / 3
}
