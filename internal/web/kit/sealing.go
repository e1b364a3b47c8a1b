package kit

import (
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
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
