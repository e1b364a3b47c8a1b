package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	moderncsqlite "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"approdo/internal/base/errs"
)

// sqlite is the database in one file. It is always in WAL mode with synchronous=FULL: what was acknowledged survives a
// power failure, which weaker settings do not promise. Deleted content is overwritten.
type sqlite struct {
	path string
	wait time.Duration
}

func (s *sqlite) dsn(path string, pragmas ...string) string {
	return s.address(path, append([]string{"journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "secure_delete(1)", "temp_store(MEMORY)"}, pragmas...))
}

func (s *sqlite) address(path string, pragmas []string) string {
	q := url.Values{"_pragma": append([]string{fmt.Sprintf("busy_timeout(%d)", s.wait.Milliseconds())}, pragmas...)}
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: q.Encode()}
	return u.String()
}

func (s *sqlite) openWriter() (*sql.DB, error) { return s.openOne(s.dsn(s.path, "cache_size(-32768)")) }

// openOne opens the file for one connection at a time.
func (s *sqlite) openOne(dsn string) (*sql.DB, error) {
	if err := s.make(); err != nil {
		return nil, openFault(err)
	}
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

func (s *sqlite) openReaders() (*sql.DB, error) {
	return sql.Open("sqlite", s.dsn(s.path, "query_only(1)"))
}

// migrating holds the write lock of a second, empty database beside the first: goose takes the lock of the first for
// each migration, and SQLite's own locks work on every system.
func (s *sqlite) migrating(ctx context.Context, _ *sql.DB, fn func() error) (err error) {
	lock, err := sql.Open("sqlite", (&url.URL{
		Scheme: "file", Path: filepath.ToSlash(s.path + ".migrating"),
		RawQuery: url.Values{"_txlock": {"exclusive"}, "_pragma": {fmt.Sprintf("busy_timeout(%d)", s.wait.Milliseconds())}}.Encode(),
	}).String())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	if file, err := os.OpenFile(s.path+".migrating", os.O_CREATE|os.O_RDONLY|syscall.O_NONBLOCK, 0o600); err == nil { // as the database itself; else SQLite says what is wrong
		_ = file.Close()
	}
	tx, err := lock.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, tx.Rollback()) }()
	return fn()
}

func (s *sqlite) suits(context.Context, *sql.DB) error { return nil }

func (s *sqlite) dialect() string { return "sqlite3" }

func (s *sqlite) phrase(query string) string { return unnumbered(query) }

func (s *sqlite) begin() string { return `BEGIN IMMEDIATE` }

func (s *sqlite) lockHead() string { return headQuery(s) }

// surface is the number that SQLite gives to each state of its schema.
func (s *sqlite) surface() string {
	return `(SELECT CAST(schema_version AS TEXT) FROM pragma_schema_version)`
}

// kept is what SQLite calls that which belongs into a column of a type.
var kept = map[Type]string{Integer: "integer", Bool: "integer", Text: "text", Bytes: "blob"}

func (s *sqlite) misfit(c Column) string {
	odd := `typeof(` + quoted(c.Name) + `) NOT IN ('null', '` + kept[c.Type] + `')`
	if c.Type == Bytes { // of which none are an empty text in a new database
		odd = `(` + odd + ` AND ` + quoted(c.Name) + ` <> '')`
	}
	return odd
}

// unfit looks for what other connections write that heed no reference, and for keys without a value, which SQLite keeps.
func (s *sqlite) unfit(ctx context.Context, q querier) (column string, err error) {
	var keys [][2]string
	for query, into := range map[string]func(table, column string){
		`SELECT v."table", COALESCE(f."from", '') FROM pragma_foreign_key_check v LEFT JOIN pragma_foreign_key_list(v."table") f ON f.id = v.fkid LIMIT 1`: func(t, c string) { column = t + "." + c },
		`SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table' AND c.pk > 0 AND t.name NOT GLOB 'sqlite_*'`:       func(t, c string) { keys = append(keys, [2]string{t, c}) },
	} {
		rows, err := q.QueryContext(ctx, query)
		if err != nil {
			return "", err
		}
		for rows.Next() {
			var t, c string
			if err := rows.Scan(&t, &c); err != nil {
				return "", errors.Join(err, rows.Close())
			}
			into(t, c)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return "", err
		}
	}
	for _, k := range keys {
		empty, err := Table{Name: k[0]}.any(ctx, q, quoted(k[1])+` IS NULL`)
		if err != nil {
			return "", err
		}
		if empty {
			column = k[0] + "." + k[1]
		}
	}
	return column, nil
}

func (s *sqlite) still() bool { return true }

func (s *sqlite) beginRead() string { return `BEGIN` } // deferred: the first read takes the snapshot

// during notices between two statements that the caller has left. To be noticed in the middle of one, each would need a
// goroutine that watches, which costs as much as the statement.
func (s *sqlite) during(ctx context.Context) context.Context { return unwatched{ctx} }

// unwatched is a context that tells its end only to who asks.
type unwatched struct{ context.Context }

func (unwatched) Done() <-chan struct{} { return nil }

func (s *sqlite) retryable(error) bool { return false } // the write lock is held from the start: nobody is in the way later

func (s *sqlite) cleaning(ctx context.Context, db *sql.DB) (bool, error) {
	n, err := number(ctx, db, `PRAGMA user_version`)
	return n == cleaned, err
}

func (s *sqlite) classify(err error) *errs.Error {
	var e *moderncsqlite.Error
	if !errors.As(err, &e) {
		return nil
	}
	if e.Code() == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY {
		return goneMeanwhile(err)
	}
	switch e.Code() & 0xff { // the higher bits only say more
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL:
		return locked(err)
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR:
		return diskFull(err)
	case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
		return notADatabase(err)
	case sqlite3.SQLITE_READONLY:
		return readOnly(err)
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH:
		return cannotOpen(err)
	}
	return nil
}

// lacks reports whether a statement names a table or a column that is not there. SQLite has no code for that.
func (s *sqlite) lacks(err error) bool {
	var e *moderncsqlite.Error
	return errors.As(err, &e) && e.Code() == sqlite3.SQLITE_ERROR &&
		slices.ContainsFunc([]string{"no such table", "no such column", "has no column named"}, func(text string) bool { return strings.Contains(e.Error(), text) })
}

// clashes reports whether a row stands already under its key.
func (s *sqlite) clashes(err error) bool {
	var e *moderncsqlite.Error
	return errors.As(err, &e) && (e.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY || e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || e.Code() == sqlite3.SQLITE_CONSTRAINT_ROWID)
}
