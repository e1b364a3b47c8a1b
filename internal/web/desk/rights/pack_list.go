package rights

import (
	"approdo/internal/base/i18n"
	"approdo/internal/base/store"
	"approdo/internal/care/rights"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// packList shows whose data wait to be put together.
func (d *Desk) packList(r *page.Request) error {
	p := r.Printer()
	var packs []rights.Waiting
	var names map[string]string
	err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		if packs, err = rights.Packs(tx); err == nil {
			names, err = kit.AccountNames(tx)
		}
		return err
	})
	if err != nil {
		return err
	}
	title := p.T("desk.packs.title")
	table := page.Table{Caption: title, Columns: []page.Column{{Label: p.T("desk.field.person_code")}, {Label: p.T("desk.field.asked_day")}, {Label: p.T("desk.packs.prepared")}}}
	for _, x := range packs {
		table.Rows = append(table.Rows, page.Row{Cells: []page.Cell{{Text: x.Code, Path: "/packs/" + x.ID}, {Text: p.Day(x.Day)}, {Text: preparedBy(p, x.Request, names)}}})
	}
	header := page.Header{Title: title, Sub: p.T("desk.packs.sub", "count", len(packs))}
	return r.Render(title, PacksPage(p, header, table))
}

// packShow says what the pack of one person will hold, before it is put together.
func (d *Desk) packShow(r *page.Request) error {
	p := r.Printer()
	var x rights.Waiting
	var names map[string]string
	err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		if x, err = rights.Pack(tx, r.PathValue("id")); err == nil {
			names, err = kit.AccountNames(tx)
		}
		return err
	})
	if err != nil {
		return err
	}
	header := page.Header{Title: x.Code, Sub: p.T("desk.packs.asked", "day", p.Day(x.Day)), Trail: []page.Link{{Label: p.T("desk.packs.title"), Path: "/packs"}}}
	return r.Render(x.Code, PackPage(p, header, "/packs/"+x.ID, preparedBy(p, x.Request, names), d.Key(r, "/packs/"+x.ID+"/handed")))
}

// preparedBy says who put a pack together last, and when; empty while nobody has.
func preparedBy(p *i18n.Printer, q rights.Request, names map[string]string) string {
	x, ok := q.Preparation()
	if !ok {
		return ""
	}
	return names[x.By] + ", " + p.Day(x.Day)
}
