package store_test

import (
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// terms writes a row of a small table with a hash.
func terms(t *testing.T, s *store.Store, rule string) {
	t.Helper()
	if err := s.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		_, err := tx.Exec(`INSERT INTO rights_terms (rule, months, account, changed) VALUES ($1, 12, '', '')`, rule)
		tx.Note("rule", "", nil)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func differs(t *testing.T, tx *store.Tx) bool {
	t.Helper()
	differs, err := store.Differs(tx, store.SumTerms)
	if err != nil {
		t.Fatal(err)
	}
	return differs
}

// TestWhatIsReadWhileATableChangesIsNotTakenForAnOlderState: a transaction that began before a change sees the hash of before it, which is no forgery, whoever changes the table meanwhile.
func TestWhatIsReadWhileATableChangesIsNotTakenForAnOlderState(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		other := testkit.Reopen(t, s)
		terms(t, s, "first")
		read := func(s *store.Store, fn func(*store.Tx)) {
			t.Helper()
			if err := s.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error { fn(tx); return nil }); err != nil {
				t.Fatal(err)
			}
		}
		read(s, func(tx *store.Tx) {
			terms(t, s, "by itself")
			if differs(t, tx) {
				t.Error("its own change is taken for a forgery")
			}
		})
		read(s, func(tx *store.Tx) {
			terms(t, other, "by another process")
			read(s, func(tx *store.Tx) { differs(t, tx) }) // learns of it
			if differs(t, tx) {
				t.Error("another's change is taken for a forgery")
			}
		})
	})
}
