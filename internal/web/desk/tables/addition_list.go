package tables

import (
	"approdo/internal/base/i18n"
	"approdo/internal/base/store"
	"approdo/internal/care/report/addition"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// additionList lists the tables that the network added to a report, with how each stands and who changed it last.
func (d *Desk) additionList(r *page.Request) error {
	base, err := d.Reports.Find(r.PathValue("report"))
	if err != nil {
		return err
	}
	var all []addition.Table
	var names map[string]string
	err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		if all, err = addition.List(tx, base.ID); err != nil {
			return err
		}
		names, err = kit.AccountNames(tx)
		return err
	})
	if err != nil {
		return err
	}
	p := r.Printer()
	view := AdditionsView{
		Trail: []page.Link{{Label: p.T("desk.report.reports"), Path: "/reports"}, {Label: base.Title[p.Lang()], Path: "/reports/" + base.ID + "/new"}},
		New:   additionsPath(base.ID) + "/new", Tables: page.Table{Caption: p.T("additions.title")},
	}
	for _, word := range []string{"title", "state", "who", "when"} {
		view.Tables.Columns = append(view.Tables.Columns, page.Column{Label: p.T("additions.column." + word)})
	}
	standing := 0
	for _, t := range all {
		if !t.Retired {
			standing++
		}
		view.Tables.Rows = append(view.Tables.Rows, page.Row{Cells: []page.Cell{
			{Text: t.Name() + " · " + d.titleOf(t, p), Path: additionsPath(base.ID) + "/" + t.ID},
			{Text: stateOf(p, t)},
			{Text: who(p, names, t.Account)},
			{Text: d.Moment(p, t.Changed)},
		}})
	}
	view.Full = standing >= addition.Most
	return r.Render(p.T("additions.title"), AdditionsPage(p, view))
}

func additionsPath(report string) string { return kit.To("report", report) + "/tables" }

// stateOf says in words how a table stands.
func stateOf(p *i18n.Printer, t addition.Table) string {
	switch {
	case t.Version == 0:
		return p.T("additions.state.draft")
	case t.Retired:
		return p.T("additions.state.retired")
	case t.Draft != "":
		return p.T("additions.state.used_draft", "version", t.Version)
	}
	return p.T("additions.state.used", "version", t.Version)
}

func toneOf(t addition.Table) page.Tone {
	switch {
	case t.InUse() && t.Draft == "":
		return page.Well
	case t.Retired:
		return page.Plain
	}
	return page.Due
}

// who is the name of an account, or of whoever runs the machine.
func who(p *i18n.Printer, names map[string]string, account string) string {
	if name := names[account]; name != "" {
		return name
	}
	return p.T("desk.run.operator")
}
