package app_test

import (
	"bytes"
	"path/filepath"
	"testing"

	"approdo/internal/app"
	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/testkit"
)

// interrupted is somebody who restores, and beside whom something happens before they answer.
type interrupted struct {
	hands
	meanwhile func()
}

func (i *interrupted) Secret(prompt string) (string, error) {
	i.meanwhile()
	return i.hands.Secret(prompt)
}

func (i *interrupted) Line(prompt string) (string, error) { i.meanwhile(); return i.hands.Line(prompt) }

// TestWhoRestoresWhereSomebodyRestoresTouchesNothing: the second would take what the first has under work for what a killed one left.
func TestWhoRestoresWhereSomebodyRestoresTouchesNothing(t *testing.T) {
	t.Parallel()
	stations(t, func(t *testing.T, x *station) {
		order := app.RestoreOrder{File: filepath.Join(t.TempDir(), "b.approdo")}
		x.must(app.Backup(t.Context(), x.place, app.BackupOrder{Out: order.File}, nil, new(bytes.Buffer), i18n.For("en")))
		there := app.Place{Dir: filepath.Join(t.TempDir(), "new"), KeyBeside: true}
		beside := there
		if x.place.Database != "" { // another folder, and the same database
			there.Database = testkit.Postgres(t)
			beside = app.Place{Dir: filepath.Join(t.TempDir(), "beside"), Database: there.Database, KeyBeside: true}
		}
		tries := 0
		first := &interrupted{hands: hands{x.paper.Shares[:2]}, meanwhile: func() {
			tries++
			err := app.Restore(t.Context(), beside, order, &hands{x.paper.Shares[:2]}, new(bytes.Buffer), i18n.For("en"))
			if e, known := errs.Of(err); !known || e.Key != "app.restoring" {
				t.Errorf("a second restore: %v", err)
			}
		}}
		x.must(app.Restore(t.Context(), there, order, first, new(bytes.Buffer), i18n.For("en")))
		if tries == 0 {
			t.Fatal("nobody tried")
		}
		in, err := app.Open(t.Context(), there)
		x.must(err)
		x.must(in.Watch(t.Context()))
		if !in.Held().Right() {
			t.Errorf("what was restored is not whole: %v", in.Held())
		}
		x.must(in.Close())
	})
}

// TestTwoPlacesWithOneKeyFileAreNotRestoredAtOnce: the second would sweep away the key file of the first, which is equal to its own.
func TestTwoPlacesWithOneKeyFileAreNotRestoredAtOnce(t *testing.T) {
	t.Parallel()
	stations(t, func(t *testing.T, x *station) {
		order := app.RestoreOrder{File: filepath.Join(t.TempDir(), "b.approdo")}
		x.must(app.Backup(t.Context(), x.place, app.BackupOrder{Out: order.File}, nil, new(bytes.Buffer), i18n.For("en")))
		key := filepath.Join(t.TempDir(), "keys", "network")
		place := func(name string) app.Place {
			p := app.Place{Dir: filepath.Join(t.TempDir(), name), KeyFile: key}
			if x.place.Database != "" {
				p.Database = testkit.Postgres(t)
			}
			return p
		}
		there, beside, founded := place("new"), place("beside"), place("founded")
		tries := 0
		first := &interrupted{hands: hands{x.paper.Shares[:2]}, meanwhile: func() {
			tries++
			for what, err := range map[string]error{
				"a second restore":         app.Restore(t.Context(), beside, order, &hands{x.paper.Shares[:2]}, new(bytes.Buffer), i18n.For("en")),
				"a demonstration":          app.MakeDemo(t.Context(), founded, 1, false, false, new(bytes.Buffer), i18n.For("en")),
				"a demonstration in place": app.MakeDemo(t.Context(), there, 1, false, false, new(bytes.Buffer), i18n.For("en")),
			} {
				if e, known := errs.Of(err); !known || e.Key != "app.restoring" {
					t.Errorf("%s: %v", what, err)
				}
			}
		}}
		x.must(app.Restore(t.Context(), there, order, first, new(bytes.Buffer), i18n.For("en")))
		if tries == 0 {
			t.Fatal("nobody tried")
		}
		in, err := app.Open(t.Context(), there)
		x.must(err)
		x.must(in.Close())
	})
}
