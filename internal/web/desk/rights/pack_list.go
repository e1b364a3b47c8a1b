package rights

import (
	"approdo/internal/base/store"
	"approdo/internal/care/rights"
	"approdo/internal/web/page"
)

// packList shows whose data wait to be put together.
func (d *Desk) packList(r *page.Request) error {
	p := r.Printer()
	var packs []rights.Waiting
	err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		packs, err = rights.Packs(tx)
		return err
	})
	if err != nil {
		return err
	}
	title := p.T("desk.packs.title")
	table := page.Table{Caption: title, Columns: []page.Column{{Label: p.T("desk.field.person_code")}, {Label: p.T("desk.field.asked_day")}}}
	for _, x := range packs {
		table.Rows = append(table.Rows, page.Row{Cells: []page.Cell{{Text: x.Code, Path: "/packs/" + x.ID}, {Text: p.Day(x.Day)}}})
	}
	header := page.Header{Title: title, Sub: p.T("desk.packs.sub", "count", len(packs))}
	return r.Render(title, PacksPage(p, header, table))
}

// packShow says what the pack of one person will hold, before it is put together.
func (d *Desk) packShow(r *page.Request) error {
	p := r.Printer()
	var x rights.Waiting
	err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		x, err = rights.Pack(tx, r.PathValue("id"))
		return err
	})
	if err != nil {
		return err
	}
	header := page.Header{Title: x.Code, Sub: p.T("desk.packs.asked", "day", p.Day(x.Day)), Trail: []page.Link{{Label: p.T("desk.packs.title"), Path: "/packs"}}}
	return r.Render(x.Code, PackPage(p, header, "/packs/"+x.ID))
}
