package outreach

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// Detach moves the contacts and actions of an erased person to the husk. A contact forgets its outing, whose day would tell its own; what
// was corrected about it is forgotten too, and whatever else a correction kept that names the person: corrections of earlier versions named
// them also in records that were removed, or given to somebody else, since.
func Detach(tx *store.Tx, who person.ID, h person.Husk) error {
	records, err := About(tx, who)
	for _, r := range records {
		if err == nil {
			err = forget(tx, r.ID)
		}
	}
	if err == nil {
		_, err = tx.Exec(`DELETE FROM outreach_corrections WHERE REPLACE(before, $1, '') <> before`, string(who))
	}
	if err == nil {
		_, err = tx.Exec(`UPDATE outreach_contacts SET outing_id = NULL, citizenship = 'not_recorded' WHERE person_id = $1`, who)
	}
	if err == nil {
		err = h.Move(tx, "outreach_contacts", who)
	}
	if err == nil {
		err = h.Move(tx, "outreach_actions", who)
	}
	return errs.Wrap(err, "detach outreach of", who)
}
