package audit

import (
	"errors"
	"fmt"
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"
)

// StoredHash is a hash of the tree and the place where it is kept (tlog.StoredHashIndex).
type StoredHash struct {
	Index int64
	Hash  tlog.Hash
}

// Edge is the right edge of the tree: the roots of the complete subtrees that cover it, the largest first. It is all
// that an append and the root need, at most 63 hashes. The zero Edge is of an empty tree.
type Edge struct {
	size  int64
	roots []tlog.Hash
}

// EdgeIndexes lists where the hashes of the edge of a tree of that size are kept, in the order OpenEdge wants them.
func EdgeIndexes(size int64) []int64 {
	var indexes []int64
	var before int64 // leaves covered so far
	for level := bits.Len64(uint64(size)) - 1; level >= 0; level-- {
		if size&(1<<level) != 0 {
			indexes = append(indexes, tlog.StoredHashIndex(level, before>>level))
			before += 1 << level
		}
	}
	return indexes
}

// OpenEdge takes up a tree of that size where its stored hashes left it.
func OpenEdge(size int64, hashes []tlog.Hash) (Edge, error) {
	if want := bits.OnesCount64(uint64(size)); len(hashes) != want {
		return Edge{}, fmt.Errorf("audit: the edge of %d entries has %d hashes, not %d", size, want, len(hashes))
	}
	return Edge{size: size, roots: hashes}, nil
}

// Size is how many entries the tree has.
func (e *Edge) Size() int64 { return e.size }

// Clone is a copy that appends on its own.
func (e *Edge) Clone() Edge {
	return Edge{size: e.size, roots: append([]tlog.Hash(nil), e.roots...)}
}

// Append adds an entry's hash and returns the hashes to store: the leaf's, then one for each subtree it completes.
func (e *Edge) Append(leaf tlog.Hash) ([]StoredHash, error) {
	// tlog asks for the complete subtrees to the left, the largest first: they are the end of our list.
	made, err := tlog.StoredHashesForRecordHash(e.size, leaf, tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		if len(indexes) > len(e.roots) {
			return nil, errors.New("audit: the edge is too short")
		}
		return e.roots[len(e.roots)-len(indexes):], nil
	}))
	if err != nil {
		return nil, err
	}
	stored := make([]StoredHash, len(made))
	first := tlog.StoredHashIndex(0, e.size)
	for i, h := range made {
		stored[i] = StoredHash{Index: first + int64(i), Hash: h}
	}
	e.roots = append(e.roots[:len(e.roots)-(len(made)-1)], made[len(made)-1])
	e.size++
	return stored, nil
}

// Root is the hash of the whole tree; of an empty one, the hash of nothing.
func (e *Edge) Root() (tlog.Hash, error) {
	return tlog.TreeHash(e.size, tlog.HashReaderFunc(func([]int64) ([]tlog.Hash, error) { return e.roots, nil }))
}
