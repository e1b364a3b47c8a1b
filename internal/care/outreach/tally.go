package outreach

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
)

// Tally is how much one organisation recorded for a span of days, and how far its contacts can be counted on. It holds figures only.
type Tally struct {
	Organisation                         network.OrganisationID
	Last                                 string // day of the latest contact of all; "" for none
	Outings, Contacts, Meetings, Actions int64  // in the span
	Thin                                 int64  // contacts of the span without setting, gender or newness
}

// thin is what makes a contact hard to count on.
const thin = `(setting = 'undefined' OR newness = 'unsure' OR gender IN ('not_asked', 'unknown', 'refused', 'not_recorded'))`

// Count tallies the days from and to, both included, for those of the organisations that the grant's scope covers. It asks
// organisation by organisation, because the lists' indexes lead there: its cost follows the span and not the history.
func Count(tx *store.Tx, organisations []network.OrganisationID, from, to string) ([]Tally, error) {
	var list []Tally
	for _, o := range organisations {
		if !tx.Grant().Scope().Sees(string(o)) {
			continue
		}
		t := Tally{Organisation: o}
		err := tx.QueryRow(`SELECT COALESCE(MAX(day), '') FROM outreach_contacts WHERE organisation_id = $1`, o).Scan(&t.Last)
		if err == nil {
			err = tx.QueryRow(`SELECT COUNT(*), COUNT(*) FILTER (WHERE `+thin+`) FROM outreach_contacts WHERE organisation_id = $1 AND day >= $2 AND day <= $3`,
				o, from, to).Scan(&t.Contacts, &t.Thin)
		}
		for table, into := range map[string]*int64{"outreach_outings": &t.Outings, "outreach_meetings": &t.Meetings, "outreach_actions": &t.Actions} {
			if err == nil {
				err = tx.QueryRow(`SELECT COUNT(*) FROM `+table+` WHERE organisation_id = $1 AND day >= $2 AND day <= $3`, o, from, to).Scan(into)
			}
		}
		if err != nil {
			return nil, errs.Wrap(err, "count outreach", o)
		}
		list = append(list, t)
	}
	return list, nil
}
