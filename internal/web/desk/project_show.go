package desk

import (
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/report"
	"approdo/internal/web/page"
)

// targetsID is the table of the first report that sets what was reached beside what was promised.
const targetsID = "T13"

// projectShow shows a project: what was promised and how far it has come, who takes part, where, and what counts as reaching.
func (d *Desk) projectShow(r *page.Request) error {
	p := r.Printer()
	c := &teller{d: d, p: p}
	var today string
	err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		today = d.Network.Today(tx.Now())
		c.around, err = around(tx)
		return err
	})
	if err != nil {
		return err
	}
	project, ok := c.around.Projects[network.ProjectID(r.PathValue("id"))]
	if !ok {
		return errs.E(errs.NotFound, "errors.not_found")
	}
	view := ProjectView{
		Header: page.Header{
			Title: project.Name, Sub: p.Period(project.Starts, project.Ends),
			Trail: []page.Link{{Label: p.T("desk.projects.title"), Path: "/projects"}},
		},
		Facts: c.projectFacts(project), Elapsed: elapsed(project, today), Partners: c.partners(project),
	}
	if grant, err := policy.Authorize(r.Subject(), policy.ReportRun); err == nil {
		view.Header.Actions = []page.Link{{Label: p.T("desk.project.report"), Path: to("report", d.Reports.First().ID) + "?project=" + project.Code, Primary: true}}
		if err := d.reached(r, &view, project, today, grant); err != nil {
			return err
		}
	} else {
		view.Targets = c.promised(project)
	}
	return r.Render(project.Name, ProjectPage(p, view))
}

// reached counts the project's report as the reader may count it and shows its table of targets. A report that does not add up says so.
func (d *Desk) reached(r *page.Request, view *ProjectView, project network.Project, today string, grant policy.Grant) error {
	snapshot, err := d.Engine.Snapshot(r.Context(), d.Store)
	if err != nil {
		return err
	}
	doc, err := report.Run(snapshot, d.Reports.First(), report.Params{Project: project.Code, Sees: grant.Scope(), Today: today, Draft: true})
	if err != nil {
		return err
	}
	if t, ok := doc.Table(targetsID); ok && len(t.Rows) > 0 {
		view.Targets, view.Blocked = tableView(r.Printer(), t, nowhere), doc.Blocked() != nil
		for _, note := range t.Notes {
			view.Notes = append(view.Notes, note.Text[r.Printer().Lang()])
		}
	}
	return nil
}

// promised are the targets alone, for who counts nothing.
func (c *teller) promised(project network.Project) page.Table {
	t := page.Table{Columns: []page.Column{{Label: c.p.T("desk.field.measure")}, {Label: c.p.T("desk.field.expected"), Kind: page.Number}}}
	for _, x := range project.Targets {
		t.Rows = append(t.Rows, page.Row{Cells: []page.Cell{c.code("measure", x.Measure), c.amount(x.Expected)}})
	}
	return t
}

func (c *teller) projectFacts(x network.Project) []page.Pair {
	facts := []page.Pair{{Name: c.p.T("desk.field.call"), Value: x.Call}, {Name: c.p.T("desk.field.funder"), Value: x.Funder}}
	for _, f := range []struct {
		word, list string
		codes      []string
	}{{"provinces", "province", x.Provinces}, {"reaching", "channel", x.Channels}} {
		text := ""
		for _, code := range f.codes {
			if text != "" {
				text += ", "
			}
			text += c.label(f.list, code)
		}
		facts = append(facts, page.Pair{Name: c.p.T("desk.field." + f.word), Value: text})
	}
	return facts
}

// partners are the organisations of a project, each in its part.
func (c *teller) partners(x network.Project) (list []page.Pair) {
	for _, role := range c.d.codes(c.p, "partner_role") {
		for _, partner := range x.Partners {
			if partner.Role == role.Value {
				list = append(list, page.Pair{Name: c.around.Organisations[partner.OrganisationID].Name, Value: role.Label})
			}
		}
	}
	return list
}

// elapsed is how much of a project's period has gone by, in hundredths; nothing can be read from targets without it.
func elapsed(x network.Project, today string) int {
	day := func(text string) int {
		t, err := time.Parse(time.DateOnly, text)
		if err != nil {
			return 0
		}
		return int(t.Unix() / (24 * 60 * 60))
	}
	whole := day(x.Ends) - day(x.Starts) + 1
	if whole <= 0 {
		return 0
	}
	return min(100, max(0, (day(today)-day(x.Starts)+1)*100/whole))
}
