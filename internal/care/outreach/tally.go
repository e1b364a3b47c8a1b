package outreach

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
)

// Tally is how much was recorded for a span of days.
type Tally struct{ Outings, Contacts, Meetings, Actions int64 }

// Count tallies the records of the days from and to, both included, that the grant's scope covers.
func Count(tx *store.Tx, from, to string) (t Tally, err error) {
	within, args := store.Within(tx.Grant().Scope(), "organisation_id", 3)
	args = append([]any{from, to}, args...)
	for _, part := range []struct {
		table string
		into  *int64
	}{
		{"outreach_outings", &t.Outings}, {"outreach_contacts", &t.Contacts}, {"outreach_meetings", &t.Meetings}, {"outreach_actions", &t.Actions},
	} {
		if err == nil {
			err = tx.QueryRow(`SELECT COUNT(*) FROM `+part.table+` WHERE day >= $1 AND day <= $2 AND `+within, args...).Scan(part.into)
		}
	}
	return t, errs.Wrap(err, "count outreach")
}
