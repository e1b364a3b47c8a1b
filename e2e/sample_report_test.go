package e2e_test

import (
	"github.com/a-h/templ"

	"approdo/internal/base/i18n"
	"approdo/internal/web/desk/reports"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

func reportView(p *i18n.Printer) reports.ReportView {
	say := speaker(p)
	return reports.ReportView{
		Title:  say("Primi nove mesi", "First nine months"),
		Sub:    say("1 marzo – 30 novembre 2024 · tutta la rete, 12 enti · edizione per il finanziatore", "1 March – 30 November 2024 · the whole network, 12 bodies · funder's edition"),
		Tables: sampleTables(p),
		Checks: []page.Fact{
			{Tone: page.Well, Text: say("Tutte le 11 tavole tornano.", "All 11 tables add up.")},
			{Tone: page.Late, Text: say("32,5 % senza ambito definito.", "32.5% have no setting."), Link: page.Link{Label: say("Vedi i 192 contatti", "See the 192 contacts"), Path: "/records"}},
			{Tone: page.Due, Text: say("272 persone a cui la protezione non è stata chiesta.", "272 persons were not asked about protection.")},
		},
		Since:   say("dalla relazione congelata il 12 novembre", "since the report frozen on 12 November"),
		Changes: []page.Fact{{Change: "+9", Text: say("contatti arrivati in ritardo (Brescia)", "late contacts (Brescia)")}, {Change: "−2", Text: say("persone riunite da un doppione", "persons merged from a duplicate")}},
		Change:  "/reports/new", Compare: "/runs/1/compare",
		Downloads: []page.Link{{Label: say("Foglio di calcolo (XLSX)", "Spreadsheet (XLSX)"), Path: "/d.xlsx"}, {Label: say("Una tavola per file (CSV)", "A table per file (CSV)"), Path: "/d.zip"}, {Label: say("Per altri programmi (JSON)", "For other programs (JSON)"), Path: "/d.json"}},
		Freeze:    reports.ReportFreeze{Action: "/runs", Hidden: []page.Pair{{Name: "project", Value: "ALI"}}},
	}
}

func report(p *i18n.Printer) templ.Component { return reports.ReportPage(p, reportView(p)) }

func reportBlocked(p *i18n.Printer) templ.Component {
	say := speaker(p)
	x := reportView(p)
	t3 := &x.Tables[2]
	t3.Tone, t3.Word = page.Blocked, say("non torna", "does not add up")
	t3.Table = sampleTable(p, t3.Title, say("Ambito", "Setting"), settings(p, true))
	t3.Gap = &kit.ReportGap{
		Sentence: say("Le righe fanno 554, T1 dice 591: ne mancano 37.", "The rows sum to 554, T1 says 591: 37 are missing."),
		Sums:     []page.Pair{{Name: say("Le righe fanno", "The rows sum to"), Value: "554"}, {Name: say("T1 dice", "T1 says"), Value: "591"}},
		Missing:  page.Pair{Name: say("Mancano", "Missing"), Value: "37"},
		Rows:     []string{say("Sessuale, al chiuso", "Sexual, indoor"), say("di cui in centri massaggi", "of which in massage parlours")},
		Records:  12, Path: "/gallery/records", Elsewhere: say("Altre 25 registrazioni sono di 3 altri enti: chiedi a loro.", "25 more records belong to 3 other bodies: ask them."),
	}
	x.Checks[0] = page.Fact{Tone: page.Blocked, Text: say("T3 non torna: mancano 37 persone.", "T3 does not add up: 37 persons are missing.")}
	return reports.ReportPage(p, x)
}

func records(p *i18n.Printer) templ.Component {
	say := speaker(p)
	t := page.Table{Caption: say("Registrazioni", "Records"), Columns: []page.Column{{Label: say("Contatto", "Contact")}, {Label: say("Giorno", "Day")}, {Label: say("Unità", "Unit")}, {Label: say("Ambito", "Setting")}, {Label: say("Persona", "Person")}}}
	for _, ref := range []string{"0193-7a11", "0193-7a42", "0193-80c0"} {
		t.Rows = append(t.Rows, page.Row{Cells: []page.Cell{{Text: ref}, {Text: p.Day("2024-10-12")}, {Text: "Strada Aperta, Bergamo"}, {Text: say("centro massaggi", "massage parlour")}, {Text: "K7-MARE"}}})
	}
	return kit.RecordsPage(p, kit.RecordsView{
		Trail: []page.Link{{Label: say("Relazione intermedia", "Interim report"), Path: "/reports/interim"}},
		Title: say("12 contatti dietro la differenza di T3", "12 contacts behind the gap of T3"), Sub: say("solo del tuo ente, Porto Sicuro", "of your own body only, Porto Sicuro"),
		Records: t, Pages: page.Pages{Summary: say("1–3 di 12", "1–3 of 12"), Next: "/records?page=2"},
	})
}

func runsTable(p *i18n.Printer) page.Table {
	say := speaker(p)
	t := page.Table{Caption: say("Relazioni congelate", "Frozen reports"), Columns: []page.Column{{Label: say("Relazione", "Report")}, {Label: say("Chi si conta", "Who is counted")}, {Label: say("Edizione", "Edition")}, {Label: say("Congelata", "Frozen")}, {Label: say("Persone", "Persons"), Kind: page.Number}}}
	for i, day := range []string{"2024-11-30", "2024-11-12", "2024-08-31"} {
		t.Rows = append(t.Rows, page.Row{Cells: []page.Cell{{Text: say("Ali nuove, ", "Ali nuove, ") + p.Period("2024-03-01", day), Path: "/runs/1"}, {Text: say("tutta la rete", "whole network")}, {Text: say("finanziatore", "funder")}, {Text: p.Day(day) + ", Marta Riva"}, {Text: p.Int(int64(1031 - 9*i))}}})
	}
	return t
}

func runs(p *i18n.Printer) templ.Component {
	return reports.RunsPage(p, reports.RunsView{Runs: runsTable(p), New: []page.Link{{Label: p.T("desk.runs.new"), Path: "/reports/new", Primary: true}}})
}

func runsNone(p *i18n.Printer) templ.Component {
	return reports.RunsPage(p, reports.RunsView{New: []page.Link{{Label: p.T("desk.runs.new"), Path: "/reports/new", Primary: true}}})
}

func run(p *i18n.Printer) templ.Component {
	say := speaker(p)
	return reports.RunPage(p, reports.RunView{
		List: "/runs", Title: say("Primi nove mesi", "First nine months"), Sub: reportView(p).Sub,
		Frozen: say("Congelata il 30 novembre 2024", "Frozen on 30 November 2024"),
		Facts:  []page.Pair{{Name: say("Da", "By"), Value: "Marta Riva, Porto Sicuro"}, {Name: say("Chi si conta", "Who is counted"), Value: say("tutta la rete", "the whole network")}, {Name: say("Impronta", "Fingerprint"), Value: "9f2c41d0a7be55e1c3307f6d1f0a9be2c4471ddf82aa90cc1b3e5f60718293a4", Code: true}},
		Tables: sampleTables(p)[:3], Compare: "/runs/1/compare", Downloads: reportView(p).Downloads,
	})
}

func diff(p *i18n.Printer) templ.Component {
	say := speaker(p)
	t := page.Table{Caption: "T1", Columns: []page.Column{{Label: say("Canale", "Channel")}, {Label: say("Cambia", "Change"), Kind: page.Number}, {Label: say("Prima", "Before"), Kind: page.Number}, {Label: say("Adesso", "Now"), Kind: page.Number}}}
	t.Rows = []page.Row{
		{Cells: []page.Cell{{Text: say("Unità di contatto", "Contact units")}, {Text: "+9"}, {Text: "582"}, {Text: "591"}}},
		{Cells: []page.Cell{{Text: say("Colloqui di identificazione", "Identification interviews")}, {Text: "−2"}, {Text: "129"}, {Text: "127"}}},
		{Kind: page.Total, Cells: []page.Cell{{Text: say("Persone, contate una volta", "Persons, counted once")}, {Text: "+7"}, {Text: p.Int(1024)}, {Text: p.Int(1031)}}},
	}
	return reports.DiffPage(p, reports.DiffView{
		List: "/runs", Run: page.Link{Label: say("12 novembre 2024", "12 November 2024"), Path: "/runs/1"},
		Title: say("Sette persone in più", "Seven more persons"), Sub: say("dal 12 novembre 2024 a oggi", "from 12 November 2024 to today"),
		Reasons: []page.Fact{{Change: "+9", Text: say("contatti registrati dopo (Brescia)", "contacts recorded later (Brescia)")}, {Change: "−2", Text: say("persone riunite da un doppione", "persons merged from a duplicate")}},
		Tables:  []kit.ReportTable{{ID: "T1", Title: say("Persone raggiunte, per canale", "Persons reached, by channel"), Table: t}},
	})
}

func diffNone(p *i18n.Printer) templ.Component {
	say := speaker(p)
	return reports.DiffPage(p, reports.DiffView{
		List: "/runs", Run: page.Link{Label: say("12 novembre 2024", "12 November 2024"), Path: "/runs/1"},
		Title: say("Nessuna differenza", "No difference"), Sub: say("dal 12 novembre 2024 a oggi", "from 12 November 2024 to today"),
	})
}
