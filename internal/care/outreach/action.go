package outreach

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/work"
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
		if _, err := person.Mine(tx, a.PersonID); err != nil {
			return a, err
		}
	}
	if a.ID == "" {
		a.ID = work.NewID()
	}
	_, err = tx.Exec(`INSERT INTO outreach_actions (id, organisation_id, unit_id, project_id, person_id, contact_id, day, province, type, outcome, recorded)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		a.ID, a.OrganisationID, a.UnitID, a.ProjectID, work.Null(a.PersonID), work.Null(a.ContactID), a.Day, a.Province, a.Type, a.Outcome, work.Day(tx))
	if err != nil {
		return a, errs.Wrap(err, "record action", a.ID)
	}
	work.Done(tx, "action", a.ID)
	return a, nil
}

// Helped lists the days of the proximity actions for a person, also of those given when nobody knew yet who it was.
func Helped(tx *store.Tx, who person.ID) ([]string, error) {
	days, err := store.List(tx, func(row store.Row) (day string, err error) { return day, row.Scan(&day) }, `SELECT day FROM outreach_actions WHERE person_id = $1
UNION ALL SELECT a.day FROM outreach_contacts k JOIN outreach_actions a ON a.contact_id = k.id WHERE k.person_id = $1`, who)
	return days, errs.Wrap(err, "list help to", who)
}

// RemoveAction takes an action back, for the undoing of an import.
func (l *Log) RemoveAction(tx *store.Tx, id string) error {
	return remove(tx, "action", "outreach_actions", id)
}

var actions = store.Listing{
	Columns: `id, organisation_id, unit_id, project_id, COALESCE(person_id, ''), COALESCE(contact_id, ''), day, province, type, outcome`,
	From:    "outreach_actions", Owner: "organisation_id", ID: "id", Day: "day",
	Filters: map[string]string{"unit": "unit_id", "project": "project_id", "person": "person_id", "contact": "contact_id", "type": "type", "outcome": "outcome", "province": "province"},
	Sorts:   map[string]string{"day": "day", "type": "type", "outcome": "outcome", "province": "province"}, Standard: "day",
}

// Actions lists proximity actions of the grant's own organisation.
func Actions(tx *store.Tx, s store.Selection) (store.Slice[Action], error) {
	list, err := store.Select(tx, actions, s, tx.Grant().Own(), func(row store.Row) (a Action, err error) {
		return a, row.Scan(&a.ID, &a.OrganisationID, &a.UnitID, &a.ProjectID, &a.PersonID, &a.ContactID, &a.Day, &a.Province, &a.Type, &a.Outcome)
	})
	return list, errs.Wrap(err, "list actions")
}
