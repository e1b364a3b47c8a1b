package sheet

import (
	"slices"
	"strings"
	"unicode"

	"approdo/internal/base/codebook"
)

// A word that was not understood is shown only where it names nobody: an office repeats it, or anybody uses it.

// wordLists are the lists whose words name nobody; those of places on earth may.
var wordLists = []string{"setting", "place", "channel", "mode", "action_type", "outcome", "information", "protection", "enrolment_source", "age_source", "unit_kind", "gender"}

// plainly reports whether a word is one that anybody uses, and no name: it is of a list of this program that holds no places on earth, or all its words are ordinary.
func (d *Desk) plainly(word string) bool {
	if d.Plain.has(word) || d.everyday(word) {
		return true
	}
	return slices.ContainsFunc(wordLists, func(name string) bool {
		list, ok := d.book.List(name)
		if !ok {
			return false
		}
		_, known := list.Match(word)
		return known
	})
}

// everyday reports whether a text holds ordinary words and small numbers only: "accompagnamento in questura", "circa 30/35".
func (x *lexicon) everyday(text string) bool {
	if len(text) > 80 || strings.Contains(text, "@") || digits(text) > mostDigits {
		return false
	}
	words := parts(text)
	return len(words) > 0 && !slices.ContainsFunc(words, func(word string) bool { return !x.ordinary(word) })
}

// ordinary reports whether a word is no name: a number, or one of the everyday words in any of its endings.
func (x *lexicon) ordinary(word string) bool {
	folded := codebook.Fold(word)
	if strings.Trim(folded, "0123456789") == "" || x.Everyday[folded] || x.Plain[folded] {
		return true
	}
	stem := strings.TrimRight(folded, "aeio")
	return len(stem) >= 6 && x.everydayStems[stem]
}

// learnEveryday adds to the everyday words those of the lists that name nobody, and of the headings.
func (d *shipped) learnEveryday(book *codebook.Book) {
	add := func(text string) {
		for _, word := range parts(text) {
			if folded := codebook.Fold(word); folded != "" {
				d.Everyday[folded] = true
			}
		}
	}
	for _, name := range append([]string{"age_band", "newness"}, wordLists...) {
		list, _ := book.List(name)
		for _, c := range list.Codes {
			for _, label := range c.Label {
				add(label)
			}
			for _, alias := range c.Aliases {
				add(alias)
			}
		}
	}
	for _, f := range d.forms {
		for _, h := range f.headings {
			for _, word := range h.words {
				d.Everyday[word] = true
			}
		}
	}
	d.everydayStems = map[string]bool{}
	for word := range d.Everyday {
		d.everydayStems[strings.TrimRight(word, "aeio")] = true
	}
}

// parts are the words of a text, and its numbers.
func parts(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// digits counts the digits of a text.
func digits(text string) (n int) {
	for _, r := range text {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}

// mostDigits is how many digits a word may have that is shown: more are of a phone, a day or a document.
const mostDigits = 4

// brief reports whether a word is one that an office repeats, or a very short one, and nothing that could be a phone, an address or a sentence.
func brief(w UnreadWord) bool {
	length := len([]rune(w.Word))
	if strings.Contains(w.Word, "@") || digits(w.Word) > mostDigits || length > 24 || len(strings.Fields(w.Word)) > 3 {
		return false
	}
	return w.Rows > 1 || length <= 5
}

// fit reports whether a word may be shown though it is of no list: a brief one, or a longer one that an office repeats, of small letters as names are not.
func (x *lexicon) fit(w UnreadWord) bool {
	if brief(w) {
		return true
	}
	words := parts(w.Word)
	if strings.Contains(w.Word, "@") || digits(w.Word) > mostDigits || len(w.Word) > 60 || len(words) < 2 || len(words) > 7 || w.Rows < 2 {
		return false
	}
	return !slices.ContainsFunc(words[1:], func(word string) bool {
		return unicode.IsUpper([]rune(word)[0]) && !x.ordinary(word)
	})
}
