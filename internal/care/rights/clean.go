package rights

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
)

// Uncleaned lists the requests, of those that the grant sees, that erased somebody whose traces the files of the database may still hold.
func Uncleaned(tx *store.Tx) (ids []string, err error) {
	list, err := store.List(tx, scan, `SELECT `+columns+` FROM rights_requests WHERE kind = $1 AND state = $2 ORDER BY id`, Erasure, Done)
	for _, q := range list {
		x, known := q.Certificate()
		if known && !x.Scrubbed && own(tx.Grant(), string(q.Organisation), "rights.none") == nil && q.genuine(tx) {
			ids = append(ids, q.ID)
		}
	}
	return ids, errs.Wrap(err, "list what is to be cleaned")
}
