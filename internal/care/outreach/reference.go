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

// Revised reports whether an outing, contact or action was changed, or a contact linked, since it was recorded.
func Revised(tx *store.Tx, noun, id string) (bool, error) {
	table, ok := map[string]string{"outing": "outreach_outings", "contact": "outreach_contacts", "action": "outreach_actions", "meeting": "outreach_meetings"}[noun]
	if !ok {
		return false, nil
	}
	revision, found, err := store.One(tx, func(row store.Row) (n int64, err error) { return n, row.Scan(&n) }, `SELECT revision FROM `+table+` WHERE id = $1`, id)
	return found && revision > 0, errs.Wrap(err, "find revision of "+noun, id)
}
