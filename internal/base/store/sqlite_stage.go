package store

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// stagedFile is the SQLite database under restoration, in the folder of the future one.
const stagedFile = "restoring.db"

func (s *sqlite) catalogue() string {
	return `SELECT t.name AS of_table, c.name AS name, c.type FROM sqlite_schema t, pragma_table_info(t.name) c
WHERE t.type = 'table' AND t.name NOT GLOB 'sqlite_*' ORDER BY t.name, c.cid`
}

// taken looks for the file that a server would open.
func (s *sqlite) taken(context.Context) (bool, error) {
	_, err := os.Lstat(filepath.Join(filepath.Dir(s.path), dataFile))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

func (s *sqlite) claim(context.Context) (held io.Closer, free bool, err error) {
	return io.NopCloser(nil), true, nil
}

// openLoader keeps no journal and waits for no disk: a stage that is interrupted is thrown away, and adopt waits before it is not one any more. It overwrites like everybody: a page that is divided keeps what
// was in it else, and no erasure reaches that.
func (s *sqlite) openLoader() (*sql.DB, error) {
	return s.openOne(s.address(s.path, []string{"journal_mode(OFF)", "synchronous(OFF)", "secure_delete(1)", "foreign_keys(1)", "cache_size(-131072)"}))
}

// parameters is small: for each, the driver walks the list of all.
func (s *sqlite) parameters() int { return 32 }

// loosen lets rows arrive before those they refer to; SQLite looks again by itself at the commit.
func (s *sqlite) loosen(on *session) (func() error, error) {
	return func() error { return nil }, on.do(`PRAGMA defer_foreign_keys = 1`)
}

func (s *sqlite) adopt(context.Context) error {
	dir := filepath.Dir(s.path)
	if err := syncFile(s.path); err != nil {
		return err
	}
	if err := os.Rename(s.path, filepath.Join(dir, dataFile)); err != nil {
		return err
	}
	if err := s.clear(context.Background()); err != nil { // the lock of the migrations is left
		return err
	}
	return SyncFolder(dir)
}

func (s *sqlite) clear(context.Context) error {
	for _, end := range []string{"", "-wal", "-shm", "-journal", ".migrating", ".migrating-journal"} {
		if err := os.Remove(s.path + end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return openFault(err)
		}
	}
	return nil
}

func syncFile(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return openFault(err)
	}
	return errors.Join(f.Sync(), f.Close())
}

// SyncFolder makes a new name in a folder survive a power failure. Windows neither needs nor allows it.
func SyncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return openFault(err)
	}
	return errors.Join(d.Sync(), d.Close())
}
