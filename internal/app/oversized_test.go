package app_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"approdo/internal/app"
	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// TestARowThatNoMachineRestoresMakesNoBackup: zeros are nothing in a copy and hundreds of megabytes in the memory of whoever restores it. The operator is told before there is a file that
// looks like a backup.
func TestARowThatNoMachineRestoresMakesNoBackup(t *testing.T) {
	t.Parallel()
	stations(t, func(t *testing.T, x *station) {
		zeros := `UPDATE vault_compartments SET tokens = zeroblob(70000000)`
		if x.place.Database != "" {
			zeros = `UPDATE vault_compartments SET tokens = convert_to(repeat(chr(48), 70000000), 'UTF8')`
		}
		x.inside(func(s *store.Store) {
			x.must(s.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
				_, err := tx.Exec(zeros)
				tx.Note("work", "test", nil)
				return err
			}))
		})
		file := filepath.Join(t.TempDir(), "backup")
		err := app.Backup(t.Context(), x.place, app.BackupOrder{Out: file}, nil, new(bytes.Buffer), i18n.For("en"))
		if e, known := errs.Of(err); !known || e.Key != "backup.row_too_long" || fmt.Sprint(e.Arg("table")) != "vault_compartments" {
			t.Errorf("a backup of it: %v", err)
		}
		if _, err := os.Stat(file); !os.IsNotExist(err) {
			t.Errorf("a file is left: %v", err)
		}
		if text := x.doctor(); !strings.Contains(text, "vault_compartments") || !strings.Contains(text, "64 MB") {
			t.Errorf("the doctor says:\n%s", text)
		}
	})
}

// TestWhatNoRestoreTakesMakesNoBackup: a copy that could not be restored is none, and it is said while the one that is copied still stands, with the place.
func TestWhatNoRestoreTakesMakesNoBackup(t *testing.T) {
	t.Parallel()
	for edit, where := range map[string]string{
		`INSERT INTO vault_tokens (token, compartment_id, person_id, kind) VALUES (x'00', 'nope', 'nope', 'phones')`: "vault_tokens.",
		`INSERT INTO rights_terms (rule, months, account, changed) VALUES (NULL, 12, '', '')`:                        "rights_terms.rule",
		`UPDATE network_networks SET name = CAST(x'ff00fe' AS TEXT)`:                                                 "network_networks.name",
	} {
		t.Run(where, func(t *testing.T) {
			t.Parallel()
			x := founds(t, "")
			i := testkit.Intrude(t, store.Options{Dir: x.place.Dir})
			i.Exec(edit)
			err := app.Backup(t.Context(), x.place, app.BackupOrder{Out: filepath.Join(t.TempDir(), "backup")}, nil, new(bytes.Buffer), i18n.For("en"))
			if e, known := errs.Of(err); !known || e.Key != "store.unfit" || !strings.HasPrefix(fmt.Sprint(e.Arg("what")), where) {
				t.Errorf("%v", err)
			}
		})
	}
}

// TestATableThatNobodyKnowsSilencesNobody: a look that fails keeps nothing from being told that was found.
func TestATableThatNobodyKnowsSilencesNobody(t *testing.T) {
	t.Parallel()
	stations(t, func(t *testing.T, x *station) {
		in, err := app.Open(t.Context(), x.place)
		x.must(err)
		defer func() { x.must(in.Close()) }()
		i := testkit.Intrude(t, store.Options{Dir: x.place.Dir, Database: x.place.Database})
		i.Exec(`CREATE TABLE x (a JSON)`)
		i.Exec(`UPDATE network_accounts SET login = 'xalma' WHERE login = 'ada'`)
		_ = in.Watch(t.Context())
		if in.Held().Right() {
			t.Error("nothing is told")
		}
	})
}

// TestATableOfSomebodyElsesKeepsTheWatchFromNothing: what its rows ask for is not done by the program.
func TestATableOfSomebodyElsesKeepsTheWatchFromNothing(t *testing.T) {
	t.Parallel()
	x := founds(t, "")
	i := testkit.Intrude(t, store.Options{Dir: x.place.Dir})
	i.Exec(`PRAGMA ignore_check_constraints = on`)
	i.Exec(`CREATE TABLE x (a INTEGER CHECK (length(hex(zeroblob(60000000))) > a))`)
	i.Exec(`INSERT INTO x WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) SELECT i FROM n`)
	in, err := app.Open(t.Context(), x.place)
	x.must(err)
	defer func() { x.must(in.Close()) }()
	began := time.Now()
	x.must(in.Watch(t.Context()))
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("a look takes %v", took)
	}
}

// TestATableOfSomebodyElsesIsInNoBackup: a copy is restored whatever else stands in the database that it was made of.
func TestATableOfSomebodyElsesIsInNoBackup(t *testing.T) {
	t.Parallel()
	stations(t, func(t *testing.T, x *station) {
		i := testkit.Intrude(t, store.Options{Dir: x.place.Dir, Database: x.place.Database})
		i.Exec(`CREATE TABLE x (a TEXT)`)
		i.Exec(`INSERT INTO x VALUES ('somebody else''s')`)
		file := filepath.Join(t.TempDir(), "backup")
		passphrase := typed("onda lunga sul molo quieto")
		x.must(app.Backup(t.Context(), x.place, app.BackupOrder{Out: file, Passphrase: true}, passphrase, new(bytes.Buffer), i18n.For("en")))
		x.must(app.Restore(t.Context(), app.Place{Dir: t.TempDir()}, app.RestoreOrder{File: file}, passphrase, new(bytes.Buffer), i18n.For("en")))
	})
}

// typed is somebody who types the same whatever they are asked.
type typed string

func (a typed) Line(string) (string, error)   { return string(a), nil }
func (a typed) Secret(string) (string, error) { return string(a), nil }
func (a typed) Person() bool                  { return false }
