package app_test

import (
	"testing"
	"time"

	"approdo/internal/app"
	"approdo/internal/base/backup"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// kept are rows that somebody still needs, each in its table, as of 1 May 2024; the first is what the second hangs on.
var kept = []string{
	`INSERT INTO vault_compartments (id, organisation_id, kind, epoch, tokens, recovery, made) SELECT 'c', id, 'team', 1, $1, $1, '' FROM network_organisations LIMIT 1`,
	`INSERT INTO vault_of_teams (id, kind, unit_id, organisation_id, compartment_id, epoch, key, sealed, revision, keep, state, became, recorded) SELECT 'p', 'plan', id, organisation_id, 'c', 1, $1, $1, 1, '2024-07-30', 'open', '', '2024-05-01' FROM network_units LIMIT 1`,
	`INSERT INTO network_unsent (account_id, sealed, at) SELECT id, $1, '2024-05-01T10:00:00Z' FROM network_accounts LIMIT 1`,
	`INSERT INTO intake_receipts (token, noun, record, day, guard) VALUES ($1, 'contact', 'one', '2024-05-01', $1)`,
}

// TestAClockThatIsAYearAheadForADayDestroysNothing: a planned outing, a form that could not be sent and the receipts of records are there when the clock is right again, and go in their time.
func TestAClockThatIsAYearAheadForADayDestroysNothing(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		testkit.Settle(t, s)
		operator := policy.System(policy.Operator, "test")
		now := time.Date(2024, 4, 29, 10, 0, 0, 0, time.UTC)
		s.SetClock(func() time.Time { return now })
		do := func(fn func(tx *store.Tx) error) {
			t.Helper()
			if err := s.Write(t.Context(), operator, fn); err != nil {
				t.Fatal(err)
			}
		}
		zone := network.Network{Zone: "Europe/Rome"}
		serves := func(day time.Time) {
			t.Helper()
			now = day
			do(func(tx *store.Tx) error { return backup.Served(tx, now) })
			if err := app.Keep(t.Context(), s, zone); err != nil {
				t.Fatal(err)
			}
		}
		left := func() (n int) {
			t.Helper()
			for _, q := range []string{`SELECT COUNT(*) FROM vault_of_teams WHERE sealed = $1`, `SELECT COUNT(*) FROM network_unsent WHERE sealed = $1`, `SELECT COUNT(*) FROM intake_receipts WHERE token = $1`} {
				do(func(tx *store.Tx) error {
					var some int
					err := tx.QueryRow(q, []byte("sealed")).Scan(&some)
					n += some
					return err
				})
			}
			return n
		}
		for day := range 3 {
			serves(now.AddDate(0, 0, min(day, 1)))
		}
		do(func(tx *store.Tx) error {
			tx.Note("test", "", nil)
			for _, q := range kept {
				if _, err := tx.Exec(q, []byte("sealed")); err != nil {
					return err
				}
			}
			return nil
		})
		right := now
		serves(right.AddDate(1, 0, 0))
		if n := left(); n != len(kept)-1 {
			t.Errorf("a year ahead, of %d things %d are left", len(kept)-1, n)
		}
		serves(right.AddDate(0, 0, 1))
		if n := left(); n != len(kept)-1 {
			t.Errorf("of %d things %d are left when the clock is right again", len(kept)-1, n)
		}
		for day := range 3 {
			serves(right.AddDate(2, 0, day))
		}
		if n := left(); n != 0 {
			t.Errorf("two years later %d things are there still", n)
		}
	})
}
