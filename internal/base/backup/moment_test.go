package backup_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/backup"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// slow takes its time over every piece, so that others write meanwhile.
type slow struct{ bytes.Buffer }

func (s *slow) Write(p []byte) (int, error) {
	time.Sleep(20 * time.Millisecond)
	return s.Buffer.Write(p)
}

// People go on working during a backup: it holds one moment, between two of their writes, and nobody waits for it.
func TestABackupHoldsOneMomentWhileOthersWrite(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		testkit.RandomNetwork(t, s, 3)
		k := newKey(t)
		ctx, stop := context.WithCancel(t.Context())
		written := make(chan int64)
		go func() {
			var n int64
			for ctx.Err() == nil {
				err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
					_, err := tx.Exec(`INSERT INTO backup_backups (id, made, key, digest, size, entries) VALUES ($1, '', '', $2, 0, 0)`, fmt.Sprint(n), []byte{})
					tx.Note("pair", fmt.Sprint(n), nil)
					return err
				})
				if err != nil {
					t.Error(err)
					break
				}
				n++
			}
			written <- n
		}()
		var out slow
		_, err := backup.Write(t.Context(), s, operator, backup.Order{Lock: lock(t, k), KeyFile: []byte("k")}, &out)
		stop()
		during := <-written
		must(t, err)
		if during < 5 {
			t.Errorf("only %d writes during the backup: nothing was tried", during)
		}
		sealed, err := backup.Open(&out.Buffer)
		must(t, err)
		r, err := sealed.UnlockWith(gather(t).opens(t, k, 0, 1))
		must(t, err)
		o := place(t, false)
		must(t, restore(t.Context(), o, r))
		restored, err := store.Open(t.Context(), o)
		must(t, err)
		defer restored.Close()
		must(t, restored.Read(t.Context(), operator, func(tx *store.Tx) error {
			v, err := store.VerifyTrail(tx, audit.Check{})
			if err == nil && v.Fault != nil {
				t.Errorf("the trail is %s at %d", v.Fault.Problem, v.Fault.N)
			}
			var rows, entries int64
			if err := tx.QueryRow(`SELECT (SELECT COUNT(*) FROM backup_backups), (SELECT COUNT(*) FROM audit_entries WHERE object = 'pair')`).Scan(&rows, &entries); err != nil {
				return err
			}
			if rows != entries || rows >= during {
				t.Errorf("%d rows with %d entries, of %d written meanwhile", rows, entries, during)
			}
			return err
		}))
		t.Logf("%d writes during the backup", during)
	})
}
