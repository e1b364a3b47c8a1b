package casework

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/work"
)

// remover takes records of a table back that nothing else rests on.
func remover(noun, table string) func(*store.Tx, string) error {
	return func(tx *store.Tx, id string) error {
		owner, found, err := store.One(tx, func(row store.Row) (o string, err error) { return o, row.Scan(&o) }, `SELECT organisation_id FROM `+table+` WHERE id = $1`, id)
		if err == nil && (!found || !tx.Grant().Own().Sees(owner)) {
			err = errs.E(errs.NotFound, "casework.none")
		}
		if err == nil {
			_, err = tx.Exec(`DELETE FROM `+table+` WHERE id = $1`, id)
		}
		if err != nil {
			return errs.Wrap(err, "remove "+noun, id)
		}
		work.Done(tx, noun, id)
		return nil
	}
}
