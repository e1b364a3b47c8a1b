package store

import (
	"bytes"
	"maps"
	"sync"
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

// sumMemory is what a process knows of the hashes over small tables, from what it has committed or read, and from outside the database. Another process may have written later ones.
type sumMemory struct {
	mu    sync.Mutex
	marks map[Summed]SumMark
}

func (s *sumMemory) last(name Summed) SumMark {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.marks[name]
}

func (s *sumMemory) none() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.marks) == 0
}

func (s *sumMemory) learn(name Summed, m SumMark) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.marks == nil {
		s.marks = map[Summed]SumMark{}
	}
	if s.marks[name].N < m.N {
		s.marks[name] = m
	}
}

// SumMarks are the last hashes over small tables that this process knows, to be kept outside the database.
func SumMarks(tx *Tx) map[Summed]SumMark {
	s := &tx.memory.sums
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.marks)
}

// LearnSums lets no hash pass any more that is of before those that were kept outside the database.
func LearnSums(tx *Tx, kept map[Summed]SumMark) {
	for name, m := range kept {
		tx.memory.sums.learn(name, m)
	}
}
