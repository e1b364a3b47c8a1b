package kit

import (
	"approdo/internal/base/store"
	"approdo/internal/care/intake"
	"approdo/internal/care/work"
	"approdo/internal/web/page"
)

// receipt is the hidden field under which a form that makes something is sent.
const receipt = "receipt"

// TakeIn writes what a form says, once: pressed twice it leads to the same record. What was sent before with other words, or was taken back since, may be
// another record, and so is given back under a receipt of its own.
func (d *Desk) TakeIn(r *page.Request, fields *page.Fields, body any, take func(*store.Tx, *intake.Door) (work.Reference, error)) (made work.Reference, err error) {
	err = d.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		made, err = intake.Receive(tx, intake.Sent{ID: fields.Text(receipt), Body: body}, func() (work.Reference, error) { return take(tx, intake.New(d.Book)) })
		if err == nil {
			err = intake.Stands(tx, made)
		}
		return err
	})
	if intake.SentBefore(err) {
		fields.Set(receipt, work.NewID())
	}
	return made, err
}
