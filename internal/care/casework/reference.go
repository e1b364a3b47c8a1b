package casework

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// About lists the interviews, enrolments and deliveries of a person.
func About(tx *store.Tx, who person.ID) ([]person.Reference, error) {
	list, err := person.References(tx, `SELECT 'interview', id FROM casework_interviews WHERE person_id = $1
UNION ALL SELECT 'enrolment', id FROM casework_enrolments WHERE person_id = $1
UNION ALL SELECT 'delivery', id FROM casework_deliveries WHERE person_id = $1`, who)
	return list, errs.Wrap(err, "find casework of person", who)
}

// Enrolled reports whether the person already enrolled in the project, here or elsewhere.
func Enrolled(tx *store.Tx, who person.ID, project string) (bool, error) {
	_, found, err := store.One(tx, func(row store.Row) (id string, err error) { return id, row.Scan(&id) },
		`SELECT id FROM casework_enrolments WHERE person_id = $1 AND project_id = $2`, who, project)
	return found, errs.Wrap(err, "find enrolment of person", who)
}
