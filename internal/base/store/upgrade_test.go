package store_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// everyFolder says that all earlier folders are tried, and not only those in which something is special.
const everyFolder = "STORE_TEST_UPGRADES"

// special are folders in which something has to be mended, or a step lies between others.
var special = []string{"9ee148d", "fb4c791", "46c3325", "5053b23", "97ec5f3", "4a5eba6", "2535000", "cc32c96", "9d70b6c", "14e2505", "9ee148d+54d4b8e", "4a5eba6+9d70b6c", "3b8a725", "13c58d3"}

// brief are those of them that a quick run tries.
var brief = []string{"9ee148d", "3b8a725", "version 31"}

// tried are the folders of this run: all of them for make upgrades, else those in which something is special and others that belong to what is tried.
func tried(t *testing.T, belongs func(folder) bool) []folder {
	t.Helper()
	return slices.DeleteFunc(folders(t), func(f folder) bool {
		switch {
		case testing.Short():
			return !slices.Contains(brief, f.name)
		case os.Getenv(everyFolder) != "":
			return false
		}
		return !slices.Contains(special, f.name) && !belongs(f)
	})
}

// A folder that an earlier program made opens, with all its data, on the tables that a new one gets; it is copied, and the copy is restored.
func TestEveryEarlierFolderOpens(t *testing.T) {
	t.Parallel()
	fresh := map[string]string{}
	for name, options := range testkit.Places() {
		o := options(t)
		s, err := store.Open(t.Context(), o)
		must(t, err)
		must(t, s.Close())
		fresh[name] = describe(t, o)
	}
	for _, f := range tried(t, func(f folder) bool { return strings.HasPrefix(f.name, "version") }) {
		filled := inserts(t, f)
		for name, options := range testkit.Places() {
			t.Run(f.name+" "+name, func(t *testing.T) {
				t.Parallel()
				o := options(t)
				db := f.make(t, o)
				for _, q := range filled {
					_, err := db.ExecContext(t.Context(), q)
					must(t, err)
				}
				s, err := store.Open(t.Context(), o)
				must(t, err)
				mustAdd(t, s, "after")
				wantWhole(t, s)
				if now := describe(t, o); now != fresh[name] {
					t.Errorf("the tables differ from new ones:\n%s", difference(fresh[name], now))
				}
				if list, err := s.Oddities(t.Context()); err != nil || len(list) > 0 {
					t.Errorf("an earlier folder has oddities: %v, %v", list, err)
				}
				f.keeps(t, db)
				copied := &heap{}
				must(t, s.Dump(t.Context(), operator, func(*store.Tx) error { return nil }, copied))
				must(t, s.Close())
				f.restores(t, options(t), copied)
			})
		}
	}
}

// keeps looks at rows that steps of the early days moved, or that a repair had to complete.
func (f folder) keeps(t *testing.T, db *sql.DB) {
	t.Helper()
	one := func(query string, want string) {
		t.Helper()
		var is string
		if err := db.QueryRowContext(t.Context(), query).Scan(&is); err != nil || is != want {
			t.Errorf("%s is %q, %v, want %q", query, is, err, want)
		}
	}
	one(`SELECT COUNT(*) FROM person_persons WHERE NOT detached`, "2")
	one(`SELECT COUNT(*) FROM report_papers p JOIN report_runs r ON r.id = p.run_id WHERE p.document = p.records`, "2")
	has := func(n int) bool { return f.steps[fmt.Sprintf("%05d_step.sql", n)] != nil }
	if has(11) {
		one(`SELECT COUNT(*) FROM vault_recoveries WHERE series >= 1`, "2")
		one(`SELECT COUNT(*) FROM vault_grants`, "2")
	}
	if has(10) && has(11) && !strings.Contains(string(f.steps["00011_step.sql"].Data), "fingerprint of the public key") {
		one(`SELECT public FROM vault_grants ORDER BY account_id LIMIT 1`, seal.Public("network_accounts public 1").Fingerprint())
	}
}

// restores puts a copy into an empty place and reads it again.
func (f folder) restores(t *testing.T, o store.Options, from *heap) {
	t.Helper()
	stage, err := store.NewStage(t.Context(), o)
	must(t, err)
	newest, err := filepath.Glob("migrations/care/*.sql")
	must(t, err)
	must(t, stage.Load(t.Context(), int64(len(newest)), from.source()))
	again := &heap{}
	must(t, stage.Dump(t.Context(), again))
	if again.size() != from.size() || from.size() == 0 {
		t.Errorf("%d rows came back of %d", again.size(), from.size())
	}
	must(t, stage.Adopt(t.Context()))
	s, err := store.Open(t.Context(), o)
	must(t, err)
	wantWhole(t, s)
	must(t, s.Close())
}

// A copy of tables that were never edited under their number is restored whatever its version; one with gaps is refused with a sentence that says what to do.
func TestEarlierCopiesAreRestoredOrRefusedPlainly(t *testing.T) {
	t.Parallel()
	for _, f := range tried(t, func(folder) bool { return true }) {
		if f.last < 14 {
			continue // no program of those could make a copy
		}
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			here := store.Options{Dir: t.TempDir()}
			db := f.make(t, here)
			for _, q := range inserts(t, f) {
				_, err := db.ExecContext(t.Context(), q)
				must(t, err)
			}
			o := store.Options{Dir: t.TempDir()}
			stage, err := store.NewStage(t.Context(), o)
			must(t, err)
			err = stage.Load(t.Context(), f.last, dumped(t, db))
			if int64(len(f.steps)) < f.last {
				wantKey(t, err, "store.copy_early")
				return
			}
			must(t, err)
			s, err := stage.Open(t.Context())
			must(t, err)
			mustAdd(t, s, "after")
			must(t, s.Close())
		})
	}
}
