package network

import (
	"time"

	"approdo/internal/web/kit"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/web/page"
)

// projectShow shows a project: what was promised and how far it has come, who takes part, where, and what counts as reaching.
func (d *Desk) projectShow(r *page.Request) error {
	p := r.Printer()
	c := &kit.Teller{D: d.Desk, P: p}
	var today string
	err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		today = d.Network.Today(tx.Now())
		c.Around, err = kit.Around(tx)
		return err
	})
	if err != nil {
		return err
	}
	project, ok := c.Around.Projects[network.ProjectID(r.PathValue("id"))]
	if !ok {
		return errs.E(errs.NotFound, "errors.not_found")
	}
	view := ProjectView{
		Header: page.Header{
			Title: project.Name, Sub: p.Period(project.Starts, project.Ends),
			Trail: []page.Link{{Label: p.T("desk.projects.title"), Path: "/projects"}},
		},
		Facts: projectFacts(c, project), Elapsed: elapsed(project, today), Partners: partners(c, project),
	}
	if grant, err := policy.Authorize(r.Subject(), policy.ReportRun); err == nil {
		reached, err := d.Reached(r, project, today, grant)
		if err != nil {
			return err
		}
		view.Header.Actions = []page.Link{{Label: p.T("desk.project.report"), Path: reached.Report, Primary: true}}
		view.Targets, view.Blocked, view.Notes = reached.Table, reached.Blocked, reached.Notes
	} else {
		view.Targets = promised(c, project)
	}
	return r.Render(project.Name, ProjectPage(p, view))
}

// promised are the targets alone, for who counts nothing.
func promised(c *kit.Teller, project network.Project) page.Table {
	t := page.Table{Columns: []page.Column{{Label: c.P.T("desk.field.measure")}, {Label: c.P.T("desk.field.expected"), Kind: page.Number}}}
	for _, x := range project.Targets {
		t.Rows = append(t.Rows, page.Row{Cells: []page.Cell{c.Code("measure", x.Measure), c.Amount(x.Expected)}})
	}
	return t
}

func projectFacts(c *kit.Teller, x network.Project) []page.Pair {
	facts := []page.Pair{{Name: c.P.T("desk.field.call"), Value: x.Call}, {Name: c.P.T("desk.field.funder"), Value: x.Funder}}
	for _, f := range []struct {
		word, list string
		codes      []string
	}{{"provinces", "province", x.Provinces}, {"reaching", "channel", x.Channels}} {
		text := ""
		for _, code := range f.codes {
			if text != "" {
				text += ", "
			}
			text += c.Label(f.list, code)
		}
		facts = append(facts, page.Pair{Name: c.P.T("desk.field." + f.word), Value: text})
	}
	return facts
}

// partners are the organisations of a project, each in its part.
func partners(c *kit.Teller, x network.Project) (list []page.Pair) {
	for _, role := range c.D.Codes(c.P, "partner_role") {
		for _, partner := range x.Partners {
			if partner.Role == role.Value {
				list = append(list, page.Pair{Name: c.Around.Organisations[partner.OrganisationID].Name, Value: role.Label})
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
