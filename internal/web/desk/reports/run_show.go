package reports

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/report"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// frozen reads the run of the address.
func (d *Desk) frozen(r *page.Request) (f report.Frozen, by string, err error) {
	err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) error {
		if f, err = report.FindRun(tx, r.PathValue("id")); err != nil {
			return err
		}
		accounts, err := network.Accounts(tx)
		for _, a := range accounts {
			if string(a.ID) == f.Account {
				by = a.Name
			}
		}
		return err
	})
	return f, by, err
}

// runShow shows a frozen report as it was.
func (d *Desk) runShow(r *page.Request) error {
	f, by, err := d.frozen(r)
	if err != nil {
		return err
	}
	doc, err := f.Read()
	if err != nil {
		return err
	}
	snapshot, err := d.Engine.Snapshot(r.Context(), d.Store)
	if err != nil {
		return err
	}
	p := r.Printer()
	if by == "" {
		by = p.T("desk.run.operator")
	}
	view := RunView{
		List: "/reports", Title: doc.Title[p.Lang()], Sub: subtitle(p, d, snapshot, doc),
		Frozen: p.T("desk.run.frozen", "when", d.Moment(p, f.At), "who", by), Compare: "/runs/" + f.ID + "/changes",
		Facts: []page.Pair{
			{Name: p.T("desk.run.snapshot"), Value: f.Snapshot, Code: true},
			{Name: p.T("desk.run.definition"), Value: f.Definition, Code: true},
		},
		Tables: d.tables(r, doc, "", ""),
	}
	for _, format := range formats {
		view.Downloads = append(view.Downloads, page.Link{Label: p.T("desk.download." + format.name), Path: "/runs/" + f.ID + "/download?format=" + format.name, Download: true})
	}
	d.LooksAt(r, view.Tables)
	return r.Render(view.Title, RunPage(p, view))
}

// runChanges says what changed since a report was frozen, which figures it moves, and which records they are.
func (d *Desk) runChanges(r *page.Request) error {
	f, _, err := d.frozen(r)
	if err != nil {
		return err
	}
	snapshot, err := d.Engine.Snapshot(r.Context(), d.Store)
	if err != nil {
		return err
	}
	differences, err := d.changes(r, f.ID, snapshot)
	if err != nil {
		return err
	}
	p := r.Printer()
	view := DiffView{
		List: "/reports", Run: page.Link{Label: d.Moment(p, f.At), Path: "/runs/" + f.ID},
		Title: p.T("desk.diff.title"), Sub: p.T("desk.diff.sub", "when", d.Moment(p, f.At)), Reasons: reasons(p, differences),
		Tables: figureTables(p, differences), Same: len(differences.Figures)+differences.Untold == 0,
	}
	if f.Definition != differences.Current.Definition {
		view.Reasons = append(view.Reasons, page.Fact{Tone: page.Plain, Text: p.T("desk.diff.definition")})
	}
	if named := namedTable(p, differences.Named); len(named.Rows) > 0 {
		view.Tables = append(view.Tables, kit.ReportTable{ID: "R", Title: p.T("desk.diff.records"), Table: named})
	}
	d.LooksAt(r, view.Tables)
	return r.Render(view.Title, DiffPage(p, view))
}

// reasons counts the records that changed, by how, and those of people who were erased; and the figures of which these are the reason, where naming them would describe somebody.
func reasons(p *i18n.Printer, x *report.Differences) (facts []page.Fact) {
	for _, change := range []string{report.Added, report.Removed, report.Corrected, report.Relinked} {
		if n := x.Records[change]; n > 0 {
			facts = append(facts, page.Fact{Change: p.Int(int64(n)), Text: p.T("desk.diff."+change, "count", n)})
		}
	}
	for _, because := range x.Erasures() {
		facts = append(facts, page.Fact{Change: p.Int(int64(because.Count)), Text: because.Words(p)})
	}
	return facts
}

// figureTables shows before and after of every figure that would be another today, table by table.
func figureTables(p *i18n.Printer, x *report.Differences) (tables []kit.ReportTable) {
	lang := p.Lang()
	for i := range x.Current.Tables {
		t := &x.Current.Tables[i]
		view := kit.ReportTable{ID: t.ID, Title: t.Title[lang], Table: page.Table{Caption: t.Title[lang], Columns: []page.Column{
			{Label: p.T("desk.field.row")},
			{Label: p.T("desk.field.value")},
			{Label: p.T("desk.field.before"), Kind: page.Number},
			{Label: p.T("desk.field.now"), Kind: page.Number},
		}}}
		for _, f := range x.Figures {
			if f.Table == t.ID && t.ID != report.HeaderID {
				view.Table.Rows = append(view.Table.Rows, page.Row{Cells: []page.Cell{
					{Text: rowLabel(p, t, f.Row)}, {Text: columnLabel(p, t, f.Value)}, {Text: written(p, f.Before)}, {Text: written(p, f.After)},
				}})
			}
		}
		if len(view.Table.Rows) > 0 {
			tables = append(tables, view)
		}
	}
	return tables
}

func rowLabel(p *i18n.Printer, t *report.Table, code string) string {
	if code == "" {
		return p.T("desk.table.total")
	}
	if row, ok := t.Row(code); ok {
		return row.Label[p.Lang()]
	}
	for _, row := range t.Rows { // the first part of the rows of several dimensions
		if len(row.Keys) > 0 && row.Keys[0].Code == code {
			return row.Keys[0].Label[p.Lang()]
		}
	}
	return code
}

func columnLabel(p *i18n.Printer, t *report.Table, code string) string {
	for _, c := range t.Columns {
		if c.Code == code {
			return c.Label[p.Lang()]
		}
	}
	return p.T("desk.table.total_persons")
}

func written(p *i18n.Printer, n *report.Number) string {
	switch {
	case n == nil:
		return "—"
	case n.Tenths:
		return p.Tenths(n.N)
	}
	return p.Int(n.N)
}

// namedTable lists the reader's own records that changed.
func namedTable(p *i18n.Printer, named []report.RecordDifference) page.Table {
	t := page.Table{Caption: p.T("desk.diff.records"), Columns: []page.Column{
		{Label: p.T("desk.field.day")}, {Label: p.T("desk.field.change")}, {Label: p.T("desk.field.record")},
	}}
	for _, x := range named {
		cell := page.Cell{Text: p.T("report.noun."+x.Noun) + " " + kit.Short(x.ID)}
		if x.Change != report.Removed && x.Noun == "contact" {
			cell.Path = "/contacts/" + x.ID
		}
		t.Rows = append(t.Rows, page.Row{Cells: []page.Cell{{Text: p.Day(x.Day)}, {Text: p.T("desk.change." + x.Change)}, cell}})
	}
	return t
}

// since fills in what changed since the last frozen run of the same report.
func (d *Desk) since(r *page.Request, doc *report.Document, snapshot *report.Snapshot, view *ReportView) error {
	var last report.Frozen
	err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) error {
		runs, err := report.Runs(tx)
		if err != nil {
			return err
		}
		for _, f := range runs {
			if f.Report == doc.Report && f.Parameters.Project == doc.Parameters.Project && f.Scope == doc.Parameters.Scope {
				last = f
				return nil
			}
		}
		return nil
	})
	if err != nil || last.ID == "" {
		return err
	}
	p := r.Printer()
	differences, err := d.changes(r, last.ID, snapshot)
	if e, known := errs.Of(err); known && e.Kind == errs.Forged { // the report of today is not held up by it
		r.Alarm(err)
		view.Since = p.Error(e)
		return nil
	}
	if err != nil {
		return err
	}
	view.Since = p.T("desk.report.since", "when", d.Moment(p, last.At))
	view.Compare = "/runs/" + last.ID + "/changes"
	view.Changes = reasons(p, differences)
	return nil
}
