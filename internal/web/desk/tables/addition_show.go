package tables

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"approdo/internal/web/kit"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/store"
	"approdo/internal/care/report"
	"approdo/internal/care/report/addition"
	"approdo/internal/web/page"
)

func joinWords(words []string) string { return strings.Join(words, " · ") }

// try counts a table over the period that the fields ask for.
func (d *Desk) try(r *page.Request, c composing, fields *page.Fields) (*addition.Trial, error) {
	return addition.Try(c.snap, c.base, c.table, report.Params{
		Project: fields.Text("project"), From: fields.Text("from"), To: fields.Text("to"), Sees: r.Grant().Scope(), Today: d.Today(),
	})
}

// additionShow counts a table as it stands and says whether it adds up.
func (d *Desk) additionShow(r *page.Request) error {
	c, err := d.compose(r)
	if err != nil {
		return err
	}
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	trial, err := d.try(r, c, fields)
	return d.additionPage(r, c, fields, trial, err)
}

// additionPage shows a table with what it counts, or with the reason why it cannot be counted.
func (d *Desk) additionPage(r *page.Request, c composing, fields *page.Fields, trial *addition.Trial, failed error) error {
	p := r.Printer()
	here := additionsPath(c.base.ID) + "/" + c.table.ID
	status := http.StatusOK
	view := AdditionView{
		Header: page.Header{
			Title: c.table.Name() + " · " + d.titleOf(c.table, p),
			Trail: []page.Link{{Label: p.T("desk.report.reports"), Path: "/reports"}, {Label: p.T("additions.title"), Path: additionsPath(c.base.ID)}},
		},
		Step: 2, Tone: toneOf(c.table), State: stateOf(p, c.table), Fields: fields, Action: here, Text: c.table.Text(), Edit: here + "/edit",
		Period: p.T("additions.period"), Hidden: []page.Pair{{Name: "revision", Value: strconv.FormatInt(c.table.Revision, 10)}},
	}
	if e, ok := errs.Of(failed); ok && e.Field != "" && fields.Keep(e) {
		status = http.StatusUnprocessableEntity
	} else if ok && (e.Kind == errs.Invalid || e.Kind == errs.Conflict) {
		view.Problem = p.Error(e)
	} else if failed != nil {
		return failed
	}
	c.steps(&view, here)
	if trial != nil {
		d.counted(r, &view, trial, here)
		view.Period = periodWords(p, c.snap, trial.Document)
		for name, value := range map[string]string{"project": trial.Document.Parameters.Project, "from": trial.Document.Parameters.From, "to": trial.Document.Parameters.To} {
			fields.Set(name, value)
			view.Hidden = append(view.Hidden, page.Pair{Name: name, Value: value})
		}
	}
	for _, project := range c.snap.Projects {
		view.Projects = append(view.Projects, page.Option{Value: project.Code, Label: project.Name})
	}
	if err := d.history(r, &view, c.table); err != nil {
		return err
	}
	if view.Counted != nil {
		d.LooksAt(r, []kit.ReportTable{*view.Counted})
	}
	return r.RenderStatus(status, view.Header.Title, AdditionPage(p, view))
}

// steps says what can be done with a table as it stands.
func (c composing) steps(view *AdditionView, here string) {
	t := c.table
	if t.InUse() && t.Draft == "" {
		view.Step = 3
	}
	if t.Draft != "" || t.Retired {
		view.Use = here + "/use"
	}
	if t.Draft != "" {
		view.Drop, view.Gone = here+"/drop", t.Version == 0
	}
	if t.InUse() {
		view.Retire = here + "/retire"
	}
}

// counted draws what was counted: the table, its promises one by one, and what fell into "other".
func (d *Desk) counted(r *page.Request, view *AdditionView, trial *addition.Trial, here string) {
	p := r.Printer()
	query := url.Values{"project": {trial.Document.Parameters.Project}, "from": {trial.Document.Parameters.From}, "to": {trial.Document.Parameters.To}}.Encode()
	table := trial.Counted()
	drawn := d.Reader.Table(r, trial.Document, table, here, query)
	view.Counted, view.Blocked = &drawn, trial.Blocked() != nil
	view.Checks = promises(p, table)
	const most = 12
	swept := trial.Document.Others(trial.Table.Name())
	for i, s := range swept {
		if i == most {
			view.Swept = append(view.Swept, page.Fact{Text: p.T("additions.swept_more", "count", len(swept)-most)})
			break
		}
		view.Swept = append(view.Swept, page.Fact{Change: p.Int(s.Units), Text: s.Code.Label[p.Lang()]})
	}
}

// periodWords says which project and days are looked at.
func periodWords(p *i18n.Printer, s *report.Snapshot, doc *report.Document) string {
	name := doc.Parameters.Project
	if project, ok := s.Project(name); ok {
		name = project.Name
	}
	return p.Period(doc.Parameters.From, doc.Parameters.To) + " · " + name
}

// promises says which promises of a table are kept, and by how much each of the others is not. Rows that equal those of another table
// are one promise while they do.
func promises(p *i18n.Printer, t *report.Table) (facts []page.Fact) {
	if len(t.Checks) == 0 {
		return []page.Fact{{Tone: page.Plain, Text: p.T("additions.no_checks")}}
	}
	broken := map[string]int{} // by the table that rows should equal
	for _, check := range t.Checks {
		fact := page.Fact{Tone: page.Well, Text: check.Label[p.Lang()]}
		other, _, _ := strings.Cut(check.With, "/")
		rowByRow := check.Code == "rows_of"
		if rowByRow {
			fact.Text = p.T("additions.rows_equal", "table", other)
		}
		switch {
		case check.Holds():
		case rowByRow:
			broken[other]++
			continue
		default:
			fact = page.Fact{Tone: page.Blocked, Text: p.T("additions.check_gap", "check", fact.Text, "gap", max(check.Gap, -check.Gap))}
		}
		if !slices.Contains(facts, fact) {
			facts = append(facts, fact)
		}
	}
	for _, other := range slices.Sorted(maps.Keys(broken)) {
		said := page.Fact{Tone: page.Well, Text: p.T("additions.rows_equal", "table", other)}
		facts = slices.DeleteFunc(facts, func(f page.Fact) bool { return f == said })
		facts = append(facts, page.Fact{Tone: page.Blocked, Text: p.T("additions.rows_broken", "table", other, "count", broken[other])})
	}
	return facts
}

// history says who changed the table last, and what was in use before.
func (d *Desk) history(r *page.Request, view *AdditionView, t addition.Table) error {
	p := r.Printer()
	return d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) error {
		names, err := kit.AccountNames(tx)
		if err != nil {
			return err
		}
		view.Facts = []page.Pair{
			{Name: p.T("additions.column.who"), Value: who(p, names, t.Account)}, {Name: p.T("additions.column.when"), Value: d.Moment(p, t.Changed)},
		}
		versions, err := addition.Versions(tx, t)
		for _, v := range versions {
			view.History = append(view.History, page.Event{What: p.T("additions.version", "number", v.Number), When: d.Moment(p, v.Used), Note: who(p, names, v.Account)})
		}
		return err
	})
}

// titleOf is what a table is called in the reader's language; one that no longer fits its report has only its name.
func (d *Desk) titleOf(t addition.Table, p *i18n.Printer) string {
	whole, err := t.Defined(d.Reports.For(t.Report), d.Book)
	if err != nil {
		return p.T("additions.unfit")
	}
	table, _ := whole.Table(t.Name())
	return table.Title[p.Lang()]
}
