package store

import (
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"approdo/internal/base/audit"
)

// Trail lists at most limit audit entries with N ≥ from, by N.
func Trail(tx *Tx, from int64, limit int) ([]audit.Entry, error) {
	return List(tx, func(r Row) (e audit.Entry, err error) {
		err = r.Scan(&e.N, &e.At, &e.Actor, &e.Organisation, &e.Action, &e.Rule, &e.Object, &e.Record, &e.Details)
		return e, err
	}, `SELECT n, at, actor, organisation, action, rule, object, record, details FROM audit_entries WHERE n >= $1 ORDER BY n LIMIT $2`, from, limit)
}

// VerifyTrail rebuilds the Merkle tree of the whole audit trail and says what is wrong first, if anything.
func VerifyTrail(tx *Tx) (audit.Verdict, error) {
	var head audit.Head
	var root []byte
	err := tx.QueryRow(`SELECT size, at, root FROM audit_head WHERE id = 1`).Scan(&head.Size, &head.At, &root)
	if err != nil {
		return audit.Verdict{}, tx.fail(fmt.Errorf("store: head of the audit trail: %w", err))
	}
	copy(head.Root[:], root) // a root of another length differs from any true one
	return audit.Verify(head, trail{tx})
}

// trail is the audit log in the tables of this package.
type trail struct{ tx *Tx }

func (t trail) Entries(from int64, limit int) ([]audit.Entry, error) {
	return Trail(t.tx, from, limit)
}

func (t trail) Hashes(from int64, limit int) ([]audit.StoredHash, error) {
	return List(t.tx, func(r Row) (h audit.StoredHash, err error) {
		var b []byte
		err = r.Scan(&h.Index, &b)
		copy(h.Hash[:], b)
		return h, err
	}, `SELECT n, hash FROM audit_hashes WHERE n >= $1 ORDER BY n LIMIT $2`, from, limit)
}

func (t trail) Kept(hash tlog.Hash) (bool, error) {
	_, found, err := One(t.tx, func(r Row) (n int64, err error) {
		err = r.Scan(&n)
		return n, err
	}, `SELECT n FROM audit_hashes WHERE hash = $1`, hash[:])
	return found, err
}
