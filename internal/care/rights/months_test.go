package rights_test

import (
	"slices"
	"testing"

	"approdo/internal/base/store"
	"approdo/internal/care/rights"
	"approdo/internal/testkit"
)

// TestATermOfMonthsIsOverOnTheDayWithTheSameNumber, or on the last of a month that has no such day: nobody is due earlier, at the end of a month either.
func TestATermOfMonthsIsOverOnTheDayWithTheSameNumber(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		r, faro := rights.New(town.Book), officer(t, town.Faro)
		for _, c := range []struct {
			last   string
			months int64
			kept   string // not due yet on that day
			due    string
		}{
			{"2025-03-01", 6, "2025-08-31", "2025-09-01"},
			{"2025-03-02", 6, "2025-09-01", "2025-09-02"},
			{"2024-08-31", 6, "2025-02-27", "2025-02-28"},
			{"2024-08-28", 6, "2025-02-27", "2025-02-28"},
			{"2025-02-28", 6, "2025-08-27", "2025-08-28"},
			{"2024-02-29", 12, "2025-02-27", "2025-02-28"},
			{"2023-12-31", 2, "2024-02-28", "2024-02-29"},
			{"2024-01-30", 1, "2024-02-28", "2024-02-29"},
			{"2024-05-31", 1, "2024-06-29", "2024-06-30"},
		} {
			who := met(t, s, town, c.last, "")
			write(t, s, faro, func(tx *store.Tx) error { return r.SetRule(tx, "never_assessed", c.months) })
			isDue := func(today string) (due bool) {
				must(t, s.Read(t.Context(), faro, func(tx *store.Tx) error {
					list, _, err := r.Queue(tx, today)
					due = slices.ContainsFunc(list, func(d rights.Due) bool { return d.Person == who.ID })
					return err
				}))
				return due
			}
			for today, want := range map[string]bool{"2025-08-31": c.due <= "2025-08-31", "2024-12-31": c.due <= "2024-12-31", c.kept: false, c.due: true} {
				if got := isDue(today); got != want {
					t.Errorf("last heard of on %s, %d months: on %s due is %v, want %v", c.last, c.months, today, got, want)
				}
			}
		}
	})
}
