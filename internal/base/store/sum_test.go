package store_test

import (
	"errors"
	"testing"
	"time"

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

// TestWhatIsCommittedWhileATableIsReadAndHashedIsVouchedForByNobody: somebody edits the table after it was compared with its hash and before the next is written over it.
func TestWhatIsCommittedWhileATableIsReadAndHashedIsVouchedForByNobody(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		terms(t, s, "first")
		if err := keep(t, s, `INSERT INTO work_corrections (id, noun, record, reason, before, account, recorded) VALUES ('first', '', '', '', '', '', '')`); err != nil {
			t.Fatal(err)
		}
		for name, c := range map[store.Summed]struct{ changes, edits string }{
			store.SumTerms: {`UPDATE rights_terms SET months = 13`, `INSERT INTO rights_terms (rule, months, account, changed) VALUES ('planted', 1, '', '')`},
			"corrections":  {`UPDATE work_corrections SET reason = 'x'`, `INSERT INTO work_corrections (id, noun, record, reason, before, account, recorded) VALUES ('planted', '', '', '', '', '', '')`},
		} {
			writer, edited := testkit.Outside(t, s), make(chan struct{})
			if err := s.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
				if _, err := tx.Exec(c.changes); err != nil { // which the whole table is read for
					return err
				}
				go func() { defer close(edited); writer.Exec(c.edits) }()
				select { // whoever is let in is in by then
				case <-edited:
				case <-time.After(500 * time.Millisecond):
				}
				tx.Note("rule", "", nil)
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			<-edited
			if err := s.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
				differs, err := store.Differs(tx, name)
				if !differs {
					t.Errorf("%s: the edit is vouched for", name)
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// keep writes some records of corrections, a table over which a total is carried on, or takes them away.
func keep(t *testing.T, s *store.Store, statements ...string) error {
	t.Helper()
	return s.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		for _, q := range statements {
			if q == "fails" {
				return errors.New("what was done is undone")
			}
			if _, err := tx.Exec(q); err != nil {
				return err
			}
		}
		tx.Note("correction", "", nil)
		return nil
	})
}

func kept(id string) string {
	return `INSERT INTO work_corrections (id, noun, record, reason, before, account, recorded) VALUES ('` + id + `', 'contact', 'r', '', '{}', '', '')`
}

// TestATotalIsCarriedOnByWhateverChangesItsTable: by rows that come and go in one transaction or several, of one process or two, and not by what was undone. Every row that was planted, changed, taken
// away or put back past the program is missed, whatever the program writes afterwards.
func TestATotalIsCarriedOnByWhateverChangesItsTable(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		other := testkit.Reopen(t, s)
		odd := func() (odd bool) {
			t.Helper()
			must(t, s.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) (err error) {
				odd, err = store.Differs(tx, "corrections")
				return err
			}))
			return odd
		}
		if odd() {
			t.Fatal("an empty table is told")
		}
		terms(t, s, "first")
		must(t, keep(t, s, kept("a"), kept("b"), kept("c")))
		must(t, keep(t, other, kept("d"), `DELETE FROM work_corrections WHERE id IN ('a', 'd')`))
		if keep(t, s, kept("e"), "fails") == nil || keep(t, s, kept("f"), kept("b")) == nil {
			t.Fatal("what cannot be done was done")
		}
		must(t, keep(t, s, kept("g"), `UPDATE work_corrections SET reason = 'mistyped' WHERE id = 'g'`, kept("h"), `DELETE FROM work_corrections WHERE id = 'h'`))
		must(t, keep(t, s, `INSERT INTO work_corrections (id, noun, record, reason, before, account, recorded) SELECT id || 'x', noun, record, reason, before, account, recorded FROM work_corrections WHERE id = 'g'`,
			`DELETE FROM work_corrections WHERE record = 'nothing'`, kept("b")+` ON CONFLICT DO NOTHING`))
		if odd() {
			t.Fatal("what the program did is told")
		}
		i := testkit.Outside(t, s)
		for _, edit := range []struct{ there, back string }{
			{`DELETE FROM work_corrections WHERE id = 'c'`, kept("c")},
			{kept("planted"), `DELETE FROM work_corrections WHERE id = 'planted'`},
			{kept("a"), `DELETE FROM work_corrections WHERE id = 'a'`}, // as it was once
			{`UPDATE work_corrections SET before = '[]' WHERE id = 'b'`, `UPDATE work_corrections SET before = '{}' WHERE id = 'b'`},
			{`UPDATE store_sums SET revision = revision + 1 WHERE name = 'corrections'`, `UPDATE store_sums SET revision = revision - 1 WHERE name = 'corrections'`},
		} {
			i.Exec(edit.there)
			if !odd() {
				t.Errorf("%s: nothing is told", edit.there)
			}
			must(t, keep(t, s, kept("later")))
			must(t, keep(t, s, `DELETE FROM work_corrections WHERE id = 'later'`))
			if !odd() {
				t.Errorf("%s: the program's next change vouches for it", edit.there)
			}
			i.Exec(edit.back)
			if odd() {
				t.Errorf("%s: once it is as it was, it is told", edit.back)
			}
		}
		before := i.Copy("work_corrections", "store_sums")
		must(t, keep(t, s, `DELETE FROM work_corrections WHERE id = 'b'`))
		before.PutBack()
		if !odd() {
			t.Error("table and total of before: nothing is told")
		}
		i.Exec(`DELETE FROM store_sums WHERE name = 'corrections'`)
		must(t, keep(t, s, kept("last")))
		if !odd() {
			t.Error("without its total nothing is told")
		}
		must(t, s.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error { tx.Note("guard", "", nil); return store.SumUp(tx, 0) }))
		if odd() {
			t.Error("once somebody has seen it, it is told")
		}
	})
}
