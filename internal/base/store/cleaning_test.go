package store_test

import (
	"bytes"
	"encoding/binary"
	"strings"
	"sync"
	"testing"
	"time"

	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// TestNobodyIsRefusedWhileTheDatabaseIsCleaned: of a large network it is written anew for longer than anybody waits for a lock; who writes or reads meanwhile, in another process than the one that cleans, is not told to try again.
func TestNobodyIsRefusedWhileTheDatabaseIsCleaned(t *testing.T) {
	t.Parallel()
	const patience = 25 * time.Millisecond
	for name, o := range map[string]store.Options{"sqlite": {}, "postgres": {Database: "yes"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o.Dir = t.TempDir()
			hasty := o
			if o.Database != "" {
				o.Database = testkit.Postgres(t)
				mark := "?"
				if strings.Contains(o.Database, "?") {
					mark = "&"
				}
				hasty = o
				hasty.Database += mark + "connect_timeout=20"
			}
			cleans := reopen(t, o)
			hasty.LockWait = patience
			s := reopen(t, hasty)
			for part := range 24 {
				must(t, cleans.Write(t.Context(), operator, func(tx *store.Tx) error {
					tx.Note("test", "", nil)
					for i := range 1000 {
						token := make([]byte, 32)
						binary.BigEndian.PutUint64(token[i%20:], uint64(part*1000+i)*0x9e3779b97f4a7c15)
						if _, err := tx.Exec(`INSERT INTO intake_receipts (token, noun, record, day, guard) VALUES ($1, 'contact', $2, '2024-05-01', $1)`, token, string(bytes.Repeat([]byte("x"), 600))); err != nil {
							return err
						}
					}
					return nil
				}))
			}
			done, longest := make(chan struct{}), make([]time.Duration, 2)
			var all sync.WaitGroup
			for i, do := range []func() error{
				func() error {
					return s.Write(t.Context(), operator, func(tx *store.Tx) error { tx.Note("test", "", nil); return nil })
				},
				func() error {
					return s.Read(t.Context(), operator, func(tx *store.Tx) error {
						var n int64
						return tx.QueryRow(`SELECT COUNT(*) FROM intake_receipts`).Scan(&n)
					})
				},
			} {
				all.Go(func() {
					for {
						began := time.Now()
						if err := do(); err != nil {
							t.Errorf("refused: %v", err)
						}
						longest[i] = max(longest[i], time.Since(began))
						select {
						case <-done:
							return
						case <-time.After(time.Millisecond):
						}
					}
				})
			}
			err := cleans.Scrub(t.Context(), "intake_receipts")
			close(done)
			all.Wait()
			must(t, err)
			if longest[0] < 2*patience {
				t.Errorf("who wrote waited %v: nobody had to wait, and the test sees nothing", longest[0])
			}
			wantWhole(t, s)
		})
	}
}

// TestALockIsWaitedForNoLongerOnceACleaningIsOver: what a cleaning says while it goes on is taken back also where it came to nothing.
func TestALockIsWaitedForNoLongerOnceACleaningIsOver(t *testing.T) {
	t.Parallel()
	o := store.Options{Dir: t.TempDir(), LockWait: 50 * time.Millisecond}
	s := reopen(t, o)
	mustAdd(t, s, "before")
	if err := s.Scrub(t.Context(), "no_such_table"); err == nil {
		t.Fatal("a table that is not there was cleaned")
	}
	other := reopen(t, store.Options{Dir: o.Dir})
	held, let := make(chan struct{}), make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() {
		must(t, other.Write(t.Context(), operator, func(tx *store.Tx) error {
			tx.Note("test", "", nil)
			close(held)
			<-let
			return nil
		}))
	})
	<-held
	wantKey(t, add(t.Context(), s, "during"), "store.locked")
	close(let)
	all.Wait()
}
