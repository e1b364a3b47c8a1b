package e2e_test

import (
	"github.com/a-h/templ"

	"approdo/internal/base/i18n"
	"approdo/internal/web/page"
)

// parts shows the parts of the design system that no screen uses yet or always.
func parts(p *i18n.Printer) templ.Component {
	say := speaker(p)
	f := &page.Fields{}
	f.Set("offer", "listening")
	return templ.Join(
		page.PageHeader(p, page.Header{Kicker: "Approdo", Title: say("I pezzi", "The parts"), Actions: []page.Link{{Label: say("Apri", "Open"), Path: "#", Primary: true}, {Label: say("Altro", "Other"), Path: "#"}, {Label: say("Piano", "Quiet"), Path: "#", Quiet: true}}}),
		page.Steps(p, []string{say("Chi", "Who"), say("Quando", "When"), say("Per chi", "For whom")}, 1),
		page.Status(page.Well, say("bene", "well")), page.Status(page.Due, say("oggi", "today")),
		page.Status(page.Late, say("ieri", "yesterday")), page.Status(page.Blocked, say("fermo", "blocked")), page.Status(page.Plain, say("da sapere", "to know")),
		page.Progress(say("3 obiettivi su 5", "3 goals of 5"), 3, 5),
		page.Timeline([]page.Event{{What: say("Tirocinio", "Placement"), When: say("inizia il 9 dicembre", "begins 9 December"), Next: true}, {What: say("Primo contatto", "First contact"), When: say("gennaio", "January")}}),
		page.Checks(p, f, page.Field{Name: "offer", Label: say("Che cosa è servito", "What helped"), Options: []page.Option{{Value: "listening", Label: say("Ascolto", "Listening")}, {Value: "legal", Label: say("Orientamento legale", "Legal orientation")}}}),
		page.Bars(provinceChart(p, "Mantova", 180, 20, 71, 30)),
		page.Empty(say("Nulla da fare", "Nothing to do"), say("Torna domani.", "Come back tomorrow."), page.Link{Label: say("Vai", "Go"), Path: "#"}),
	)
}
