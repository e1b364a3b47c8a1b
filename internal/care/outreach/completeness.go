package outreach

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
)

// Completeness is how far an organisation's contacts of a span of days can be counted on. It holds figures only.
type Completeness struct {
	Organisation network.OrganisationID
	Last         string // day of the latest contact of all; "" for none
	Contacts     int64  // in the span
	Thin         int64  // of them, without setting, gender or newness
}

// Completenesses tells, for each organisation in the grant's scope that ever recorded a contact, how complete the days from and to are.
func Completenesses(tx *store.Tx, from, to string) ([]Completeness, error) {
	within, args := store.Within(tx.Grant().Scope(), "organisation_id", 3)
	list, err := store.List(tx, func(row store.Row) (c Completeness, err error) {
		return c, row.Scan(&c.Organisation, &c.Last, &c.Contacts, &c.Thin)
	}, `SELECT organisation_id, MAX(day), COUNT(*) FILTER (WHERE day >= $1 AND day <= $2),
COUNT(*) FILTER (WHERE day >= $1 AND day <= $2 AND (setting = 'undefined' OR newness = 'unsure' OR gender IN ('not_asked', 'unknown', 'refused', 'not_recorded')))
FROM outreach_contacts WHERE `+within+` GROUP BY organisation_id`, append([]any{from, to}, args...)...)
	return list, errs.Wrap(err, "measure completeness")
}
