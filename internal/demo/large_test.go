package demo_test

import (
	"testing"
	"time"

	"approdo/internal/base/codebook"
	"approdo/internal/base/store"
	"approdo/internal/demo"
	"approdo/internal/testkit"
)

func TestTheLargeDemonstrationAddsWhatWasAskedAndLeavesTheGoldenFigures(t *testing.T) {
	t.Parallel()
	const persons, events = `SELECT COUNT(*) FROM person_persons`,
		`SELECT (SELECT COUNT(*) FROM outreach_outings) + (SELECT COUNT(*) FROM outreach_contacts) + (SELECT COUNT(*) FROM outreach_actions)`
	usual := made[1](t)
	size := demo.Size{Persons: 300, Events: 3000}
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		toTheEnd(t, func(book *codebook.Book, tell demo.Progress) error {
			return demo.MakeLarge(t.Context(), s, s.Keys(), book, 1, time.Now(), size, tell)
		})
		if got := count(t, s, persons) - count(t, usual, persons); got != int64(size.Persons) {
			t.Errorf("%d persons more, want %d", got, size.Persons)
		}
		if got := count(t, s, events) - count(t, usual, events); got != int64(size.Events) {
			t.Errorf("%d events more, want %d", got, size.Events)
		}
		checkGolden(t, s, 1)
	})
}
