package reports

import (
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/report"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// runList shows the frozen reports, the latest first.
func (d *Desk) runList(r *page.Request) error {
	p := r.Printer()
	snapshot, err := d.Engine.Snapshot(r.Context(), d.Store)
	if err != nil {
		return err
	}
	var runs []report.Frozen
	err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		runs, err = report.Runs(tx)
		return err
	})
	if err != nil {
		return err
	}
	view := RunsView{Runs: page.Table{Caption: p.T("desk.runs.title")}}
	for i, def := range d.Reports {
		which := "" // as long as there is one nobody asks
		if len(d.Reports) > 1 {
			which = " · " + def.Title[p.Lang()]
		}
		if policy.May(r.Subject(), policy.ReportRun) {
			view.New = append(view.New, page.Link{Label: p.T("desk.runs.new") + which, Path: kit.To("report", def.ID) + "/new", Primary: i == 0})
		}
		if policy.May(r.Subject(), policy.ReportDefine) {
			view.Own = append(view.Own, page.Link{Label: p.T("additions.title") + which, Path: kit.To("report", def.ID) + "/tables"})
		}
	}
	for _, word := range []string{"desk.field.frozen", "desk.field.project", "desk.field.period", "desk.field.scope", "desk.field.edition"} {
		view.Runs.Columns = append(view.Runs.Columns, page.Column{Label: p.T(word)})
	}
	for _, f := range runs {
		frozen := d.Moment(p, f.At)
		if !f.Genuine() {
			frozen += " · " + p.T("desk.runs.doubtful")
		}
		project := f.Parameters.Project
		if found, ok := snapshot.Project(project); ok {
			project = found.Name
		}
		view.Runs.Rows = append(view.Runs.Rows, page.Row{Cells: []page.Cell{
			{Text: frozen, Path: "/runs/" + f.ID},
			{Text: project},
			{Text: p.Period(f.Parameters.From, f.Parameters.To)},
			{Text: scopeName(p, d, snapshot, f.Scope)},
			{Text: p.T("desk.edition." + f.Parameters.Edition)},
		}})
	}
	return r.Render(p.T("desk.runs.title"), RunsPage(p, view))
}
