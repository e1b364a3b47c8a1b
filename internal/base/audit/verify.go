package audit

import (
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"approdo/internal/base/errs"
)

// Head is what the trail says of itself.
type Head struct {
	Size int64
	At   string // of the last entry
	Root tlog.Hash
}

// Log is where the trail is kept: a store, or a file taken out of one.
type Log interface {
	// Entries lists at most limit entries with N ≥ from, by N.
	Entries(from int64, limit int) ([]Entry, error)
	// Hashes lists at most limit stored hashes with Index ≥ from, by Index.
	Hashes(from int64, limit int) ([]StoredHash, error)
	// Kept reports whether a hash is stored anywhere.
	Kept(hash tlog.Hash) (bool, error)
	// Checkpoints lists at most limit signed checkpoints with a number ≥ from, by number, as they are stored.
	Checkpoints(from int64, limit int) ([]StoredCheckpoint, error)
}

// StoredCheckpoint is a row of checkpoints: number and size as the row says them, and the signed text.
type StoredCheckpoint struct {
	N, Size int64
	Note    string
}

// Problem is what is wrong with a trail.
type Problem string

// The problems.
const (
	Edited    Problem = "edited"     // the entry is not the one the tree was built from
	Deleted   Problem = "deleted"    // the entry is missing
	Reordered Problem = "reordered"  // the entry stood elsewhere
	BackDated Problem = "back_dated" // the entry is older than the one before it
	Added     Problem = "added"      // the entry came after the head was written
	Torn      Problem = "torn"       // a stored hash is missing, or not the one the entries give
	Beheaded  Problem = "beheaded"   // size, time or root of the head are not those of the entries
	Forged    Problem = "forged"     // the signature of a checkpoint is not one of the key, or its text is none
	OtherKey  Problem = "other_key"  // the checkpoint is signed, but with another key than the one given
	Rewritten Problem = "rewritten"  // the entries do not lead to the root of a checkpoint
	Lost      Problem = "lost"       // a checkpoint is missing: the numbers leave one out
	Misplaced Problem = "misplaced"  // a checkpoint goes back in size or time, or is of a time before its entries
	Truncated Problem = "truncated"  // the file ends before its end
	Uncovered Problem = "uncovered"  // no checkpoint covers the last entries of the file
	Short     Problem = "short"      // a checkpoint that was kept covers more entries than the file holds
	Unread    Problem = "unread"     // a line of the file is none of a bundle
	Concealed Problem = "concealed"  // the entry is hidden from the one it may not be hidden from
	Unsigned  Problem = "unsigned"   // what comes before the entries is not as it was signed: for whom the file is, names, codes
	Foreign   Problem = "foreign"    // the file is for another organisation than the one it is read for
	Unnamed   Problem = "unnamed"    // more or fewer entries do not say whom they are about than was signed
)

// Fault is something that is wrong.
type Fault struct {
	N          int64 // of the entry; of the size when the head is wrong
	Problem    Problem
	Checkpoint int64 // number of the checkpoint, plus one, where the fault is of one: the entries from N on do not lead to it
}

// Verdict is what verification found.
type Verdict struct {
	Entries     int64     // verified, up to the fault if there is one
	Root        tlog.Hash // of those
	Checkpoints int64     // verified
	Fault       *Fault    // nil when the trail is whole
}

const chunk = 1000

// Check is what a verification needs besides the trail.
type Check struct {
	Verifier note.Verifier       // of the checkpoints; nil: what they claim is compared, and not who signed it
	Progress func(entries int64) // told now and then; may be nil
}

func (c Check) open(signed string) (Checkpoint, error) {
	if c.Verifier == nil {
		return ReadCheckpoint(signed)
	}
	return OpenCheckpoint(signed, c.Verifier)
}

// Verify rebuilds the whole tree from the entries and compares it with the stored hashes, the head, and every checkpoint
// with its signature. The error is of reading only.
func Verify(head Head, log Log, check Check) (Verdict, error) {
	v := verifier{log: log, check: check}
	fault, err := v.walk()
	if err == nil && fault == nil {
		v.ended = true
		fault, err = v.checkpoint()
	}
	if err == nil && fault == nil {
		fault = v.other
	}
	if err != nil {
		return Verdict{}, err
	}
	root, err := v.edge.Root()
	if err != nil {
		return Verdict{}, err
	}
	size := v.edge.Size()
	switch {
	case fault != nil && fault.Problem != OtherKey:
	case size < head.Size:
		fault = &Fault{N: size, Problem: Deleted}
	case size > head.Size:
		fault = &Fault{N: head.Size, Problem: Added}
	case size > 0 && (root != head.Root || v.at != head.At):
		fault = &Fault{N: size, Problem: Beheaded}
	}
	return Verdict{Entries: size, Root: root, Checkpoints: v.last.N, Fault: fault}, nil
}

type verifier struct {
	log    Log
	check  Check
	edge   Edge
	at     string       // of the last entry
	set    bool         // the clock was put right since the last checkpoint
	hashes []StoredHash // read ahead
	next   int64        // index of the stored hash to be compared

	signed  []StoredCheckpoint // read ahead
	last    Checkpoint         // verified last, with N one more: how many there were
	ours    bool               // one was signed with the key that is asked for
	other   *Fault             // the first that was signed with another; it proves nothing, and hides nothing of what comes after it
	reached bool               // all were
	ended   bool               // no entry comes any more
}

func (v *verifier) walk() (*Fault, error) {
	for {
		entries, err := v.log.Entries(v.edge.Size(), chunk)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if fault, err := v.checkpoint(); fault != nil || err != nil {
				return fault, err
			}
			if fault, err := v.entry(e); fault != nil || err != nil {
				return fault, err
			}
		}
		if v.check.Progress != nil {
			v.check.Progress(v.edge.Size())
		}
		if len(entries) < chunk {
			return v.rest()
		}
	}
}

// checkpoint verifies the checkpoints of the size reached.
func (v *verifier) checkpoint() (*Fault, error) {
	for {
		if len(v.signed) == 0 && !v.reached {
			var err error
			if v.signed, err = v.log.Checkpoints(v.last.N, chunk); err != nil {
				return nil, err
			}
			v.reached = len(v.signed) < chunk
		}
		if len(v.signed) == 0 {
			return nil, nil
		}
		row := v.signed[0]
		if row.Size > v.edge.Size() && !v.ended {
			return nil, nil // its turn comes, and only then is its signature worth the time
		}
		c, err := v.check.open(row.Note)
		problem, err := v.against(row, c, err)
		if problem == OtherKey && (v.ours || row.N != v.last.N) { // a key file is older than another, and never comes back
			problem = Forged
		}
		if problem != "" && problem != OtherKey || err != nil {
			return &Fault{v.last.Size, problem, row.N + 1}, err
		}
		v.signed = v.signed[1:]
		if problem == OtherKey {
			if v.other == nil {
				v.other = &Fault{v.last.Size, problem, row.N + 1}
			}
			v.last.N++
			continue
		}
		v.last, v.ours, v.set = c, true, false
		v.last.N++
	}
}

// against compares one checkpoint with the entries before it.
func (v *verifier) against(row StoredCheckpoint, c Checkpoint, opened error) (Problem, error) {
	root, err := v.edge.Root()
	return c.problem(v.last.since(v.set), row, opened, v.edge.Size(), root, v.at), err
}

// since is a checkpoint as the next is held against it: its time says nothing where the clock was put right since.
func (c Checkpoint) since(set bool) Checkpoint {
	if set {
		c.At = ""
	}
	return c
}

// problem says what is wrong with a checkpoint, given the one before it (with N one more), the row it was read from, how
// opening it went, and the tree of the entries up to here; empty when nothing is.
func (c Checkpoint) problem(last Checkpoint, row StoredCheckpoint, opened error, size int64, root tlog.Hash, at string) Problem {
	e, _ := errs.Of(opened)
	switch {
	case e != nil && e.Key == "audit.other_key":
		return OtherKey
	case opened != nil, row.N != c.N, row.Size != c.Size:
		return Forged
	case c.N > last.N:
		return Lost
	case c.N < last.N, c.Size < last.Size, c.At < last.At, c.At < at:
		return Misplaced
	case c.Size > size:
		return Deleted
	case c.Size != size, c.Root != root:
		return Rewritten
	}
	return ""
}

// entry appends one entry to the tree, unless something is wrong with it.
func (v *verifier) entry(e Entry) (*Fault, error) {
	n := v.edge.Size()
	if e.N != n {
		return &Fault{N: n, Problem: Deleted}, nil
	}
	leaf := e.Hash()
	stored, found, err := v.stored()
	if err != nil {
		return nil, err
	}
	switch {
	case found && stored != leaf:
		return v.foreign(e, leaf)
	case !e.Named():
		return &Fault{N: n, Problem: Edited}, nil
	case e.At < v.at && !e.SetsClock():
		return &Fault{N: n, Problem: BackDated}, nil
	case !found:
		return v.unstored(n), nil
	}
	before := v.edge.Clone()
	made, err := v.edge.Append(leaf)
	if err != nil {
		return nil, err
	}
	for _, h := range made[1:] {
		stored, found, err := v.stored()
		if err != nil {
			return nil, err
		}
		if !found || stored != h.Hash {
			v.edge = before
			return &Fault{N: n, Problem: Torn}, nil
		}
	}
	v.at, v.set = e.At, v.set || e.SetsClock()
	return nil, nil
}

// foreign tells what happened to an entry whose leaf is not the stored one.
func (v *verifier) foreign(e Entry, leaf tlog.Hash) (*Fault, error) {
	kept, err := v.log.Kept(leaf)
	switch {
	case err != nil:
		return nil, err
	case kept:
		return &Fault{N: e.N, Problem: Reordered}, nil
	case e.At < v.at:
		return &Fault{N: e.N, Problem: BackDated}, nil
	}
	return &Fault{N: e.N, Problem: Edited}, nil
}

// unstored tells an entry behind the end of the tree from a hash that is missing within it.
func (v *verifier) unstored(n int64) *Fault {
	if len(v.hashes) > 0 {
		return &Fault{N: n, Problem: Torn}
	}
	return &Fault{N: n, Problem: Added}
}

// rest finds hashes that no entry accounts for: the entries at the end are gone.
func (v *verifier) rest() (*Fault, error) {
	if len(v.hashes) == 0 {
		var err error
		if v.hashes, err = v.log.Hashes(v.next, 1); err != nil {
			return nil, err
		}
	}
	if len(v.hashes) > 0 {
		return &Fault{N: v.edge.Size(), Problem: Deleted}, nil
	}
	return nil, nil
}

// stored is the next stored hash, if it is there.
func (v *verifier) stored() (tlog.Hash, bool, error) {
	if len(v.hashes) == 0 {
		var err error
		if v.hashes, err = v.log.Hashes(v.next, 2*chunk); err != nil {
			return tlog.Hash{}, false, err
		}
	}
	if len(v.hashes) == 0 || v.hashes[0].Index != v.next {
		return tlog.Hash{}, false, nil
	}
	h := v.hashes[0].Hash
	v.hashes = v.hashes[1:]
	v.next++
	return h, true, nil
}
