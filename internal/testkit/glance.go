//go:build unix

package testkit

import (
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

// Glance reads a SQLite database as any other program would: opened, read, closed, without asking us. It has to run in a process of its
// own. Its SQLite is an old one (before 3.51), which asks for the lock of the whole file when it closes, takes itself for the last one if it
// gets it, and takes the log away.
func Glance(dir string) (err error) {
	path := filepath.Join(dir, "care.db")
	if err := read(path); err != nil {
		return err
	}
	if program, err := exec.LookPath("sqlite3"); err == nil {
		_ = exec.Command(program, path, "SELECT 1 FROM sqlite_schema").Run() // a true one, of whatever age
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	const first, size = 1<<30 + 2, 510 // of the bytes that SQLite locks
	if syscall.FcntlFlock(f.Fd(), syscall.F_SETLK, &syscall.Flock_t{Type: syscall.F_WRLCK, Start: first, Len: size}) != nil {
		return nil // somebody works with it
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return err
	}
	_, err = db.Exec(`PRAGMA wal_checkpoint(TRUNCATE)`) // what was written until now is kept
	if err = errors.Join(err, db.Close()); err != nil {
		return err
	}
	for _, end := range []string{"-wal", "-shm"} {
		if err := os.Remove(path + end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

func read(path string) error {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return err
	}
	var n int64
	err = db.QueryRow(`SELECT COUNT(*) FROM sqlite_schema`).Scan(&n)
	return errors.Join(err, db.Close())
}
