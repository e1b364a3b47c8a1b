package store_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// shelves is what the tests below keep: the codes of the table, in one word.
type shelves string

// remembering recalls the codes and says how often they were read.
func remembering(loads *int) func(*store.Tx) (shelves, error) {
	return func(tx *store.Tx) (shelves, error) {
		return store.Recall(tx, "network", func(tx *store.Tx) (shelves, error) {
			*loads++
			list, err := store.List(tx, text, `SELECT code FROM codebook_codes`)
			slices.Sort(list)
			return shelves(strings.Join(list, " ")), err
		})
	}
}

func TestWhatIsRecalledIsReadOnceUntilItsKindChanges(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		loads := 0
		recall := remembering(&loads)
		want := func(what shelves, times int) {
			t.Helper()
			if got := read(t, s, recall); got != what || loads != times {
				t.Errorf("recalled %q after %d readings, want %q after %d", got, loads, what, times)
			}
		}
		mustAdd(t, s, "a")
		want("a", 1)
		want("a", 1)
		err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
			tx.Note("contact", "1", nil)
			tx.Changed("contact", "1")
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		want("a", 1)
		mustAdd(t, s, "b")
		want("a b", 2)
		want("a b", 2)
	})
}

func TestWhatIsRecalledIsTheTransactionsOwnState(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		loads := 0
		recall := remembering(&loads)
		want := func(tx *store.Tx, what shelves) {
			t.Helper()
			if got, err := recall(tx); got != what || err != nil {
				t.Errorf("recalled %q, want %q, %v", got, what, err)
			}
		}
		mustAdd(t, s, "a")
		err := s.Read(t.Context(), operator, func(before *store.Tx) error {
			want(before, "a")
			mustAdd(t, s, "b")
			if got := read(t, s, recall); got != "a b" {
				t.Errorf("recalled %q after another was added", got)
			}
			want(before, "a") // though later ones know more
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		undone := errors.New("undone")
		err = s.Write(t.Context(), operator, func(tx *store.Tx) error {
			want(tx, "a b")
			if err := addCode(tx, "c"); err != nil {
				return err
			}
			want(tx, "a b c") // what it did itself
			return undone
		})
		if !errors.Is(err, undone) {
			t.Fatal(err)
		}
		if got := read(t, s, recall); got != "a b" {
			t.Errorf("recalled %q after a write that failed", got)
		}
	})
}

func TestWhatAnotherProcessChangesIsNotRecalled(t *testing.T) {
	t.Parallel()
	for name, options := range testkit.Places() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := options(t)
			here, there := reopen(t, o), reopen(t, o)
			loads := 0
			recall := remembering(&loads)
			mustAdd(t, here, "a")
			for _, code := range []string{"b", "c"} {
				before := read(t, here, recall)
				mustAdd(t, there, code)
				if got := read(t, here, recall); got != before+" "+shelves(code) {
					t.Errorf("recalled %q after the other added %s to %q", got, code, before)
				}
			}
		})
	}
}

// TestWhoSharesACommitWithAChangeRecallsIt: writers that wait are gathered into one commit, and each sees what those before it did, whether or not it was
// kept in the end.
func TestWhoSharesACommitWithAChangeRecallsIt(t *testing.T) {
	t.Parallel()
	for name, fresh := range map[string]func(testing.TB) *store.Store{"sqlite": testkit.Store, "postgres": testkit.PostgresStore} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for range 10 {
				if sharing(t, fresh(t)) {
					return
				}
			}
			t.Error("the writers never came in the order in which they were sent")
		})
	}
}

// sharing lets four writers wait for one commit: two add a code each, two recall the codes beside that. It reports false, and asks nothing, when they did
// not come in the order in which they were sent, as happens on a busy machine.
func sharing(t *testing.T, s *store.Store) bool {
	t.Helper()
	loads := 0
	recall := remembering(&loads)
	mustAdd(t, s, "a")
	if got := read(t, s, recall); got != "a" {
		t.Fatalf("recalled %q", got)
	}
	blocked, release := make(chan struct{}), make(chan struct{})
	var all sync.WaitGroup
	var came []int
	write := func(nth int, fn func(tx *store.Tx) error) {
		all.Go(func() {
			err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
				came = append(came, nth)
				return fn(tx)
			})
			if err != nil {
				t.Error(err)
			}
		})
		time.Sleep(20 * time.Millisecond)
	}
	write(1, func(tx *store.Tx) error {
		close(blocked)
		<-release
		return addCode(tx, "b")
	})
	<-blocked
	var beside, later shelves
	write(2, func(tx *store.Tx) (err error) { beside, err = recall(tx); return err })
	write(3, func(tx *store.Tx) error { return addCode(tx, "c") })
	write(4, func(tx *store.Tx) (err error) { later, err = recall(tx); return err })
	close(release)
	all.Wait()
	if !slices.Equal(came, []int{1, 2, 3, 4}) {
		return false
	}
	if beside != "a b" || later != "a b c" {
		t.Errorf("recalled %q and %q beside the changes, want them too", beside, later)
	}
	if got := read(t, s, recall); got != "a b c" {
		t.Errorf("recalled %q afterwards", got)
	}
	return true
}

func TestRowsAreCountedAnewWhenWhatTheyRestOnIsAnnouncedAndNotBefore(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		const query = `SELECT COUNT(*) FROM codebook_codes`
		counted := func(kinds ...string) (n int64) {
			t.Helper()
			must(t, s.Read(t.Context(), operator, func(tx *store.Tx) (err error) {
				n, err = tx.Tally(query, nil, kinds...)
				return err
			}))
			return n
		}
		write := func(code, announce string) {
			t.Helper()
			must(t, s.Write(t.Context(), operator, func(tx *store.Tx) error {
				tx.Note("code", code, nil)
				if announce != "" {
					tx.Changed(announce, code)
				}
				_, err := tx.Exec(insertCode, code)
				return err
			}))
		}
		want := func(n, got int64, when string) {
			t.Helper()
			if n != got {
				t.Errorf("%s %d are counted, not %d", when, got, n)
			}
		}
		write("a", "contact")
		want(1, counted("contact", "person"), "at first")
		write("b", "interview")
		want(1, counted("contact", "person"), "after something else") // it is not counted again: what nobody announces is not seen
		want(1, counted("contact", "person"), "and so on")
		write("c", "person")
		want(3, counted("contact", "person"), "after what it rests on")
		write("d", "")
		want(4, counted(), "of what is never announced")
		must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error { // an older state than the one counted last
			write("e", "contact")
			want(5, counted("contact"), "in the newer state")
			n, err := tx.Tally(query, nil, "contact")
			want(4, n, "in the older state")
			return err
		}))
		want(5, counted("contact"), "after the older state")
		must(t, s.Write(t.Context(), operator, func(tx *store.Tx) error {
			tx.Note("code", "f", nil)
			tx.Changed("contact", "f")
			if _, err := tx.Exec(insertCode, "f"); err != nil {
				return err
			}
			n, err := tx.Tally(query, nil, "contact")
			want(6, n, "within the write")
			return err
		}))
	})
}
