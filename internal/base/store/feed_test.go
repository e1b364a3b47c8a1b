package store_test

import (
	"slices"
	"testing"

	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// noticing is what a process recalls of codes.
type noticing struct{}

func recalled(t *testing.T, s *store.Store, reads *int) {
	t.Helper()
	read(t, s, func(tx *store.Tx) (noticing, error) {
		return store.Recall(tx, "code", func(*store.Tx) (noticing, error) {
			*reads++
			return noticing{}, nil
		})
	})
}

// intrudes edits the database as somebody does who has it and not the key file.
func intrudes(t *testing.T, o store.Options, queries ...string) {
	t.Helper()
	i := testkit.Intrude(t, o)
	for _, q := range queries {
		i.Exec(q)
	}
}

// TestNobodyWritesIntoTheFeed: a line that was changed, put in, or taken away keeps nothing from being read anew, and what somebody wrote there is told.
func TestNobodyWritesIntoTheFeed(t *testing.T) {
	t.Parallel()
	for name, options := range testkit.Places() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := options(t)
			opens := func() *store.Store {
				s, err := testkit.OpenStore(t.Context(), o)
				must(t, err)
				t.Cleanup(func() { must(t, s.Close()) })
				return s
			}
			s, other := opens(), opens() // two servers: what one wrote, the other reads
			writes := func(by *store.Store, kind string) {
				t.Helper()
				must(t, by.Write(t.Context(), operator, func(tx *store.Tx) error {
					tx.Note("test", "", nil)
					tx.Changed(kind, "x")
					return nil
				}))
			}
			told := func(s *store.Store) bool {
				defer s.Told(store.FeedDiffers)
				return slices.Contains(s.SeenToDiffer(), store.FeedDiffers)
			}
			reads, before := 0, 0
			anew := func() bool {
				t.Helper()
				before = reads
				recalled(t, s, &reads)
				return reads > before
			}
			writes(other, "code")
			recalled(t, s, &reads)
			writes(other, "other")
			if anew() || told(s) {
				t.Fatal("what another kind announces is read anew, or told")
			}
			for _, c := range []struct {
				name string
				edit []string
				told bool
			}{
				{"changed", []string{`UPDATE store_changes SET kind = 'other' WHERE n = (SELECT MAX(n) FROM store_changes)`}, true},
				{"changed, with the mark of another", []string{`UPDATE store_changes SET kind = 'other', mark = (SELECT mark FROM store_changes WHERE kind = 'other' ORDER BY n LIMIT 1) WHERE n = (SELECT MAX(n) FROM store_changes)`}, true},
				{"without a mark", []string{`UPDATE store_changes SET kind = 'other', mark = '' WHERE n = (SELECT MAX(n) FROM store_changes)`}, true},
				{"taken away", []string{`DELETE FROM store_changes WHERE n = (SELECT MAX(n) FROM store_changes)`}, false}, // as an erasure does
			} {
				writes(other, "code")
				intrudes(t, o, c.edit...)
				if !anew() {
					t.Errorf("%s: the change is hidden", c.name)
				}
				if told(s) != c.told {
					t.Errorf("%s: told %v", c.name, !c.told)
				}
				if told(other) {
					t.Errorf("%s: told by who wrote it and reads nothing", c.name)
				}
			}
			// The end taken away, with the number that tells it: the next to write says so, and goes on behind a gap.
			writes(other, "code")
			intrudes(t, o, `DELETE FROM store_changes WHERE n = (SELECT changes FROM audit_head)`, `UPDATE audit_head SET changes = changes - 1`)
			writes(other, "other")
			if !anew() || !told(other) {
				t.Error("the end of the feed was taken away: the change is hidden, or nobody is told")
			}
			writes(other, "other")
			if anew() || told(s) || told(other) {
				t.Error("it does not go on as before")
			}
			// Once more, and nobody who knows of it writes: who reads says so, and goes by nothing that it recalls until somebody writes.
			writes(other, "code")
			intrudes(t, o, `DELETE FROM store_changes WHERE n = (SELECT changes FROM audit_head)`, `UPDATE audit_head SET changes = changes - 1`)
			if !anew() || !told(s) || !anew() {
				t.Error("the end of the feed was taken away before anybody saw it: the change is hidden, or nobody is told")
			}
			writes(s, "other")
			_ = told(s)
			if !anew() || told(other) {
				t.Error("what was recalled meanwhile is believed by whoever looks next")
			}
			if anew() || told(s) {
				t.Error("it does not go on as before once somebody wrote")
			}
		})
	}
}
