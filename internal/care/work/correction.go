package work

import (
	"encoding/json"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
)

// Correction is a change of something that had been recorded: what it said before, and why it was changed.
type Correction struct {
	ID       string
	Reason   string // list correction_reason
	Before   string // JSON of coded facts; never of whom
	Account  string
	Recorded string // UTC
}

// Corrected keeps what a record said before, so that history is added to and never overwritten silently, and announces the change.
func Corrected(tx *store.Tx, noun, id, reason string, before any) error {
	err := Keep(tx, noun, id, reason, before)
	if err == nil {
		Done(tx, noun, id)
	}
	return err
}

// Keep only keeps what a record said before, for a room that announces in its own way.
func Keep(tx *store.Tx, noun, id, reason string, before any) error {
	text, err := json.Marshal(before)
	if err == nil {
		_, err = tx.Exec(`INSERT INTO work_corrections (id, noun, record, reason, before, account, recorded) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			tx.NewID(), noun, id, reason, string(text), tx.Grant().Actor(), tx.Now().Format(time.RFC3339))
	}
	return errs.Wrap(err, "keep "+noun, id)
}

// Corrections lists what was changed about a record, the latest first. The caller has found the record and so may see it.
func Corrections(tx *store.Tx, record string) ([]Correction, error) {
	list, err := store.List(tx, func(row store.Row) (c Correction, err error) {
		return c, row.Scan(&c.ID, &c.Reason, &c.Before, &c.Account, &c.Recorded)
	}, `SELECT id, reason, before, account, recorded FROM work_corrections WHERE record = $1 ORDER BY recorded DESC, id DESC`, record)
	return list, errs.Wrap(err, "list corrections", record)
}

// Forget takes back what was kept of the corrections of a record that is removed.
func Forget(tx *store.Tx, record string) error {
	_, err := tx.Exec(`DELETE FROM work_corrections WHERE record = $1`, record)
	return errs.Wrap(err, "forget corrections", record)
}

// History is what this room keeps about people: what records about them said before. Earlier versions named people in it also where a record was removed, or given
// to somebody else, since.
var History = Registry{Places: []Place{
	{Table: "work_corrections", Column: "record", Holds: Record, Fate: Erased},
	{Table: "work_corrections", Column: "before", Holds: Text, Fate: Erased},
}}
