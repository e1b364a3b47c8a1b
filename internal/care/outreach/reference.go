package outreach

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/work"
)

// Resting lists what rests on an outing (its contacts) or on a contact (the actions for its unlinked individual).
func Resting(tx *store.Tx, id string) ([]work.Reference, error) {
	list, err := work.References(tx, `SELECT 'contact', id FROM outreach_contacts WHERE outing_id = $1
UNION ALL SELECT 'action', id FROM outreach_actions WHERE contact_id = $1`, id)
	return list, errs.Wrap(err, "find what rests on", id)
}
