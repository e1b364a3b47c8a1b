package person

import (
	"approdo/internal/base/store"
	"approdo/internal/care/work"
)

// Correct changes the facts of a person as Change does, and keeps what they said before with the reason.
func (r *Register) Correct(tx *store.Tx, p Person, reason string) error {
	before, err := Mine(tx, p.ID)
	if err != nil {
		return err
	}
	c, err := r.checked(tx, p)
	if err != nil {
		return err
	}
	c.Code("reason", "correction_reason", reason)
	if err := c.Err(); err != nil {
		return err
	}
	if err := r.Change(tx, p); err != nil {
		return err
	}
	before.ID, before.OrganisationID, before.Code = "", "", ""
	return work.Keep(tx, "person", string(p.ID), reason, before)
}
