package vault

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// Erased reports whether the keys of a person were destroyed.
func Erased(tx *store.Tx, who person.ID) (bool, error) {
	_, found, err := store.One(tx, func(row store.Row) (id string, err error) { return id, row.Scan(&id) },
		`SELECT id FROM vault_erasures WHERE person_id = $1`, who)
	return found, errs.Wrap(err, "find erasure of", who)
}
