package reports

import (
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/care/report"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// targetsID is the table of the first report that sets what was reached beside what was promised.
const targetsID = "T13"

// Targets counts a project's report as the reader may count it, for its table of targets. A report that does not add up says so.
func (d *Desk) Targets(r *page.Request, project network.Project, today string, grant policy.Grant) (reached kit.Targets, err error) {
	definition := d.Reports.First()
	reached.Report = kit.To("report", definition.ID) + "?project=" + project.Code
	snapshot, err := d.Engine.Snapshot(r.Context(), d.Store)
	if err != nil {
		return reached, err
	}
	doc, err := report.Run(snapshot, definition, report.Params{Project: project.Code, Sees: grant.Scope(), Today: today, Draft: true})
	if err != nil {
		return reached, err
	}
	if t, ok := doc.Table(targetsID); ok && len(t.Rows) > 0 {
		reached.Table, reached.Blocked = tableView(r.Printer(), t, nowhere), doc.Blocked() != nil
		for _, note := range t.Notes {
			reached.Notes = append(reached.Notes, note.Text[r.Printer().Lang()])
		}
	}
	return reached, nil
}
