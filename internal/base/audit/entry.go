// Package audit makes the audit trail tamper-evident.
//
// The entries are the leaves of a Merkle tree (RFC 6962 shape, by
// golang.org/x/mod/sumdb/tlog). Each append stores the hashes of the subtrees it
// completes and moves the root, so that an entry that is later edited, removed, moved
// or given another time no longer leads to the root. What is pure stands here: the
// bytes of a leaf, the right edge that an append needs, the verification. Package
// store keeps the rows and locks the head.
//
// Whoever may write to the database may rebuild the whole tree, but cannot sign its
// root: a Checkpoint is a root signed with a key that stands outside the database, and
// a copy of it kept elsewhere binds even whoever holds that key. A Bundle is the trail
// as one file, which anybody can check with the verifier key alone, and with the
// checkpoints they kept.
//
// Its limit: what a malicious server leaves out before it is written, nothing can show.
package audit

import (
	"encoding/binary"
	"encoding/hex"
	"strconv"

	"golang.org/x/mod/sumdb/tlog"

	"approdo/internal/base/seal"
)

// Entry is one thing that was done, or refused. Texts are codes and ids, never names.
type Entry struct {
	Version      int64  // of the leaf: Current, or what it was when the entry was written
	N            int64  // position in the trail, from 0 and without gaps
	At           string // UTC, the machine's clock, fixed width (TimeFormat); never earlier than the entry before, unless that was written while the clock was ahead (SetsClock)
	Actor        string // account id, or job
	Organisation string // id; empty for jobs
	Role         string // under which the actor was allowed; empty for jobs
	Action       string // of package policy
	Purpose      string // what for, where something has to be asked; a code
	Decision     string // Allowed or Denied
	Rule         string // the line of the policy's table that allowed it, or why it was refused
	Object       string // noun of what was written or looked at; Export for what left the program
	Record       string // its id
	Person       string // id of the person whom a reading concerns; empty for facts, which forget their person when it is erased
	About        string // commits to person and record (Subject) of an entry that has them beside it, from version Sealed on
	Salt         string // of that commitment; empty once it was destroyed with what it committed to
	Astray       bool   // what stands beside it is not what it commits to
	Count        int64  // how many times: refusals are gathered; of what is kept in revisions, which one was written
	Details      []byte // commits to what was written (Commit); empty when there is nothing more to say

	Blind Blind // of its organisation, from version Blinded on; no column holds it: it follows from the trail's Blinds
}

// What an Entry's Decision says.
const (
	Allowed = "allowed"
	Denied  = "denied"
)

// Export is the Object of entries about what left the program as a file.
const Export = "export"

// TimeFormat writes times so that their text sorts like time.
const TimeFormat = "2006-01-02T15:04:05.000000Z"

// Current is the version of the leaves written now. Version 1 had no role, purpose, decision, person and count, and its
// details were committed to by a plain hash of their JSON. Version 2 said nothing about for whom it may be hidden.
const Current = 3

// Sealed is the version of leaves that commit to whom they are about, and do not say it: that stands beside the entry, and can be destroyed. All others are of version Current.
const Sealed = 4

// Blinded is the first version whose leaf commits to the organisation that it may be hidden from others for.
const Blinded = 3

// leafVersion opens every leaf, with the number of its version: another set of fields needs another version, or two
// entries could share their bytes.
const leafVersion = "approdo audit entry "

// Leaf is the bytes that an entry commits to: the version, then each field preceded by its length as four bytes, big
// endian. N is not among them: the place in the tree says it, and so a moved entry can be recognised. From version Blinded
// on the leaf is version, mark and body.
func (e Entry) Leaf() []byte {
	if e.Version >= Blinded {
		body := e.Body()
		return hiddenLeaf(e.Version, e.Blind.Mark(body), body)
	}
	return framed(e.fields()...)
}

// Body is the keyed hash of all that an entry says, which nobody guesses without its blind.
func (e Entry) Body() tlog.Hash {
	return seal.KeyedHash(e.Blind, "approdo audit body", e.fields()...)
}

// hiddenLeaf is a leaf as it is made of what a hidden entry shows.
func hiddenLeaf(version int64, mark, body tlog.Hash) []byte {
	return framed(opening(version), string(mark[:]), string(body[:]))
}

func opening(version int64) string { return leafVersion + strconv.FormatInt(version, 10) }

func (e Entry) fields() []string {
	record, person := e.Record, e.Person
	if e.Version >= Sealed {
		record, person = "", e.About
	}
	fields := []string{opening(e.Version), e.At, e.Actor, e.Organisation, e.Action, e.Rule, e.Object, record, string(e.Details)}
	// An entry that calls itself old has no newer fields. If it has, somebody added them: then they count, and the leaf differs.
	if e.Version != 1 || !e.old() {
		fields = append(fields, e.Role, e.Purpose, e.Decision, person, strconv.FormatInt(e.Count, 10))
	}
	return fields
}

// framed is fields one after the other, each preceded by its length.
func framed(fields ...string) []byte {
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

// old reports whether the fields that version 1 had not say nothing.
func (e Entry) old() bool {
	return e.Role == "" && e.Purpose == "" && e.Decision == Allowed && e.Person == "" && e.Count == 1
}

// SetsClock reports whether an entry says that the machine's clock was put right: it, and what follows, may be earlier than what stands before, which was written while the clock was ahead.
func (e Entry) SetsClock() bool { return e.Object == ClockObject && e.Decision == Allowed }

// ClockObject is the object of an entry that says that the machine's clock was put right.
const ClockObject = "clock"

// Hash is the leaf's hash in the tree.
func (e Entry) Hash() tlog.Hash { return tlog.RecordHash(e.Leaf()) }

// Subject is the commitment to whom an entry is about.
func Subject(salt, person, record string) string {
	return hex.EncodeToString(Commit([]byte(salt), []byte(person+"\n"+record)))
}

// Nameless reports whether an entry was about somebody or something that nobody can name any more.
func (e Entry) Nameless() bool { return e.Version >= Sealed && e.Salt == "" }

// Named reports whether what an entry says of whom it is about is what it commits to.
func (e Entry) Named() bool {
	switch {
	case e.Astray:
		return false
	case e.Version < Sealed:
		return e.About == "" && e.Salt == ""
	case e.Nameless():
		return e.Person == "" && e.Record == ""
	}
	return Subject(e.Salt, e.Person, e.Record) == e.About
}

// detailsVersion opens what is hashed to commit to details.
const detailsVersion = "approdo audit details 1"

// Commit is the commitment to details: a hash of them together with a secret number. Whoever has neither can guess no
// details from it; with both it proves what was written. When the two are destroyed, the trail stands as it did.
func Commit(salt, details []byte) []byte {
	h := seal.Hash([]byte(detailsVersion), binary.BigEndian.AppendUint32(nil, uint32(len(salt))), salt, details)
	return h[:]
}
