//go:build unix

package main_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"approdo/internal/testkit"
)

// TestWhatRootDoesBelongsToTheOwnerOfTheFolder: a backup that root makes once leaves nothing that the service could not renew, remove or read.
func TestWhatRootDoesBelongsToTheOwnerOfTheFolder(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	if os.Geteuid() != 0 {
		t.Skip("only root can do things as somebody else")
	}
	const nobody = 65534
	base := t.TempDir()
	for at := base; len(at) > len(os.TempDir()); at = filepath.Dir(at) { // whoever is not root has to get there
		if err := os.Chmod(at, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	dir, copies := filepath.Join(base, "network"), filepath.Join(base, "copies")
	must(t, "init", file(t, "network.yaml", staffed), "--dir", dir, "--key-beside")
	if err := os.Mkdir(copies, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{dir, copies} {
		eachFile(t, folder, func(path string) {
			if err := os.Lchown(path, nobody, nobody); err != nil {
				t.Fatal(err)
			}
		})
	}
	a := approdo(t, "backup", "--dir", dir, "--out", filepath.Join(copies, "one.approdo"))
	if !strings.Contains(a.err, "goes on as them") {
		t.Errorf("said %q, %q", a.out, a.err)
	}
	approdo(t, "doctor", "--dir", dir)
	approdo(t, "imports", "--dir", dir)
	for _, folder := range []string{dir, copies} {
		eachFile(t, folder, func(path string) {
			var about syscall.Stat_t
			if err := syscall.Lstat(path, &about); err != nil || about.Uid != nobody || about.Gid != nobody {
				t.Errorf("%s belongs to %d:%d, %v", path, about.Uid, about.Gid, err)
			}
		})
	}
}

func eachFile(t *testing.T, folder string, do func(path string)) {
	t.Helper()
	if err := filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
		if err == nil {
			do(path)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}
