package work

import (
	"encoding/json"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
)

// Undone is why something is taken back, or corrected to what it said before, that was just done: nobody is asked for a reason then, and nobody may choose it (list correction_reason).
const Undone = "undone"

// Before reads what a record said before its latest correction; Conflict "work.changed_since" where nothing was corrected, Forged "work.forged" where the program did not write it.
func Before(tx *store.Tx, record string, into any) error {
	list, err := Corrections(tx, record)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return errs.E(errs.Conflict, "work.changed_since")
	}
	if tx.Keys() != nil && !list[0].genuine(tx) {
		return errs.E(errs.Forged, "work.forged", "object", list[0].noun, "record", record)
	}
	return errs.Wrap(json.Unmarshal([]byte(list[0].Before), into), "read correction", record)
}

// SinceChanged says of an undoing that came too late that the record was changed since.
func SinceChanged(err error) error {
	if e, known := errs.Of(err); known && e.Kind == errs.Conflict {
		return errs.E(errs.Conflict, "work.changed_since")
	}
	return err
}

// Unchanged is what a correction answers that corrects nothing, or what stands already: nothing is written then.
func Unchanged() error { return errs.E(errs.Conflict, "work.unchanged") }
