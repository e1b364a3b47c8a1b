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

// list shows a long list with its questions.
func list(p *i18n.Printer) templ.Component {
	say := speaker(p)
	f := &page.Fields{}
	f.Set("setting", "sexual_indoor")
	return templ.Join(
		page.PageHeader(p, page.Header{Title: say("Contatti", "Contacts"), Sub: say("192 contatti", "192 contacts"), Actions: []page.Link{{Label: say("Nuovo contatto", "New contact"), Path: "#", Primary: true}}}),
		page.ListView(p, page.List{
			Action: "/gallery/list", Fields: f, Narrowed: true,
			Filters: []page.Field{
				{Name: "from", Label: say("Dal", "From"), Type: "date"},
				{Name: "to", Label: say("Al", "To"), Type: "date"},
				{Name: "setting", Label: say("Ambito", "Setting"), Options: []page.Option{{Label: say("Tutti", "All")}, {Value: "sexual_indoor", Label: say("Sessuale, al chiuso", "Sexual, indoor")}}},
			},
			Rows: page.Table{Caption: say("Contatti", "Contacts"), Columns: []page.Column{
				{Label: say("Giorno", "Day"), Path: "#day", Sorted: "descending"}, {Label: say("Unità", "Unit"), Path: "#unit"}, {Label: say("Ambito", "Setting")}, {Label: say("Età", "Age"), Kind: page.Number, Path: "#age"},
			}, Rows: []page.Row{
				{Cells: []page.Cell{{Text: p.Day("2024-11-30"), Path: "#1"}, {Text: "Strada Aperta, Bergamo"}, {Text: say("al chiuso", "indoor")}, {Text: "26–30"}}},
				{Cells: []page.Cell{{Text: p.Day("2024-11-29"), Path: "#2"}, {Text: "Strada Aperta, Lodi"}, {Text: say("al chiuso", "indoor")}, {Text: "18–25"}}},
			}},
			Pages:   page.Pages{Summary: say("1–2 di 192", "1–2 of 192"), Next: "#next"},
			Exports: []page.Link{{Label: "CSV", Path: "#csv"}, {Label: "XLSX", Path: "#xlsx"}},
		}),
	)
}
