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
	Revision  int64     // how often it was changed
}

// Actions are the proximity actions recorded by the grant's own organisation.
var Actions = work.Declare(work.Noun[Action]{
	Kept: work.Kept{Name: "action", Table: "outreach_actions", View: "actions", Through: work.Through{Column: "contact_id", Table: "outreach_contacts"}, Order: work.Order{Behind: true}},
	Head: func(a *Action) work.Head { return a.Head(&a.ID, &a.PersonID, &a.Revision) },
	Tell: func(a *Action) []work.Fact {
		return []work.Fact{
			{Name: "contact_id", Is: work.ID, At: &a.ContactID, For: work.Narrows, Stays: true},
			{Name: "type", Is: "action_type", At: &a.Type, For: work.Asked},
			{Name: "outcome", Is: "outcome", At: &a.Outcome, For: work.Asked},
		}
	},
	None: "outreach.none",
})

// RecordAction adds a proximity action.
func (l *Log) RecordAction(tx *store.Tx, a Action) (Action, error) {
	c, err := l.check(tx, &a.Work)
	if err != nil {
		return a, err
	}
	if a.PersonID != "" && a.ContactID != "" {
		c.Refuse("person", "outreach.person_and_individual")
	}
	if Actions.Check(c, &a); c.Err() != nil {
		return a, c.Err()
	}
	if a.PersonID != "" {
		if _, err := person.Mine(tx, a.PersonID); err != nil {
			return a, err
		}
	}
	return a, Actions.Record(tx, &a)
}

// Helped lists the days of the proximity actions for a person, also of those given when nobody knew yet who it was.
func Helped(tx *store.Tx, who person.ID) ([]string, error) {
	days, err := store.List(tx, func(row store.Row) (day string, err error) { return day, row.Scan(&day) }, `SELECT day FROM outreach_actions WHERE person_id = $1
UNION ALL SELECT a.day FROM outreach_contacts k JOIN outreach_actions a ON a.contact_id = k.id WHERE k.person_id = $1`, who)
	return days, errs.Wrap(err, "list help to", who)
}
