package store_test

import (
	"math"
	"strconv"
	"testing"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// TestANumberOfEntriesThatCannotBeIsRefused: what is computed from such a number ends the program, or never ends: somebody who writes it would have silence.
func TestANumberOfEntriesThatCannotBeIsRefused(t *testing.T) {
	t.Parallel()
	for name, options := range testkit.Places() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := options(t)
			s, err := store.Open(t.Context(), o)
			must(t, err)
			t.Cleanup(func() { must(t, s.Close()) })
			mustAdd(t, s, "before")
			db := beside(t, o)
			for _, n := range []int64{-1, math.MinInt64, math.MaxInt64} {
				must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error {
					if _, err := store.RootAt(tx, n); err == nil {
						t.Errorf("the trail has a root at %d", n)
					}
					return nil
				}))
				for _, column := range []string{"size", "changes"} {
					var was int64
					must(t, db.QueryRowContext(t.Context(), `SELECT `+column+` FROM audit_head`).Scan(&was))
					_, err := db.ExecContext(t.Context(), `UPDATE audit_head SET `+column+` = $1`, n)
					must(t, err)
					wantKey(t, s.Read(t.Context(), operator, func(tx *store.Tx) error { _, err := store.TrailHead(tx); return err }), "store.tables_damaged")
					wantKey(t, add(t.Context(), s, "during"), "store.tables_damaged")
					_, err = db.ExecContext(t.Context(), `UPDATE audit_head SET `+column+` = $1`, was)
					must(t, err)
				}
			}
			mustAdd(t, s, "after")
		})
	}
}

// TestNobodyDatesTheTrailByItsHead: one edit would give every entry from then on a time of the writer's choice, in a trail that is whole and signed.
func TestNobodyDatesTheTrailByItsHead(t *testing.T) {
	t.Parallel()
	for name, options := range testkit.Places() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := options(t)
			s, err := store.Open(t.Context(), o)
			must(t, err)
			t.Cleanup(func() { must(t, s.Close()) })
			mustAdd(t, s, "before")
			db := beside(t, o)
			for i, at := range []string{"9999-12-31T00:00:00.000000Z", "whenever"} {
				_, err := db.ExecContext(t.Context(), `UPDATE audit_head SET at = $1`, at)
				must(t, err)
				mustAdd(t, s, "after"+strconv.Itoa(i))
				must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error {
					h, err := store.TrailHead(tx)
					if written, bad := time.Parse(audit.TimeFormat, h.At); bad != nil || time.Since(written).Abs() > time.Hour {
						t.Errorf("with %s the next entry is of %s", at, h.At)
					}
					return err
				}))
			}
			wantWhole(t, s)
		})
	}
}
