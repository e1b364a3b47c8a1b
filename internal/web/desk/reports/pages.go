package reports

import (
	"context"
	"io"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"approdo/internal/base/i18n"
	"approdo/internal/care/report"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// drawn are tables as they stand on a screen, where they may fold, or on paper.
func drawn(p *i18n.Printer, tables []kit.ReportTable, screen bool) (list []templ.Component) {
	for _, t := range tables {
		list = append(list, kit.ReportTableView(p, t, screen))
	}
	return list
}

// ReportView is a report just made, not yet frozen.
type ReportView struct {
	Title     string
	Sub       string // period, scope, edition
	Tables    []kit.ReportTable
	Moved     []string    // tables that stand otherwise than when their reader confirmed what they saw
	Checks    []page.Fact // before you freeze: what holds, what is thin
	Changes   []page.Fact // since the last frozen run of the same report
	Since     string      // which run that is; empty when there is none
	Change    string      // path: ask again with other answers
	Periods   string      // path: the same over two periods
	Own       string      // path of the network's own tables; empty when the reader may not add any
	Compare   string      // path of the differences; empty when there is no earlier run
	Downloads []page.Link
	Freeze    ReportFreeze
}

// ReportFreeze is the form that freezes: where it goes and the answers it repeats.
type ReportFreeze struct {
	Action string // empty when the reader may not freeze
	Hidden []page.Pair
}

// blocked lists the tables that do not reconcile.
func (x ReportView) blocked() []kit.ReportTable {
	return slices.DeleteFunc(slices.Clone(x.Tables), func(t kit.ReportTable) bool { return t.Gap == nil })
}

// header leads on from a report; one that does not add up leads to where it doesn't.
func (x ReportView) header(p *i18n.Printer) templ.Component {
	h := page.Header{
		Trail: []page.Link{{Label: p.T("desk.report.reports"), Path: x.Change}, {Label: p.T("desk.report.name"), Path: x.Change}},
		Title: x.Title, Sub: x.Sub,
	}
	for _, l := range []page.Link{
		{Label: p.T("desk.report.compare"), Path: x.Compare},
		{Label: p.T("desk.against.go"), Path: x.Periods, Quiet: true},
		{Label: p.T("additions.title"), Path: x.Own, Quiet: true},
	} {
		if l.Path != "" {
			h.Actions = append(h.Actions, l)
		}
	}
	if wrong := x.blocked(); len(wrong) > 0 {
		h.Actions = append(h.Actions, page.Link{Label: p.T("desk.report.see_gap"), Path: "#gap-" + wrong[0].ID, Primary: true})
		return page.PageHeader(p, h)
	}
	freeze := page.Press{Action: x.Freeze.Action, Label: p.T("desk.report.freeze"), Hidden: x.Freeze.Hidden, Kind: page.Primary}
	return page.HeaderWith(p, h, downloads(p, x.Downloads), page.When(x.Freeze.Action != "", page.PressButton(freeze)))
}

// ReportPage is the report, with what to know before freezing beside its tables.
func ReportPage(p *i18n.Printer, x ReportView) templ.Component {
	aside := []templ.Component{asideCard("card", p.T("desk.report.before"), page.Facts(x.Checks))}
	if x.Since != "" {
		changes := page.Say(p.T("desk.report.unchanged"))
		if len(x.Changes) > 0 {
			changes = page.Facts(x.Changes)
		}
		aside = append(aside, asideCard("aside-part", p.T("desk.report.changed"), page.Small(x.Since), changes))
	}
	wrong := len(x.blocked())
	return page.All(
		x.header(p),
		page.When(wrong > 0, page.Stack(page.Above, page.Told(page.Blocked, p.T("desk.report.blocked", "count", wrong), p.T("desk.report.blocked_why")))),
		page.When(len(x.Moved) > 0, page.Stack(page.Above, page.Told(page.Due, p.T("desk.report.moved", "count", len(x.Moved)), p.T("desk.report.moved_why", "tables", strings.Join(x.Moved, ", "))))),
		jump(p, x.Tables), tablesBeside(p, p.T("desk.report.before"), "", x.Tables, aside...),
	)
}

// ReportNewView is the form that asks for a report: what, when, who, for whom.
type ReportNewView struct {
	Fields   *page.Fields  // project, from, to, scope, edition
	Action   string        // where the form goes, with GET: the answer has an address
	Self     string        // path of this page; asked with "project" alone it proposes that project's period
	Projects []page.Option // two or more are offered; of one the name is shown
	Scopes   []page.Option
	Editions []page.Option
}

// days asks for a period.
func days(p *i18n.Printer, fields *page.Fields, from, to string) []templ.Component {
	return []templ.Component{
		page.Input(p, fields, page.Field{Name: from, Label: p.T("desk.new.from"), Type: "date", Short: true}),
		page.Input(p, fields, page.Field{Name: to, Label: p.T("desk.new.to"), Type: "date", Short: true}),
	}
}

// ReportNewPage is the wizard. Its four answers are filled in already, so that one press makes the usual report.
func ReportNewPage(p *i18n.Printer, x ReportNewView) templ.Component {
	return page.All(
		page.PageHeader(p, page.Header{Kicker: p.T("desk.report.name"), Title: p.T("desk.new.title"), Sub: p.T("desk.new.sub")}),
		page.Send(
			p, page.Sending{Action: x.Action, Get: true, Class: "narrow", Fields: x.Fields, Submit: p.T("desk.new.make"), Note: p.T("desk.new.nothing_kept")},
			asksAgain(x.Self, "period", page.Choices(p, x.Fields, page.Field{Name: "project", Label: p.T("desk.new.project"), Options: x.Projects})),
			page.Together("period", p.T("desk.new.period"), p.T("desk.new.period_hint"), days(p, x.Fields, "from", "to")...),
			page.Select(p, x.Fields, page.Field{Name: "scope", Label: p.T("desk.new.scope"), Hint: p.T("desk.new.scope_hint"), Options: x.Scopes}),
			page.Choices(p, x.Fields, page.Field{Name: "edition", Label: p.T("desk.new.edition"), Options: x.Editions}),
		),
	)
}

// CompareView is one report over two periods.
type CompareView struct {
	Trail  []page.Link
	Sub    string
	Fields *page.Fields // from, to, from2, to2
	Action string
	Hidden []page.Pair
	Tables []kit.ReportTable // empty while the periods cannot be understood
}

// ReportComparePage asks for two periods and shows their tables beside each other.
func ReportComparePage(p *i18n.Printer, x CompareView) templ.Component {
	pieces := []templ.Component{
		page.PageHeader(p, page.Header{Trail: x.Trail, Title: p.T("desk.against.title"), Sub: x.Sub}),
		page.Send(
			p, page.Sending{Action: x.Action, Get: true, Class: "periods no-print", Fields: x.Fields, Hidden: x.Hidden, Submit: p.T("desk.against.do")},
			page.Together("", p.T("desk.against.one"), "", days(p, x.Fields, "from2", "to2")...),
			page.Together("", p.T("desk.against.other"), "", days(p, x.Fields, "from", "to")...),
		),
	}
	if len(x.Tables) > 0 {
		pieces = append(pieces, page.Small(p.T("desk.against.twice")), jump(p, x.Tables), page.Stack("report", drawn(p, x.Tables, true)...))
	}
	return page.All(pieces...)
}

// WritePaper writes a report that adds up as one file that needs nothing else, for printing and for sending.
func WritePaper(ctx context.Context, w io.Writer, doc *report.Document, p *i18n.Printer) error {
	lang := p.Lang()
	var tables []kit.ReportTable
	for i := range doc.Tables {
		t := &doc.Tables[i]
		view := kit.ReportTable{ID: t.ID, Title: t.Title[lang], Table: tableView(p, t, nowhere), Detail: picture(p, t)}
		if len(t.Checks) > 0 {
			view.Tone, view.Word = page.Well, p.T("desk.table.adds_up")
		}
		tell(&view, t, lang)
		tables = append(tables, view)
	}
	title := doc.Title[lang]
	sub := doc.Parameters.Project + " · " + p.Period(doc.Parameters.From, doc.Parameters.To) + " · " + p.T("desk.edition."+doc.Parameters.Edition)
	return page.Paper(p, title, page.Sheet(p, page.Header{Title: title, Sub: sub}, "report", drawn(p, tables, false)...)).Render(ctx, w)
}
