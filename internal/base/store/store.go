// Package store keeps everything: it alone knows which database there is.
//
// The database is SQLite, one file in the installation's folder, or PostgreSQL; the
// SQL text is the same for both. Whoever reads or writes brings a policy.Grant and a
// function, and works on a Tx that carries the grant, the time and the audit trail.
//
// All writes of a process pass through one writer (writer.go). It gathers what waits
// into one database transaction, gives each its own savepoint, and adds at the end
// the audit entries, the Merkle hashes and the change feed of all of them: nothing
// commits without its entry. Only then does it acknowledge. Several processes take
// turns by locking the row audit_head, so that there is one trail and one feed.
package store

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/machine"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
)

// Options says where the data is.
type Options struct {
	Dir      string           // folder of the installation: the key file and, unless Database is set, care.db
	Database string           // empty, or postgres://…
	Clock    func() time.Time // what Tx.Now tells; the machine's when nil
	LockWait time.Duration    // how long to wait for another process; 10 seconds when zero

	staged bool // the database is under restoration and not yet where a server looks
}

// dataFile is the SQLite database in the folder.
const dataFile = wing + ".db"

// Store is an open database. It may be used by many goroutines.
type Store struct {
	engine  engine
	readers *readers
	writer  *writer
	hold    *hold
	memory  memory
	guard   guard
	before  int64 // version of the tables when it was opened
	clock   atomic.Pointer[func() time.Time]

	scrubbing chan struct{} // who scrubs has put something in

	standing  standing
	followers atomic.Pointer[[]*follower]
}

// engine is what differs between the two databases.
type engine interface {
	openWriter() (*sql.DB, error)
	openReaders() (*sql.DB, error)
	hold() (*hold, error) // of the files, until the end
	// suits refuses a database that cannot keep what people write, or loses what a connection holds.
	suits(ctx context.Context, db *sql.DB) error
	// migrating runs fn while no other process migrates.
	migrating(ctx context.Context, db *sql.DB, fn func() error) error
	dialect() string
	begin() string              // statement that opens a writing transaction
	lockHead() string           // query that locks and reads audit_head
	beginRead() string          // statement that opens a snapshot
	phrase(query string) string // the query as it is quickest with it
	surface() string            // expression that is another when something that acts by itself was added to the tables
	still() bool                // whether nobody can do that while a writing transaction is open
	// during is the context of the statements on a snapshot for a caller with ctx.
	during(ctx context.Context) context.Context
	classify(err error) *errs.Error                         // nil when the error says nothing about the outside world
	misfit(c Column) string                                 // condition that a column holds something of another kind than its type says; empty where none can
	unfit(ctx context.Context, q querier) (string, error)   // a column that refers to nothing, or a key without a value; empty where none can
	lacks(err error) bool                                   // whether a table or a column is not there
	clashes(err error) bool                                 // whether a row stands already under its key
	retryable(err error) bool                               // the job may succeed if it runs again
	cleaning(ctx context.Context, db *sql.DB) (bool, error) // whether somebody scrubs, in whichever process

	catalogue() string                       // query that lists table, column and declared type, by table
	taken(ctx context.Context) (bool, error) // a server would find something here
	// claim keeps other stages away until it is closed; free is false where there is one.
	claim(ctx context.Context) (held io.Closer, free bool, err error)
	openLoader() (*sql.DB, error)                      // for filling a stage
	parameters() int                                   // how many a statement is quick with
	loosen(s *session) (tighten func() error, _ error) // references between tables wait until tighten
	adopt(ctx context.Context) error                   // the stage takes its true name
	clear(ctx context.Context) error                   // the stage goes away

	oddities(ctx context.Context) ([]Oddity, error) // what no migration made
	// astray names the indexes that do not say what their table says, of some tables or of all.
	astray(ctx context.Context, q querier, of []string) ([]string, error)
	stands(ctx context.Context) ([]thing, error)         // what there is, as the catalogue says it
	settings() []asked                                   // on which durability rests
	size(ctx context.Context, db *sql.DB) (int64, error) // bytes of the database
	clockQuery() string                                  // seconds since 1970 by its clock
	// scrub takes what was deleted from tables out of the files.
	scrub(ctx context.Context, db *sql.DB, tables []string) error
}

// Open opens the database, makes it if there is none, and brings its tables up to date. Tables that another program made, of which
// this one does not know every step, are Unavailable "store.tables_newer" or "store.tables_gap", damaged ones "store.tables_damaged"; all stay as they are.
func Open(ctx context.Context, o Options) (s *Store, err error) {
	for range 3 {
		if s, err = opened(ctx, o); !errors.Is(err, errVanished) {
			break
		}
	}
	return s, err
}

func opened(ctx context.Context, o Options) (*Store, error) {
	e, err := newEngine(o)
	if err != nil {
		return nil, err
	}
	s := &Store{engine: e, guard: guard{engine: e}, scrubbing: make(chan struct{}, 1)}
	s.SetClock(o.Clock)
	db, err := e.openWriter()
	if err != nil {
		return nil, classified(e, err)
	}
	if s.before, err = migrate(ctx, e, db, latest); err != nil {
		return nil, errors.Join(classified(e, errs.Wrap(err, "migrate")), db.Close())
	}
	if s.readers, err = openReaders(e); err != nil {
		return nil, errors.Join(classified(e, err), db.Close())
	}
	if s.hold, err = e.hold(); err != nil {
		return nil, errors.Join(classified(e, err), s.readers.close(), db.Close())
	}
	s.writer = startWriter(e, db, s.hold, &s.memory, &s.guard)
	return s, nil
}

// Brought tells from which version of the tables to which they were brought when the store was opened: 0 from nothing, and twice the same where nothing was to be done.
func (s *Store) Brought() (from, to int64) {
	q, err := openSequence()
	if err != nil {
		return s.before, s.before
	}
	return s.before, q.newest
}

// newEngine makes the folder, if it is not there.
func newEngine(o Options) (engine, error) {
	if o.Dir != "" {
		if err := os.MkdirAll(o.Dir, 0o700); err != nil {
			return nil, openFault(err)
		}
	}
	return engineOf(o)
}

func engineOf(o Options) (engine, error) {
	if o.LockWait == 0 {
		o.LockWait = 10 * time.Second
	}
	switch {
	case o.Database == "":
		dir, err := filepath.Abs(o.Dir)
		if err != nil {
			return nil, openFault(err)
		}
		name := dataFile
		if o.staged {
			name = stagedFile
		}
		return &sqlite{path: filepath.Join(dir, name), wait: o.LockWait}, nil
	case strings.HasPrefix(o.Database, "postgres://"), strings.HasPrefix(o.Database, "postgresql://"):
		name := schema
		if o.staged {
			name = stagedSchema
		}
		return newPostgres(o.Database, name, o.LockWait)
	}
	return nil, errs.E(errs.Invalid, "store.unknown_database")
}

// Close waits for the write at work, refuses those that come after, and closes the database.
func (s *Store) Close() error {
	return errors.Join(s.writer.close(), s.readers.close(), s.hold.close())
}

// KeepsLogs reports whether the database keeps what was deleted in logs of its own until these are written over, where no scrubbing reaches: a server of PostgreSQL does.
func (s *Store) KeepsLogs() bool { return s.engine.dialect() == "postgres" }

// Now is the instant that a transaction would begin at.
func (s *Store) Now() time.Time { return (*s.clock.Load())().UTC() }

// SetClock changes what Tx.Now tells from the next transaction on; nil is the machine's clock. The audit trail always keeps the machine's.
func (s *Store) SetClock(clock func() time.Time) {
	if clock == nil {
		clock = machine.Now
	}
	s.clock.Store(&clock)
}

// UseKeys gives transactions the installation's key file from now on. Details of audit entries are sealed under it; without one they are only committed to.
func (s *Store) UseKeys(keys *seal.Keys) { s.writer.keys.Store(keys) }

// Keys are those given last; nil before.
func (s *Store) Keys() *seal.Keys { return s.writer.keys.Load() }

func (s *Store) now() time.Time { return (*s.clock.Load())().UTC() }

// Read runs fn on one unchanging state of the database. fn cannot write, and may run again.
func (s *Store) Read(ctx context.Context, grant policy.Grant, fn func(*Tx) error) error {
	if grant.Zero() {
		return denied()
	}
	return cleansed(ctx, s.engine, s.readers.db, func() bool { return ctx.Err() != nil }, func() error {
		return again(s.engine, func() error { return s.readOnce(ctx, grant, fn) })
	})
}

func (s *Store) readOnce(ctx context.Context, grant policy.Grant, fn func(*Tx) error) error {
	if err := s.hold.known(); err != nil {
		return err
	}
	st, end, err := s.stateFor(ctx)
	if err != nil {
		return classified(s.engine, err)
	}
	tx, failed := s.reading(ctx, grant, st), true
	defer func() {
		tx.end()
		end(failed || tx.failed != nil)
	}()
	if err = s.follow(tx); err == nil {
		err = s.stands(tx)
	}
	if err == nil {
		err = fn(tx)
	}
	failed = tx.failed != nil
	if err != nil {
		return classified(s.engine, err)
	}
	return classified(s.engine, tx.failed)
}

// Write runs fn and commits what it did together with its audit entries; it returns when both are safe on the disk.
// An error of fn, or a panic, undoes all fn did. fn does no I/O and may run again. A Write inside a Write panics.
func (s *Store) Write(ctx context.Context, grant policy.Grant, fn func(*Tx) error) error {
	return s.write(ctx, grant, false, fn)
}

// Tell is a Write also where something stands in the database that acts by itself and that no migration made. It may swallow what is told, so nothing but telling of it is written so.
func (s *Store) Tell(ctx context.Context, grant policy.Grant, fn func(*Tx) error) error {
	return s.write(ctx, grant, true, fn)
}

func (s *Store) write(ctx context.Context, grant policy.Grant, tells bool, fn func(*Tx) error) error {
	if grant.Zero() {
		return denied()
	}
	pause(ctx)
	j := &job{ctx: ctx, grant: grant, clock: s.now, tells: tells, turns: make(chan *Tx), ended: make(chan struct{}), done: make(chan error, 1)}
	return s.writer.do(j, func(tx *Tx) error {
		err := s.follow(tx)
		if err == nil {
			err = s.stands(tx)
		}
		if err == nil {
			err = fn(tx)
		}
		return err
	})
}

func denied() error { return errs.E(errs.Denied, "policy.denied", "action", "") }

// attempts bounds how often a function runs when the database asks to try again.
const attempts = 4

func again(e engine, fn func() error) error {
	var err error
	for range attempts {
		if err = fn(); err == nil || !e.retryable(err) {
			break
		}
	}
	return err
}
