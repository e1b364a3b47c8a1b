package reports

import (
	"github.com/a-h/templ"

	"approdo/internal/base/i18n"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// RunsView lists the frozen runs.
type RunsView struct {
	Runs  page.Table
	New   []page.Link // to the wizard of each report; none when the reader may not make reports
	Own   []page.Link // to the network's own tables; none when the reader may not add any
	Pages page.Pages
}

// RunsPage lists the reports that were frozen, the latest first.
func RunsPage(p *i18n.Printer, x RunsView) templ.Component {
	h := page.Header{Kicker: p.T("desk.report.reports"), Title: p.T("desk.runs.title"), Sub: p.T("desk.runs.sub"), Actions: x.Own}
	if len(x.Runs.Rows) == 0 {
		return page.All(page.PageHeader(p, h), page.Empty(p.T("desk.runs.none"), p.T("desk.runs.none_why"), x.New...))
	}
	h.Actions = append(h.Actions[:len(h.Actions):len(h.Actions)], x.New...)
	return page.All(page.PageHeader(p, h), page.DataTable(x.Runs), page.When(x.Pages.Summary != "", page.Pagination(p, x.Pages)))
}

// RunView is one frozen run.
type RunView struct {
	List      string // path of the list
	Title     string
	Sub       string
	Frozen    string // "frozen on 30 November 2024 by …"
	Facts     []page.Pair
	Tables    []kit.ReportTable
	Compare   string
	Downloads []page.Link
}

// RunPage shows a frozen run as it was, word for word.
func RunPage(p *i18n.Printer, x RunView) templ.Component {
	h := page.Header{Trail: []page.Link{{Label: p.T("desk.runs.title"), Path: x.List}}, Title: x.Title, Sub: x.Sub}
	return page.All(
		page.HeaderWith(
			p, h, downloads(p, x.Downloads),
			page.When(x.Compare != "", page.ButtonLink(page.Link{Label: p.T("desk.run.compare"), Path: x.Compare, Primary: true})),
		),
		jump(p, x.Tables),
		tablesBeside(
			p, p.T("desk.run.what"), "", x.Tables,
			asideCard(
				"card sheet", p.T("desk.run.what"),
				page.Marks(page.Mark{Tone: page.Well, Word: x.Frozen}), page.Definitions(x.Facts), page.Small(p.T("desk.run.unsigned")),
			),
		),
	)
}

// DiffView compares a frozen run with a later one, or with the records as they are now.
type DiffView struct {
	List    string
	Run     page.Link // the earlier run
	Title   string
	Sub     string            // from … to …
	Reasons []page.Fact       // why: late records, merges, corrections, erasures, imports undone
	Tables  []kit.ReportTable // only those that changed, with before, after and change
	Same    bool              // every figure is
}

// DiffPage says what changed since and why.
func DiffPage(p *i18n.Printer, x DiffView) templ.Component {
	header := page.PageHeader(p, page.Header{Trail: []page.Link{{Label: p.T("desk.runs.title"), Path: x.List}, x.Run}, Title: x.Title, Sub: x.Sub})
	if len(x.Tables) == 0 && len(x.Reasons) == 0 {
		return page.All(header, page.Told(page.Well, p.T("desk.diff.none"), p.T("desk.diff.none_why")))
	}
	same := ""
	if x.Same {
		same = p.T("desk.diff.same_figures")
	}
	why := asideCard("card sheet", p.T("desk.diff.why"), page.Facts(x.Reasons), page.Small(p.T("desk.diff.frozen_stays")))
	return page.All(header, tablesBeside(p, "", same, x.Tables, why))
}
