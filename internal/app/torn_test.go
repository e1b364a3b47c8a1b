package app_test

import (
	"bytes"
	"encoding/binary"
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

// TestOfAFileThatIsNotWholeThereIsNoBackup: a folder that was copied while the program wrote, or a disk that fails, leaves pages twice or not at all. SQLite reads on, and a copy of
// what it reads would be taken for a good one.
func TestOfAFileThatIsNotWholeThereIsNoBackup(t *testing.T) {
	t.Parallel()
	x := founds(t, "")
	x.inside(func(s *store.Store) {
		x.must(s.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
			for i := range 400 { // some pages of one table
				if _, err := tx.Exec(`INSERT INTO codebook_codes (list, code, labels, attributes, retired) VALUES ('test', $1, '{}', $2, FALSE)`,
					fmt.Sprintf("torn-%04d", i), `{"long":"`+strings.Repeat("x", 200)+`"}`); err != nil {
					return err
				}
			}
			tx.Note("work", "test", nil)
			return nil
		}))
	})
	// The first makes the key of the month, so that those below write nothing.
	x.must(app.Backup(t.Context(), x.place, app.BackupOrder{Out: filepath.Join(t.TempDir(), "backup")}, nil, new(bytes.Buffer), i18n.For("it")))
	file := filepath.Join(x.place.Dir, "care.db")
	whole, err := os.ReadFile(file)
	x.must(err)
	size := int(binary.BigEndian.Uint16(whole[16:]))
	var pages []int // with rows of that table and of no other
	for at := size; at < len(whole); at += size {
		if page := whole[at : at+size]; page[0] == 0x0d && bytes.Count(page, []byte("torn-")) > 5 {
			pages = append(pages, at)
		}
	}
	if len(pages) < 3 {
		t.Fatalf("%d pages to tear", len(pages))
	}
	one, other := pages[len(pages)/2], pages[len(pages)/2+1]
	for name, tear := range map[string]func([]byte) []byte{
		"a page stands twice": func(b []byte) []byte { copy(b[one:one+size], b[other:other+size]); return b },
		"a page is empty":     func(b []byte) []byte { clear(b[one : one+size]); return b },
		"the end is missing":  func(b []byte) []byte { return b[:len(b)/size*3/4*size] },
		"two pages change places": func(b []byte) []byte {
			p := bytes.Clone(b[one : one+size])
			copy(b[one:], b[other:other+size])
			copy(b[other:], p)
			return b
		},
	} {
		x.must(os.WriteFile(file, tear(bytes.Clone(whole)), 0o600))
		out := filepath.Join(t.TempDir(), "backup")
		err := app.Backup(t.Context(), x.place, app.BackupOrder{Out: out}, nil, new(bytes.Buffer), i18n.For("it"))
		if e, known := errs.Of(err); !known || e.Key != "backup.torn" && e.Key != "store.not_a_database" {
			t.Errorf("%s: a backup says %v", name, err)
		}
		if _, err := os.Stat(out); !os.IsNotExist(err) {
			t.Errorf("%s: a file is left: %v", name, err)
		}
		var said bytes.Buffer
		if err := app.Examine(t.Context(), x.place, app.ExamineOrder{Format: "text"}, &said, i18n.For("en")); err == nil || !strings.Contains(said.String()+err.Error(), "codebook_codes") && errs.KindOf(err) != errs.Unavailable {
			t.Errorf("%s: the doctor says %v:\n%s", name, err, &said)
		}
	}
	x.must(os.WriteFile(file, whole, 0o600))
	if err := app.Backup(t.Context(), x.place, app.BackupOrder{Out: filepath.Join(t.TempDir(), "backup")}, nil, new(bytes.Buffer), i18n.For("it")); err != nil {
		t.Errorf("whole again: %v", err)
	}
}
