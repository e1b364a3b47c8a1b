package imports

import (
	"net/http"
	"slices"
	"time"

	"approdo/internal/web/kit"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/store"
	"approdo/internal/care/sheet"
	"approdo/internal/care/sheet/grid"
	"approdo/internal/web/page"
)

// path is where an upload is looked at.
func (u *upload) path() string { return "/imports/drafts/" + u.id }

// now is the instant it is for the store.
func (d *Desk) now(r *page.Request) (now time.Time, err error) {
	err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) error {
		now = tx.Now()
		return nil
	})
	return now, err
}

// importNew asks for a file and what its rows are.
func (d *Desk) importNew(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	return d.importAsk(r, http.StatusOK, fields)
}

func (d *Desk) importAsk(r *page.Request, status int, fields *page.Fields) error {
	p := r.Printer()
	kit.Prefill(fields, "kind", string(sheet.Contacts))
	view := ImportNewView{
		Header: page.Header{Title: p.T("imports.new.title"), Sub: p.T("imports.new.sub"), Trail: importTrail(p)},
		Steps:  importSteps(p), Fields: fields,
		Kind: page.Field{Name: "kind", Label: p.T("imports.new.kind")},
		File: page.Field{Name: "file", Label: p.T("imports.new.file"), Hint: p.T("imports.new.file_hint", "limit", uploadFile>>20)},
	}
	for _, kind := range sheet.Kinds() {
		view.Kind.Options = append(view.Kind.Options, page.Option{
			Value: string(kind), Label: p.T("sheet.kind." + string(kind)), Note: p.T("imports.kind_note." + string(kind)),
		})
	}
	return r.RenderStatus(status, view.Header.Title, ImportNewPage(p, view))
}

// importSave takes a file in, reads it and goes on to what was understood.
func (d *Desk) importSave(r *page.Request) error {
	fields, data, err := r.Upload("file", uploadFile)
	if err != nil {
		return err
	}
	kind := sheet.Kind(fields.Text("kind"))
	if !slices.Contains(sheet.Kinds(), kind) {
		fields.Keep(errs.E(errs.Invalid, "imports.new.which").On("kind"))
	}
	if len(data) == 0 && !kit.Wrong(fields) {
		fields.Keep(errs.E(errs.Invalid, "imports.new.no_file").On("file"))
	}
	if kit.Wrong(fields) {
		return d.importAsk(r, http.StatusUnprocessableEntity, fields)
	}
	var now time.Time
	var id string
	err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) error {
		now, id = tx.Now(), tx.NewID()
		return nil
	})
	if err != nil {
		return err
	}
	u, err := d.uploads.add(now, id, r.Token(), r.Grant().Organisation(), kind, len(data))
	if err != nil {
		return err
	}
	d.open(r.Context(), r.Grant(), u, data)
	u.wait(r.Context())
	if err := grid.Stopped(r.Context()); err != nil { // whoever breaks off before the answer does not come back for it
		d.uploads.drop(u.id)
		return err
	}
	state := u.look()
	if e, ok := errs.Of(state.Problem); ok && e.Kind == errs.Invalid && !state.Opened {
		d.uploads.drop(u.id)
		fields.Keep(e.On("file"))
		return d.importAsk(r, http.StatusUnprocessableEntity, fields)
	}
	return r.Redirect(u.path())
}

func importTrail(p *i18n.Printer) []page.Link {
	return []page.Link{{Label: p.T("desk.imports.title"), Path: "/imports"}}
}

func importSteps(p *i18n.Printer) []string {
	return []string{p.T("imports.step.file"), p.T("imports.step.check"), p.T("imports.step.done")}
}
