package store_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

func TestAReadEndsWhenItsCallerHasLeftAndDisturbsNobody(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		mustAdd(t, s, "a")
		for range 40 { // more often than there are connections
			ctx, leave := context.WithCancel(t.Context())
			err := s.Read(ctx, operator, func(tx *store.Tx) error {
				leave()
				var n int
				if err := tx.QueryRow(`SELECT COUNT(*) FROM codebook_codes`).Scan(&n); !errors.Is(err, context.Canceled) {
					t.Errorf("counted %d, %v", n, err)
				}
				_, err := store.List(tx, text, `SELECT code FROM codebook_codes`)
				return err
			})
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("a caller who left was answered: %v", err)
			}
			if err := s.Read(ctx, operator, func(*store.Tx) error { return nil }); !errors.Is(err, context.Canceled) {
				t.Fatalf("a caller who had left was answered: %v", err)
			}
		}
		wantCodes(t, s, "a")
	})
}

func TestMoreReadersThanConnectionsTakeTurns(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		mustAdd(t, s, "a")
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() {
				err := s.Read(t.Context(), operator, func(tx *store.Tx) error {
					list, err := store.List(tx, text, `SELECT code FROM codebook_codes`)
					if len(list) != 1 {
						t.Errorf("read %v", list)
					}
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
	})
}

func TestAClosedStoreRefusesReads(t *testing.T) {
	t.Parallel()
	s, err := store.Open(t.Context(), store.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	wantKey(t, s.Read(t.Context(), operator, func(*store.Tx) error { return nil }), "store.closed")
}
