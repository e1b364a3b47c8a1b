package kit

import (
	"regexp"
	"time"

	"approdo/internal/base/i18n"
	"approdo/internal/web/page"
)

// identifier is what stands for a unit or a project in a form: nobody reads it.
var identifier = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// listsOf are the code lists of questions that have another name than their list.
var listsOf = map[string][]string{"reason": {"correction_reason"}, "type": {"action_type", "delivery_type"}, "answer": {"protection"}}

// inWords says an answer as people do: a code by its label, a day as a day.
func (d *Desk) inWords(p *i18n.Printer, question, answer string) string {
	for _, list := range append([]string{question}, listsOf[question]...) {
		if d.Book.Has(list, answer) {
			return d.Book.Label(list, answer, p.Lang())
		}
	}
	if _, err := time.Parse(time.DateOnly, answer); err == nil {
		return p.Day(answer)
	}
	return answer
}

// Typed tells in words what was typed into a form that could not be saved: the answers to its questions. What a form carries beside them, and passwords, are no questions of
// the desk and stay out.
func (d *Desk) Typed(p *i18n.Printer, fields *page.Fields) (typed []page.Pair) {
	for _, name := range fields.Names() {
		label := "desk.field." + name
		if !i18n.Shipped().Has(p.Lang(), label) {
			continue
		}
		for _, answer := range fields.All(name) {
			if answer != "" && !identifier.MatchString(answer) && !unsaid[answer] {
				typed = append(typed, page.Pair{Name: p.T(label), Value: d.inWords(p, name, answer)})
			}
		}
	}
	if len(typed) == 1 && fields.Text("reason") != "" { // a reason alone was chosen, and is chosen again
		return nil
	}
	return typed
}

// unsaid are the answers with which forms begin: nobody typed them.
var unsaid = map[string]bool{"not_asked": true, "undefined": true, "not_recorded": true}
