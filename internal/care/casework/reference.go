package casework

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/work"
)

// Resting lists the deliveries of a person that rest on some of their enrolments: with these gone, they would not be in charge on that day.
func Resting(tx *store.Tx, who person.ID, enrolments []string) ([]work.Reference, error) {
	way, err := Way(tx, who)
	if err != nil {
		return nil, err
	}
	span := way.Resting(enrolments...)
	list, err := work.References(tx, `SELECT 'delivery', id FROM casework_deliveries WHERE person_id = $1 AND day >= $2 AND day < $3 ORDER BY day, id`, who, span.From, span.Before)
	return list, errs.Wrap(err, "find what rests on enrolments of person", who)
}

// EnrolmentOf tells whose an enrolment is; not found for one that is gone.
func EnrolmentOf(tx *store.Tx, id string) (who person.ID, found bool, err error) {
	who, found, err = store.One(tx, func(row store.Row) (who person.ID, err error) { return who, row.Scan(&who) },
		`SELECT person_id FROM casework_enrolments WHERE id = $1`, id)
	return who, found, errs.Wrap(err, "find enrolment", id)
}
