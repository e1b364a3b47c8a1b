package desk

import (
	"maps"
	"strconv"

	"approdo/internal/base/i18n"
	"approdo/internal/care/sheet"
	"approdo/internal/web/page"
)

// wordName is the form's name of a word that was not understood.
func wordName(letter string, i int) string { return "word_" + letter + "_" + strconv.Itoa(i) }

// words let a person say what the words mean that were not understood: once for all rows, and for the next file.
func (c *listing) words(p *i18n.Printer, view *DraftView, preview sheet.Preview) {
	for _, u := range preview.Unread {
		group := DraftWords{Title: p.T("imports.words.column", "letter", u.Letter, "field", meaning(p, u.Field))}
		if u.Hidden > 0 {
			group.Hidden = p.T("imports.words.hidden", "count", u.Hidden)
		}
		options := append([]page.Option{{Label: p.T("imports.words.choose")}}, c.byCode(u.List)...)
		options = append(options, page.Option{Value: sheet.Nothing, Label: p.T("imports.words.nothing")})
		for i, w := range u.Words {
			field := page.Field{Name: wordName(u.Letter, i), Label: p.T("imports.words.word", "word", w.Word), Hint: p.T("imports.words.rows", "count", w.Rows), Options: options}
			usual(view.Fields, field.Name, w.Given)
			group.Words = append(group.Words, field)
		}
		view.WordsOpen += u.Open()
		view.Words = append(view.Words, group)
	}
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
			said[key][w.Word] = code
		}
	}
	return said
}
