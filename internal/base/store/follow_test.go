package store_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// learner keeps the codes of the table beside a store, as a process keeps its code lists.
type learner struct {
	mu    sync.Mutex
	known string
	times int
}

func (l *learner) follows(s *store.Store) *learner {
	store.Follow(s, "network", func(tx *store.Tx) ([]string, error) { return store.List(tx, text, `SELECT code FROM codebook_codes`) }, func(codes []string) {
		l.mu.Lock()
		defer l.mu.Unlock()
		slices.Sort(codes)
		l.known, l.times = strings.Join(codes, " "), l.times+1
	})
	return l
}

func (l *learner) want(t *testing.T, known string, times int) {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.known != known || l.times != times {
		t.Errorf("it knows %q after learning %d times, want %q after %d", l.known, l.times, known, times)
	}
}

func nothing(*store.Tx) error { return nil }

// twice opens two stores on one database, as two processes do.
func twice(t *testing.T, fn func(t *testing.T, one, other *store.Store)) {
	t.Helper()
	for name, options := range testkit.Places() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := options(t)
			var stores []*store.Store
			for range 2 {
				s, err := store.Open(t.Context(), o)
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() {
					if err := s.Close(); err != nil {
						t.Error(err)
					}
				})
				stores = append(stores, s)
			}
			fn(t, stores[0], stores[1])
		})
	}
}

func TestWhatOneProcessChangesEveryOtherLearnsAtItsNextTransaction(t *testing.T) {
	t.Parallel()
	twice(t, func(t *testing.T, one, other *store.Store) {
		mustAdd(t, one, "a")
		mine, theirs := new(learner).follows(one), new(learner).follows(other)
		run := func(s *store.Store, write bool) {
			t.Helper()
			do := s.Read
			if write {
				do = s.Write
			}
			if err := do(t.Context(), operator, nothing); err != nil {
				t.Fatal(err)
			}
		}
		run(one, false)
		run(other, true)
		mine.want(t, "a", 1)
		theirs.want(t, "a", 1)
		mustAdd(t, one, "b")
		mine.want(t, "a", 1) // it is committed, and nobody has asked since
		run(other, true)
		theirs.want(t, "a b", 2)
		mustAdd(t, other, "c")
		run(one, false)
		run(one, true)
		mine.want(t, "a b c", 2)
		err := one.Write(t.Context(), operator, func(tx *store.Tx) error {
			tx.Note("contact", "1", nil)
			tx.Changed("contact", "1")
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		run(one, false)
		run(other, false)
		mine.want(t, "a b c", 2)
		theirs.want(t, "a b c", 3)
	})
}

func TestNobodyLearnsWhatIsNotCommittedOrAnOlderStateLast(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		mustAdd(t, s, "a")
		l := new(learner).follows(s)
		if err := s.Read(t.Context(), operator, func(*store.Tx) error {
			mustAdd(t, s, "b") // while this one still sees the older state
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		l.want(t, "a", 1)
		if err := s.Read(t.Context(), operator, nothing); err != nil {
			t.Fatal(err)
		}
		l.want(t, "a b", 2)
		undone := errors.New("undone")
		if err := s.Write(t.Context(), operator, func(tx *store.Tx) error { return errors.Join(addCode(tx, "c"), undone) }); !errors.Is(err, undone) {
			t.Fatal(err)
		}
		if err := s.Read(t.Context(), operator, nothing); err != nil {
			t.Fatal(err)
		}
		l.want(t, "a b", 2)
		failing := errors.New("cannot be read")
		store.Follow(s, "network", func(*store.Tx) (int, error) { return 0, failing }, func(int) {})
		if err := s.Read(t.Context(), operator, nothing); !errors.Is(err, failing) {
			t.Errorf("a transaction without what it needs: %v", err)
		}
	})
}
