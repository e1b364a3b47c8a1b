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

	noun, record string
	guard        []byte
}

// says is all that a correction says: undoing it writes what it says into the record again.
func (c Correction) says() []string {
	return []string{c.ID, c.noun, c.record, c.Reason, c.Before, c.Account, c.Recorded}
}

func (c Correction) genuine(tx *store.Tx) bool { return tx.Guarded(c.guard, "correction", c.says()...) }

const correctionColumns = `id, noun, record, reason, before, account, recorded, guard`

func scanCorrection(row store.Row) (c Correction, err error) {
	return c, row.Scan(&c.ID, &c.noun, &c.record, &c.Reason, &c.Before, &c.Account, &c.Recorded, &c.guard)
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
		c := Correction{ID: tx.NewID(), noun: noun, record: id, Reason: reason, Before: string(text), Account: tx.Grant().Actor(), Recorded: tx.Now().Format(time.RFC3339)}
		_, err = tx.Exec(`INSERT INTO work_corrections (`+correctionColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			c.ID, c.noun, c.record, c.Reason, c.Before, c.Account, c.Recorded, tx.Guard("correction", c.says()...))
	}
	return errs.Wrap(err, "keep "+noun, id)
}

// Corrections lists what was changed about a record, the latest first. The caller has found the record and so may see it.
func Corrections(tx *store.Tx, record string) ([]Correction, error) {
	list, err := store.List(tx, scanCorrection, `SELECT `+correctionColumns+` FROM work_corrections WHERE record = $1 ORDER BY recorded DESC, id DESC`, record)
	return list, errs.Wrap(err, "list corrections", record)
}

// ForgedCorrections lists the records of which the program did not write what they are said to have said before.
func ForgedCorrections(tx *store.Tx) (records []string, err error) {
	list, err := store.List(tx, scanCorrection, `SELECT `+correctionColumns+` FROM work_corrections ORDER BY id`)
	for _, c := range list {
		if tx.Keys() != nil && !c.genuine(tx) {
			records = append(records, c.record)
		}
	}
	return records, errs.Wrap(err, "compare corrections")
}

// RegardCorrections vouches for what an earlier version kept of corrections, as it stands.
func RegardCorrections(tx *store.Tx) error {
	list, err := store.List(tx, scanCorrection, `SELECT `+correctionColumns+` FROM work_corrections WHERE guard IS NULL`)
	for _, c := range list {
		if err == nil {
			_, err = tx.Exec(`UPDATE work_corrections SET guard = $1 WHERE id = $2`, tx.Guard("correction", c.says()...), c.ID)
		}
	}
	return errs.Wrap(err, "vouch for corrections")
}

// Forget takes back what was kept of the corrections of a record that is removed.
func Forget(tx *store.Tx, record string) error {
	_, err := tx.Exec(`DELETE FROM work_corrections WHERE record = $1`, record)
	return errs.Wrap(err, "forget corrections", record)
}

// History is what this room keeps about people: what records about them said before. Earlier versions named people in it also where a record was removed, or given
// to somebody else, since.
var History = Registry{Places: []Place{
	{Table: "work_corrections", Column: "record", Holds: Record, Fate: Erased, Sign: "recorded"},
	{Table: "work_corrections", Column: "before", Holds: Text, Fate: Erased},
}}
