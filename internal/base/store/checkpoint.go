package store

import (
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
)

// idle is how old the last checkpoint may get while nothing happens: a new one then shows that nothing did.
const idle = 24 * time.Hour

// SignCheckpoint signs the trail as it was when this transaction began, and keeps the checkpoint. It makes none, and
// reports false, when the last is younger than every (another process was quicker), or when nothing but that checkpoint
// was recorded since and it is less than a day old. A trail that does not begin with what the last checkpoint covers is
// not signed: Forged "audit.rewritten". With it the state of the roster is signed.
func SignCheckpoint(tx *Tx, signer note.Signer, verifier note.Verifier, every time.Duration, with audit.Roster) (audit.Checkpoint, bool, error) {
	h, err := TrailHead(tx)
	if err != nil || h.Size == 0 {
		return audit.Checkpoint{}, false, err
	}
	last, found, err := LastCheckpoint(tx)
	if err != nil {
		return last, false, err
	}
	now, err := tx.run.time(h.Size)
	if err != nil {
		return last, false, tx.fail(err)
	}
	next := audit.Checkpoint{Size: h.Size, Root: h.Root, At: now, Roster: with}
	if found {
		if err := follows(tx, h, last, verifier); err != nil {
			return last, false, err
		}
		quiet := h.Size <= last.Size+1 // the entry of the checkpoint itself
		ahead := last.At > now         // the clock was wrong then: when the next is due is no matter of its time
		if !ahead && (last.At > earlier(now, every) || quiet && last.At > earlier(now, idle)) || ahead && quiet {
			return last, false, nil
		}
		next.N, next.At = last.N+1, max(now, last.At)
		if ahead {
			set, err := clockSet(tx, last.Size)
			if err != nil {
				return last, false, err
			}
			if set {
				next.At = now
			}
		}
	}
	if next, err = next.Sign(signer); err != nil {
		return next, false, errs.Wrap(err, "sign checkpoint")
	}
	_, err = tx.Exec(`INSERT INTO audit_checkpoints (n, size, note) VALUES ($1, $2, $3)`, next.N, next.Size, next.Note)
	tx.Note("checkpoint", fmt.Sprint(next.N), nil)
	return next, err == nil, errs.Wrap(err, "keep checkpoint")
}

// clockSet reports whether somebody said after so many entries that the clock was put right.
func clockSet(tx *Tx, size int64) (bool, error) {
	_, found, err := One(tx, func(r Row) (n int64, err error) { return n, r.Scan(&n) }, `SELECT n FROM audit_entries WHERE n >= $1 AND object = $2 LIMIT 1`, size, audit.ClockObject)
	return found, err
}

// earlier is a time so much before another, both as the trail writes them.
func earlier(at string, by time.Duration) string {
	t, err := time.Parse(audit.TimeFormat, at)
	if err != nil {
		return at
	}
	return t.Add(-by).UTC().Format(audit.TimeFormat)
}

// LastCheckpoint is the latest that was signed, as it claims to be.
func LastCheckpoint(tx *Tx) (audit.Checkpoint, bool, error) {
	return one(tx, `SELECT note FROM audit_checkpoints ORDER BY n DESC LIMIT 1`)
}

// CheckpointOver is the first that covers entry n.
func CheckpointOver(tx *Tx, n int64) (audit.Checkpoint, bool, error) {
	return one(tx, `SELECT note FROM audit_checkpoints WHERE size > $1 ORDER BY n LIMIT 1`, n)
}

// FindCheckpoint is the one with number n.
func FindCheckpoint(tx *Tx, n int64) (audit.Checkpoint, bool, error) {
	return one(tx, `SELECT note FROM audit_checkpoints WHERE n = $1`, n)
}

// Checkpoints lists at most limit checkpoints with a number below before, the latest first.
func Checkpoints(tx *Tx, before int64, limit int) ([]audit.Checkpoint, error) {
	notes, err := List(tx, scanNote, `SELECT note FROM audit_checkpoints WHERE n < $1 ORDER BY n DESC LIMIT $2`, before, limit)
	list := make([]audit.Checkpoint, len(notes))
	for i, text := range notes {
		if err == nil {
			list[i], err = readCheckpoint(text)
		}
	}
	return list, err
}

func one(tx *Tx, query string, args ...any) (c audit.Checkpoint, found bool, err error) {
	text, found, err := One(tx, scanNote, query, args...)
	if err == nil && found {
		c, err = readCheckpoint(text)
	}
	return c, found && err == nil, err
}

func scanNote(r Row) (text string, err error) {
	err = r.Scan(&text)
	return text, err
}

// readCheckpoint reads what a checkpoint claims; Forged "store.trail_forged" where its text is none, since no program of ours wrote it.
func readCheckpoint(text string) (audit.Checkpoint, error) {
	c, err := audit.ReadCheckpoint(text)
	if err != nil {
		err = errs.E(errs.Forged, "store.trail_forged", "object", "trail", err)
	}
	return c, err
}

// follows proves that the trail begins with what a checkpoint covers.
func follows(tx *Tx, h audit.Head, last audit.Checkpoint, verifier note.Verifier) error {
	_, err := audit.OpenCheckpoint(last.Note, verifier)
	// One signed with an earlier key file still binds the entries before it.
	if e, ok := errs.Of(err); err != nil && (!ok || e.Key != "audit.other_key") {
		return err
	}
	if last.Size > h.Size {
		return errs.E(errs.Forged, "audit.rewritten", "object", "trail", "record", last.Size, "checkpoint", last.N)
	}
	proof, err := tlog.ProveTree(h.Size, last.Size, hashes(tx))
	if err == nil {
		err = tlog.CheckTree(proof, h.Size, h.Root, last.Size, last.Root)
	}
	if err != nil {
		return errs.E(errs.Forged, "audit.rewritten", "object", "trail", "record", last.Size, "checkpoint", last.N, err)
	}
	return nil
}

// RootAt is the root of the trail's tree when it had so many entries, by the stored hashes.
func RootAt(tx *Tx, size int64) (tlog.Hash, error) {
	if err := counted(size); err != nil {
		return tlog.Hash{}, err
	}
	var entries int64
	if err := tx.QueryRow(`SELECT COALESCE(MAX(n), -1) + 1 FROM audit_entries`).Scan(&entries); err != nil {
		return tlog.Hash{}, tx.fail(errs.Wrap(err, "count entries"))
	}
	if size > entries {
		return tlog.Hash{}, damaged(fmt.Errorf("%d entries in audit_entries, and audit_head tells %d", entries, size))
	}
	return tlog.TreeHash(size, hashes(tx))
}

// hashes reads stored hashes of the tree by index.
func hashes(tx *Tx) tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		list := make([]tlog.Hash, len(indexes))
		for i, n := range indexes {
			var b []byte
			if err := tx.QueryRow(`SELECT hash FROM audit_hashes WHERE n = $1`, n).Scan(&b); err != nil {
				return nil, fmt.Errorf("store: hash %d of the audit tree: %w", n, err)
			}
			copy(list[i][:], b)
		}
		return list, nil
	})
}

// Prove shows that entry n, as it stands, is in the tree that a checkpoint covers: the hashes beside its way to the root.
// Conflict "audit.not_proved" when it does not lead there.
func Prove(tx *Tx, e audit.Entry, c audit.Checkpoint) (tlog.RecordProof, error) {
	if err := counted(c.Size); err != nil {
		return nil, err
	}
	proof, err := tlog.ProveRecord(c.Size, e.N, hashes(tx))
	if err == nil {
		err = tlog.CheckRecord(proof, c.Size, c.Root, e.N, e.Hash())
	}
	if err != nil {
		return nil, errs.E(errs.Conflict, "audit.not_proved", "entry", e.N, err)
	}
	return proof, nil
}
