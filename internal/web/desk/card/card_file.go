package card

import (
	"mime"
	"net/http"
	"strconv"

	"approdo/internal/web/kit"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
	"approdo/internal/care/work"
	"approdo/internal/web/page"
)

// fileSave takes a file in: looked at, cleaned, sealed, and only then written. Who may not write about the person is told before they have sent it.
func (d *Desk) fileSave(r *page.Request) error {
	who := person.ID(r.PathValue("id"))
	var draft vault.Draft
	read := func(tx *store.Tx) (err error) {
		draft, err = vault.Write(tx, who)
		return err
	}
	if err := d.Store.Read(r.Context(), r.Grant(), read); err != nil {
		return err
	}
	fields, data, err := r.Upload("file", vault.MostFile)
	if err != nil {
		return err
	}
	if kit.Wrong(fields) {
		return d.Page(r, http.StatusUnprocessableEntity, d.panel(fields, opened{}), nil)
	}
	attachment, err := vault.Clean(r.Context(), fields.Text("file_name"), data)
	if err == nil {
		var made string
		_, err = d.SealedOnce(r, fields, len(data), kit.Sealing{Read: read, Seal: func(id *seal.Identity) (func(*store.Tx) error, error) {
			file, err := draft.SealFile(id, attachment)
			made = file.ID
			return file.Record, err
		}}, func() work.Reference { return work.Reference{Noun: "file", ID: made} })
	}
	if err != nil {
		status, problem := kit.FormProblem(err)
		if !fields.Keep(problem) {
			return err
		}
		return d.Page(r, status, d.panel(fields, opened{}), nil)
	}
	said := "card.said.file_recorded"
	if attachment.Type == "pdf" {
		said = "card.said.pdf_recorded"
	}
	return r.Say("/people/"+string(who), said)
}

// fileRead opens one file and hands it over as a download.
func (d *Desk) fileRead(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	purpose, err := d.stated(fields, "reveal_purpose")
	if err != nil {
		return err
	}
	var sealed vault.SealedFile
	err = d.Store.Reveal(r.Context(), r.Grant().For(purpose), func(tx *store.Tx) (err error) {
		sealed, err = vault.RevealFile(tx, person.ID(r.PathValue("id")), r.PathValue("file"), d.Budget)
		return err
	})
	if e, known := errs.Of(err); known && (e.Key == "vault.purpose_needed" || e.Kind == errs.Conflict) {
		fields.Keep(e)
		return d.Page(r, http.StatusUnprocessableEntity, d.panel(fields, opened{}), nil)
	}
	if err != nil {
		return err
	}
	id, err := r.Identity()
	if err != nil {
		return err
	}
	file, err := sealed.Read(id)
	if err != nil {
		return err
	}
	h := r.Writer().Header()
	h.Set("Content-Type", vault.Types[file.Type])
	h.Set("Content-Length", strconv.Itoa(len(file.Body)))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": r.Printer().T("card.file.download") + vault.Extensions[file.Type]}))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	_, err = r.Writer().Write(file.Body)
	return errs.Wrap(err, "send file")
}

// fileRemove destroys one file.
func (d *Desk) fileRemove(r *page.Request) error {
	who := person.ID(r.PathValue("id"))
	err := d.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error { return vault.Attached.Remove(tx, who, r.PathValue("file")) })
	if err != nil {
		return err
	}
	return r.Say("/people/"+string(who), "desk.said.removed")
}
