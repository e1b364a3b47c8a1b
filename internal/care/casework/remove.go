package casework

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

var tables = map[string]string{"interview": "casework_interviews", "enrolment": "casework_enrolments", "delivery": "casework_deliveries"}

// TakeBack removes an interview, an enrolment or a delivery of a person that was recorded by mistake. Another organisation's record, or
// another person's, does not exist. An enrolment goes as RemoveEnrolment says.
func (f *File) TakeBack(tx *store.Tx, noun string, who person.ID, id string) error {
	table, known := tables[noun]
	if !known {
		return errs.E(errs.NotFound, "casework.none")
	}
	owner, found, err := store.One(tx, func(row store.Row) (o string, err error) { return o, row.Scan(&o) },
		`SELECT organisation_id FROM `+table+` WHERE id = $1 AND person_id = $2`, id, who)
	if err != nil {
		return errs.Wrap(err, "find "+noun, id)
	}
	if !found || !tx.Grant().Own().Sees(owner) {
		return errs.E(errs.NotFound, "casework.none")
	}
	if noun == "enrolment" {
		return f.RemoveEnrolment(tx, id)
	}
	if _, err := tx.Exec(`DELETE FROM `+table+` WHERE id = $1`, id); err != nil {
		return errs.Wrap(err, "remove "+noun, id)
	}
	done(tx, noun, id)
	return nil
}
