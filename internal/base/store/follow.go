package store

import (
	"slices"
	"sync"
)

// Follow lets a process keep something beside the database, such as its code lists, and learn it anew when anybody changed it: load reads it at the
// start of the first transaction that sees a change of the kind, from whichever process, and learn is given every state once, never an older one after
// a newer. Whoever is in a transaction so knows all that was committed before it.
func Follow[T any](s *Store, kind string, load func(*Tx) (T, error), learn func(T)) {
	f := &follower{kind: kind, read: func(tx *Tx) error {
		value, err := load(tx)
		if err == nil {
			learn(value)
		}
		return err
	}}
	for {
		old := s.followers.Load()
		list := []*follower{f}
		if old != nil {
			list = append(slices.Clone(*old), f)
		}
		if s.followers.CompareAndSwap(old, &list) {
			return
		}
	}
}

type follower struct {
	kind string
	read func(*Tx) error

	mu    sync.Mutex
	known bool
	n     int64 // of the last change that it knows of
}

// follow lets every follower learn before a transaction's own work.
func (s *Store) follow(tx *Tx) error {
	list := s.followers.Load()
	if list == nil {
		return nil
	}
	for _, f := range *list {
		if err := f.follow(tx); err != nil {
			return tx.fail(err)
		}
	}
	return nil
}

func (f *follower) follow(tx *Tx) error {
	n := tx.head.changes
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.known && tx.sure && n <= f.n || slices.Contains(tx.kinds, f.kind) { // of what is not committed nobody learns
		return nil
	}
	stale, err := true, error(nil)
	if f.known {
		stale, err = tx.announced(f.n, n, f.kind)
	}
	if err == nil && stale {
		err = f.read(tx)
	}
	if err == nil {
		f.known, f.n = true, n
	}
	return err
}
