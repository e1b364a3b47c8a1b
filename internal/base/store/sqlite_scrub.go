package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	moderncsqlite "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

func (s *sqlite) scrub(ctx context.Context, db *sql.DB, tables []string) error {
	ctx, cancel := context.WithTimeout(ctx, rewriteTime)
	defer cancel()
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	// Whoever is busy is asked again here, where the time that somebody has is looked at; and no row becomes another.
	if err := run(ctx, conn, `PRAGMA busy_timeout = 50`, `PRAGMA foreign_keys = 0`); err != nil {
		return err
	}
	for _, t := range append(slices.Clip(tables), ChangesTable) {
		if err := patiently(ctx, func() (bool, error) { return true, s.renumber(ctx, conn, t) }); err != nil {
			return notScrubbed(err)
		}
	}
	if err := patiently(ctx, func() (bool, error) { return true, s.vacuum(ctx, conn) }); err != nil {
		return notScrubbed(err)
	}
	ctx, cancel = context.WithTimeout(ctx, scrubTime)
	defer cancel()
	err = patiently(ctx, func() (bool, error) {
		return true, run(ctx, conn, `REINDEX `+SubjectsTable) // whose pages show what was put into them last
	})
	if err == nil {
		err = patiently(ctx, func() (bool, error) {
			var read, pages, written int64
			err := conn.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&read, &pages, &written)
			return read == 0, err
		})
	}
	if err != nil {
		return notScrubbed(err)
	}
	return nil
}

// patiently does something again, while others are in its way, until it is done.
func patiently(ctx context.Context, do func() (done bool, err error)) error {
	for {
		done, err := do()
		if err == nil && done || err != nil && !busy(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return errors.Join(err, ctx.Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func busy(err error) bool {
	var e *moderncsqlite.Error
	return errors.As(err, &e) && (e.Code()&0xff == sqlite3.SQLITE_BUSY || e.Code()&0xff == sqlite3.SQLITE_LOCKED)
}

func run(ctx context.Context, conn *sql.Conn, queries ...string) error {
	for _, q := range queries {
		if _, err := conn.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// renumber gives the rows of a table other numbers, one after the other in no order: SQLite keeps a number beside each row that nobody sees and that says in which order they came, and where one was that is
// gone. The new numbers begin behind the old ones.
func (s *sqlite) renumber(ctx context.Context, conn *sql.Conn, table string) error {
	err := run(ctx, conn, `BEGIN IMMEDIATE`,
		`CREATE TEMP TABLE renumbered (old INTEGER PRIMARY KEY, new INTEGER NOT NULL)`,
		`INSERT INTO renumbered SELECT rowid, (SELECT COALESCE(MAX(rowid), 0) FROM `+table+`) + ROW_NUMBER() OVER (ORDER BY RANDOM()) FROM `+table,
		`UPDATE `+table+` SET rowid = (SELECT new FROM renumbered WHERE old = `+table+`.rowid)`,
		`DROP TABLE renumbered`, `COMMIT`)
	if err != nil {
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), `ROLLBACK`) // where nothing was begun there is nothing to take back
	}
	return err
}

// clean is what a file says once it was written anew. Pages of one that something else wrote (a restore by an earlier version, a tool) may show rows that were in them before, which no later deletion
// overwrites.
const clean = 1

// vacuum writes the file anew, unless it was before: what the program writes leaves nothing behind. The copy of a moment stands in the folder of the database.
func (s *sqlite) vacuum(ctx context.Context, conn *sql.Conn) error {
	var is int64
	err := conn.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&is)
	if err != nil || is == clean {
		return err
	}
	_, err = conn.ExecContext(ctx, `PRAGMA temp_store_directory = '`+strings.ReplaceAll(filepath.Dir(s.path), "'", "''")+`'`)
	if err != nil {
		return err
	}
	return run(ctx, conn, `PRAGMA temp_store = FILE`, `VACUUM`, fmt.Sprintf(`PRAGMA user_version = %d`, clean), `PRAGMA temp_store = MEMORY`)
}
