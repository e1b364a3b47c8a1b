package imports

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/store"
	"approdo/internal/care/sheet"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// findImport reads the import of the address and who made it.
func (d *Desk) findImport(r *page.Request) (i importLine, err error) {
	err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) error {
		found, err := sheet.Find(tx, r.PathValue("id"))
		if err != nil {
			return err
		}
		names, err := kit.AccountNames(tx)
		i = importLine{found, names[found.Account]}
		return err
	})
	return i, err
}

// importer is the name of who imported.
func importer(p *i18n.Printer, name string) string {
	if name == "" {
		return p.T("desk.run.operator")
	}
	return name
}

// importShow shows one import: what it brought, and the way to take it back.
func (d *Desk) importShow(r *page.Request) error {
	i, err := d.findImport(r)
	if err != nil {
		return err
	}
	p, did := r.Printer(), r.TellDone()
	view := ImportView{
		Header: page.Header{
			Title: p.T("sheet.kind." + string(i.Kind)), Trail: importTrail(p),
			Sub: p.T("imports.show.sub", "when", d.Moment(p, i.Imported), "who", importer(p, i.Who)),
		},
		Counts: []page.Pair{
			{Name: p.T("imports.field.added"), Value: p.Int(int64(i.Added))},
			{Name: p.T("imports.field.known"), Value: p.Int(int64(i.Known))},
			{Name: p.T("imports.field.skipped"), Value: p.Int(int64(i.Skipped))},
		},
		JustNow: did != nil && i.Undone == "", Steps: importSteps(p), Done: p.T("imports.show.recorded"),
	}
	if i.Skipped > 0 {
		view.Done, view.Left = p.T("imports.show.recorded_good"), append(view.Left, p.T("imports.show.skipped", "count", i.Skipped))
	}
	if n := left(did); n > 0 {
		if i.Skipped == 0 {
			view.Done = p.T("imports.show.recorded_rows")
		}
		view.Left = append(view.Left, p.T("imports.show.sheets_left", "count", n))
	}
	if i.Undone == "" {
		view.Counts = append(view.Counts, page.Pair{Name: p.T("imports.field.persons"), Value: p.Int(int64(i.Persons))})
		view.Undo = "/imports/undo/" + i.ID
	} else {
		view.Undone = p.T("imports.show.undone", "when", d.Moment(p, i.Undone))
	}
	return r.Render(view.Header.Title, ImportPage(p, view))
}

// usesHere is how many uses a page lists.
const usesHere = 100

// importUndoAsk asks whether an import is really to be taken back, or says by what it was used since.
func (d *Desk) importUndoAsk(r *page.Request) error {
	i, err := d.findImport(r)
	if err != nil {
		return err
	}
	if i.Undone != "" {
		return r.Redirect("/imports/" + i.ID)
	}
	var uses []sheet.Use
	err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		uses, err = d.Sheets.Uses(tx, i.ID)
		return err
	})
	if err != nil {
		return err
	}
	return d.undoAsk(r, i, uses)
}

func (d *Desk) undoAsk(r *page.Request, i importLine, uses []sheet.Use) error {
	p := r.Printer()
	path := "/imports/" + i.ID
	view := UndoView{
		Path: path, Post: "/imports/undo/" + i.ID,
		Header: page.Header{
			Title: p.T("imports.undo.title"), Sub: p.T("imports.undo.sub", "kind", p.T("sheet.kind."+string(i.Kind)), "when", d.Moment(p, i.Imported)),
			Trail: append(importTrail(p), page.Link{Label: p.T("sheet.kind." + string(i.Kind)), Path: path}),
		},
		What: p.T("imports.undo.what", "count", i.Added),
	}
	if len(uses) > 0 {
		view.Header.Title = p.T("imports.undo.used_title")
		view.Used = p.T("imports.undo.used", "count", len(uses))
		view.Uses = usesTable(p, uses)
		if len(uses) > usesHere {
			view.More = p.T("imports.undo.more", "count", len(uses)-usesHere)
		}
	}
	return r.Render(view.Header.Title, UndoPage(p, view))
}

// screens are where records of a noun are looked at.
var screens = map[string]string{"outing": "/outings/", "contact": "/contacts/", "import": "/imports/"}

// usesTable lists the records that rest on an import, or that were changed since.
func usesTable(p *i18n.Printer, uses []sheet.Use) page.Table {
	table := page.Table{Caption: p.T("imports.undo.used_title"), Columns: []page.Column{
		{Label: p.T("imports.undo.record")}, {Label: p.T("imports.undo.because")},
	}}
	for n, use := range uses {
		if n == usesHere {
			break
		}
		because := p.T("imports.undo.rests")
		if use.ID == use.On {
			because = p.T("imports.undo.changed")
		}
		record := page.Cell{Text: p.T("imports.noun." + use.Noun)}
		if screen, ok := screens[use.Noun]; ok {
			record.Path = screen + use.ID
		} else if use.Person != "" {
			record.Path = "/people/" + use.Person // where it is told, and can be taken back
		}
		table.Rows = append(table.Rows, page.Row{Cells: []page.Cell{record, {Text: because}}})
	}
	return table
}

// importUndo takes an import back, whole.
func (d *Desk) importUndo(r *page.Request) error {
	i, err := d.findImport(r)
	if err != nil {
		return err
	}
	err = d.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error { return d.Sheets.Undo(tx, i.ID) })
	if e, ok := errs.Of(err); ok && e.Kind == errs.Conflict {
		return d.importUndoAsk(r) // used or undone since the question was asked: the page says which
	}
	if err != nil {
		return err
	}
	return r.Redirect("/imports/" + i.ID)
}

// leftOut is how many sheets of a file were left out, beside what was recorded of it.
const leftOut = "left"

func left(did *page.Done) int {
	if did == nil {
		return 0
	}
	return kit.Number(did.Says.Value(leftOut))
}
