package rights

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// Concerned reports whether there is a request about a person, answered or not, or a hold on their data.
func Concerned(tx *store.Tx, who person.ID) (bool, error) {
	_, found, err := store.One(tx, func(row store.Row) (id string, err error) { return id, row.Scan(&id) },
		`SELECT id FROM rights_requests WHERE person_id = $1 UNION ALL SELECT id FROM rights_holds WHERE person_id = $1`, who)
	return found, errs.Wrap(err, "find requests about", who)
}
