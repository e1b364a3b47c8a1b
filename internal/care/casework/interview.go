package casework

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
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
		i.ID = tx.NewID()
	}
	_, err = tx.Exec(`INSERT INTO casework_interviews (id, organisation_id, unit_id, project_id, person_id, day, province, language, mediator, information, recorded)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		i.ID, i.OrganisationID, i.UnitID, i.ProjectID, i.PersonID, i.Day, i.Province, i.Language, i.Mediator, i.Information, stamp(tx))
	if err != nil {
		return i, errs.Wrap(err, "record interview", i.ID)
	}
	done(tx, "interview", i.ID)
	return i, nil
}
