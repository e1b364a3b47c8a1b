package store

import (
	"sync"
	"sync/atomic"
)

// standing asks in each transaction whether its grant is still somebody's. A grant is decided when a request begins, and a request can be held back for as long as its body takes to come: meanwhile its sender may have been
// suspended, or lost the role that it rests on.
type standing struct {
	ask atomic.Pointer[func(*Tx) error]

	mu sync.Mutex
	at map[string]int64 // how long the trail was when an actor was asked about last; nobody's standing changes without an entry
}

// Require has ask say, in every transaction under a grant that was given to a person, whether they still have it. It is asked before the transaction's own work, and its error ends it.
func (s *Store) Require(ask func(*Tx) error) { s.standing.ask.Store(&ask) }

// stands lets nobody act who has no grant any more. Who only reads, in a state in which they were asked about already, is not asked about again.
func (s *Store) stands(tx *Tx) error {
	ask := s.standing.ask.Load()
	if ask == nil || !tx.grant.Personal() || tx.grant.Denied() {
		return nil
	}
	key := tx.grant.Actor() + " " + tx.grant.Rule()
	if !tx.write && s.standing.known(key, tx.head.size) {
		return nil
	}
	if err := (*ask)(tx); err != nil {
		return err
	}
	if !tx.write { // where others write in the same batch the state is not the one that the head tells
		s.standing.learn(key, tx.head.size)
	}
	return nil
}

func (s *standing) known(key string, size int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	at, known := s.at[key]
	return known && at == size
}

// manyActors bounds what is remembered.
const manyActors = 1000

func (s *standing) learn(key string, size int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.at == nil || len(s.at) >= manyActors {
		s.at = map[string]int64{}
	}
	s.at[key] = size
}
