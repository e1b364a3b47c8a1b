// Package counter remembers, beside the key file, how far the database had come: the length of the audit trail and its root, the last checkpoint, the last line of the
// roster, the hashes over small tables. Whoever puts the database back to yesterday does not put this file back, so the program notices before it signs another history under the same numbers.
//
// The file is written after a commit, so the database may be ahead of it by whatever was written since: that is what a crash leaves. It is never behind, and what the
// counter knows is in it as it was. Anything else is a database that was put back, or another one. Only two papers begin another era, in which the trail goes on from
// an earlier state.
package counter

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"reflect"

	"approdo/internal/base/errs"
	"approdo/internal/base/machine"
	"approdo/internal/base/network"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
)

// File is the name of the file beside the key file.
const File = "counter"

// Mark is how far a database had come.
type Mark struct {
	Network    string `json:"network"` // id
	Era        int64  `json:"era"`
	Size       int64  `json:"size"` // entries of the trail
	Root       string `json:"root"` // of its tree
	Checkpoint int64  `json:"checkpoint"`
	Note       string `json:"note"` // hash of the last checkpoint's text; empty before the first, when Checkpoint is -1
	Roster     int64  `json:"roster"`
	Head       string `json:"head"`
	Papers     string `json:"papers,omitempty"` // commitment of those in force then of the organisation that leads
	Guards     int64  `json:"guards,omitempty"` // which rows from before the program's guards were put under the key file: those of later ones never are

	Feed     int64 `json:"feed,omitempty"`    // the last number of the change feed
	Register Line  `json:"register,omitzero"` // how far the register of erasures reaches

	Sums map[store.Summed]store.SumMark `json:"sums,omitempty"` // the last hashes over small tables
}

// Line is the last line of the register of erasures: its number, and its hash.
type Line struct {
	N    int64  `json:"n"`
	Hash string `json:"hash"`
}

// Guards is how far this version puts rows under the key file, in the steps of the roster. Coded is how far the versions did that wrote it down here alone.
const (
	Guards = roster.Uncounted
	Coded  = 3
)

// Now reads how far the database has come. Of the trail it goes by the hashes from which any state of it can be proved, not by what the head claims.
func Now(tx *store.Tx) (m Mark, err error) {
	n, err := network.Find(tx)
	if err != nil {
		return m, err
	}
	h, err := store.TrailHead(tx)
	if err != nil {
		return m, err
	}
	r, err := network.Roster(tx)
	if err != nil {
		return m, err
	}
	head := r.Head()
	m = Mark{Network: n.ID, Era: r.Era().N, Size: h.Size, Checkpoint: -1, Roster: r.N(), Head: hex.EncodeToString(head[:]), Guards: Guards, Feed: store.FeedEnd(tx), Sums: store.SumMarks(tx)}
	if m.Papers, err = papers(tx, r); err != nil {
		return m, err
	}
	if m.Root, err = root(tx, h.Size); err != nil {
		return m, err
	}
	c, found, err := store.LastCheckpoint(tx)
	if err == nil && found {
		m.Checkpoint, m.Note = c.N, digest(c.Note)
	}
	return m, err
}

// papers is the commitment of the papers in force of the organisation that leads; empty where there are none.
func papers(tx *store.Tx, r *roster.Roster) (string, error) {
	lead, err := network.Lead(tx)
	if errs.KindOf(err) == errs.NotFound {
		return "", nil
	}
	inForce, _ := r.InForce(string(lead.ID))
	return hex.EncodeToString(inForce.Commitment()), err
}

func root(tx *store.Tx, size int64) (string, error) {
	if size == 0 {
		return "", nil
	}
	hash, err := store.RootAt(tx, size)
	return hex.EncodeToString(hash[:]), err
}

func digest(text string) string {
	sum := seal.Hash([]byte(text))
	return hex.EncodeToString(sum[:])
}

// Read reads the file; found is false where there is none yet.
func Read(keys *seal.Keys) (m Mark, found bool, err error) {
	text, err := seal.ReadBeside(keys.Beside(File), seal.MostBeside)
	if errors.Is(err, fs.ErrNotExist) {
		return m, false, nil
	}
	if err != nil || json.Unmarshal(text, &m) != nil {
		return m, false, errs.E(errs.Unavailable, "counter.unreadable", "file", keys.Beside(File), err)
	}
	return m, true, nil
}

// Keep writes the file, each part as far as it is known to have come: what another process wrote since is no less for it.
func (m Mark) Keep(keys *seal.Keys) (err error) {
	lock, err := machine.Hold(keys.File())
	if err != nil {
		return errs.E(errs.Unavailable, "seal.beside_unwritable", "file", keys.File(), err)
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	was, found, err := Read(keys)
	if err != nil {
		return err
	}
	next := m
	if found {
		next = was.joined(m)
	}
	if found && reflect.DeepEqual(next, was) {
		return nil
	}
	text, err := json.MarshalIndent(next, "", "  ")
	if err != nil {
		return err
	}
	return seal.WriteBeside(keys.Beside(File), append(text, '\n'))
}

// joined takes each part from whichever of two marks is further. Of an earlier era nothing counts any more.
func (m Mark) joined(o Mark) Mark {
	switch {
	case o.Network != m.Network, o.Era > m.Era:
		return o
	case o.Era < m.Era:
		return m
	}
	if o.Size > m.Size {
		m.Size, m.Root = o.Size, o.Root
	}
	if o.Checkpoint > m.Checkpoint {
		m.Checkpoint, m.Note = o.Checkpoint, o.Note
	}
	if o.Roster > m.Roster {
		m.Roster, m.Head, m.Papers = o.Roster, o.Head, o.Papers
	}
	if o.Register.N > m.Register.N {
		m.Register = o.Register
	}
	m.Guards, m.Feed = max(m.Guards, o.Guards), max(m.Feed, o.Feed)
	if m.Sums = maps.Clone(m.Sums); m.Sums == nil {
		m.Sums = o.Sums
	}
	for name, sum := range o.Sums {
		if m.Sums[name].N < sum.N {
			m.Sums[name] = sum
		}
	}
	return m
}

// Forget puts the file aside, since another network begins in the place of the one that it counted.
func Forget(keys *seal.Keys) error {
	name := keys.Beside(File)
	if err := os.Rename(name, name+".old"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return errs.E(errs.Unavailable, "seal.beside_unwritable", "file", name, err)
	}
	return nil
}

// Parts that can be found to be put back.
const (
	Trail       = "trail"
	Checkpoints = "checkpoints"
	Roster      = "roster"
)

// Compare lets no hash over a small table pass any more that is of before those that the mark knows, and answers nil if the database holds all else that it knows, as it was; else Conflict "counter.put_back" with the first part that it does not hold. A later era, which two
// papers began, holds nothing of what an earlier mark knows but may begin with it.
func (m Mark) Compare(tx *store.Tx) error {
	putBack := func(part string) error {
		return errs.E(errs.Conflict, network.PutBack, "part", part)
	}
	now, err := Now(tx)
	if err != nil {
		if errs.KindOf(err) == errs.NotFound || errs.KindOf(err) == errs.Internal { // hashes are missing
			return errs.E(errs.Conflict, network.PutBack, "part", Trail, err)
		}
		return err
	}
	r, err := network.Roster(tx)
	if err != nil {
		return err
	}
	if now.Era > m.Era && r.Fault() == nil {
		return nil
	}
	store.LearnSums(tx, m.Sums)
	store.LearnFeed(tx, m.Feed)
	head, known := r.HeadAt(m.Roster)
	switch {
	case now.Era != m.Era, !known, hex.EncodeToString(head[:]) != m.Head:
		return putBack(Roster)
	case now.Network != m.Network, now.Size < m.Size:
		return putBack(Trail)
	}
	if then, err := root(tx, m.Size); err != nil || then != m.Root {
		return putBack(Trail)
	}
	if m.Checkpoint < 0 {
		return nil
	}
	c, found, err := store.FindCheckpoint(tx, m.Checkpoint)
	if err != nil || !found || digest(c.Note) != m.Note {
		return putBack(Checkpoints)
	}
	return nil
}
