package rights

import (
	"encoding/json"
	"strconv"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/casework"
	"approdo/internal/care/person"
	"approdo/internal/care/report"
	"approdo/internal/care/sheet"
	"approdo/internal/care/vault"
	"approdo/internal/care/work"
)

// A request opens what is known about somebody to a colleague, or destroys it; a hold keeps it. So both carry a guard over all that they say: one that was planted, or of
// which a word was changed, is none.

// says is all that a request says. Whom it is about matters while it is open; later the row forgets them when they are erased.
func (q Request) says() []string {
	who := ""
	if q.State == Open {
		who = string(q.Person)
	}
	return []string{q.ID, string(q.Organisation), strconv.FormatInt(q.Number, 10), q.Kind, q.Cause, who, q.Day, q.State, q.Account, q.ClosedBy, q.Closed, q.Outcome}
}

// turn is how far a request has come, as the trail counts it: a row from before a later turn was put back.
func (q Request) turn() int64 {
	switch x, done := q.Certificate(); {
	case q.State == Open:
		return store.Stands
	case done && x.Scrubbed:
		return store.Gone + 1
	}
	return store.Gone
}

func (q Request) genuine(tx *store.Tx) bool { return tx.Guarded(q.guard, "request", q.says()...) }

// vouched answers Forged "rights.forged" for a request that the program did not write.
func (q Request) vouched(tx *store.Tx) error {
	if q.genuine(tx) {
		last, err := store.LastRevision(tx, "", store.Asked, q.ID)
		if err != nil || q.turn() >= last {
			return err
		}
	}
	return errs.E(errs.Forged, "rights.forged", "object", "request", "record", q.ID, "person", string(q.Person), "organisation", string(q.Organisation))
}

// says is all that a hold says when it was lifted at some time, or never.
func (h Hold) says(lifted string) []string {
	return []string{h.ID, h.organisation, string(h.Person), h.Reason, h.account, h.Made, lifted}
}

// stands reports whether nobody who may has lifted a hold that somebody who may has made, whatever its row says.
func (h Hold) stands(tx *store.Tx) bool { return tx.Guarded(h.guard, "hold", h.says("")...) }

// sound answers Unavailable "store.astray" where an index of what says whether somebody may be erased, or has been, does not say what its table says.
func sound(tx *store.Tx) error {
	return store.Sound(tx, store.Final)
}

// Examine compares all that something vouches for with the tables: those of the vault, codes of people, requests and holds.
func Examine(tx *store.Tx) ([]vault.Difference, error) {
	list, err := vault.Examine(tx)
	if err != nil {
		return list, err
	}
	codes, err := person.Forged(tx)
	if err != nil {
		return list, err
	}
	for _, who := range codes {
		list = append(list, vault.Difference{What: vault.DiffCode, ID: string(who)})
	}
	asked, err := store.List(tx, scan, `SELECT `+columns+` FROM rights_requests ORDER BY id`)
	for _, q := range asked {
		if !q.genuine(tx) {
			list = append(list, vault.Difference{What: vault.DiffRequest, ID: q.ID})
		}
	}
	if err != nil {
		return list, errs.Wrap(err, "compare requests")
	}
	holds, err := store.List(tx, scanHold, `SELECT `+holdColumns+` FROM rights_holds ORDER BY id`)
	for _, h := range holds {
		if !tx.Guarded(h.guard, "hold", h.says(h.lifted)...) {
			list = append(list, vault.Difference{What: vault.DiffRequest, ID: h.ID})
		}
	}
	if err != nil {
		return list, errs.Wrap(err, "compare holds")
	}
	corrected, err := work.ForgedCorrections(tx)
	for _, record := range corrected {
		list = append(list, vault.Difference{What: vault.DiffCorrection, ID: record})
	}
	if err != nil {
		return list, err
	}
	missing, err := missing(tx)
	return append(list, missing...), err
}

// Regard puts under the key file what an earlier version kept without guards, or with ones over less, from the step on up to which that was done already (roster.Guards). It is done once, and
// by nobody else than the first start that knows them.
func Regard(tx *store.Tx, book *codebook.Book, since int64) error {
	if err := regard(tx, book, since); err != nil || since >= roster.Uncounted {
		return err
	}
	if err := vault.UncountErasures(tx); err != nil {
		return err
	}
	return uncount(tx)
}

// uncount takes out of certificates how much was destroyed, where an earlier version wrote it there.
func uncount(tx *store.Tx) error {
	list, err := store.List(tx, scan, `SELECT `+columns+` FROM rights_requests WHERE kind = $1 AND state = $2 ORDER BY id`, Erasure, Done)
	if err != nil {
		return errs.Wrap(err, "list certificates")
	}
	for _, q := range list {
		x, certified := q.Certificate()
		plain, err := json.Marshal(x)
		if err == nil && certified && q.genuine(tx) && string(plain) != q.Outcome {
			q.Outcome = string(plain)
			tx.Note("guard", "request", nil)
			err = q.write(tx)
		}
		if err != nil {
			return errs.Wrap(err, "shorten certificate", q.ID)
		}
	}
	return nil
}

func regard(tx *store.Tx, book *codebook.Book, since int64) error {
	if since < roster.Imports {
		if err := regardSums(tx, since); err != nil {
			return err
		}
	}
	if err := casework.ListReceivers(tx, book); err != nil || since >= roster.Owners {
		return err
	}
	err := person.Regard(tx, since < roster.Addresses)
	if err == nil {
		err = vault.MoveFollowers(tx)
	}
	if err == nil {
		err = network.RegardLists(tx)
	}
	if err == nil {
		err = sheet.Regard(tx)
	}
	if err != nil || since >= roster.Addresses {
		return err
	}
	if err = vault.RegardErasures(tx); err == nil {
		err = report.Regard(tx)
	}
	if err != nil {
		return err
	}
	asked, err := store.List(tx, scan, `SELECT `+columns+` FROM rights_requests WHERE guard IS NULL ORDER BY id`)
	for _, q := range asked {
		if err == nil {
			_, err = tx.Exec(`UPDATE rights_requests SET guard = $1 WHERE id = $2`, tx.Guard("request", q.says()...), q.ID)
		}
	}
	if err != nil {
		return errs.Wrap(err, "guard requests")
	}
	holds, err := store.List(tx, scanHold, `SELECT `+holdColumns+` FROM rights_holds WHERE guard IS NULL ORDER BY id`)
	for _, h := range holds {
		if err == nil {
			_, err = tx.Exec(`UPDATE rights_holds SET guard = $1 WHERE id = $2`, tx.Guard("hold", h.says(h.lifted)...), h.ID)
		}
	}
	if len(asked)+len(holds) > 0 {
		tx.Note("guard", "request", nil)
	}
	return errs.Wrap(err, "guard holds")
}

// regardSums vouches for the tables with a hash over all of them, and for the rows of planned outings, warnings, imports and corrections, as they stand, but for what was vouched for already.
func regardSums(tx *store.Tx, since int64) error {
	var err error
	if since < roster.Numbered {
		err = work.RegardCorrections(tx)
	}
	if err == nil {
		err = store.SumUp(tx, since)
	}
	if err == nil && since < roster.Sums {
		if err = vault.RegardRows(tx); err == nil {
			err = sheet.RegardRows(tx)
		}
	}
	tx.Note("guard", "sums", nil)
	return err
}
