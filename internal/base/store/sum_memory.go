package store

import (
	"bytes"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
)

// SumMark is the last hash over a small table, and as which change of it.
type SumMark struct {
	N     int64  `json:"n"`
	Guard []byte `json:"guard"`
}

// mostChanges is more often than a table is ever changed.
const mostChanges = 1 << 53

// before reports whether a hash is not the last: of a change before it, or another of the same.
func (m SumMark) before(last SumMark) bool {
	return m.N < last.N || m.N == last.N && last.Guard != nil && !bytes.Equal(m.Guard, last.Guard)
}

// sumMarks are the last hashes over small tables that are known. They are shared, and never changed.
type sumMarks map[Summed]SumMark

// sumMemory is what a process knows of the hashes over small tables, from what it has committed or read, and from outside the database. Another process may have written later ones.
// A transaction goes by what was known when it began: it sees at least that, and of what was written since it may see nothing.
type sumMemory struct {
	mu    sync.Mutex
	marks atomic.Pointer[sumMarks]
	seen  map[Summed]bool // to differ, and not told yet
}

// saw remembers that a table was seen to differ by somebody who looked at it, also when it no longer does at the next look. Before the first hash nothing differs.
func (s *sumMemory) saw(tx *Tx, name Summed) {
	if tx.known[name].N > 0 {
		s.see(name)
	}
}

// see remembers it of whatever can differ.
func (s *sumMemory) see(name Summed) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.seen == nil {
		s.seen = map[Summed]bool{}
	}
	s.seen[name] = true
}

// SeenToDiffer are the tables with a hash that any transaction of this process saw to differ, by name, until Told.
func (s *Store) SeenToDiffer() (list []Summed) {
	m := &s.memory.sums
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Sorted(maps.Keys(m.seen))
}

// Told forgets that a table was seen to differ: whoever must know was told.
func (s *Store) Told(name Summed) {
	m := &s.memory.sums
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.seen, name)
}

func (s *sumMemory) known() sumMarks {
	if m := s.marks.Load(); m != nil {
		return *m
	}
	return nil
}

func (s *sumMemory) learn(more sumMarks) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := maps.Clone(s.known())
	if all == nil {
		all = sumMarks{}
	}
	news := false
	for name, m := range more {
		if all[name].N < m.N {
			all[name], news = m, true
		}
	}
	if news {
		s.marks.Store(&all)
	}
}

// SumMarks are the last hashes over small tables that this process knows, to be kept outside the database.
func SumMarks(tx *Tx) map[Summed]SumMark { return maps.Clone(tx.memory.sums.known()) }

// LearnSums lets no hash pass any more that is of before those that were kept outside the database when the transaction had not begun yet.
func LearnSums(tx *Tx, kept map[Summed]SumMark) {
	tx.memory.sums.learn(kept)
	tx.known = tx.memory.sums.known()
}
