package casework

import (
	"slices"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/work"
)

// Resting lists the deliveries of a person that rest on some of their enrolments: with these gone, they would not be in charge on that day.
func Resting(tx *store.Tx, who person.ID, enrolments []string) ([]work.Reference, error) {
	type dated struct{ id, day string }
	scan := func(row store.Row) (x dated, err error) { return x, row.Scan(&x.id, &x.day) }
	cases, err := store.List(tx, scan, `SELECT id, day FROM casework_enrolments WHERE person_id = $1 AND kind = 'own'`, who)
	if err != nil {
		return nil, errs.Wrap(err, "find cases of person", who)
	}
	// The first day in charge: now, and with some of them gone.
	const never = "9999-12-31"
	now, then := never, never
	for _, c := range cases {
		now = min(now, c.day)
		if !slices.Contains(enrolments, c.id) {
			then = min(then, c.day)
		}
	}
	list, err := work.References(tx, `SELECT 'delivery', id FROM casework_deliveries WHERE person_id = $1 AND day >= $2 AND day < $3 ORDER BY day, id`, who, now, then)
	return list, errs.Wrap(err, "find what rests on enrolments of person", who)
}

// EnrolmentOf tells whose an enrolment is; not found for one that is gone.
func EnrolmentOf(tx *store.Tx, id string) (who person.ID, found bool, err error) {
	who, found, err = store.One(tx, func(row store.Row) (who person.ID, err error) { return who, row.Scan(&who) },
		`SELECT person_id FROM casework_enrolments WHERE id = $1`, id)
	return who, found, errs.Wrap(err, "find enrolment", id)
}

// Enrolled reports whether the person already enrolled in the project, here or elsewhere.
func Enrolled(tx *store.Tx, who person.ID, project string) (bool, error) {
	_, found, err := store.One(tx, func(row store.Row) (id string, err error) { return id, row.Scan(&id) },
		`SELECT id FROM casework_enrolments WHERE person_id = $1 AND project_id = $2`, who, project)
	return found, errs.Wrap(err, "find enrolment of person", who)
}
