package app_test

import (
	"sync"
	"testing"

	"approdo/internal/app"
	"approdo/internal/base/counter"
	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

// TestTwoServersOnOneDatabaseHold: one turns the team's key while the other seals and opens under it, both log people in, and both write down how far they came in one counter. Nobody loses what was
// acknowledged, neither takes the other's changes for an intruder's, and what is edited past both is told by both.
func TestTwoServersOnOneDatabaseHold(t *testing.T) {
	t.Parallel()
	x := attack(t, testkit.Postgres(t))
	one := x.copied(t)
	in, err := app.Open(t.Context(), one.place)
	one.must(err)
	two := *one
	two.in, two.store = in, in.Store
	early := two.comes()
	var both sync.WaitGroup
	var written int64
	both.Go(func() {
		for range 4 {
			if err := one.turns("ada"); err != nil && errs.KindOf(err) != errs.Conflict {
				t.Errorf("one turns the key: %v", err)
			}
			_ = one.in.Watch(t.Context())
		}
	})
	both.Go(func() {
		for range 20 {
			err := two.writes("ada", two.person("zefira"), &vault.NoteCard{Text: sentinel}, written)
			switch {
			case err == nil:
				written++
			case errs.KindOf(err) != errs.Conflict:
				t.Errorf("the other seals: %v", err)
			}
			if _, err := two.reads("ada", two.person("zefira"), vault.Names); err != nil && errs.KindOf(err) != errs.Conflict {
				t.Errorf("the other opens: %v", err)
			}
			if two.session() != "vito" {
				t.Error("a session of the one is none of the other")
			}
			_ = two.in.Watch(t.Context())
		}
	})
	both.Wait()
	if written == 0 {
		t.Error("nothing was written beside the turning")
	}
	for name, w := range map[string]*work{"one": one, "the other": &two} {
		if e, err := w.reads("ada", w.person("zefira"), vault.Notes); err != nil || e.Revision != written {
			t.Errorf("%s reads revision %d of %d: %v", name, e.Revision, written, err)
		}
		w.must(w.in.Watch(t.Context()))
		if !w.in.Held().Right() {
			t.Errorf("%s takes the pair for intruders: %v", name, w.in.Held())
		}
	}
	one.edits(`DELETE FROM network_sessions`)
	for name, w := range map[string]*work{"one": one, "the other": &two} {
		_ = w.in.Watch(t.Context())
		if w.in.Held().Right() {
			t.Errorf("%s tells nothing", name)
		}
	}
	one.writer.Close()
	one.must(in.Close())
	before, _, err := counter.Read(one.in.Keys)
	one.must(err)
	early.Register = counter.Line{N: before.Register.N + 1, Hash: "a line of which the one knows nothing"}
	one.must(early.Keep(one.in.Keys)) // the other read first, writes last, and knows more of one part
	one.must(one.in.Close())
	after, _, err := counter.Read(one.in.Keys)
	one.must(err)
	if after.Size < before.Size || after.Roster < before.Roster || after.Register != early.Register {
		t.Errorf("the counter went back: %v to %v", before, after)
	}
}

// comes is how far the database has come, as one of its servers sees it now.
func (w *work) comes() (m counter.Mark) {
	w.t.Helper()
	w.must(w.store.Read(w.t.Context(), policy.System(policy.Startup), func(tx *store.Tx) (err error) {
		m, err = counter.Now(tx)
		return err
	}))
	return m
}
