package person

import (
	"approdo/internal/base/errs"
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
	if c.Err() == nil && p.facts() == before.facts() {
		return work.Unchanged()
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

// facts are what a correction may change.
func (p Person) facts() Person {
	p.ID, p.OrganisationID, p.Code, p.Revision = "", "", "", 0
	return p
}

// Restore undoes the correction that made a person's facts the revision that they are: they say again what they said before.
func (r *Register) Restore(tx *store.Tx, id ID, revision int64) error {
	if _, err := Mine(tx, id); err != nil {
		return err
	}
	var was Person
	if err := work.Before(tx, string(id), &was); err != nil {
		return errs.Led(err, Noun, string(id))
	}
	was.ID, was.Revision = id, revision
	return errs.Led(work.SinceChanged(r.Correct(tx, was, work.Undone)), Noun, string(id))
}
