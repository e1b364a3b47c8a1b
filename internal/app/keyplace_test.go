package app_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"approdo/internal/app"
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
			plan := filepath.Join(t.TempDir(), "network.yaml")
			must(t, os.WriteFile(plan, []byte(testkit.TownPlan), 0o600))
			var out bytes.Buffer
			must(t, app.Init(t.Context(), c.place(dir), plan, &out, i18n.For("en")))
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
	dir, plan := filepath.Join(t.TempDir(), "house"), filepath.Join(t.TempDir(), "network.yaml")
	must(t, os.WriteFile(plan, []byte(testkit.TownPlan), 0o600))
	must(t, app.Init(t.Context(), app.Place{Dir: dir}, plan, new(bytes.Buffer), i18n.For("en")))
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
