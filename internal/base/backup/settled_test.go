package backup_test

import (
	"testing"
	"time"

	"approdo/internal/base/backup"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// TestWhatCannotBeUndoneGoesByDaysOfService: a clock that is a year ahead for a day makes nothing over, not while it is, and not once it is right again; a machine that was shut for three weeks needs three days.
func TestWhatCannotBeUndoneGoesByDaysOfService(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		start := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
		now := start
		s.SetClock(func() time.Time { return now })
		for _, c := range []struct {
			day  int
			want string
		}{
			{0, ""},
			{1, ""},
			{2, "2026-03-01"},
			{3, "2026-03-02"},
			{365, "2026-03-03"}, // wrong
			{4, "2026-03-03"},
			{5, "2026-03-04"},
			{26, "2026-03-05"}, // shut meanwhile
			{27, "2026-03-06"},
			{28, "2026-03-27"},
		} {
			now = start.AddDate(0, 0, c.day)
			must(t, s.Write(t.Context(), operator, func(tx *store.Tx) error { return backup.Served(tx, now) }))
			must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error {
				at, found, err := backup.Settled(tx)
				if found != (c.want != "") || found && at.Format(time.DateOnly) != c.want {
					t.Errorf("on day %d settled is %v (%v), want %q", c.day, at, found, c.want)
				}
				return err
			}))
		}
	})
}
