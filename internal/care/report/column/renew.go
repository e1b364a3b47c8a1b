package column

import (
	"context"
	"slices"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
)

// Renew reads everything from the store, whatever its change feed says, and reports whether that is what the columns held at the same place of the feed. The feed says which records are read again, and is a
// table as any other: where somebody wrote another record's id into it, or wrote to a record past it, the columns keep what was there before.
func (s *Set) Renew(ctx context.Context, from *store.Store) (now *Snapshot, same bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	grant := policy.System(policy.Columns)
	err = from.Read(ctx, grant, func(tx *store.Tx) error {
		if err := Vouched(tx); err != nil {
			return err
		}
		beside := func(fn func(*store.Tx) error) error { return from.Read(ctx, grant, fn) }
		read := s.current != nil
		if err := s.refresh(tx, beside); err != nil {
			return err
		}
		if same = true; !read { // all of it was read just now
			return nil
		}
		before := s.current
		s.current = nil
		if err := s.refresh(tx, beside); err != nil {
			s.current = before
			return err
		}
		same = s.current.holds(before)
		return nil
	})
	return s.current, same, err
}

// Vouched answers Forged "store.sum_differs" where what figures are made by is not as the program wrote it: who pays, which channels reach somebody, the codes and the tables of the network, and its zone.
func Vouched(tx *store.Tx) error {
	if err := network.Vouched(tx); err != nil {
		return err
	}
	return store.Trusted(tx, store.SumCodes, store.SumDefinitions, store.SumAdditions, store.SumNetwork)
}

// holds reports whether two states of one Set have the same rows, which say the same of the same people.
func (s *Snapshot) holds(other *Snapshot) bool {
	type row struct {
		print  Fingerprint
		person int32
	}
	for name, view := range s.views {
		was := other.views[name]
		if view.Len() != was.Len() {
			return false
		}
		stood := make(map[Key]row, was.Len())
		was.Select(FirstDay, LastDay).Each(func(ref int32) { stood[was.Key(ref)] = row{*was.Fingerprint(ref), was.Person(ref)} })
		same := true
		view.Select(FirstDay, LastDay).Each(func(ref int32) {
			same = same && stood[view.Key(ref)] == row{*view.Fingerprint(ref), view.Person(ref)}
		})
		if !same {
			return false
		}
	}
	return true
}

// Overtaken reports whether somebody was erased since, or what figures are made by was changed. Single records that were changed meanwhile count for nothing here: a report says what stood when it was counted.
func (s *Snapshot) Overtaken(tx *store.Tx) (bool, error) {
	list, err := store.Changes(tx, s.N)
	return slices.ContainsFunc(list, ofAll), err
}
