package app_test

import (
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/care/vault"
)

// TestWhatIsAwayBetweenTwoLooksDecidesNothingAndIsTold: somebody takes rows away, lets a colleague act without them, and puts them back before the minute is over: the hash agrees again.
func TestWhatIsAwayBetweenTwoLooksDecidesNothingAndIsTold(t *testing.T) {
	t.Parallel()
	campaigns(t, func(t *testing.T, x *attacked) {
		for table, c := range map[string]struct {
			first, acts func(w *work) error
		}{
			"vault_readings": {
				func(w *work) error { _, err := w.reads("tina", w.person("quiet"), vault.Names); return err },
				func(w *work) error { _, err := w.reads("tina", w.person("zefira"), vault.Names); return err },
			},
			"vault_followings": {
				func(w *work) error { return nil },
				func(w *work) error { return w.alarm(w.follows("tina", w.person("zefira"))) },
			},
		} {
			t.Run(table, func(t *testing.T) {
				w := x.copied(t)
				w.must(c.first(w))
				w.must(w.in.Watch(t.Context()))
				if !w.in.Held().Right() {
					t.Fatalf("before: %v", w.in.Held())
				}
				was := w.writer.Copy(table)
				w.edits(`DELETE FROM ` + table)
				if err := c.acts(w); errs.KindOf(err) != errs.Forged {
					t.Errorf("what was taken away decides: %v", err)
				}
				was.PutBack()
				w.must(w.in.Watch(t.Context()))
				if w.in.Held().Right() {
					t.Error("nobody is told")
				}
				w.must(w.in.Watch(t.Context()))
				if !w.in.Held().Right() {
					t.Errorf("it is told for ever: %v", w.in.Held())
				}
				w.must(c.acts(w))
				w.ends()
			})
		}
	})
}
