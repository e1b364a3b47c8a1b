package person

import (
	"encoding/json"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
)

// Correction is a change of the facts: what they said before, and why they were changed.
type Correction struct {
	ID       string
	Reason   string // list correction_reason
	Before   string // JSON of coded facts
	Account  string
	Recorded string // UTC
}

// Correct changes the facts of a person as Change does, and keeps what they said before with the reason.
func (r *Register) Correct(tx *store.Tx, p Person, reason string) error {
	before, err := Mine(tx, p.ID)
	if err != nil {
		return err
	}
	c := r.checked(p)
	c.Code("reason", "correction_reason", reason)
	if err := c.Err(); err != nil {
		return err
	}
	if err := r.Change(tx, p); err != nil {
		return err
	}
	before.ID, before.OrganisationID, before.Code = "", "", ""
	text, err := json.Marshal(before)
	if err == nil {
		_, err = tx.Exec(`INSERT INTO person_corrections (id, person_id, reason, before, account, recorded) VALUES ($1, $2, $3, $4, $5, $6)`,
			tx.NewID(), p.ID, reason, string(text), tx.Grant().Actor(), stamp(tx))
	}
	return errs.Wrap(err, "keep person", p.ID)
}

// Corrections lists what was changed about a person, the latest first. The caller has found the person and so may see it.
func Corrections(tx *store.Tx, id ID) ([]Correction, error) {
	list, err := store.List(tx, func(row store.Row) (c Correction, err error) {
		return c, row.Scan(&c.ID, &c.Reason, &c.Before, &c.Account, &c.Recorded)
	}, `SELECT id, reason, before, account, recorded FROM person_corrections WHERE person_id = $1 ORDER BY recorded DESC, id DESC`, id)
	return list, errs.Wrap(err, "list corrections", id)
}
