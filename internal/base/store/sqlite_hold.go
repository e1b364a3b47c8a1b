package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"

	"approdo/internal/base/errs"
)

// SQLite keeps others from taking its log away with locks on the file, and the system drops all locks that a process has on a file
// as soon as that process closes it anywhere. So once SQLite has the database open, nothing else in this program opens it: not to read
// it, not to copy it, not to look for something in it (a wall says where files are opened). hold is the second line: whoever
// takes a file away all the same, and however, is noticed before anything is acknowledged that stands nowhere.

// hold keeps one connection open from the start to the end, and with it the locks, and knows which files they are on.
// The zero hold
// is of a database whose files are not ours.
type hold struct {
	db    *sql.DB
	files []held
	taken atomic.Bool
}

// held is a file as it was when SQLite opened it.
type held struct {
	name string
	info os.FileInfo
}

// errVanished is another program's doing: it was the last to have the database open, and took the log with it while this one came. What was opened is closed and
// opened once more, since nobody else would see what is written through it.
var errVanished = errors.New("store: the log went while the database was opened")

// hold opens the connection, which opens the log and its index too, and remembers all three.
func (s *sqlite) hold() (_ *hold, err error) {
	db, err := sql.Open("sqlite", s.dsn(s.path, "query_only(1)"))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	db.SetMaxIdleConns(1)
	h := &hold{db: db}
	defer func() {
		if err != nil {
			err = errors.Join(err, db.Close())
		}
	}()
	var size int64
	if err := headless(db.QueryRow(`SELECT size FROM audit_head WHERE id = 1`).Scan(&size)); err != nil {
		return nil, err
	}
	path, err := filepath.EvalSymlinks(s.path) // SQLite writes its log beside what a link leads to
	if err != nil {
		return nil, openFault(err)
	}
	for _, name := range []string{s.path, path + "-wal", path + "-shm"} {
		info, err := os.Stat(name)
		if errors.Is(err, fs.ErrNotExist) {
			err = errors.Join(err, errVanished)
		}
		if err != nil {
			return nil, openFault(err)
		}
		h.files = append(h.files, held{name, info})
	}
	return h, nil
}

// whole answers Unavailable "store.files_taken" once a file is no longer the one that its name leads to, and from then on for ever:
// what is written to it would be gone when the program ends.
func (h *hold) whole() error {
	for _, f := range h.files {
		if h.taken.Load() {
			break
		}
		info, err := os.Stat(f.name)
		switch {
		case errors.Is(err, fs.ErrNotExist), err == nil && !os.SameFile(info, f.info):
			h.taken.Store(true)
		case err != nil:
			return openFault(err)
		}
	}
	return h.known()
}

// known is whole without looking again.
func (h *hold) known() error {
	if h.taken.Load() {
		return errs.E(errs.Unavailable, "store.files_taken")
	}
	return nil
}

func (h *hold) close() error {
	if h.db == nil {
		return nil
	}
	return h.db.Close()
}

// make makes the file if there is none, readable by its owner only: SQLite would let everybody read it, and gives its log the same
// rights. It is made under another name, and is closed before it is the database.
func (s *sqlite) make() (err error) {
	if _, err := os.Lstat(s.path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(s.path), filepath.Base(s.path)+".new-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Remove(f.Name())) }()
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Link(f.Name(), s.path); !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil // another process was first
}

// Ours reports whether a name that somebody gave leads to one of the files of the database, which nobody else may open or replace.
func Ours(o Options, name string) bool {
	e, err := engineOf(o)
	s, files := e.(*sqlite)
	info, missing := os.Stat(name)
	if err != nil || !files || missing != nil {
		return false
	}
	for _, end := range []string{"", "-wal", "-shm"} {
		if own, err := os.Stat(s.path + end); err == nil && os.SameFile(own, info) {
			return true
		}
	}
	return false
}

// Discard removes the database in a folder, if no program has it open: Conflict "store.in_use" otherwise, since what such a program goes on
// writing would be gone. On PostgreSQL, and where there is none, it does nothing.
func Discard(ctx context.Context, o Options) error {
	e, err := engineOf(o)
	s, ours := e.(*sqlite)
	if err != nil || !ours {
		return err
	}
	if there, err := s.taken(ctx); err != nil || !there {
		return classified(s, err)
	}
	if err := s.alone(ctx); err != nil {
		return err
	}
	return s.clear(ctx)
}

// alone answers Conflict "store.in_use" unless nobody else has the database open: only then can it do without its log.
func (s *sqlite) alone(ctx context.Context) error {
	db, err := s.openOne(s.address(s.path, nil))
	if err != nil {
		return classified(s, err)
	}
	var mode string
	err = classified(s, db.QueryRowContext(ctx, `PRAGMA journal_mode = DELETE`).Scan(&mode))
	if e, known := errs.Of(err); known && e.Key == "store.locked" {
		err = errs.E(errs.Conflict, "store.in_use", err)
	}
	return errors.Join(err, classified(s, db.Close()))
}
