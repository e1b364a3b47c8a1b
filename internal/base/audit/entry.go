// Package audit makes the audit trail tamper-evident.
//
// The entries are the leaves of a Merkle tree (RFC 6962 shape, by
// golang.org/x/mod/sumdb/tlog). Each append stores the hashes of the subtrees it
// completes and moves the root, so that an entry that is later edited, removed, moved
// or given another time no longer leads to the root. What is pure stands here: the
// bytes of a leaf, the right edge that an append needs, the verification. Package
// store keeps the rows and locks the head.
//
// Its limit: whoever may write to the database may rebuild the whole tree. Only roots
// kept elsewhere (signed checkpoints) can show that.
package audit

import (
	"encoding/binary"

	"golang.org/x/mod/sumdb/tlog"
)

// Entry is one thing that was done. Texts are codes and ids, never names.
type Entry struct {
	N            int64  // position in the trail, from 0 and without gaps
	At           string // UTC, the machine's clock, fixed width (TimeFormat); never earlier than the entry before
	Actor        string // account id, or job
	Organisation string // id; empty for jobs
	Action       string // of package policy
	Rule         string // the line of the policy's table that allowed it
	Object       string // noun of what was written or looked at
	Record       string // its id
	Details      []byte // SHA-256 that commits to what was written
}

// TimeFormat writes times so that their text sorts like time.
const TimeFormat = "2006-01-02T15:04:05.000000Z"

// leafVersion opens every leaf: another set of fields needs another version, or two entries could share their bytes.
const leafVersion = "approdo audit entry 1"

// Leaf is the bytes that an entry commits to: the version, then each field preceded by its length as four bytes, big
// endian. N is not among them: the place in the tree says it, and so a moved entry can be recognised.
func (e Entry) Leaf() []byte {
	fields := [...]string{leafVersion, e.At, e.Actor, e.Organisation, e.Action, e.Rule, e.Object, e.Record, string(e.Details)}
	size := 0
	for _, f := range fields {
		size += 4 + len(f)
	}
	b := make([]byte, 0, size)
	for _, f := range fields {
		b = binary.BigEndian.AppendUint32(b, uint32(len(f)))
		b = append(b, f...)
	}
	return b
}

// Hash is the leaf's hash in the tree.
func (e Entry) Hash() tlog.Hash { return tlog.RecordHash(e.Leaf()) }
