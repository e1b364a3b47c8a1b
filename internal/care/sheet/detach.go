package sheet

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// Detach forgets by which references of a spreadsheet an erased person was known. The same row in a later file makes somebody new.
func Detach(tx *store.Tx, who person.ID) error {
	_, err := tx.Exec(`DELETE FROM sheet_persons WHERE person_id = $1`, who)
	if err == nil {
		_, err = tx.Exec(`DELETE FROM sheet_fills WHERE person_id = $1`, who)
	}
	if err == nil {
		_, err = tx.Exec(`DELETE FROM sheet_rows WHERE record = $1`, string(who))
	}
	return errs.Wrap(err, "detach imports of", who)
}
