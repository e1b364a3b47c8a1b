package store_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

func TestANestedWritePanicsAndTheWriterLivesOn(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
			wantPanic(t, "store: a Write inside a Write", func() { _ = add(context.Background(), s, "inner") })
			return addCode(tx, "outer")
		})
		if err != nil {
			t.Fatal(err)
		}
		wantCodes(t, s, "outer")
	})
}

func TestAPanicIsTheCallersAndUndoesItsWriteOnly(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		wantPanic(t, "mine", func() {
			_ = s.Write(t.Context(), operator, func(tx *store.Tx) error {
				_ = addCode(tx, "a")
				panic("mine")
			})
		})
		mustAdd(t, s, "b")
		wantCodes(t, s, "b")
		wantWhole(t, s)
	})
}

func TestAGoroutineThatEndsInsideAWriteUndoesIt(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		_ = s.Write(t.Context(), operator, func(tx *store.Tx) error {
			_ = addCode(tx, "a")
			runtime.Goexit() // what t.FailNow does
			return nil
		})
	}()
	<-gone
	mustAdd(t, s, "b")
	wantCodes(t, s, "b")
}

// A batch shares the time of its entries; that tells how many commits there were.
func TestWritersThatWaitShareACommitAndFailAlone(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		const writers = 32
		blocked, release := make(chan struct{}), make(chan struct{})
		var all sync.WaitGroup
		all.Go(func() {
			err := s.Write(t.Context(), operator, func(*store.Tx) error {
				close(blocked)
				<-release
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
		<-blocked
		failed := errors.New("every third fails")
		for i := range writers {
			all.Go(func() {
				err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
					if err := addCode(tx, fmt.Sprint(i)); err != nil {
						return err
					}
					if i%3 == 0 {
						return failed
					}
					return nil
				})
				if wrong := i%3 == 0; wrong != errors.Is(err, failed) || (!wrong && err != nil) {
					t.Errorf("write %d: %v", i, err)
				}
			})
		}
		time.Sleep(400 * time.Millisecond) // all of them wait now, and none asks any more whether it waits for itself
		close(release)
		all.Wait()
		times := map[string]int{}
		for _, e := range entries(t, s) {
			times[e.At]++
		}
		if got, want := len(entries(t, s)), writers-(writers+2)/3; got != want {
			t.Errorf("%d entries, want %d", got, want)
		}
		if len(times) > 8 {
			t.Errorf("%d commits for %d writers", len(times), writers)
		}
		wantWhole(t, s)
	})
}

func TestAWriteWhoseCallerHasLeftDoesNotStart(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	blocked, release := make(chan struct{}), make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() {
		_ = s.Write(t.Context(), operator, func(*store.Tx) error {
			close(blocked)
			<-release
			return nil
		})
	})
	<-blocked
	ctx, leave := context.WithCancel(t.Context())
	all.Go(func() {
		err := s.Write(ctx, operator, func(*store.Tx) error { t.Error("it ran"); return nil })
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error = %v", err)
		}
	})
	leave()
	time.Sleep(10 * time.Millisecond)
	close(release)
	all.Wait()
}

func TestAClosedStoreRefusesWrites(t *testing.T) {
	t.Parallel()
	s, err := store.Open(t.Context(), store.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	err = add(t.Context(), s, "a")
	wantKey(t, err, "store.closed")
	if errs.KindOf(err) != errs.Unavailable {
		t.Errorf("kind = %v", errs.KindOf(err))
	}
}

func TestManyRowsOfOneWriteAreOneStep(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		const rows = 1111 // not a multiple of what one statement inserts
		err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
			for i := range rows {
				if err := addCode(tx, fmt.Sprint(i)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := len(changes(t, s)); got != rows {
			t.Errorf("%d changes", got)
		}
		mustAdd(t, s, "after")
		wantWhole(t, s)
	})
}
