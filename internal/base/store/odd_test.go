package store_test

import (
	"errors"
	"testing"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// past undoes what is tried on a trail once it was looked at.
func past(t *testing.T, s *store.Store, touch func(*store.Tx) error, look func(*store.Tx)) {
	t.Helper()
	undo := errors.New("undo")
	err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
		if err := touch(tx); err != nil {
			t.Error(err)
		}
		look(tx)
		return undo
	})
	if !errors.Is(err, undo) {
		t.Error(err)
	}
}

func edits(queries ...string) func(*store.Tx) error {
	return func(tx *store.Tx) error {
		for _, q := range queries {
			if n, err := tx.Exec(q); err != nil || n == 0 {
				return errors.Join(err, errors.New(q))
			}
		}
		return nil
	}
}

// TestWhatIsFoundInTheTrailIsWhatWasWritten: each entry that answers is held against the tree, and so is what stands between: what was changed, also with its hash or so that it answers no more, what is
// gone and what was put behind the end is said.
func TestWhatIsFoundInTheTrailIsWhatWasWritten(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := officerOfStore(t, s)
		lookedAt(t, s) // entries 0 to 6
		o.sign(t, s)   // 7
		mustAdd(t, s, "a", "b")
		end := int64(len(entries(t, s)))
		search := func(tx *store.Tx, q store.Search) store.Odd {
			q.Limit = 50
			found, err := store.SearchTrail(tx, q)
			if err != nil {
				t.Error(err)
			}
			return found.Odd
		}
		past(t, s, func(*store.Tx) error { return nil }, func(tx *store.Tx) {
			for _, q := range []store.Search{{}, {Person: "olga"}, {Account: "nobody"}, {Action: "test"}, {Before: 4}, {Only: audit.Denied}} {
				if odd := search(tx, q); !odd.Right() || !odd.All {
					t.Errorf("%+v: %+v", q, odd)
				}
			}
		})
		for _, c := range []struct {
			name    string
			touch   func(*store.Tx) error
			changed int64 // or -1
			gone    int64
		}{
			{"who did it", edits(`UPDATE audit_entries SET actor = 'somebody' WHERE n = 3`), 3, 0},
			{"who did it, not signed yet", edits(`UPDATE audit_entries SET actor = 'somebody' WHERE n = 8`), 8, 0},
			{"who did it, with its leaf", func(tx *store.Tx) error {
				return errors.Join(edits(`UPDATE audit_entries SET actor = 'somebody' WHERE n = 3`)(tx), releaf(tx, 3))
			}, 3, 0},
			{"who did it, not signed yet, with its leaf", func(tx *store.Tx) error {
				return errors.Join(edits(`UPDATE audit_entries SET actor = 'somebody' WHERE n = 8`)(tx), releaf(tx, 8))
			}, 8, 0},
			{"how it went", edits(`UPDATE audit_entries SET decision = 'denied' WHERE n = 4`), 4, 0},
			{"whom it is about", edits(`UPDATE audit_subjects SET bucket = bucket + 1 WHERE n = 1`), 1, 0},
			{"gone", edits(`DELETE FROM audit_entries WHERE n = 2`), -1, 1},
			{"gone with its hash", edits(`DELETE FROM audit_entries WHERE n = 2`, `DELETE FROM audit_hashes WHERE n = 3`), -1, 1},
			{"the last ones gone", edits(`DELETE FROM audit_entries WHERE n >= 8`), -1, end - 8},
			{"the first ones gone", edits(`DELETE FROM audit_entries WHERE n < 2`), -1, 2},
		} {
			t.Run(c.name, func(t *testing.T) {
				past(t, s, c.touch, func(tx *store.Tx) {
					for _, q := range []store.Search{{}, {Account: "nobody"}, {Action: "test"}} {
						odd := search(tx, q)
						if odd.Right() || odd.Gone != c.gone || odd.Changes(c.changed) != (c.changed >= 0) || errs.KindOf(odd.Err()) != errs.Forged {
							t.Errorf("%+v: %+v", q, odd)
						}
					}
					if c.changed >= 0 {
						e, err := store.FindEntry(tx, c.changed)
						odd, errOdd := store.Compared(tx, e)
						if err != nil || errOdd != nil || odd.Right() {
							t.Errorf("entry %d by itself: %+v, %v, %v", c.changed, odd, err, errOdd)
						}
					}
				})
			})
		}
		past(t, s, edits(`DELETE FROM audit_entries WHERE n = 2`), func(tx *store.Tx) {
			_, err := store.FindEntry(tx, 2)
			wantKey(t, err, "store.trail_forged")
			_, err = store.FindEntry(tx, end)
			wantKey(t, err, "store.no_entry")
			if odd := search(tx, store.Search{Before: 2}); !odd.Right() {
				t.Errorf("before what is gone: %+v", odd)
			}
		})
		past(t, s, edits(`UPDATE audit_checkpoints SET note = 'nothing'`), func(tx *store.Tx) {
			if odd := search(tx, store.Search{}); !odd.Unsigned {
				t.Error("a checkpoint that is none is not said")
			}
		})
	})
}

// officerOfStore signs with the key file of the store itself.
func officerOfStore(t *testing.T, s *store.Store) (o officer) {
	t.Helper()
	must(t, s.Read(t.Context(), operator, func(tx *store.Tx) (err error) {
		o, err = officerWith(tx.Keys())
		return err
	}))
	return o
}

// releaf writes the hash of an entry as it stands in the place of its leaf.
func releaf(tx *store.Tx, n int64) error {
	e, err := store.FindEntry(tx, n)
	if err != nil {
		return err
	}
	leaf := e.Hash()
	_, err = tx.Exec(`UPDATE audit_hashes SET hash = $1 WHERE n = $2`, leaf[:], leafIndex(n))
	return err
}

// TestACheckpointOfAnotherKeyHidesNothing: whoever replaces a checkpoint by one that they signed themselves keeps nobody from seeing what else is wrong, and what rests on an entry from resting on the tree.
func TestACheckpointOfAnotherKeyHidesNothing(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o, stranger := officerOfStore(t, s), appoint(t)
		lookedAt(t, s)
		o.sign(t, s)
		mustAdd(t, s, "a")
		o.sign(t, s)
		mustAdd(t, s, "b")
		replaced := func(n int64) func(*store.Tx) error {
			return func(tx *store.Tx) error {
				c, _, err := store.FindCheckpoint(tx, n)
				if err == nil {
					c, err = c.Sign(stranger.signer)
				}
				if err == nil {
					_, err = tx.Exec(`UPDATE audit_checkpoints SET note = $1 WHERE n = $2`, c.Note, n)
				}
				return err
			}
		}
		edit := edits(`UPDATE audit_entries SET count = 2 WHERE n = 4`)
		all := func(do ...func(*store.Tx) error) func(*store.Tx) error {
			return func(tx *store.Tx) (err error) {
				for _, d := range do {
					err = errors.Join(err, d(tx))
				}
				return err
			}
		}
		verdict := func(tx *store.Tx) audit.Problem {
			v, err := store.VerifyTrail(tx, audit.Check{Verifier: o.verifier})
			if err != nil || v.Fault == nil {
				t.Errorf("%+v, %v", v, err)
				return ""
			}
			return v.Fault.Problem
		}
		past(t, s, replaced(0), func(tx *store.Tx) {
			if p := verdict(tx); p != audit.OtherKey {
				t.Errorf("an earlier key file: %s", p)
			}
		})
		past(t, s, all(replaced(0), edits(`UPDATE audit_entries SET actor = 'somebody' WHERE n = 9`)), func(tx *store.Tx) {
			if p := verdict(tx); p != audit.Edited {
				t.Errorf("an edit behind a checkpoint of another key: %s", p)
			}
		})
		past(t, s, replaced(1), func(tx *store.Tx) {
			if p := verdict(tx); p != audit.Forged {
				t.Errorf("another key after ours: %s", p)
			}
		})
		past(t, s, all(replaced(0), edits(`DELETE FROM audit_entries WHERE n >= 9`)), func(tx *store.Tx) {
			if p := verdict(tx); p != audit.Deleted {
				t.Errorf("the end gone behind a checkpoint of another key: %s", p)
			}
		})
		for name, touch := range map[string]func(*store.Tx) error{
			"with its leaf and the checkpoint over it":       all(edit, func(tx *store.Tx) error { return releaf(tx, 4) }, replaced(0)),
			"with its leaf and every checkpoint":             all(edit, func(tx *store.Tx) error { return releaf(tx, 4) }, replaced(0), replaced(1)),
			"with the whole tree and every checkpoint":       all(func(tx *store.Tx) error { return rewriteWith(tx, 4, `count = 2`) }, replaced(0), replaced(1)),
			"with the whole tree, and the checkpoints taken": all(func(tx *store.Tx) error { return rewriteWith(tx, 4, `count = 2`) }, edits(`DELETE FROM audit_checkpoints`)),
		} {
			past(t, s, touch, func(tx *store.Tx) {
				if _, err := store.LastRevision(tx, "olga", "card", "c"); errs.KindOf(err) != errs.Forged {
					t.Errorf("an edited entry is gone by, %s: %v", name, err)
				}
				if p := verdict(tx); p == audit.OtherKey {
					t.Errorf("%s: only another key is told", name)
				}
			})
		}
	})
}
