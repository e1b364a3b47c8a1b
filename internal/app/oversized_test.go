package app_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"approdo/internal/app"
	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
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
