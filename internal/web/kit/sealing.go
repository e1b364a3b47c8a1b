package kit

import (
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/intake"
	"approdo/internal/care/work"
	"approdo/internal/web/page"
)

// Sealing is work with the reader's key: what has to be read for it, and what then is sealed, to be written.
type Sealing struct {
	Read func(*store.Tx) error
	Seal func(*seal.Identity) (write func(*store.Tx) error, err error)
}

// Sealed does the work, and again when a key was changed between reading and writing: nobody types, or sends a file, twice for that.
func (d *Desk) Sealed(r *page.Request, s Sealing) error {
	return seal.Retry(func() error {
		if err := d.Store.Read(r.Context(), r.Grant(), s.Read); err != nil {
			return err
		}
		id, err := r.Identity()
		if err != nil {
			return err
		}
		write, err := s.Seal(id)
		if err != nil {
			return err
		}
		return d.Store.Write(r.Context(), r.Grant(), write)
	})
}

// SealedOnce is Sealed for what makes a record, once for the key of its form; sent again it answers the record that was made. What was typed is sealed and leaves no mark to
// compare it by: says is what may be told of it, and whoever asks opens what stands and looks whether it is the same.
func (d *Desk) SealedOnce(r *page.Request, fields *page.Fields, says any, s Sealing, made func() work.Reference) (standing work.Reference, err error) {
	id, err := d.sentUnder(r, fields)
	if err == nil {
		seals := s.Seal
		s.Seal = func(who *seal.Identity) (func(*store.Tx) error, error) {
			write, err := seals(who)
			return func(tx *store.Tx) (err error) {
				standing, err = intake.Receive(tx, intake.Sent{ID: id, Body: says}, func() (work.Reference, error) { return made(), write(tx) })
				return err
			}, err
		}
		err = d.Sealed(r, s)
	}
	if intake.SentBefore(err) || err != nil && id == "" && fields.Has(formKey) {
		fields.Set(formKey, d.newKey(r, r.URL.Path))
	}
	return standing, err
}
