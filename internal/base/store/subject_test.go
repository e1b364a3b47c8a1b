package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/audit"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// lookedAt writes entries about some people: one read, one of whom a record was written, one kept in revisions.
func lookedAt(t *testing.T, s *store.Store) {
	t.Helper()
	must(t, s.Write(t.Context(), operator, func(tx *store.Tx) error {
		tx.Note("test", "", nil)
		tx.NoteAbout("olga", "timeline", "olga", audit.Details{"by": audit.Code("page")})
		tx.NoteFact("contact", "of-olga", nil)
		tx.NoteRevision("olga", "card", "c", 2, nil)
		tx.NoteRevision("olga", "card", "c", 3, nil)
		tx.NoteAbout("zita", "timeline", "zita", nil)
		tx.NoteFact("contact", "of-zita", nil)
		tx.Changed("contact", "of-olga")
		return nil
	}))
}

// told is what a database says, in any column of a table.
func told(t *testing.T, s *store.Store, table, word string) bool {
	t.Helper()
	return read(t, s, func(tx *store.Tx) (found bool, err error) {
		list, err := store.List(tx, func(r store.Row) (text string, err error) {
			var e audit.Entry
			err = r.Scan(&e.Record, &e.Person)
			return e.Record + " " + e.Person, err
		}, `SELECT record, person FROM `+table)
		return slices.ContainsFunc(list, func(text string) bool { return strings.Contains(text, word) }), err
	})
}

// TestWhomAnEntryIsAboutStandsSealedBesideIt: the trail is searched by it, tells the last revision by it, and shows it to nobody without the key file; once it is taken away
// the tree stands as before, nothing finds it, and others are found as before.
func TestWhomAnEntryIsAboutStandsSealedBesideIt(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		lookedAt(t, s)
		for _, word := range []string{"olga", "of-olga", "zita"} {
			if told(t, s, "audit_entries", word) {
				t.Errorf("an entry says %s in clear", word)
			}
		}
		found := func(person string) (list []audit.Entry) {
			return read(t, s, func(tx *store.Tx) ([]audit.Entry, error) {
				found, err := store.SearchTrail(tx, store.Search{Person: person, Limit: 10})
				return found.Entries, err
			})
		}
		last := func() (n int64) {
			return read(t, s, func(tx *store.Tx) (int64, error) { return store.LastRevision(tx, "olga", "card", "c") })
		}
		if list := found("olga"); len(list) != 3 || list[2].Record != "olga" || list[0].Record != "c" {
			t.Errorf("about olga stand %+v", list)
		}
		if n := last(); n != 3 {
			t.Errorf("the last revision is %d", n)
		}
		if e := read(t, s, func(tx *store.Tx) (audit.Entry, error) { return store.FindEntry(tx, 2) }); e.Record != "of-olga" || e.Person != "" {
			t.Errorf("what was written is %+v", e)
		}
		before := read(t, s, store.TrailHead)
		must(t, s.Write(t.Context(), operator, func(tx *store.Tx) error {
			n, err := store.EraseSubjects(tx, []string{"olga", "of-olga"})
			if n != 1 {
				t.Errorf("details of %d entries went", n)
			}
			tx.Note("test", "erased", nil)
			return err
		}))
		if list := found("olga"); len(list) != 0 {
			t.Errorf("about olga stand %+v", list)
		}
		if list := found("zita"); len(list) != 1 {
			t.Errorf("about zita stand %+v", list)
		}
		if n := last(); n != 0 {
			t.Errorf("the last revision is %d", n)
		}
		list := entries(t, s)
		if !list[1].Nameless() || !list[2].Nameless() || list[6].Nameless() || list[6].Record != "of-zita" {
			t.Errorf("entries are %+v", list)
		}
		if v := verdict(t, s, audit.Check{}); v.Fault != nil || v.Entries != before.Size+1 {
			t.Errorf("the trail is %+v", v)
		}
		sizes := read(t, s, func(tx *store.Tx) ([]int64, error) {
			return store.List(tx, func(r store.Row) (n int64, err error) { return n, r.Scan(&n) }, `SELECT DISTINCT LENGTH(sealed) FROM audit_subjects`)
		})
		if buckets := read(t, s, func(tx *store.Tx) (n int64, err error) {
			return n, tx.QueryRow(`SELECT COUNT(DISTINCT bucket) FROM audit_subjects WHERE n IN (1, 3, 4)`).Scan(&n)
		}); buckets != 1 {
			t.Errorf("entries about one person stand in one bucket, and in %d once she was erased", buckets)
		}
		if narrow := read(t, s, func(tx *store.Tx) (n int64, err error) {
			return n, tx.QueryRow(`SELECT COUNT(*) FROM audit_subjects WHERE bucket < 140737488355328`).Scan(&n)
		}); narrow != 0 { // SQLite gives the others eight bytes
			t.Errorf("%d buckets take fewer bytes than the others", narrow)
		}
		if bare := read(t, s, func(tx *store.Tx) (n int64, err error) {
			return n, tx.QueryRow(`SELECT COUNT(*) FROM audit_entries WHERE LENGTH(details) > 0 AND n NOT IN (SELECT n FROM audit_details)`).Scan(&n)
		}); bare != 0 {
			t.Errorf("beside %d entries no details stand any more", bare)
		}
		wantKey(t, s.Read(t.Context(), operator, func(tx *store.Tx) error {
			_, err := store.Details(tx, tx.Keys(), list[1])
			return err
		}), "store.details_erased")
		if len(sizes) != 1 {
			t.Errorf("what was taken away has another size: %v", sizes)
		}
	})
}

// TestWhomAnEntryIsAboutCannotBeChanged: nor moved to another, nor hidden from whoever looks for it, nor taken out.
func TestWhomAnEntryIsAboutCannotBeChanged(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		lookedAt(t, s)
		for n, edit := range []string{
			`DELETE FROM audit_subjects WHERE n = 3`,
			`UPDATE audit_subjects SET bucket = (SELECT MIN(bucket) + 100000 FROM audit_subjects) WHERE n = 3`,
			`UPDATE audit_subjects SET sealed = (SELECT sealed FROM audit_subjects WHERE n = 4) WHERE n = 3`,
			`UPDATE audit_entries SET record = 'x' WHERE n = 3`,
		} {
			t.Run(fmt.Sprint(n), func(t *testing.T) {
				undo := fmt.Errorf("undo")
				err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
					tx.Note("test", "", nil)
					if _, err := tx.Exec(edit); err != nil {
						return err
					}
					v, err := store.VerifyTrail(tx, audit.Check{})
					if err == nil && (v.Fault == nil || *v.Fault != audit.Fault{N: 3, Problem: audit.Edited}) {
						t.Errorf("%s: %+v", edit, v.Fault)
					}
					if err == nil {
						err = undo
					}
					return err
				})
				if err != undo {
					t.Error(err)
				}
			})
		}
	})
}

// TestAFeedThatWasForgottenIsReadAsAChangeOfEverything: whoever kept something in mind learns it anew, and so does who is too far behind.
func TestAFeedThatWasForgottenIsReadAsAChangeOfEverything(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		lookedAt(t, s)
		other := testkit.Reopen(t, s)
		loads := 0
		recall := func() {
			read(t, other, func(tx *store.Tx) (int, error) {
				return store.Recall(tx, "code", func(*store.Tx) (int, error) { loads++; return loads, nil })
			})
		}
		recall()
		must(t, s.Write(t.Context(), operator, func(tx *store.Tx) error {
			tx.Note("test", "", nil)
			tx.Changed("code", "a")
			return nil
		}))
		must(t, s.Write(t.Context(), operator, func(tx *store.Tx) error {
			_, err := store.ForgetChanges(tx, nil)
			tx.Note("test", "", nil)
			tx.Changed("network", "o")
			return err
		}))
		recall()
		if loads != 2 {
			t.Errorf("what was kept in mind was learnt %d times", loads)
		}
		list := read(t, s, func(tx *store.Tx) ([]store.Change, error) { return store.Changes(tx, 0) })
		if len(list) != 2 || list[0].Kind != "network" || list[1] != (store.Change{N: 3, Kind: "network", ID: "o"}) {
			t.Errorf("the feed reads %v", list)
		}
		for range 11 {
			must(t, s.Write(t.Context(), operator, func(tx *store.Tx) error {
				tx.Note("test", "", nil)
				for range 1000 {
					tx.Changed("contact", "c")
				}
				return nil
			}))
		}
		if rows := read(t, s, func(tx *store.Tx) (n int64, err error) {
			return n, tx.QueryRow(`SELECT COUNT(*) FROM store_changes`).Scan(&n)
		}); rows != 10_000 {
			t.Errorf("the feed keeps %d changes", rows)
		}
	})
}
