package desk

import (
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/web/page"
)

// sealing is work with the reader's key: what has to be read for it, and what then is sealed, to be written.
type sealing struct {
	read func(*store.Tx) error
	seal func(*seal.Identity) (write func(*store.Tx) error, err error)
}

// sealed does the work, and again when a key was changed between reading and writing: nobody types, or sends a file, twice for that.
func (d *Desk) sealed(r *page.Request, s sealing) error {
	return vault.Retry(func() error {
		if err := d.Store.Read(r.Context(), r.Grant(), s.read); err != nil {
			return err
		}
		id, err := r.Identity()
		if err != nil {
			return err
		}
		write, err := s.seal(id)
		if err != nil {
			return err
		}
		return d.Store.Write(r.Context(), r.Grant(), write)
	})
}
