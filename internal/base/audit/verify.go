package audit

import "golang.org/x/mod/sumdb/tlog"

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
)

// Fault is the first thing wrong.
type Fault struct {
	N       int64 // of the entry; of the size when the head is wrong
	Problem Problem
}

// Verdict is what verification found.
type Verdict struct {
	Entries int64     // verified, up to the fault if there is one
	Root    tlog.Hash // of those
	Fault   *Fault    // nil when the trail is whole
}

const chunk = 1000

// Verify rebuilds the whole tree from the entries and compares it with the stored hashes and the head. The error is of reading only.
func Verify(head Head, log Log) (Verdict, error) {
	v := verifier{log: log}
	fault, err := v.walk()
	if err != nil {
		return Verdict{}, err
	}
	root, err := v.edge.Root()
	if err != nil {
		return Verdict{}, err
	}
	size := v.edge.Size()
	switch {
	case fault != nil:
	case size < head.Size:
		fault = &Fault{size, Deleted}
	case size > head.Size:
		fault = &Fault{head.Size, Added}
	case size > 0 && (root != head.Root || v.at != head.At):
		fault = &Fault{size, Beheaded}
	}
	return Verdict{Entries: size, Root: root, Fault: fault}, nil
}

type verifier struct {
	log    Log
	edge   Edge
	at     string       // of the last entry
	hashes []StoredHash // read ahead
	next   int64        // index of the stored hash to be compared
}

func (v *verifier) walk() (*Fault, error) {
	for {
		entries, err := v.log.Entries(v.edge.Size(), chunk)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if fault, err := v.entry(e); fault != nil || err != nil {
				return fault, err
			}
		}
		if len(entries) < chunk {
			return v.rest()
		}
	}
}

// entry appends one entry to the tree, unless something is wrong with it.
func (v *verifier) entry(e Entry) (*Fault, error) {
	n := v.edge.Size()
	if e.N != n {
		return &Fault{n, Deleted}, nil
	}
	leaf := e.Hash()
	stored, found, err := v.stored()
	if err != nil {
		return nil, err
	}
	switch {
	case found && stored != leaf:
		return v.foreign(e, leaf)
	case e.At < v.at:
		return &Fault{n, BackDated}, nil
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
			return &Fault{n, Torn}, nil
		}
	}
	v.at = e.At
	return nil, nil
}

// foreign tells what happened to an entry whose leaf is not the stored one.
func (v *verifier) foreign(e Entry, leaf tlog.Hash) (*Fault, error) {
	kept, err := v.log.Kept(leaf)
	switch {
	case err != nil:
		return nil, err
	case kept:
		return &Fault{e.N, Reordered}, nil
	case e.At < v.at:
		return &Fault{e.N, BackDated}, nil
	}
	return &Fault{e.N, Edited}, nil
}

// unstored tells an entry behind the end of the tree from a hash that is missing within it.
func (v *verifier) unstored(n int64) *Fault {
	if len(v.hashes) > 0 {
		return &Fault{n, Torn}
	}
	return &Fault{n, Added}
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
		return &Fault{v.edge.Size(), Deleted}, nil
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
