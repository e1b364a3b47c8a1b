package store

import (
	"errors"

	"golang.org/x/mod/sumdb/tlog"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
)

// writtenColumns are the columns of an entry, in the order of entryValues, and entryColumns those that scanEntry reads.
const (
	writtenColumns    = `n, version, at, actor, organisation, role, action, purpose, decision, rule, object, record, person, count, details`
	countEntryColumns = 15
	entryColumns      = writtenColumns + `, CASE WHEN version > 3 THEN (SELECT s.bucket FROM audit_subjects s WHERE s.n = audit_entries.n) END, CASE WHEN version > 3 THEN (SELECT s.sealed FROM audit_subjects s WHERE s.n = audit_entries.n) END`
)

func entryValues(e audit.Entry) []any {
	details := e.Details
	if details == nil {
		details = []byte{}
	}
	if e.Version >= audit.Sealed {
		e.Record, e.Person = "", e.About
	}
	return []any{
		e.N, e.Version, e.At, e.Actor, e.Organisation, e.Role, e.Action, e.Purpose, e.Decision, e.Rule, e.Object, e.Record, e.Person, e.Count, details,
	}
}

// Trail lists at most limit audit entries with N ≥ from, by N.
func Trail(tx *Tx, from int64, limit int) ([]audit.Entry, error) { return Log(tx).Entries(from, limit) }

// Blinds reads what the leaves of a trail are blinded with, and the number of the first that is; zero, and the trail's size, where none is yet.
func Blinds(tx *Tx) (blinds audit.Blinds, since int64, err error) {
	var secret []byte
	_, found, err := One(tx, func(r Row) (n int64, err error) { return n, r.Scan(&secret, &since) }, `SELECT secret, since FROM audit_blinds WHERE id = 1`)
	if err == nil && found {
		blinds, err = blindsOf(secret)
		return blinds, since, tx.fail(err)
	}
	h, errHead := TrailHead(tx)
	return blinds, h.Size, errors.Join(err, errHead)
}

// VerifyTrail rebuilds the Merkle tree of the whole audit trail, opens every checkpoint, and says what is wrong first, if anything. What this process remembers of the tree must be in it too.
func VerifyTrail(tx *Tx, check audit.Check) (audit.Verdict, error) {
	h, err := TrailHead(tx)
	if err != nil {
		return audit.Verdict{}, err
	}
	v, err := audit.Verify(h, Log(tx), check)
	t := tx.memory.tip.Load()
	if err != nil || t == nil || t.size == 0 || t.size > h.Size || v.Fault != nil && v.Fault.Problem != audit.OtherKey {
		return v, err
	}
	root, err := RootAt(tx, t.size)
	if err == nil && root != t.root {
		v.Fault = &audit.Fault{N: t.size, Problem: audit.Beheaded}
	}
	return v, err
}

// TrailHead is what the trail says of itself.
func TrailHead(tx *Tx) (audit.Head, error) {
	var h audit.Head
	var root []byte
	err := tx.QueryRow(`SELECT size, at, root FROM audit_head WHERE id = 1`).Scan(&h.Size, &h.At, &root)
	copy(h.Root[:], root) // a root of another length differs from any true one
	if err == nil {
		err = counted(h.Size)
	}
	return h, tx.fail(errs.Wrap(headless(err), "store: head of the audit trail"))
}

// Log is the trail as verification and bundles read it.
func Log(tx *Tx) audit.Log { return &trail{tx: tx} }

// trail is the audit log in the tables of this package.
type trail struct {
	tx      *Tx
	blinder *audit.Blinder
}

func (t *trail) Entries(from int64, limit int) ([]audit.Entry, error) {
	list, err := List(t.tx, t.tx.scanEntry, `SELECT `+entryColumns+` FROM audit_entries WHERE n >= $1 ORDER BY n LIMIT $2`, from, limit)
	if err != nil {
		return nil, err
	}
	return list, t.blind(list)
}

// blind gives entries the blinds that their leaves are made with.
func (t *trail) blind(list []audit.Entry) error {
	if t.blinder == nil {
		blinds, _, err := Blinds(t.tx)
		if err != nil {
			return err
		}
		t.blinder = audit.NewBlinder(blinds)
	}
	for i := range list {
		t.blinder.Blind(&list[i])
	}
	return nil
}

func (t *trail) Hashes(from int64, limit int) ([]audit.StoredHash, error) {
	return List(t.tx, func(r Row) (h audit.StoredHash, err error) {
		var b []byte
		err = r.Scan(&h.Index, &b)
		copy(h.Hash[:], b)
		return h, err
	}, `SELECT n, hash FROM audit_hashes WHERE n >= $1 ORDER BY n LIMIT $2`, from, limit)
}

func (t *trail) Kept(hash tlog.Hash) (bool, error) {
	_, found, err := One(t.tx, func(r Row) (n int64, err error) {
		err = r.Scan(&n)
		return n, err
	}, `SELECT n FROM audit_hashes WHERE hash = $1`, hash[:])
	return found, err
}

func (t *trail) Checkpoints(from int64, limit int) ([]audit.StoredCheckpoint, error) {
	return List(t.tx, func(r Row) (c audit.StoredCheckpoint, err error) {
		return c, r.Scan(&c.N, &c.Size, &c.Note)
	}, `SELECT n, size, note FROM audit_checkpoints WHERE n >= $1 ORDER BY n LIMIT $2`, from, limit)
}
