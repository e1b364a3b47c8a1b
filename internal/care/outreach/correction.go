package outreach

import (
	"encoding/json"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
)

// Correction is a change of something that had been recorded: what it said before, and why it was changed.
type Correction struct {
	Reason   string // list correction_reason
	Before   string // JSON of coded facts; never of whom
	Account  string
	Recorded string // UTC
}

// forget takes back what was kept of the corrections of a record that is removed, or detached from an erased person.
func forget(tx *store.Tx, record string) error {
	_, err := tx.Exec(`DELETE FROM outreach_corrections WHERE record = $1`, record)
	return errs.Wrap(err, "forget corrections", record)
}

// corrected keeps what a record said before, so that history is added to and never overwritten silently.
func corrected(tx *store.Tx, noun, id, reason string, before any) error {
	text, err := json.Marshal(before)
	if err != nil {
		return errs.Wrap(err, "keep "+noun, id)
	}
	_, err = tx.Exec(`INSERT INTO outreach_corrections (id, noun, record, reason, before, account, recorded) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		tx.NewID(), noun, id, reason, string(text), tx.Grant().Actor(), stamp(tx))
	if err != nil {
		return errs.Wrap(err, "keep "+noun, id)
	}
	done(tx, noun, id)
	return nil
}

// Corrections lists what was changed about a record, the latest first. The caller has found the record and so may see it.
func Corrections(tx *store.Tx, record string) ([]Correction, error) {
	list, err := store.List(tx, func(row store.Row) (c Correction, err error) {
		return c, row.Scan(&c.Reason, &c.Before, &c.Account, &c.Recorded)
	}, `SELECT reason, before, account, recorded FROM outreach_corrections WHERE record = $1 ORDER BY recorded DESC, id DESC`, record)
	return list, errs.Wrap(err, "list corrections", record)
}
