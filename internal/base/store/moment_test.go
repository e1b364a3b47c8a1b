package store_test

import (
	"context"
	"sync"
	"testing"

	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// counts reads how many codes stand in the state that a context sees.
func counts(ctx context.Context, t *testing.T, s *store.Store) (n int) {
	t.Helper()
	err := s.Read(ctx, operator, func(tx *store.Tx) error { return tx.QueryRow(`SELECT COUNT(*) FROM codebook_codes`).Scan(&n) })
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestReadsOfAMomentSeeOneStateUntilSomethingIsWrittenUnderIt(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		mustAdd(t, s, "a")
		ctx, pause, end := store.Moment(t.Context())
		defer end()
		saw := func(want int, when string) {
			t.Helper()
			if n := counts(ctx, t, s); n != want {
				t.Errorf("%s %d codes are seen, not %d", when, n, want)
			}
		}
		saw(1, "at first")
		mustAdd(t, s, "b") // somebody else
		saw(1, "in the same moment")
		if err := add(ctx, s, "c"); err != nil {
			t.Fatal(err)
		}
		saw(3, "after a write of one's own")
		mustAdd(t, s, "d")
		saw(3, "in the moment after it")
		pause()
		saw(4, "after a pause")
		mustAdd(t, s, "e")
		end()
		saw(5, "when it is over")
		mustAdd(t, s, "f")
		saw(6, "and whenever something is read later")
	})
}

func TestAReadWithinOrBesideAnotherOfItsMomentHasAStateOfItsOwn(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		mustAdd(t, s, "a")
		ctx, _, end := store.Moment(t.Context())
		defer end()
		err := s.Read(ctx, operator, func(tx *store.Tx) error {
			mustAdd(t, s, "b")
			if n := counts(ctx, t, s); n != 2 {
				t.Errorf("within, %d codes are seen", n)
			}
			if err := add(ctx, s, "c"); err != nil { // and a write does not wait for the read that it stands in
				return err
			}
			var n int
			if err := tx.QueryRow(`SELECT COUNT(*) FROM codebook_codes`).Scan(&n); err != nil || n != 1 {
				t.Errorf("the read around sees %d codes, %v", n, err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if n := counts(ctx, t, s); n != 3 {
			t.Errorf("after a write within a read, %d codes are seen", n)
		}
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				if n := counts(ctx, t, s); n != 3 {
					t.Errorf("beside, %d codes are seen", n)
				}
			})
		}
		all.Wait()
	})
}

func TestAfterAFailureAMomentGoesOn(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		mustAdd(t, s, "a")
		ctx, _, end := store.Moment(t.Context())
		defer end()
		for range 40 { // more often than there are connections
			if err := s.Read(ctx, operator, func(tx *store.Tx) error { return tx.QueryRow(`SELECT nothing FROM nowhere`).Scan(new(int)) }); err == nil {
				t.Fatal("what cannot be read was read")
			}
			func() {
				defer func() { _ = recover() }()
				_ = s.Read(ctx, operator, func(*store.Tx) error { panic("within") })
			}()
			if n := counts(ctx, t, s); n != 1 {
				t.Fatalf("%d codes are seen", n)
			}
		}
	})
}

func TestMomentsThatEndKeepNobodyFromReading(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		mustAdd(t, s, "a")
		var all sync.WaitGroup
		for range 200 { // many times as many as may read at once
			all.Go(func() {
				ctx, pause, end := store.Moment(t.Context())
				defer end()
				for range 3 {
					counts(ctx, t, s)
					pause()
				}
			})
		}
		all.Wait()
	})
}

func TestWhoStandsStillInAMomentKeepsNobodyFromReading(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		mustAdd(t, s, "a")
		var still []context.Context
		for range 50 { // more than may read at once: each reads, and then derives a key, or draws a page
			ctx, _, end := store.Moment(t.Context())
			defer end()
			if n := counts(ctx, t, s); n != 1 {
				t.Errorf("%d codes are seen", n)
			}
			still = append(still, ctx)
		}
		mustAdd(t, s, "b")
		if n := counts(t.Context(), t, s); n != 2 {
			t.Errorf("somebody else sees %d codes", n)
		}
		for _, ctx := range still[:10] { // those whose state was taken read on in another
			if n := counts(ctx, t, s); n != 2 {
				t.Errorf("going on, %d codes are seen", n)
			}
		}
	})
}

func TestAStoreClosesWhileSomebodyStandsStillInAMoment(t *testing.T) {
	t.Parallel()
	s, err := store.Open(t.Context(), store.Options{Dir: t.TempDir()})
	must(t, err)
	ctx, _, end := store.Moment(t.Context())
	defer end()
	counts(ctx, t, s)
	must(t, s.Close())
	wantKey(t, s.Read(ctx, operator, func(*store.Tx) error { return nil }), "store.closed")
}
