package person

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
)

// Reference names one record that is about a person, by the noun under which the change feed announces it.
type Reference struct{ Noun, ID string }

// References reads the records that a query finds: it answers nouns and ids. Packages that keep records about people
// use it to say whether a person may be removed.
func References(tx *store.Tx, query string, args ...any) ([]Reference, error) {
	return store.List(tx, func(row store.Row) (r Reference, err error) { return r, row.Scan(&r.Noun, &r.ID) }, query, args...)
}

// About lists the answers that a person gave.
func About(tx *store.Tx, who ID) ([]Reference, error) {
	list, err := References(tx, `SELECT 'protection', id FROM person_protections WHERE person_id = $1`, who)
	return list, errs.Wrap(err, "find answers of person", who)
}
