package rights

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/rights"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// requestErase destroys what is kept about the person of a request, after their code was typed again.
func (d *Desk) requestErase(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	err = d.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error {
		q, err := rights.Find(tx, r.PathValue("id"))
		if err != nil {
			return err
		}
		others, err := q.Others(tx)
		if err == nil && len(others) > 0 { // what else somebody asked is closed by it: none of which who erases did not read
			err = kit.Unmoved(fields, requestIDs(others))
		}
		if err != nil {
			return err
		}
		return rights.New(d.Book).EraseAsked(tx, q.ID, person.Spoken(fields.Text("code")))
	})
	if kit.HasMoved(err) {
		return d.requestAsked(r, http.StatusConflict, fields)
	}
	if e, known := errs.Of(err); known && e.Key == "rights.closed" && d.certified(r) { // sent again: it is answered as the first time
		return d.requestScrub(r)
	}
	if err != nil {
		if fields.Keep(err) {
			return d.requestAsked(r, http.StatusUnprocessableEntity, fields)
		}
		return err
	}
	return d.requestScrub(r)
}

// certified reports whether a request has erased somebody.
func (d *Desk) certified(r *page.Request) (done bool) {
	err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) error {
		q, err := rights.Find(tx, r.PathValue("id"))
		_, done = q.Certificate()
		return err
	})
	return err == nil && done
}

// requestIDs tells requests apart.
func requestIDs(list []rights.Request) (ids []string) {
	for _, q := range list {
		ids = append(ids, q.ID)
	}
	return ids
}

// patience is how long whoever erased waits for the files to be cleaned; then they are told that the program goes on by itself.
const patience = 3 * time.Second

// requestScrub finishes what erasures leave to do, and cleans the database's files of what a request destroyed. Readers that do not finish may stop it: the certificate says so
// until it was done, by the program itself or by who asks again. Where the register cannot be written the erasure stands all the same, and that is said beside it.
func (d *Desk) requestScrub(r *page.Request) error {
	if !d.certified(r) {
		return errs.E(errs.NotFound, "rights.none")
	}
	unregistered := false
	if d.Register != nil { // a copy of the folder that is made now knows of it already
		if err := d.Register(context.WithoutCancel(r.Context())); err != nil {
			slog.Error("somebody was erased, and the register of erasures could not be written: it is tried again each minute", slog.Any("error", err))
			unregistered = true
		}
	}
	if err := d.Store.Chunks(r.Context(), r.Grant(), rights.Finish); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(r.Context(), patience)
	defer cancel()
	if err := d.Store.Scrub(ctx, rights.Tables()...); err != nil && errs.KindOf(err) != errs.Unavailable {
		return err
	} else if err == nil {
		err = d.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error {
			return rights.New(d.Book).Scrubbed(tx, r.PathValue("id"))
		})
		if err != nil {
			return err
		}
	}
	path := "/rights/" + r.PathValue("id")
	if unregistered {
		return r.Done(path, page.Done{Tone: page.Due, Says: page.Sentence{"desk.rights.unregistered"}})
	}
	return r.Redirect(path)
}
