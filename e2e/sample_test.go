package e2e_test

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/web/admin"
	"approdo/internal/web/desk"
	"approdo/internal/web/desk/reports"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// speaker chooses between two languages; the texts of exhibits are in no catalogue.
func speaker(p *i18n.Printer) func(it, en string) string {
	return func(it, en string) string {
		if p.Lang() == "it" {
			return it
		}
		return en
	}
}

var exhibits = []exhibit{
	{name: "login-example", title: "Approdo", open: true, body: loginExample},
	{name: "login-ended", title: "Approdo", open: true, body: loginEnded},
	{name: "recovery", title: "Recovery", body: recovery},
	{name: "waiting", title: "Waiting", body: waiting},
	{name: "member-invited", title: "Member", body: memberInvited},
	{name: "member-accepted", title: "Member", body: memberAccepted},
	{name: "login-wrong", title: "Approdo", open: true, status: http.StatusUnprocessableEntity, body: loginWrong},
	{name: "home", title: "Home", body: home},
	{name: "new", title: "New", body: reportNew},
	{name: "new-other", title: "New", body: reportNewOther},
	{name: "new-wrong", title: "New", status: http.StatusUnprocessableEntity, body: reportNewWrong},
	{name: "report", title: "Report", body: report},
	{name: "report-blocked", title: "Report", body: reportBlocked},
	{name: "records", title: "Records", body: records},
	{name: "runs", title: "Runs", body: runs},
	{name: "runs-none", title: "Runs", body: runsNone},
	{name: "run", title: "Run", body: run},
	{name: "diff", title: "Differences", body: diff},
	{name: "diff-none", title: "Differences", body: diffNone},
	{name: "parts", title: "Parts", body: parts},
	{name: "list", title: "List", body: list},
	{name: "problem", title: "Problem", status: http.StatusServiceUnavailable},
}

func loginExample(p *i18n.Printer) templ.Component {
	say := speaker(p)
	return admin.LoginPage(p, admin.LoginView{Fields: &page.Fields{}, To: "/", Accounts: []admin.LoginAccount{
		{Login: "coordinatrice", Name: "Marta Riva", Role: say("Coordinamento", "Coordinator"), Organisation: "Porto Sicuro", Can: say("Prepara, controlla e congela la relazione di tutta la rete.", "Makes, checks and freezes the report of the whole network.")},
		{Login: "sportello", Name: "Sara Bassi", Role: say("Sportello", "Desk worker"), Organisation: "Casa del Fiume", Can: say("Registra colloqui e servizi, importa fogli, legge i numeri del proprio ente.", "Records visits and services, imports sheets, reads the figures of her own body.")},
		{Login: "uscita", Name: "Ilir Hoxha", Role: say("Unità di contatto", "Outreach worker"), Organisation: "Strada Aperta", Can: say("Registra uscite e contatti.", "Records outings and contacts.")},
		{Login: "amministrazione", Name: "Nadia Conti", Role: say("Amministrazione", "Administrator"), Organisation: "Porto Sicuro", Can: say("Cura enti, unità ed elenchi di codici.", "Keeps bodies, units and code lists.")},
	}})
}

func loginWrong(p *i18n.Printer) templ.Component {
	f := &page.Fields{}
	f.Set("login", "coordinatrice")
	f.Keep(errs.List{errs.E(errs.Invalid, "check.given").On("passphrase")})
	return admin.LoginPage(p, admin.LoginView{Fields: f, To: "/"})
}

func home(p *i18n.Printer) templ.Component {
	say := speaker(p)
	return desk.HomePage(p, desk.HomeView{
		Kicker: say("sabato 30 novembre 2024", "Saturday 30 November 2024"),
		Title:  say("La relazione dei primi nove mesi torna", "The report of the first nine months adds up"),
		Sub:    say("1.031 persone raggiunte · 12 enti · 7 province", "1,031 persons reached · 12 bodies · 7 provinces"),
		Next: []kit.Step{
			{Title: say("Controlla e congela la relazione", "Check and freeze the report"), Text: say("Progetto Ali nuove, 1 marzo – 30 novembre 2024", "Project Ali nuove, 1 March – 30 November 2024"), Go: say("Apri la relazione", "Open the report"), Path: "/reports/interim"},
			{Title: say("Completa gli ambiti non definiti", "Fill in the undefined settings"), Text: say("192 contatti delle unità non hanno un ambito", "192 contacts of the units have no setting"), Go: say("Vedi i contatti", "See the contacts"), Path: "/records"},
			{Title: say("Confronta con la bozza di ottobre", "Compare with October's draft"), Text: say("9 contatti sono arrivati dopo", "9 contacts came later"), Go: say("Confronta", "Compare"), Path: "/runs"},
		},
		Since: say("da venerdì", "since Friday"),
		Changes: []page.Fact{
			{Change: "+9", Text: say("contatti arrivati in ritardo da Brescia", "late contacts from Brescia")},
			{Change: "+3", Text: say("colloqui di identificazione", "identification interviews")},
			{Change: "−2", Text: say("persone riunite da un doppione", "persons merged from a duplicate")},
		},
	})
}

func newView(p *i18n.Printer, f *page.Fields) reports.ReportNewView {
	say := speaker(p)
	return reports.ReportNewView{
		Fields: f, Action: "/reports/interim", Self: "/gallery/new-other",
		Projects: []page.Option{
			{Value: "ALI", Label: "Ali nuove", Note: say("dal 1 marzo 2024 al 30 novembre 2025 · 7 province", "1 March 2024 to 30 November 2025 · 7 provinces")},
			{Value: "RIVA", Label: "Riva", Note: say("dal 1 gennaio 2024 · 3 province", "from 1 January 2024 · 3 provinces")},
		},
		Scopes: []page.Option{{Value: "network", Label: say("Tutta la rete", "The whole network")}, {Value: "org:PS", Label: "Porto Sicuro"}, {Value: "province:IT-BS", Label: say("Provincia di Brescia", "Province of Brescia")}},
		Editions: []page.Option{
			{Value: "internal", Label: say("Interna", "Internal"), Note: say("numeri esatti, per chi lavora nella rete", "exact figures, for those who work in the network")},
			{Value: "funder", Label: say("Per il finanziatore", "For the funder"), Note: say("i numeri piccoli delle tavole a più dimensioni sono riuniti", "small figures of tables with several dimensions are merged")},
		},
	}
}

func reportNew(p *i18n.Printer) templ.Component {
	f := &page.Fields{}
	f.Set("project", "ALI")
	f.Set("from", "2024-03-01")
	f.Set("to", "2024-11-30")
	f.Set("edition", "funder")
	return reports.ReportNewPage(p, newView(p, f))
}

func reportNewOther(p *i18n.Printer) templ.Component {
	f := &page.Fields{}
	f.Set("project", "RIVA")
	f.Set("from", "2024-01-01")
	f.Set("to", "2024-12-31")
	return reports.ReportNewPage(p, newView(p, f))
}

func reportNewWrong(p *i18n.Printer) templ.Component {
	f := &page.Fields{}
	f.Set("from", "2024-11-30")
	f.Set("to", "2024-03-01")
	f.Keep(errs.List{errs.E(errs.Invalid, "check.code").On("project"), errs.E(errs.Invalid, "check.day").On("to")})
	return reports.ReportNewPage(p, newView(p, f))
}

// entry is a row of a sample table.
type entry struct {
	kind   page.RowKind
	name   string
	value  int64
	tenths int64 // of a percent
	gross  int64
	wrong  bool
}

func sampleTable(p *i18n.Printer, caption, first string, entries []entry) page.Table {
	say := speaker(p)
	table := page.Table{Caption: caption, Columns: []page.Column{
		{Label: first},
		{Label: say("Persone", "Persons"), Kind: page.Number},
		{Label: "%", Kind: page.Number},
		{Label: say("Incontrate qui", "Met here"), Kind: page.Number},
		{Kind: page.Length},
	}}
	var values []int64
	for _, e := range entries {
		if e.kind == page.Total {
			values = append(values, 0)
			continue
		}
		values = append(values, e.value)
	}
	lengths := page.Lengths(values)
	for i, e := range entries {
		row := page.Row{Kind: e.kind, Wrong: e.wrong, Cells: []page.Cell{{Text: e.name}, {Text: p.Int(e.value)}, {}, {}, {Share: lengths[i]}}}
		if e.tenths > 0 {
			row.Cells[2].Text = p.Tenths(e.tenths)
		}
		if e.gross > 0 {
			row.Cells[3].Text = p.Int(e.gross)
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

func sampleTables(p *i18n.Printer) []kit.ReportTable {
	say := speaker(p)
	t1 := kit.ReportTable{
		ID: "T1", Title: say("Persone raggiunte, per canale", "Persons reached, by channel"), Tone: page.Well, Word: say("torna", "adds up"),
		Table: sampleTable(p, say("Persone raggiunte, per canale", "Persons reached, by channel"), say("Canale", "Channel"), []entry{
			{name: say("Unità di contatto", "Contact units"), value: 591, tenths: 573, gross: 634},
			{name: say("Sensibilizzazione in CAS e SAI", "Awareness in reception centres"), value: 41, tenths: 40, gross: 52},
			{name: say("Luoghi di aggregazione e di culto", "Community and worship places"), value: 272, tenths: 264, gross: 301},
			{name: say("Colloqui di identificazione", "Identification interviews"), value: 127, tenths: 123, gross: 154},
			{kind: page.Total, name: say("Persone, contate una volta", "Persons, counted once"), value: 1031, tenths: 1000, gross: 1141},
		}),
		Notes: []string{say("Ogni persona è attribuita al primo contatto del periodo. 110 persone compaiono in più canali. 286 non sono riconoscibili e contano una volta.", "Each person is attributed to the first contact of the period. 110 persons appear in several channels. 286 cannot be recognised and count once.")},
	}
	t2 := kit.ReportTable{
		ID: "T2", Title: say("Protezione internazionale", "International protection"), Tone: page.Well, Word: say("torna con T1 · 1.031", "adds up with T1 · 1,031"),
		Table: sampleTable(p, say("Protezione", "Protection"), say("Risposta", "Answer"), []entry{
			{name: say("Sì", "Yes"), value: 212, tenths: 206},
			{name: "No", value: 547, tenths: 530},
			{name: say("Non chiesto", "Not asked"), value: 272, tenths: 264},
			{kind: page.Total, name: say("Persone", "Persons"), value: 1031, tenths: 1000},
		}),
		Detail: page.PartsBar(page.Parts{ID: "t2-parts", Title: say("Risposte", "Answers"), Description: say("212 sì, 547 no, 272 non chiesto", "212 yes, 547 no, 272 not asked"), Segments: []page.Segment{
			{Label: say("Sì", "Yes"), Value: "212", Share: 206, Fill: page.Strong}, {Label: "No", Value: "547", Share: 530, Fill: page.Soft}, {Label: say("Non chiesto", "Not asked"), Value: "272", Share: 264, Fill: page.Hollow},
		}}),
	}
	t3 := kit.ReportTable{
		ID: "T3", Title: say("Unità di contatto, per ambito", "Contact units, by setting"), Tone: page.Well, Word: say("torna con T1 · 591", "adds up with T1 · 591"),
		Table: sampleTable(p, say("Ambito", "Setting"), say("Ambito", "Setting"), settings(p, false)),
	}
	t4 := kit.ReportTable{ID: "T4", Title: say("Ambito, genere e provenienza", "Setting, gender and region"), Tone: page.Well, Word: say("torna con T3", "adds up with T3"), Table: wideTable(p)}
	t7 := kit.ReportTable{
		ID: "T7", Title: say("Numeri principali per provincia", "Main figures by province"), Tone: page.Plain, Word: say("si sovrappongono", "overlapping"),
		Table: sampleTable(p, say("Province", "Provinces"), say("Provincia", "Province"), []entry{{name: "Bergamo", value: 301, gross: 322}, {name: "Brescia", value: 288, gross: 301}, {name: "Lodi", value: 62, gross: 70}}),
		Detail: page.Multiples([]page.Chart{
			provinceChart(p, "Bergamo", 180, 20, 71, 30), provinceChart(p, "Brescia", 150, 11, 88, 39), provinceChart(p, "Lodi", 40, 2, 14, 6),
		}),
	}
	return []kit.ReportTable{t1, t2, t3, t4, t7}
}

func provinceChart(p *i18n.Printer, name string, figures ...int64) page.Chart {
	say := speaker(p)
	labels := []string{say("Unità di contatto", "Contact units"), "CAS, SAI", say("Aggregazione", "Community"), say("Colloqui", "Interviews")}
	c := page.Chart{ID: "chart-" + name, Title: name, Description: say("Persone per canale", "Persons by channel")}
	for i, f := range figures {
		c.Bars = append(c.Bars, page.Bar{Label: labels[i], Value: strconv.FormatInt(f, 10), Share: int(f * 1000 / 180)})
	}
	return c
}

func settings(p *i18n.Printer, wrong bool) []entry {
	say := speaker(p)
	all := []entry{
		{name: say("Sessuale, all'aperto", "Sexual, outdoor"), value: 82, tenths: 139, gross: 97},
		{name: say("Sessuale, al chiuso", "Sexual, indoor"), value: 134, tenths: 227, gross: 149, wrong: wrong},
		{kind: page.OfWhich, name: say("di cui da annunci in rete", "of which from online adverts"), value: 65},
	}
	massage := entry{name: say("Centri massaggi", "Massage parlours"), value: 37, tenths: 63, gross: 40}
	if wrong {
		massage.kind, massage.wrong, massage.tenths, massage.gross = page.OfWhich, true, 0, 0
		massage.name = say("di cui in centri massaggi", "of which in massage parlours")
	}
	return append(all, massage,
		entry{name: say("Lavoro, accattonaggio, economie illegali", "Labour, begging, illegal economies"), value: 146, tenths: 247, gross: 151},
		entry{name: say("Non definito", "Undefined"), value: 192, tenths: 325, gross: 197},
		entry{kind: page.Total, name: say("Persone", "Persons"), value: 591, tenths: 1000, gross: 634})
}

func wideTable(p *i18n.Printer) page.Table {
	say := speaker(p)
	t := page.Table{Wide: true, Caption: say("Ambito, genere e provenienza", "Setting, gender and region"), Columns: []page.Column{{Label: say("Ambito e genere", "Setting and gender")}}}
	for _, region := range []string{say("Africa occidentale", "Western Africa"), say("Europa orientale", "Eastern Europe"), say("America latina", "Latin America"), say("Asia orientale", "Eastern Asia"), say("Asia meridionale", "Southern Asia"), say("Nord Africa", "Northern Africa"), say("Non chiesto", "Not asked"), say("Persone", "Persons")} {
		t.Columns = append(t.Columns, page.Column{Label: region, Kind: page.Number})
	}
	t.Rows = append(t.Rows, page.Row{Kind: page.Heading, Cells: []page.Cell{{Text: say("Sessuale, all'aperto", "Sexual, outdoor")}}})
	for _, gender := range []string{say("Donne", "Women"), say("Uomini", "Men"), say("Donne trans", "Trans women")} {
		row := page.Row{Cells: []page.Cell{{Text: gender}}}
		for i := range 8 {
			row.Cells = append(row.Cells, page.Cell{Text: strconv.Itoa(i * 3)})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
