package sheet

import (
	"strings"

	"approdo/internal/base/codebook"
)

// How headings are compared: by their words, without case, accents, remarks in brackets and small words.

// small words say nothing about what a column holds.
var small = map[string]bool{
	"di": true, "del": true, "della": true, "dello": true, "dei": true, "delle": true, "dell": true, "il": true, "la": true, "lo": true, "l": true, "d": true, "nell": true, "dall": true, "sull": true, "nel": true, "nella": true, "e": true, "ed": true,
	"al": true, "all": true, "alla": true, "allo": true, "dal": true, "dalla": true, "dallo": true, "sul": true, "sulla": true, "con": true, "un": true, "una": true, "degli": true, "agli": true, "ai": true, "alle": true, "gli": true, "i": true, "le": true,
	"de": true, "du": true, "des": true, "el": true, "los": true, "las": true,
	"with": true, "at": true, "on": true, "by": true, "is": true, "to": true, "for": true, "from": true, "in": true, "da": true, "per": true, "the": true, "of": true, "a": true, "an": true, "and": true, "or": true, "o": true,
}

// fold cuts a heading into its words, without case, accents, remarks in brackets and small words.
func fold(text string) []string {
	text = partedWords.Replace(outsideBrackets(text))
	var words []string
	before := ""
	for _, word := range strings.Fields(text) {
		w := codebook.Fold(word)
		if w != "" && !small[w] && !(w == "cui" && before == "di") { // "di cui minori" is no codice univoco
			words = append(words, w)
		}
		before = w
	}
	return words
}

// everyWord is fold with the words of remarks in brackets: who worked may be said there.
func everyWord(text string) []string { return fold(withoutBrackets.Replace(text)) }

// outsideBrackets drops remarks such as "(gg/mm/aaaa)".
func outsideBrackets(text string) string { return bracketed(text, false) }

// insideBrackets keeps the remarks only.
func insideBrackets(text string) string { return bracketed(text, true) }

func bracketed(text string, inside bool) string {
	if !strings.ContainsAny(text, "([") {
		if inside {
			return ""
		}
		return text
	}
	var b strings.Builder
	depth := 0
	for _, r := range text {
		switch {
		case r == '(' || r == '[':
			depth++
			b.WriteByte(' ')
		case r == ')' || r == ']':
			depth = max(0, depth-1)
			b.WriteByte(' ')
		case (depth > 0) == inside:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// partedWords puts a blank for every sign that parts words.
var partedWords = strings.NewReplacer("_", " ", "/", " ", "-", " ", ".", " ", "'", " ", "’", " ", ",", " ", ":", " ")
