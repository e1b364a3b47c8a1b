package outreach

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// Action is a proximity action: help to a person who is not in charge on that day.
// Help to a person in charge is a service delivery of package casework; who records asks there first.
type Action struct {
	ID string
	Work
	PersonID  person.ID // or
	ContactID string    // the contact that describes the unlinked individual; both empty: somebody nobody described
	Type      string    // list action_type
	Outcome   string    // list outcome
}

// RecordAction adds a proximity action.
func (l *Log) RecordAction(tx *store.Tx, a Action) (Action, error) {
	c, err := l.check(tx, &a.Work)
	if err != nil {
		return a, err
	}
	c.Code("type", "action_type", a.Type)
	c.Code("outcome", "outcome", a.Outcome)
	if a.PersonID != "" && a.ContactID != "" {
		c.Refuse("person", "outreach.person_and_individual")
	}
	if err := c.Err(); err != nil {
		return a, err
	}
	if a.PersonID != "" {
		p, err := person.Find(tx, a.PersonID)
		if err != nil {
			return a, err
		}
		if !tx.Grant().Own().Sees(string(p.OrganisationID)) {
			return a, errs.E(errs.NotFound, "person.none")
		}
	}
	if a.ID == "" {
		a.ID = tx.NewID()
	}
	_, err = tx.Exec(`INSERT INTO outreach_actions (id, organisation_id, unit_id, project_id, person_id, contact_id, day, province, type, outcome, recorded)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		a.ID, a.OrganisationID, a.UnitID, a.ProjectID, null(a.PersonID), null(a.ContactID), a.Day, a.Province, a.Type, a.Outcome, stamp(tx))
	if err != nil {
		return a, errs.Wrap(err, "record action", a.ID)
	}
	done(tx, "action", a.ID)
	return a, nil
}

// RemoveAction takes an action back, for the undoing of an import.
func (l *Log) RemoveAction(tx *store.Tx, id string) error {
	return remove(tx, "action", "outreach_actions", id)
}
