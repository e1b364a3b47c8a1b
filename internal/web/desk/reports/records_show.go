package reports

import (
	"net/url"
	"strconv"

	"approdo/internal/web/kit"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/report"
	"approdo/internal/web/page"
)

// recordsShow lists the reader's own records behind a figure, or behind the gap of a table; looking is on record.
func (d *Desk) recordsShow(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	doc, _, err := d.count(r, fields, toRead)
	if err != nil {
		return err
	}
	return d.Records(r, fields, doc, page.Link{Label: doc.Title[r.Printer().Lang()], Path: "/reports/" + doc.Report + "?" + answers(doc).Encode()})
}

// Records lists the records behind the figure that the fields name; back is the page of the document that was counted.
func (d *Desk) Records(r *page.Request, fields *page.Fields, doc *report.Document, back page.Link) error {
	at, err := figureOf(doc, fields)
	if err != nil {
		return err
	}
	records, view, err := d.recordsOf(r, doc, at, back)
	if err != nil {
		return err
	}
	var units kit.Surroundings
	err = d.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error {
		tx.Note("drill", at.Table, drilled(at, doc.Parameters))
		units, err = kit.Around(tx)
		return err
	})
	if err != nil {
		return err
	}
	number := min(kit.PageNumber(fields), kit.LastPage(int64(len(records))))
	shown := records[min(len(records), (number-1)*kit.PerPage):min(len(records), number*kit.PerPage)]
	view.Records = recordTable(r, view.Title, shown, units.UnitList)
	view.Pages = pagesOf(r, len(shown), int64(len(records)), number)
	view.Pages.Beyond = kit.Beyond(r.Printer(), kit.PageNumber(fields), number)
	d.Looks(r, len(shown))
	return r.Render(view.Title, kit.RecordsPage(r.Printer(), view))
}

// figureOf is the figure that an address names, or the gap of a table when it names no value. A table that is none is NotFound, and what says nothing
// about the figure is left out: what is put on record was understood first.
func figureOf(doc *report.Document, fields *page.Fields) (report.Cell, error) {
	at := report.Cell{Table: fields.Text("table"), Row: fields.Text("row"), Part: fields.Text("part"), Value: fields.Text("value")}
	if !doc.Traces(at.Table) {
		return at, errs.E(errs.NotFound, "errors.not_found")
	}
	switch {
	case at.Value == "":
		at.Row, at.Part = "", ""
	case at.Row == "":
		at.Part = ""
	}
	return at, nil
}

// recordsOf finds the records and says in words what they stand behind.
func (d *Desk) recordsOf(r *page.Request, doc *report.Document, at report.Cell, back page.Link) ([]report.Record, kit.RecordsView, error) {
	p := r.Printer()
	trail := func(anchor string) []page.Link {
		return []page.Link{{Label: back.Label, Path: back.Path + "#" + url.QueryEscape(anchor)}}
	}
	if at.Value == "" {
		records := doc.GapRecords(at.Table, r.Grant().Own())
		return records, kit.RecordsView{Trail: trail("gap-" + at.Table), Title: p.T("desk.records.title", "count", len(records), "table", at.Table)}, nil
	}
	records, ok := doc.Behind(at, r.Grant().Own())
	if !ok {
		return nil, kit.RecordsView{}, errs.E(errs.NotFound, "errors.not_found")
	}
	t, _ := doc.Table(at.Table)
	name, number := figureName(p, t, at)
	view := kit.RecordsView{
		Trail: trail(at.Table), Title: p.T("desk.drill.title", "count", len(records)),
		Sub: p.T("desk.drill.sub", "table", at.Table, "name", name, "figure", number), Why: p.T("desk.drill.why_rows"),
	}
	if t.Unit == "persons" {
		view.Why = p.T("desk.drill.why_persons")
	}
	return records, view, nil
}

// figureName names a figure by its row, its part and its column, and writes it.
func figureName(p *i18n.Printer, t *report.Table, at report.Cell) (name, number string) {
	lang := p.Lang()
	values, name := t.Total.Values, p.T("desk.table.total")
	if row, ok := t.Row(at.Row); ok {
		values, name = row.Values, row.Label[lang]
		for _, part := range row.OfWhich {
			if part.Code == at.Part {
				values, name = part.Values, name+" · "+part.Label[lang]
			}
		}
	}
	return name + " · " + columnLabel(p, t, at.Value), figure(p, values, at.Value)
}

// recordTable lists records by day, kind and unit. A record opens where the reader may work on it.
func recordTable(r *page.Request, caption string, records []report.Record, own []network.Unit) page.Table {
	p := r.Printer()
	t := page.Table{Caption: caption, Columns: []page.Column{
		{Label: p.T("desk.field.day")}, {Label: p.T("desk.field.record")}, {Label: p.T("desk.drill.unit")},
	}}
	units := map[string]string{}
	for _, u := range own {
		units[u.Code] = u.Name
	}
	for _, record := range records {
		cell := page.Cell{Text: p.T("desk.drill."+record.Noun) + " " + kit.Short(record.ID)}
		if policy.May(r.Subject(), policy.WorkView) {
			cell.Path = kit.To(record.Noun, record.ID)
		}
		unit := units[record.Unit]
		if unit == "" {
			unit = record.Unit
		}
		t.Rows = append(t.Rows, page.Row{Cells: []page.Cell{{Text: p.Day(record.Day.String())}, cell, {Text: unit}}})
	}
	return t
}

// pagesOf says where in a long list one is and leads on, with the same questions.
func pagesOf(r *page.Request, shown int, total int64, number int) page.Pages {
	first := (number-1)*kit.PerPage + 1
	pages := page.Pages{Summary: r.Printer().T("page.list.range", "from", first, "to", first+shown-1, "total", total)}
	if number > 1 {
		pages.Previous = r.URL.Path + "?" + kit.With(r.URL.Query(), "page", strconv.Itoa(number-1)).Encode()
	}
	if int64(number*kit.PerPage) < total {
		pages.Next = r.URL.Path + "?" + kit.With(r.URL.Query(), "page", strconv.Itoa(number+1)).Encode()
	}
	return pages
}

// drilled is what the trail says of a look behind a figure: which one, of which report.
func drilled(at report.Cell, of report.Parameters) audit.Details {
	return audit.Details{
		"table": audit.Code(at.Table), "row": audit.Code(at.Row), "part": audit.Code(at.Part), "value": audit.Code(at.Value),
		"project": audit.Code(of.Project), "from": audit.Day(of.From), "to": audit.Day(of.To), "scope": audit.Code(of.Scope), "edition": audit.Code(of.Edition),
	}
}
