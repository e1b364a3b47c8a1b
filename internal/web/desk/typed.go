package desk

import (
	"approdo/internal/base/i18n"
	"approdo/internal/web/page"
)

// Typed tells in words what was typed into a form that could not be saved: the answers to its questions. What a form carries beside them, and passwords, are no questions of
// the desk and stay out.
func (d *Desk) Typed(p *i18n.Printer, fields *page.Fields) (typed []page.Pair) {
	for _, name := range fields.Names() {
		label := "desk.field." + name
		if !i18n.Shipped().Has(p.Lang(), label) {
			continue
		}
		for _, answer := range fields.All(name) {
			if answer != "" {
				typed = append(typed, page.Pair{Name: p.T(label), Value: d.Book.Label(name, answer, p.Lang())})
			}
		}
	}
	return typed
}
