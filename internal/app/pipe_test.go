//go:build unix

package app_test

import (
	"bytes"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"approdo/internal/app"
	"approdo/internal/base/backup"
	"approdo/internal/base/counter"
	"approdo/internal/base/i18n"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
)

// TestAPipeInPlaceOfAFileSilencesNobody: whoever writes to the folder puts something there that never ends, or that nobody ever writes to. The look of the minute ends and tells, or says that it cannot look.
func TestAPipeInPlaceOfAFileSilencesNobody(t *testing.T) {
	t.Parallel()
	stations(t, func(t *testing.T, x *station) {
		folder := t.TempDir()
		x.must(app.Backup(t.Context(), x.place, app.BackupOrder{Out: filepath.Join(folder, "a.approdo")}, nil, new(bytes.Buffer), i18n.For("en"))) // which writes the register
		in, err := app.Open(t.Context(), x.place)
		x.must(err)
		x.must(in.Watch(t.Context()))
		for _, name := range []string{filepath.Join(x.place.Dir, backup.ErasuresFile), in.Keys.Beside(counter.File), in.Keys.Beside(roster.TrustFile), in.Keys.File()} {
			for what, puts := range map[string]func() error{
				"a pipe":           func() error { return syscall.Mkfifo(name, 0o600) },
				"a folder":         func() error { return os.Mkdir(name, 0o700) },
				"a device":         func() error { return os.Symlink("/dev/zero", name) },
				"a file of a giga": func() error { return os.WriteFile(name, nil, 0o600) },
			} {
				x.must(os.Rename(name, name+".away"))
				x.must(puts())
				if what == "a file of a giga" {
					x.must(os.Truncate(name, 1<<30))
				}
				ended := make(chan error, 1)
				go func() { ended <- in.Watch(t.Context()) }()
				select {
				case err := <-ended:
					if filepath.Base(name) != seal.KeyFile && filepath.Base(name) != roster.TrustFile && err == nil && in.Held().Right() { // these are in memory
						t.Errorf("%s in place of %s is told to nobody", what, filepath.Base(name))
					}
				case <-time.After(20 * time.Second):
					t.Fatalf("%s in place of %s: the look has no end", what, filepath.Base(name))
				}
				x.must(os.Remove(name))
				x.must(os.Rename(name+".away", name))
			}
		}
		x.must(in.Watch(t.Context()))
		if !in.Held().Right() {
			t.Errorf("afterwards: %v", in.Held())
		}
		x.must(syscall.Mkfifo(filepath.Join(folder, backup.Key{ID: "2026-11-30-aaaaaaaa"}.Name()), 0o600))
		x.must(os.Rename(filepath.Join(folder, backup.ErasuresFile), filepath.Join(folder, "away")))
		x.must(syscall.Mkfifo(filepath.Join(folder, backup.ErasuresFile), 0o600))
		ended := make(chan error, 1)
		go func() {
			ended <- app.Backup(t.Context(), x.place, app.BackupOrder{Out: filepath.Join(folder, "b.approdo")}, nil, new(bytes.Buffer), i18n.For("en"))
		}()
		select {
		case err := <-ended:
			t.Logf("a backup beside a pipe: %v", err)
		case <-time.After(20 * time.Second):
			t.Error("a backup beside a pipe has no end")
		}
		x.must(in.Close())
	})
}
