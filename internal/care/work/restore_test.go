package work_test

import (
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/care/work"
)

// TestAnUndoingThatFailsSaysWhy: only what was changed since is said in those words.
func TestAnUndoingThatFailsSaysWhy(t *testing.T) {
	t.Parallel()
	if err := work.SinceChanged(nil); err != nil {
		t.Errorf("nothing failed, and %v", err)
	}
	if err := work.SinceChanged(errs.E(errs.Conflict, "store.changed")); errs.KindOf(err) != errs.Conflict {
		t.Errorf("what was changed since: %v", err)
	}
	for _, kind := range []errs.Kind{errs.Invalid, errs.NotFound, errs.Forged} {
		if err := work.SinceChanged(errs.E(kind, "check.given")); err == nil || errs.KindOf(err) != kind {
			t.Errorf("%v: %v", kind, err)
		}
	}
}
