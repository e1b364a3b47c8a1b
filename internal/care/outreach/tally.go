package outreach

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
)

// Tally is how much organisations recorded for a span of days. It holds figures only.
type Tally struct{ Outings, Contacts, Meetings, Actions int64 }

// Completeness is how far the contacts of one organisation can be counted on.
type Completeness struct {
	Organisation   network.OrganisationID
	Last           string // day of the latest contact of all; "" for none
	Contacts, Thin int64  // of the span; Thin are those without setting, gender or newness
}

// thin is what makes a contact hard to count on.
const thin = `(setting = 'undefined' OR newness = 'unsure' OR gender IN ('not_asked', 'unknown', 'refused', 'not_recorded'))`

// Count tallies the days from and to, both included, over those of the organisations that the grant's scope covers. It asks
// organisation by organisation, because the lists' indexes lead there: its cost follows the span and not the history.
func Count(tx *store.Tx, organisations []network.OrganisationID, from, to string) (t Tally, err error) {
	for _, o := range organisations {
		if !tx.Grant().Scope().Sees(string(o)) {
			continue
		}
		for _, x := range []struct {
			table string
			into  *int64
		}{{"outreach_outings", &t.Outings}, {"outreach_contacts", &t.Contacts}, {"outreach_meetings", &t.Meetings}, {"outreach_actions", &t.Actions}} {
			var n int64
			if err := tx.QueryRow(`SELECT COUNT(*) FROM `+x.table+` WHERE organisation_id = $1 AND day >= $2 AND day <= $3`, o, from, to).Scan(&n); err != nil {
				return t, errs.Wrap(err, "count outreach", o)
			}
			*x.into += n
		}
	}
	return t, nil
}

// Complete tells, for the same organisations and days, how far the contacts can be counted on.
func Complete(tx *store.Tx, organisations []network.OrganisationID, from, to string) ([]Completeness, error) {
	var list []Completeness
	for _, o := range organisations {
		if !tx.Grant().Scope().Sees(string(o)) {
			continue
		}
		c := Completeness{Organisation: o}
		err := tx.QueryRow(`SELECT COALESCE(MAX(day), '') FROM outreach_contacts WHERE organisation_id = $1`, o).Scan(&c.Last)
		if err == nil {
			err = tx.QueryRow(`SELECT COUNT(*), COUNT(*) FILTER (WHERE `+thin+`) FROM outreach_contacts WHERE organisation_id = $1 AND day >= $2 AND day <= $3`,
				o, from, to).Scan(&c.Contacts, &c.Thin)
		}
		if err != nil {
			return nil, errs.Wrap(err, "count outreach", o)
		}
		list = append(list, c)
	}
	return list, nil
}
