package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"time"

	moderncsqlite "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

func (s *sqlite) scrub(ctx context.Context, db *sql.DB, tables []string) (err error) {
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
	if err := patiently(ctx, func() (bool, error) { return true, says(ctx, conn, cleaned) }); err != nil {
		return notScrubbed(err)
	}
	defer func() {
		if err != nil { // it goes on no longer, and is not clean either
			_ = says(context.WithoutCancel(ctx), conn, 0)
		}
	}()
	for _, t := range append(slices.Clip(tables), ChangesTable) {
		if t == SubjectsTable { // to which rows are only added, and where one is written over it stays in its place
			continue
		}
		if err := s.scatter(ctx, conn, t); err != nil {
			return notScrubbed(err)
		}
	}
	if err := patiently(ctx, func() (bool, error) { return true, s.vacuum(ctx, conn) }); err != nil {
		return notScrubbed(err)
	}
	ctx, cancel = context.WithTimeout(ctx, scrubTime)
	defer cancel()
	err = patiently(ctx, func() (bool, error) {
		var read, pages, written int64
		err := conn.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&read, &pages, &written)
		return read == 0, err
	})
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

// SQLite keeps a number beside each row that nobody sees. It says in which order rows came, and where one was that is gone. So rows get numbers far apart, by chance, and keep them: where another one is
// taken away later no two are left that stood beside it. Numbers that SQLite gives to new rows go on from the last one, and are known by their end, so that each cleaning has to do with what came since the one
// before.
const (
	apart   = 1 << 18   // from one number that a row may be given to the next
	ending  = apart / 2 // how those end; SQLite comes upon one by itself once in so many rows
	numbers = 1 << 44
)

// How long others wait at most while rows are moved, about: the parts are as large as that allows.
const partTime = 20 * time.Millisecond

// scatter moves the rows of a table that came since it was cleaned last to places by chance, in no order, a part at a time.
func (s *sqlite) scatter(ctx context.Context, conn *sql.Conn, table string) error {
	came, err := s.came(ctx, conn, table)
	if err != nil {
		return err
	}
	rand.Shuffle(len(came), func(i, j int) { came[i], came[j] = came[j], came[i] })
	for size := 16; len(came) > 0; {
		part := came[:min(size, len(came))]
		var took time.Duration
		err := patiently(ctx, func() (_ bool, err error) {
			took, err = s.move(ctx, conn, table, part)
			return true, err
		})
		if err != nil {
			return err
		}
		if came = came[len(part):]; took < partTime/2 {
			size *= 2
		} else if took > partTime {
			size = max(1, size/2)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(min(took, partTime)): // it is the others' turn
		}
	}
	return nil
}

// came are the numbers of the rows of a table to which SQLite gave them.
func (s *sqlite) came(ctx context.Context, conn *sql.Conn, table string) (list []int64, err error) {
	rows, err := conn.QueryContext(ctx, `SELECT rowid FROM `+table+` WHERE rowid & $1 <> $2`, apart-1, ending)
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		var n int64
		if err := rows.Scan(&n); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		list = append(list, n)
	}
	return list, errors.Join(rows.Err(), rows.Close())
}

// move gives some rows other numbers, in one transaction, and says for how long others had to wait. One that would take another's stays where it is; one that is gone meanwhile is gone.
func (s *sqlite) move(ctx context.Context, conn *sql.Conn, table string, part []int64) (took time.Duration, err error) {
	if err := run(ctx, conn, `BEGIN IMMEDIATE`); err != nil {
		return 0, err
	}
	began := time.Now()
	defer func() {
		if err != nil {
			_, _ = conn.ExecContext(context.WithoutCancel(ctx), `ROLLBACK`) // where it was done already there is nothing to take back
		}
	}()
	to, err := conn.PrepareContext(ctx, `UPDATE OR IGNORE `+table+` SET rowid = $1 WHERE rowid = $2`)
	if err != nil {
		return 0, err
	}
	for _, n := range part {
		if err == nil {
			_, err = to.ExecContext(ctx, rand.Int64N(numbers)*apart+ending, n)
		}
	}
	if err = errors.Join(err, to.Close()); err == nil {
		err = run(ctx, conn, `COMMIT`)
	}
	return time.Since(began), err
}

// What a file says of its cleaning: that it goes on, which also stands there where one was cut off, or that it was written anew as below. Earlier versions left something behind, or wrote their files anew before rows moved.
const (
	clean   = 2
	cleaned = 3
)

// vacuum writes the file anew. Where SQLite parts a page, rows that went to the other stay readable in the gap between those that are left, and no later deletion overwrites them there: some rows of
// a large table always have such a shadow, so that nothing less takes away what was deleted. The copy of a moment stands in the folder of the database.
func (s *sqlite) vacuum(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, `PRAGMA temp_store_directory = '`+strings.ReplaceAll(filepath.Dir(s.path), "'", "''")+`'`)
	if err != nil {
		return err
	}
	if err := run(ctx, conn, `PRAGMA temp_store = FILE`, `VACUUM`); err != nil {
		return err
	}
	return errors.Join(says(ctx, conn, clean), run(ctx, conn, `PRAGMA temp_store = MEMORY`))
}

func says(ctx context.Context, conn *sql.Conn, state int) error {
	return run(ctx, conn, fmt.Sprintf(`PRAGMA user_version = %d`, state))
}
