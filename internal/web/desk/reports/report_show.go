package reports

import (
	"net/http"
	"net/url"

	"approdo/internal/web/kit"

	"approdo/internal/base/i18n"
	"approdo/internal/base/policy"
	"approdo/internal/care/report"
	"approdo/internal/web/page"
)

// reportShow makes the report and shows it. Answers that cannot be understood lead back to the wizard, with what is wrong.
func (d *Desk) reportShow(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	doc, snapshot, err := d.count(r, fields, toShow)
	if err != nil {
		if fields.Keep(err) {
			return d.reportAsk(r, http.StatusUnprocessableEntity, fields)
		}
		return err
	}
	return d.showReport(r, http.StatusOK, doc, snapshot, nil)
}

// showReport shows a report as it was counted; moved are the tables that stood otherwise when its reader confirmed what they saw.
func (d *Desk) showReport(r *page.Request, status int, doc *report.Document, snapshot *report.Snapshot, moved []string) error {
	p := r.Printer()
	query := answers(doc).Encode()
	base := "/reports/" + doc.Report
	view := ReportView{
		Title: doc.Title[p.Lang()], Sub: subtitle(p, d, snapshot, doc), Tables: d.tables(r, doc, base, query),
		Moved: moved, Checks: checks(p, doc), Change: base + "/new?" + query, Periods: base + "/compare?" + query,
	}
	for _, format := range formats {
		view.Downloads = append(view.Downloads, page.Link{Label: p.T("desk.download." + format.name), Path: base + "/download?" + query + "&format=" + format.name, Download: true})
	}
	if policy.May(r.Subject(), policy.ReportFreeze) {
		view.Freeze = ReportFreeze{Action: base + "/freeze", Hidden: []page.Pair{d.Key(r, base+"/freeze"), {Name: kit.SeenField, Value: doc.Sight()}}}
		for _, name := range asked {
			view.Freeze.Hidden = append(view.Freeze.Hidden, page.Pair{Name: name, Value: answers(doc).Get(name)})
		}
	}
	if policy.May(r.Subject(), policy.ReportDefine) {
		view.Own = kit.To("report", doc.Report) + "/tables"
	}
	if err := d.since(r, doc, snapshot, &view); err != nil {
		return err
	}
	d.LooksAt(r, view.Tables)
	return r.RenderStatus(status, view.Title, ReportPage(p, view))
}

// subtitle says in which frame the figures are to be read: project, period, who is counted, for whom.
func subtitle(p *i18n.Printer, d *Desk, snapshot *report.Snapshot, doc *report.Document) string {
	project := doc.Parameters.Project
	if found, ok := snapshot.Project(project); ok {
		project = found.Name
	}
	return project + " · " + p.Period(doc.Parameters.From, doc.Parameters.To) + " · " + scopeName(p, d, snapshot, doc.Parameters.Scope) +
		" · " + p.T("desk.edition."+doc.Parameters.Edition)
}

func scopeName(p *i18n.Printer, d *Desk, snapshot *report.Snapshot, scope string) string {
	if len(scope) > 4 && scope[:4] == "org:" {
		if o, ok := snapshot.Organisation(scope[4:]); ok {
			return o.Name
		}
	}
	if len(scope) > 9 && scope[:9] == "province:" {
		return p.T("desk.scope.province", "name", d.Book.Label("province", scope[9:], p.Lang()))
	}
	return p.T("desk.scope.network")
}

// tables draws every table with the word whether it adds up, and the gap where it does not.
func (d *Desk) tables(r *page.Request, doc *report.Document, base, query string) []kit.ReportTable {
	var list []kit.ReportTable
	for i := range doc.Tables {
		list = append(list, d.Table(r, doc, &doc.Tables[i], base, query))
	}
	return figuresFirst(list)
}

// Table draws one of them.
func (d *Desk) Table(r *page.Request, doc *report.Document, t *report.Table, base, query string) kit.ReportTable {
	p := r.Printer()
	view := kit.ReportTable{ID: t.ID, Title: t.Title[p.Lang()], Table: tableView(p, t, d.behind(r, doc, base, query)), Detail: picture(p, t)}
	tell(&view, t, p.Lang())
	if len(t.Checks) > 0 {
		view.Tone, view.Word = page.Well, p.T("desk.table.adds_up")
	}
	for _, c := range t.Checks {
		if !c.Holds() && view.Gap == nil {
			view.Tone, view.Word = page.Blocked, p.T("desk.table.gap")
			view.Gap = gap(r, doc, t, c, base, query)
			mark(&view)
		}
	}
	return view
}

// figuresFirst puts the table of rules last: people come for the figures, and look the rules up.
func figuresFirst(list []kit.ReportTable) []kit.ReportTable {
	if len(list) > 0 && list[0].ID == report.HeaderID {
		return append(list[1:], list[0])
	}
	return list
}

// behind lets figures lead to the reader's own records, if the reader may see any and the report was counted just now.
func (d *Desk) behind(r *page.Request, doc *report.Document, base, query string) leads {
	if base == "" || !policy.May(r.Subject(), policy.ReportDrill) {
		return nowhere
	}
	return func(at report.Cell) string {
		if !doc.Traces(at.Table) {
			return ""
		}
		q := url.Values{"table": {at.Table}, "value": {at.Value}}
		if at.Row != "" {
			q.Set("row", at.Row)
		}
		if at.Part != "" {
			q.Set("part", at.Part)
		}
		return base + "/records?" + query + "&" + q.Encode()
	}
}

// gap says by how much a check misses, which rows were added, and where the reader's own records behind it are.
func gap(r *page.Request, doc *report.Document, t *report.Table, c report.Check, base, query string) *kit.ReportGap {
	p := r.Printer()
	with := c.With
	if with == "" {
		with = p.T("desk.gap.own_total")
	}
	g := &kit.ReportGap{
		Sentence: p.T("desk.gap.sentence", "got", c.Got, "expected", c.Expected, "gap", abs(c.Gap)),
		Sums: []page.Pair{
			{Name: p.T("desk.gap.got"), Value: p.Int(c.Got)},
			{Name: p.T("desk.gap.expected", "with", with), Value: p.Int(c.Expected)},
		},
		Missing: page.Pair{Name: p.T("desk.gap.missing"), Value: p.Int(abs(c.Gap))},
	}
	for _, code := range c.Rows {
		name := rowLabel(p, t, code)
		if row, ok := t.Row(code); ok {
			if n, ok := row.Values.Get("attributed"); ok {
				name += " · " + p.Int(n.N)
			}
		}
		g.Rows = append(g.Rows, name)
	}
	g.Records = len(doc.GapRecords(t.ID, drill(r)))
	if g.Records > 0 {
		g.Path = base + "/records?" + query + "&" + url.Values{"table": {t.ID}}.Encode()
	}
	g.Elsewhere = p.T("desk.gap.elsewhere")
	return g
}

// mark points at the total that is not met.
func mark(view *kit.ReportTable) {
	if len(view.Table.Rows) > 0 {
		last := &view.Table.Rows[len(view.Table.Rows)-1]
		last.Wrong = last.Kind == page.Total
	}
}

// checks are what to know before freezing: whether everything adds up, and what is missing most.
func checks(p *i18n.Printer, doc *report.Document) []page.Fact {
	holding := 0
	for _, t := range doc.Tables {
		for _, c := range t.Checks {
			if c.Holds() {
				holding++
			}
		}
	}
	var facts []page.Fact
	if failed := doc.FailedChecks(); failed > 0 {
		facts = append(facts, page.Fact{Tone: page.Blocked, Text: p.T("desk.checks.failed", "count", failed)})
	} else {
		facts = append(facts, page.Fact{Tone: page.Well, Text: p.T("desk.checks.all", "count", holding)})
	}
	quality, ok := doc.Table(report.QualityID)
	if !ok {
		return facts
	}
	for _, row := range quality.Rows {
		share, ok := row.Values.Get("percent")
		if ok && share.N >= thin {
			facts = append(facts, page.Fact{Tone: page.Due, Text: p.T("desk.checks.thin", "percent", p.Tenths(share.N), "field", row.Label[p.Lang()])})
		}
	}
	return facts
}

// thin is the share of missing answers, in tenths of a percent, from which a field is worth a word.
const thin = 200

func abs(n int64) int64 { return max(n, -n) }
