package casework

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// Detach moves the interviews, enrolments and deliveries of an erased person to the husk.
func Detach(tx *store.Tx, who person.ID, h person.Husk) error {
	for _, table := range tables {
		if err := h.Move(tx, table, who); err != nil {
			return errs.Wrap(err, "detach casework of", who)
		}
	}
	return nil
}
