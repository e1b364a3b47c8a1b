package store_test

import (
	"errors"
	"testing"

	"approdo/internal/base/audit"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// Each way of touching the trail behind its back, and the entry at which it shows.
func TestATouchedTrailIsFoundOut(t *testing.T) {
	t.Parallel()
	touches := []struct {
		name       string
		statements []string
		want       audit.Fault
	}{
		{"edited", []string{`UPDATE audit_entries SET record = 'x' WHERE n = 3`}, audit.Fault{N: 3, Problem: audit.Edited}},
		{"actor changed", []string{`UPDATE audit_entries SET actor = 'job:nobody' WHERE n = 5`}, audit.Fault{N: 5, Problem: audit.Edited}},
		{"deleted", []string{`DELETE FROM audit_entries WHERE n = 4`}, audit.Fault{N: 4, Problem: audit.Deleted}},
		{"first deleted", []string{`DELETE FROM audit_entries WHERE n = 0`}, audit.Fault{N: 0, Problem: audit.Deleted}},
		{"end cut off", []string{`DELETE FROM audit_entries WHERE n >= 6`}, audit.Fault{N: 6, Problem: audit.Deleted}},
		{"deleted and closed up", []string{`DELETE FROM audit_entries WHERE n = 2`, `UPDATE audit_entries SET n = 2 WHERE n = 7`}, audit.Fault{N: 2, Problem: audit.Reordered}},
		{"reordered", []string{
			`UPDATE audit_entries SET n = -1 WHERE n = 2`, `UPDATE audit_entries SET n = 2 WHERE n = 5`, `UPDATE audit_entries SET n = 5 WHERE n = -1`,
		}, audit.Fault{N: 2, Problem: audit.Reordered}},
		{"back-dated", []string{`UPDATE audit_entries SET at = '2020-01-01T00:00:00.000000Z' WHERE n = 4`}, audit.Fault{N: 4, Problem: audit.BackDated}},
		{"added", []string{
			`INSERT INTO audit_entries (n, at, actor, organisation, action, rule, object, record, details)
			SELECT 8, at, actor, organisation, action, rule, object, 'x', details FROM audit_entries WHERE n = 7`,
		}, audit.Fault{N: 8, Problem: audit.Added}},
		{"hash lost", []string{`DELETE FROM audit_hashes WHERE n = 2`}, audit.Fault{N: 1, Problem: audit.Torn}},
		{"root changed", []string{`UPDATE audit_head SET root = details FROM audit_entries e WHERE e.n = 0`}, audit.Fault{N: 8, Problem: audit.Beheaded}},
		{"time of the head changed", []string{`UPDATE audit_head SET at = '2999'`}, audit.Fault{N: 8, Problem: audit.Beheaded}},
	}
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		mustAdd(t, s, "a", "b", "c", "d", "e", "f", "g", "h")
		wantWhole(t, s)
		for _, touch := range touches {
			t.Run(touch.name, func(t *testing.T) {
				if got := touched(t, s, touch.statements); got == nil || *got != touch.want {
					t.Errorf("fault = %v, want %v", got, touch.want)
				}
			})
		}
		wantWhole(t, s)
	})
}

// touched verifies the trail as the statements leave it, and undoes them.
func touched(t *testing.T, s *store.Store, statements []string) (fault *audit.Fault) {
	t.Helper()
	undo := errors.New("undo")
	err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
		for _, q := range statements {
			if n, err := tx.Exec(q); err != nil || n == 0 {
				t.Errorf("%s: %d rows, %v", q, n, err)
			}
		}
		v, err := store.VerifyTrail(tx, audit.Check{})
		if err != nil {
			t.Error(err)
		}
		fault = v.Fault
		return undo
	})
	if !errors.Is(err, undo) {
		t.Error(err)
	}
	return fault
}
