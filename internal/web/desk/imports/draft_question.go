package imports

import (
	"approdo/internal/base/i18n"
	"approdo/internal/care/sheet"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// spansHere is how many places a question names on a page.
const spansHere = 30

// questions shows what only a person knows of the file, with the answers given so far.
func questions(p *i18n.Printer, view *DraftView, preview sheet.Preview) {
	for _, q := range preview.Questions {
		field := page.Field{Name: "answer_" + q.ID, Label: q.Words.Say(p)}
		if len(q.Rows) > 0 {
			field.Hint = p.T("ask.rows", "count", q.Count(), "rows", q.Where(p, spansHere))
		}
		for _, a := range q.Answers {
			field.Options = append(field.Options, page.Option{Value: a.ID, Label: a.Words.Say(p)})
		}
		kit.Prefill(view.Fields, field.Name, q.Given)
		view.Asked = append(view.Asked, DraftQuestion{field, q.Open()})
	}
}
