package store

import (
	"strconv"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
)

// What is sealed proves that it was sealed as it stands, and not that it is the latest: whoever may write to the database can put an older row
// back. Which revision was the last, the trail says: NoteRevision puts it into a leaf of the tree.

// LastRevision is the revision that was written last of something, as NoteRevision noted it; 0 when it noted none. The entry must be the one the
// tree was built from, and lead to the checkpoint that covers it, else it is Forged "store.trail_forged".
func LastRevision(tx *Tx, person, object, id string) (int64, error) {
	where, args := `record = $1 AND object = 'planned'`, []any{id} // the index is about this word
	if person != "" {
		where, args = `person <> '' AND person = $1 AND object = $2 AND record = $3`, []any{person, object, id}
	} else if object != Planned {
		return 0, errs.E(errs.Internal, "errors.internal")
	}
	e, found, err := One(tx, scanEntry, `SELECT `+entryColumns+` FROM audit_entries WHERE `+where+` ORDER BY n DESC LIMIT 1`, args...)
	if err != nil || !found {
		return 0, errs.Wrap(err, "find last revision")
	}
	return e.Count, Vouched(tx, e)
}

// Planned is the object of entries about what is planned and concerns no one person: the one that LastRevision finds without a person.
const Planned = "planned"

// Vouched answers Forged "store.trail_forged" unless an entry is the one the tree was built from and, where a checkpoint covers it already, leads to that.
func Vouched(tx *Tx, e audit.Entry) error {
	list := []audit.Entry{e}
	t := &trail{tx: tx}
	if err := t.blind(list); err != nil {
		return err
	}
	e = list[0]
	forged := errs.E(errs.Forged, "store.trail_forged", "object", "trail", "record", strconv.FormatInt(e.N, 10), "person", e.Person, "organisation", e.Organisation)
	leaves, err := audit.Leaves(t, list)
	if err != nil {
		return err
	}
	if leaves[0] != e.Hash() {
		return forged
	}
	c, covered, err := CheckpointOver(tx, e.N)
	if err != nil || !covered || tx.Keys() == nil {
		return err
	}
	key, err := tx.Keys().Verifier(c.Origin)
	if err != nil {
		return forged
	}
	verifier, err := audit.Verifier(key)
	if err != nil {
		return err
	}
	if _, err := audit.OpenCheckpoint(c.Note, verifier); err != nil && errs.KindOf(err) == errs.Conflict {
		e, _ := errs.Of(err)
		if e.Key == "audit.other_key" { // of an earlier key file: it binds whoever kept it elsewhere, and proves nothing here
			return nil
		}
		return forged
	}
	if _, err := Prove(tx, e, c); err != nil {
		return forged
	}
	return nil
}

// Noted lists the ids of what was noted about a person under an object and not refused. Each entry must be one the tree was built from, as for LastRevision.
func Noted(tx *Tx, person, object string) (map[string]bool, error) {
	list, err := List(tx, scanEntry, `SELECT `+entryColumns+` FROM audit_entries WHERE person <> '' AND person = $1 AND object = $2 AND decision = $3`, person, object, audit.Allowed)
	ids := map[string]bool{}
	for _, e := range list {
		if err == nil {
			ids[e.Record], err = true, Vouched(tx, e)
		}
	}
	return ids, errs.Wrap(err, "list notes")
}

// Thing is what entries under one object are about: a record, of a person or of nobody.
type Thing struct{ Person, Record string }

// LastRevisions is what was noted last of everything under an object and not refused, for whoever has verified the whole trail just now.
func LastRevisions(tx *Tx, object string) (map[Thing]int64, error) {
	last := map[Thing]int64{}
	_, err := List(tx, func(row Row) (thing Thing, err error) {
		var revision int64
		err = row.Scan(&thing.Person, &thing.Record, &revision)
		last[thing] = revision
		return thing, err
	}, `SELECT person, record, count FROM audit_entries WHERE object = $1 AND decision = $2 ORDER BY n`, object, audit.Allowed)
	return last, errs.Wrap(err, "list notes")
}
