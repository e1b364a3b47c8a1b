package imports

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"approdo/internal/web/kit"

	"approdo/internal/base/codebook"
	"approdo/internal/base/i18n"
	"approdo/internal/care/sheet"
	"approdo/internal/web/page"
)

// wordName is the form's name of a word that was not understood.
func wordName(letter string, i int) string { return "word_" + letter + "_" + strconv.Itoa(i) }

// words let a person say what the words mean that were not understood: once for all rows, and for the next file.
func words(c *kit.Teller, p *i18n.Printer, view *DraftView, preview sheet.Preview) {
	for _, u := range preview.Unread {
		group := DraftWords{Title: p.T("imports.words.column", "letter", u.Letter, "field", meaning(p, u.Field))}
		if u.Hidden > 0 {
			group.Hidden = p.T("imports.words.hidden", "count", u.Hidden)
		}
		answers := byCode(c, u.List)
		for i, w := range u.Words {
			options := slices.Concat([]page.Option{{Label: p.T("imports.words.choose")}}, likeliest(w.Word, answers), []page.Option{{Value: sheet.Nothing, Label: p.T("imports.words.nothing")}})
			label := p.T("imports.words.word", "word", w.Word)
			if w.Word == "" {
				label = p.T("imports.words.in_row", "row", sheet.RowName(p, w.Row))
			}
			field := page.Field{Name: wordName(u.Letter, i), Label: label, Hint: p.T("imports.words.rows", "count", w.Rows), Options: options}
			kit.Prefill(view.Fields, field.Name, w.Given)
			group.Words = append(group.Words, field)
		}
		view.WordsOpen += u.Open()
		view.Words = append(view.Words, group)
	}
}

// likeliest puts the answers first that begin like a word: people cut words short, as NIG and port. None is chosen for them.
func likeliest(word string, answers []page.Option) []page.Option {
	begins := func(o page.Option) bool { return strings.HasPrefix(codebook.Fold(o.Label), codebook.Fold(word)) }
	var first, rest []page.Option
	for _, o := range answers {
		if begins(o) {
			first = append(first, o)
		} else {
			rest = append(rest, o)
		}
	}
	return append(first, rest...)
}

// explained is what the person said of words so far, with what this form says.
func explained(fields *page.Fields, state uploadState) map[string]map[string]string {
	said := map[string]map[string]string{}
	for key, list := range state.Given.Words {
		said[key] = maps.Clone(list)
	}
	for _, u := range state.Preview.Unread {
		key := "#" + u.Letter
		for i, w := range u.Words {
			code := fields.Text(wordName(u.Letter, i))
			if code == "" || code == w.Given {
				continue
			}
			if said[key] == nil {
				said[key] = map[string]string{}
			}
			said[key][w.Key()] = code
		}
	}
	return said
}
