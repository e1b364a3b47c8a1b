package app_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"approdo/internal/app"
	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/testkit"
)

// TestTheKeyFileOfANewNetworkLiesElsewhere, unless somebody says otherwise; the folder knows where, and the doctor says what that means.
func TestTheKeyFileOfANewNetworkLiesElsewhere(t *testing.T) {
	t.Parallel()
	key := filepath.Join(t.TempDir(), "named.key")
	for name, c := range map[string]struct {
		place   func(dir string) app.Place
		inside  bool
		lies    func(dir string) string // "" for where settings are kept
		verdict string
	}{
		"elsewhere": {func(dir string) app.Place { return app.Place{Dir: dir} }, false, nil, "apart"},
		"beside":    {func(dir string) app.Place { return app.Place{Dir: dir, KeyBeside: true} }, true, func(dir string) string { return filepath.Join(dir, "key") }, "it lies in the folder"},
		"named":     {func(dir string) app.Place { return app.Place{Dir: dir, KeyFile: key} }, false, func(string) string { return key }, "apart"},
		"named within": {
			func(dir string) app.Place { return app.Place{Dir: dir, KeyFile: filepath.Join(dir, "my.key")} }, true,
			func(dir string) string { return filepath.Join(dir, "my.key") }, "right beside it",
		},
		"named beside the folder": {
			func(dir string) app.Place {
				return app.Place{Dir: dir, KeyFile: filepath.Join(filepath.Dir(dir), "my.key")}
			}, false,
			func(dir string) string { return filepath.Join(filepath.Dir(dir), "my.key") }, "right beside it",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "house")
			charter := filepath.Join(t.TempDir(), "network.yaml")
			must(t, os.WriteFile(charter, []byte(testkit.TownCharter), 0o600))
			var out bytes.Buffer
			must(t, app.Init(t.Context(), c.place(dir), charter, &out, i18n.For("en")))
			in, err := app.Open(t.Context(), app.Place{Dir: dir}) // nobody says again where it lies
			must(t, err)
			must(t, in.Close())
			found, err := filepath.Glob(filepath.Join(dir, "*key"))
			must(t, err)
			if (len(found) > 0) != c.inside {
				t.Errorf("in the folder lie %v", found)
			}
			want := filepath.Join(os.Getenv("XDG_CONFIG_HOME"), "approdo")
			if c.lies != nil {
				want = c.lies(dir)
			}
			if !strings.Contains(out.String(), want) {
				t.Errorf("nobody was told that it lies at %s: %s", want, out.String())
			}
			out.Reset()
			_ = app.Examine(t.Context(), app.Place{Dir: dir}, app.ExamineOrder{Format: "text"}, &out, i18n.For("en")) // there is no backup yet
			if !strings.Contains(out.String(), c.verdict) {
				t.Errorf("the doctor does not say %q: %s", c.verdict, out.String())
			}
		})
	}
}

// TestAFolderWhoseSettingsCannotBeReadIsNotOpened: no other key file is made in place of the one they name.
func TestAFolderWhoseSettingsCannotBeReadIsNotOpened(t *testing.T) {
	t.Parallel()
	dir, charter := filepath.Join(t.TempDir(), "house"), filepath.Join(t.TempDir(), "network.yaml")
	must(t, os.WriteFile(charter, []byte(testkit.TownCharter), 0o600))
	must(t, app.Init(t.Context(), app.Place{Dir: dir}, charter, new(bytes.Buffer), i18n.For("en")))
	for _, text := range []string{"key: [", "keys: /elsewhere/key", "key: /nowhere/at.all.key"} {
		must(t, os.WriteFile(filepath.Join(dir, "approdo.yaml"), []byte(text), 0o600))
		if in, err := app.Open(t.Context(), app.Place{Dir: dir}); err == nil {
			t.Errorf("%q was opened", text)
			must(t, in.Close())
		}
		if _, err := os.Stat(filepath.Join(dir, "key")); err == nil {
			t.Errorf("%q: another key file was made", text)
		}
	}
}

// TestWhatStandsIsNotSettledAnew: an init that is refused changes nothing of where a network's key file lies, nor takes that of another network.
func TestWhatStandsIsNotSettledAnew(t *testing.T) {
	t.Parallel()
	charter, keys := filepath.Join(t.TempDir(), "network.yaml"), t.TempDir()
	must(t, os.WriteFile(charter, []byte(testkit.TownCharter), 0o600))
	found := func(p app.Place) error { return app.Init(t.Context(), p, charter, new(bytes.Buffer), i18n.For("en")) }
	dir, key := filepath.Join(t.TempDir(), "house"), filepath.Join(keys, "house.key")
	must(t, found(app.Place{Dir: dir, KeyFile: key}))
	settings := filepath.Join(dir, "approdo.yaml")
	before, err := os.ReadFile(settings)
	must(t, err)
	if err := found(app.Place{Dir: dir, KeyFile: filepath.Join(keys, "wrong.key")}); err == nil {
		t.Error("a network was founded on another")
	}
	must(t, os.Remove(settings))
	if err := found(app.Place{Dir: dir}); err == nil {
		t.Error("a network was founded on another")
	}
	if after, err := os.ReadFile(settings); err == nil {
		t.Errorf("settings were written for a network that stands: %s", after)
	}
	must(t, os.WriteFile(settings, before, 0o600))
	if err := found(app.Place{Dir: filepath.Join(t.TempDir(), "other"), KeyFile: key}); err == nil {
		t.Error("two networks have one key file")
	}
	in, err := app.Open(t.Context(), app.Place{Dir: dir})
	must(t, err)
	must(t, in.Close())
}

// TestALinkInTheFolderBringsNoCounterOfItsOwn: what belongs to the key file lies beside the file, not beside a link to it.
func TestALinkInTheFolderBringsNoCounterOfItsOwn(t *testing.T) {
	t.Parallel()
	charter, keys := filepath.Join(t.TempDir(), "network.yaml"), t.TempDir()
	must(t, os.WriteFile(charter, []byte(testkit.TownCharter), 0o600))
	dir, key := filepath.Join(t.TempDir(), "house"), filepath.Join(keys, "house.key")
	must(t, app.Init(t.Context(), app.Place{Dir: dir, KeyFile: key}, charter, new(bytes.Buffer), i18n.For("en")))
	must(t, os.Symlink(key, filepath.Join(dir, "link.key")))
	must(t, os.WriteFile(filepath.Join(dir, "approdo.yaml"), []byte("key: link.key"), 0o600))
	in, err := app.Open(t.Context(), app.Place{Dir: dir})
	must(t, err)
	must(t, in.Close())
	if beside, err := filepath.Glob(filepath.Join(dir, "link.*")); err != nil || len(beside) != 1 {
		t.Errorf("beside the link lie %v", beside)
	}
}

// What is named as a key file and is none is refused before anything is made.
func TestWhatIsNoKeyFileIsNamedAndNothingIsMade(t *testing.T) {
	t.Parallel()
	some := t.TempDir()
	must(t, os.WriteFile(filepath.Join(some, "notes.txt"), []byte("not a key"), 0o600))
	must(t, os.WriteFile(filepath.Join(some, "open.key"), make([]byte, 32), 0o644))
	charter := filepath.Join(some, "network.yaml")
	must(t, os.WriteFile(charter, []byte(testkit.TownCharter), 0o600))
	for named, want := range map[string]string{"": "is not a key file", "notes.txt": "is not a key file", "open.key": "chmod 600"} {
		dir := filepath.Join(t.TempDir(), "house")
		key := filepath.Join(some, named)
		err := app.Init(t.Context(), app.Place{Dir: dir, KeyFile: key}, charter, io.Discard, i18n.For("en"))
		if text := i18n.For("en").Error(err); err == nil || !strings.Contains(text, want) || !strings.Contains(text, key) {
			t.Errorf("of %s the answer says %q", named, text)
		}
		if _, err := os.Stat(dir); !os.IsNotExist(err) {
			t.Errorf("%s was made for %s", dir, named)
		}
	}
}

// A folder whose database was taken away is no empty one: nobody founds another network over its key, and what vouches for the old one stays.
func TestAFolderWhoseDatabaseIsGoneIsNoEmptyOne(t *testing.T) {
	t.Parallel()
	for _, beside := range []bool{false, true} {
		dir := filepath.Join(t.TempDir(), "house")
		charter := filepath.Join(t.TempDir(), "network.yaml")
		must(t, os.WriteFile(charter, []byte(testkit.TownCharter), 0o600))
		must(t, app.Init(t.Context(), app.Place{Dir: dir, KeyBeside: beside}, charter, io.Discard, i18n.For("en")))
		in, err := app.Open(t.Context(), app.Place{Dir: dir})
		must(t, err)
		must(t, in.Close())
		files, err := filepath.Glob(filepath.Join(dir, "care.db*"))
		must(t, err)
		for _, file := range files {
			must(t, os.Remove(file))
		}
		_, awaits := app.OpenOrAwait(t.Context(), app.Place{Dir: dir})
		for what, err := range map[string]error{"init": app.Init(t.Context(), app.Place{Dir: dir}, charter, io.Discard, i18n.For("en")), "serve": awaits} {
			if e, known := errs.Of(err); !known || e.Key != "app.database_gone" {
				t.Errorf("%s, key beside %v: %v", what, beside, err)
			}
		}
		if left, err := filepath.Glob(filepath.Join(dir, "care.db*")); err != nil || len(left) > 0 {
			t.Errorf("%v was made, %v", left, err)
		}
	}
}
