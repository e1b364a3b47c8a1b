package reports

import (
	"net/http"
	"strings"
	"time"

	"approdo/internal/web/kit"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/care/report"
	"approdo/internal/web/page"
)

// reportCompare counts one report over two periods and puts the tables beside each other, the earlier period first.
func (d *Desk) reportCompare(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	snapshot, err := d.Engine.Snapshot(r.Context(), d.Store)
	if err != nil {
		return err
	}
	first := !fields.Has("from2")
	if first {
		if err := d.propose(r, snapshot, fields); err != nil {
			return err
		}
	}
	later, err := d.countIn(r, snapshot, fields, toRead)
	if err != nil && !first && fields.Keep(err) {
		return d.compareAsk(r, http.StatusUnprocessableEntity, CompareView{Fields: fields})
	}
	if err != nil {
		return err
	}
	earlier, err := d.countIn(r, snapshot, otherPeriod(fields), toRead)
	if e, ok := errs.Of(err); ok && fields.Keep(e.On(e.Field+"2")) {
		return d.compareAsk(r, http.StatusUnprocessableEntity, CompareView{Fields: fields})
	}
	if err != nil {
		return err
	}
	if later.Parameters.From < earlier.Parameters.From {
		earlier, later = later, earlier
	}
	p := r.Printer()
	base := "/reports/" + later.Report
	view := CompareView{
		Fields: fields, Trail: []page.Link{{Label: later.Title[p.Lang()], Path: base + "?" + answers(later).Encode()}},
		Sub: scopeName(p, d, snapshot, later.Parameters.Scope) + " · " + p.T("desk.edition."+later.Parameters.Edition),
	}
	for _, b := range report.Side(earlier, later) {
		view.Tables = append(view.Tables, besideView(p, b, earlier.Parameters, later.Parameters))
	}
	d.LooksAt(r, view.Tables)
	return d.compareAsk(r, http.StatusOK, view)
}

// compareAsk shows the two periods asked for, above what they gave.
func (d *Desk) compareAsk(r *page.Request, status int, view CompareView) error {
	view.Action = "/reports/" + r.PathValue("report") + "/compare"
	for _, name := range []string{"project", "scope", "edition"} {
		view.Hidden = append(view.Hidden, page.Pair{Name: name, Value: view.Fields.Text(name)})
	}
	p := r.Printer()
	return r.RenderStatus(status, p.T("desk.against.title"), ReportComparePage(p, view))
}

// otherPeriod is the same question about the second period.
func otherPeriod(fields *page.Fields) *page.Fields {
	other := &page.Fields{}
	for _, name := range []string{"project", "scope", "edition"} {
		other.Set(name, fields.Text(name))
	}
	other.Set("from", fields.Text("from2"))
	other.Set("to", fields.Text("to2"))
	return other
}

// propose fills in the periods that somebody most likely means: the one at hand and the one as long before it; its two halves where
// the project was not running before.
func (d *Desk) propose(r *page.Request, snapshot *report.Snapshot, fields *page.Fields) error {
	asked, err := d.question(r, fields).Resolve(snapshot)
	if err != nil {
		return err
	}
	from, err := time.Parse(time.DateOnly, asked.From)
	if err != nil {
		return err
	}
	to, err := time.Parse(time.DateOnly, asked.To)
	if err != nil {
		return err
	}
	days := int(to.Sub(from).Hours()/24) + 1
	start := from.AddDate(0, 0, -days)
	end := from.AddDate(0, 0, -1)
	if project, ok := snapshot.Project(asked.Project); ok && start.Format(time.DateOnly) < project.Starts.String() && days > 1 {
		start, end = from, from.AddDate(0, 0, days/2-1)
		from = end.AddDate(0, 0, 1)
	}
	for name, day := range map[string]time.Time{"from": from, "to": to, "from2": start, "to2": end} {
		fields.Set(name, day.Format(time.DateOnly))
	}
	fields.Set("project", asked.Project)
	fields.Set("scope", asked.Scope)
	fields.Set("edition", asked.Edition)
	return nil
}

// besideView draws a table of two documents: a group of rows for each value, and no groups where there is one value.
func besideView(p *i18n.Printer, b report.Beside, earlier, later report.Parameters) kit.ReportTable {
	lang := p.Lang()
	view := kit.ReportTable{ID: b.Table.ID, Title: b.Table.Title[lang], Table: page.Table{
		Caption: b.Table.Title[lang], Columns: []page.Column{
			{Label: dimensionNames(b.Table, lang)},
			{Label: p.Period(earlier.From, earlier.To), Kind: page.Number},
			{Label: p.Period(later.From, later.To), Kind: page.Number},
			{Label: p.T("desk.against.change"), Kind: page.Number},
		},
	}}
	for _, c := range b.Columns {
		if len(b.Columns) > 1 {
			view.Table.Rows = append(view.Table.Rows, page.Row{Kind: page.Heading, Cells: []page.Cell{{Text: c.Value.Label[lang]}}})
		}
		for _, l := range c.Lines {
			row := page.Row{Cells: []page.Cell{{Text: l.Row.Label[lang]}, {Text: spanText(p, l.Earlier, false)}, {Text: spanText(p, l.Later, false)}, {Text: spanText(p, l.Change, true)}}}
			switch {
			case l.Row.Code == "":
				row.Kind, row.Cells[0].Text = page.Total, p.T("desk.table.total")
			case l.Part:
				row.Kind = page.OfWhich
			}
			view.Table.Rows = append(view.Table.Rows, row)
		}
	}
	return view
}

// dimensionNames says by what the rows of a table differ.
func dimensionNames(t *report.Table, lang string) string {
	names := make([]string, len(t.Dimensions))
	for i, d := range t.Dimensions {
		names[i] = d.Label[lang]
	}
	return strings.Join(names, " · ")
}

// spanText writes a figure or a range of figures; a change with its sign.
func spanText(p *i18n.Printer, s report.Span, signed bool) string {
	if !s.Known {
		return "—"
	}
	low := numberText(p, s.Low, signed)
	switch {
	case s.High == s.Low:
		return low
	case signed:
		return p.T("desk.against.range", "low", low, "high", numberText(p, s.High, true))
	}
	return low + "–" + numberText(p, s.High, false)
}

func numberText(p *i18n.Printer, n report.Number, signed bool) string {
	sign := ""
	if signed && n.N != 0 {
		sign = "+"
		if n.N < 0 {
			sign, n.N = "−", -n.N
		}
	}
	if n.Tenths {
		return sign + p.Tenths(n.N)
	}
	return sign + p.Int(n.N)
}
