package reports

import (
	"net/url"

	"approdo/internal/base/policy"
	"approdo/internal/care/report"
	"approdo/internal/web/page"
)

// asked are the answers that make one report; they stand in the address of its page.
var asked = []string{"project", "from", "to", "scope", "edition"}

// purpose is what a report is made for.
type purpose uint8

// A report leaves the house with the fingerprint of what it counted, is shown with its months, or has its figures read only.
const (
	toIssue purpose = iota
	toShow
	toRead
)

// count makes the report that the fields ask for, of the records as they stand, over what the grant may count.
func (d *Desk) count(r *page.Request, fields *page.Fields, why purpose) (*report.Document, *report.Snapshot, error) {
	snapshot, err := d.Engine.Snapshot(r.Context(), d.Store)
	if err != nil {
		return nil, nil, err
	}
	doc, err := d.countIn(r, snapshot, fields, why)
	return doc, snapshot, err
}

// countIn is count of one state of the records: figures that stand beside each other are of the same.
func (d *Desk) countIn(r *page.Request, snapshot *report.Snapshot, fields *page.Fields, why purpose) (*report.Document, error) {
	definition, err := d.defined(r, snapshot)
	if err != nil {
		return nil, err
	}
	params := d.question(r, fields)
	params.Screen, params.Draft = why == toShow, why == toRead
	return report.Run(snapshot, definition, params)
}

// question reads from the fields which report is asked for.
func (d *Desk) question(r *page.Request, fields *page.Fields) report.Params {
	return report.Params{
		Project: fields.Text("project"), From: fields.Text("from"), To: fields.Text("to"),
		Scope: fields.Text("scope"), Edition: fields.Text("edition"), Sees: r.Grant().Scope(), Today: d.Today(),
	}
}

// defined gives the definition that the address names, with the tables that the network added to it.
func (d *Desk) defined(r *page.Request, snapshot *report.Snapshot) (*report.Definition, error) {
	base, err := d.base(r)
	if err != nil {
		return nil, err
	}
	return report.Extended(base, snapshot)
}

// base gives the definition that the address names, as it came.
func (d *Desk) base(r *page.Request) (*report.Definition, error) {
	return d.Reports.Find(r.PathValue("report"))
}

// answers repeats the answers of a document, for addresses and hidden fields.
func answers(doc *report.Document) url.Values {
	p := doc.Parameters
	return url.Values{"project": {p.Project}, "from": {p.From}, "to": {p.To}, "scope": {p.Scope}, "edition": {p.Edition}}
}

// reportNew is the wizard, filled in with the usual answers.
func (d *Desk) reportNew(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	return d.reportAsk(r, 200, fields)
}

// reportAsk shows the wizard, with what is wrong about the answers if something is.
func (d *Desk) reportAsk(r *page.Request, status int, fields *page.Fields) error {
	if _, err := d.base(r); err != nil {
		return err
	}
	snapshot, err := d.Engine.Snapshot(r.Context(), d.Store)
	if err != nil {
		return err
	}
	today := d.Today()
	if project, ok := snapshot.Project(fields.Text("project")); ok || fields.Text("project") == "" {
		ends := project.Ends.String()
		if today >= project.Starts.String() {
			ends = min(ends, today)
		}
		for name, usual := range map[string]string{
			"project": project.Code, "from": project.Starts.String(), "to": ends,
			"scope": report.Network, "edition": report.Funder,
		} {
			if !fields.Has(name) {
				fields.Set(name, usual)
			}
		}
	}
	p := r.Printer()
	view := ReportNewView{Fields: fields, Action: "/reports/" + r.PathValue("report")}
	for _, project := range snapshot.Projects {
		view.Projects = append(view.Projects, page.Option{
			Value: project.Code, Label: project.Name, Note: p.Period(project.Starts.String(), project.Ends.String()),
		})
	}
	if view.Scopes, err = d.scopes(r, snapshot); err != nil {
		return err
	}
	for _, edition := range []string{report.Funder, report.Internal} {
		view.Editions = append(view.Editions, page.Option{Value: edition, Label: p.T("desk.edition." + edition), Note: p.T("desk.edition_note." + edition)})
	}
	return r.RenderStatus(status, p.T("desk.new.title"), ReportNewPage(p, view))
}

// scopes lists what the reader may count: the whole, an organisation, a province.
func (d *Desk) scopes(r *page.Request, snapshot *report.Snapshot) ([]page.Option, error) {
	p := r.Printer()
	sees := r.Grant().Scope()
	whole := p.T("desk.scope.own")
	if sees.All() {
		whole = p.T("desk.scope.network")
	}
	options := []page.Option{{Value: report.Network, Label: whole}}
	if sees.All() {
		for _, o := range snapshot.Organisations {
			if o.Member {
				options = append(options, page.Option{Value: "org:" + o.Code, Label: o.Name})
			}
		}
	}
	projects, err := d.Projects(r)
	if err != nil {
		return nil, err
	}
	provinces := map[string]bool{}
	for _, project := range projects {
		for _, code := range project.Provinces {
			if !provinces[code] {
				provinces[code] = true
				options = append(options, page.Option{Value: "province:" + code, Label: p.T("desk.scope.province", "name", d.Book.Label("province", code, p.Lang()))})
			}
		}
	}
	return options, nil
}

// drill lets readers look into records of their own organisation, if they may.
func drill(r *page.Request) policy.Scope {
	grant, err := policy.Authorize(r.Subject(), policy.ReportDrill)
	if err != nil {
		return policy.Scope{}
	}
	return grant.Own()
}
