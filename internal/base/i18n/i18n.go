// Package i18n says things in the reader's language.
//
// Code never holds a sentence, only a key such as "report.period_reversed"; the
// catalogues under locales/ hold the sentence of each key in each language. The
// part of a key before the first dot is its area, and each area has one file per
// language, AREA.LANG.yaml, kept by the package that uses it:
//
//	sheet:
//	  row_refused: "Riga {{.row}}: {{.reason}}"
//	  rows_added:
//	    one: "{{.count}} riga aggiunta"
//	    other: "{{.count}} righe aggiunte"
//
// A mapping with "one" and "other" is one message with plural forms, chosen by the
// value named count; any other mapping only groups keys. A Printer fills the named
// values in and writes numbers, days and periods as its language does.
package i18n

import (
	"embed"
	"slices"
	"sync"

	"golang.org/x/text/language"
)

//go:embed locales/*.yaml
var locales embed.FS

var languages = []string{"it", "en"}

var matcher = func() language.Matcher {
	tags := make([]language.Tag, len(languages))
	for i, code := range languages {
		tags[i] = language.MustParse(code)
	}
	return language.NewMatcher(tags)
}()

var shipped = sync.OnceValue(func() *Catalogue { return Load(locales, languages) })

// Languages lists the languages whose catalogues are whole, the network's own first.
func Languages() []string { return slices.Clone(languages) }

// Shipped is the catalogue inside the program, read once.
func Shipped() *Catalogue { return shipped() }

// For gives the printer of a language. It accepts anything Match accepts.
func For(lang string) *Printer {
	if !slices.Contains(languages, lang) {
		lang = Match(lang)
	}
	return Shipped().Printer(lang)
}

// Match picks one of Languages for an Accept-Language header or a language code. Whoever asks for nothing
// gets the first language, whoever asks for languages we lack gets English.
func Match(acceptLanguage string) string {
	tags, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil || len(tags) == 0 {
		return languages[0]
	}
	_, index, confidence := matcher.Match(tags...)
	if confidence == language.No {
		return "en"
	}
	return languages[index]
}
