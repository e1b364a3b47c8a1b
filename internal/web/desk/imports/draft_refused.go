package imports

import (
	"approdo/internal/base/i18n"
	"approdo/internal/care/sheet"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

const (
	refusedHere = 10  // refused cells that the page of a file lists
	refusedEach = 100 // and that a page of the whole list does
)

// draftRefused lists everything in a file that cannot be recorded, page by page or as a file to correct by.
func (d *Desk) draftRefused(r *page.Request) error {
	u, err := d.held(r)
	if err != nil {
		return err
	}
	if u == nil {
		return d.gone(r)
	}
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	p, preview := r.Printer(), u.look().Preview
	if format := fields.Text("format"); format != "" {
		return d.SendRows(r, kit.Exported{What: "refused", Format: format, Rows: len(preview.Refused), Scope: "own"}, kit.Cells(d.refusedRows(p, preview.Refused)))
	}
	view := RefusedView{Header: page.Header{
		Title: p.T("imports.refused.title"), Sub: p.T("imports.refused.sub", "count", preview.RefusedRows()),
		Trail: append(importTrail(p), page.Link{Label: p.T("imports.draft.title"), Path: u.path()}),
	}}
	view.Rows, view.Pages = d.refusedPage(p, u, preview, kit.Number(fields.Text("page")))
	for _, format := range kit.Exports {
		view.Exports = append(view.Exports, page.Link{Label: p.T("desk.download." + format.Name), Path: u.path() + "/refused?format=" + format.Name})
	}
	return r.Render(view.Header.Title, RefusedPage(p, view))
}

// refusedPage is one page of what is refused, and the way to the others.
func (d *Desk) refusedPage(p *i18n.Printer, u *upload, preview sheet.Preview, at int) (page.Table, page.Pages) {
	at = min(max(1, at), max(1, (len(preview.Refused)+refusedEach-1)/refusedEach))
	first := (at - 1) * refusedEach
	last := min(first+refusedEach, len(preview.Refused))
	pages := page.Pages{Summary: p.T("page.list.range", "from", min(first+1, last), "to", last, "total", len(preview.Refused))}
	if at > 1 {
		pages.Previous = u.path() + "/refused?page=" + kit.Itoa(int64(at-1))
	}
	if last < len(preview.Refused) {
		pages.Next = u.path() + "/refused?page=" + kit.Itoa(int64(at+1))
	}
	return d.refusedTable(p, preview.Refused[first:last]), pages
}

// refusedTable says where and why, and never what stands there.
func (d *Desk) refusedTable(p *i18n.Printer, refused []sheet.Refused) page.Table {
	table := page.Table{Caption: p.T("imports.refused.title")}
	rows := d.refusedRows(p, refused)
	for _, label := range rows[0] {
		table.Columns = append(table.Columns, page.Column{Label: label})
	}
	for _, row := range rows[1:] {
		var cells []page.Cell
		for _, text := range row {
			cells = append(cells, page.Cell{Text: text})
		}
		table.Rows = append(table.Rows, page.Row{Cells: cells})
	}
	return table
}

// refusedRows writes refused cells as a table of texts with its headings.
func (d *Desk) refusedRows(p *i18n.Printer, refused []sheet.Refused) [][]string {
	rows := [][]string{{p.T("imports.refused.row"), p.T("imports.refused.column"), p.T("imports.refused.field"), p.T("imports.refused.reason")}}
	for _, x := range refused {
		reason := ""
		for _, sentence := range d.sheetSays(p, x.Err) {
			reason = sentence
		}
		rows = append(rows, []string{sheet.RowName(p, x.Row), x.Column, refusedField(p, x.Field), reason})
	}
	return rows
}

func refusedField(p *i18n.Printer, field string) string {
	if field == "" {
		return ""
	}
	return meaning(p, field)
}
