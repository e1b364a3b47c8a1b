package sheet

import "strings"

// footnotes are the signs that office workers put behind a word to say something more of it below the table, and what the word is called with one.
var footnotes = map[string]string{"*": "asterisco", "**": "due asterischi", "°": "cerchietto", "†": "croce", "‡": "doppia croce", "#": "cancelletto", "¹": "nota 1", "²": "nota 2", "³": "nota 3"}

// footnoted is a word of a list with its sign in words: "F *" is not F, whatever it is, and is asked about like any word that means nothing here. Comparison of words passes over signs.
func (x *field) footnoted(cell string) string {
	if x.Type != typeCode && x.Type != typeOrigin {
		return cell
	}
	word := strings.TrimRight(cell, " *°†‡#¹²³")
	if word == cell || word == "" {
		return cell
	}
	name, known := footnotes[strings.TrimSpace(cell[len(word):])]
	if !known {
		return cell
	}
	return word + " " + name
}

// unfooted is such a word without its sign.
func unfooted(word string) string {
	for _, name := range footnotes {
		if bare, is := strings.CutSuffix(word, " "+name); is {
			return bare
		}
	}
	return word
}
