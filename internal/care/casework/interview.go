package casework

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/work"
)

// Interview is an identification interview. Reports read it as a contact of channel identification_interview.
type Interview struct {
	ID string
	Work
	Language    string
	Mediator    bool
	Information string // was information on rights given
}

// RecordInterview adds an interview.
func (f *File) RecordInterview(tx *store.Tx, i Interview) (Interview, error) {
	c, err := f.check(tx, &i.Work)
	if err != nil {
		return i, err
	}
	c.Code("language", "language", i.Language)
	c.Code("information", "information", i.Information)
	if err := c.Err(); err != nil {
		return i, err
	}
	if i.ID == "" {
		i.ID = work.NewID()
	}
	_, err = tx.Exec(`INSERT INTO casework_interviews (id, organisation_id, unit_id, project_id, person_id, day, province, language, mediator, information, recorded)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		i.ID, i.OrganisationID, i.UnitID, i.ProjectID, i.PersonID, i.Day, i.Province, i.Language, i.Mediator, i.Information, work.Day(tx))
	if err != nil {
		return i, errs.Wrap(err, "record interview", i.ID)
	}
	work.Done(tx, "interview", i.ID)
	return i, nil
}

var interviews = store.Listing{
	Columns: workColumns + `, language, mediator, information`, From: "casework_interviews", Owner: "organisation_id", ID: "id", Day: "day",
	Filters: map[string]string{"unit": "unit_id", "project": "project_id", "person": "person_id", "province": "province", "language": "language"},
	Sorts:   map[string]string{"day": "day", "province": "province", "language": "language"}, Standard: "day",
}

// Interviews lists interviews recorded by the grant's own organisation.
func Interviews(tx *store.Tx, s store.Selection) (store.Slice[Interview], error) {
	list, err := store.Select(tx, interviews, s, tx.Grant().Own(), func(row store.Row) (x Interview, err error) {
		return x, row.Scan(append(x.Work.into(&x.ID), &x.Language, &x.Mediator, &x.Information)...)
	})
	return list, errs.Wrap(err, "list interviews")
}
