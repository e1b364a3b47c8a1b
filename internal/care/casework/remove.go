package casework

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/work"
)

// TakeBack removes an interview, an enrolment or a delivery of a person that was recorded by mistake. Another organisation's record, or
// another person's, does not exist. An enrolment goes as RemoveEnrolment says.
func (f *File) TakeBack(tx *store.Tx, noun string, who person.ID, id string) error {
	n, known := Registry.Noun(noun)
	if !known {
		return errs.E(errs.NotFound, "casework.none")
	}
	owner, found, err := store.One(tx, func(row store.Row) (p person.ID, err error) { return p, row.Scan(&p) }, `SELECT person_id FROM `+n.Table+` WHERE id = $1`, id)
	if err == nil && (!found || owner != who) {
		err = errs.E(errs.NotFound, "casework.none")
	}
	if err != nil {
		return errs.Wrap(err, "find "+noun, id)
	}
	return n.Remove(tx, id)
}

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
