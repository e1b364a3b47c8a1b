package testkit

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"approdo/internal/base/store"
)

// Intruder writes to a database past the program, as whoever got hold of the database and not of the key file can: nothing of it stands in the trail.
type Intruder struct {
	t      testing.TB
	db     *sql.DB
	conn   *sql.Conn
	copies int
}

// Intrude opens the database of a store that may be open in the program too.
func Intrude(t testing.TB, o store.Options) *Intruder {
	t.Helper()
	driver, address, free := "sqlite", "file:"+filepath.Join(o.Dir, "care.db")+"?_pragma=busy_timeout(20000)&_txlock=immediate", `PRAGMA foreign_keys = off`
	if o.Database != "" {
		driver, address, free = "pgx", o.Database+"&search_path=care", `SET session_replication_role = replica`
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := db.Conn(context.Background())
	if err != nil {
		t.Fatal(err, db.Close())
	}
	i := &Intruder{t: t, db: db, conn: conn}
	t.Cleanup(i.Close)
	i.Exec(free) // whoever writes as they like is held up by no reference
	return i
}

// Outside is Intrude for a store that testkit opened.
func Outside(t testing.TB, s *store.Store) *Intruder {
	t.Helper()
	o, known := opened.Load(s)
	if !known {
		t.Fatal("testkit opened no such store")
	}
	return Intrude(t, o.(store.Options))
}

// Close leaves the database; the end of the test does so too.
func (i *Intruder) Close() {
	i.t.Helper()
	if err := errors.Join(i.conn.Close(), i.db.Close()); err != nil && !errors.Is(err, sql.ErrConnDone) {
		i.t.Error(err)
	}
}

// Exec does one statement and gives how many rows it touched.
func (i *Intruder) Exec(query string, args ...any) int64 {
	i.t.Helper()
	n, err := i.Try(query, args...)
	if err != nil {
		i.t.Fatalf("%s: %v", query, err)
	}
	return n
}

// Try is Exec where the database itself may refuse.
func (i *Intruder) Try(query string, args ...any) (int64, error) {
	r, err := i.conn.ExecContext(context.Background(), query, args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// Rows reads what a query answers, with the names of its columns.
func (i *Intruder) Rows(query string, args ...any) (columns []string, rows [][]any) {
	i.t.Helper()
	r, err := i.conn.QueryContext(context.Background(), query, args...)
	if err != nil {
		i.t.Fatalf("%s: %v", query, err)
	}
	defer r.Close()
	if columns, err = r.Columns(); err != nil {
		i.t.Fatal(err)
	}
	for r.Next() {
		row, into := make([]any, len(columns)), make([]any, len(columns))
		for k := range row {
			into[k] = &row[k]
		}
		if err := r.Scan(into...); err != nil {
			i.t.Fatal(err)
		}
		rows = append(rows, row)
	}
	if err := r.Err(); err != nil {
		i.t.Fatal(err)
	}
	return columns, rows
}

// Copy is what stood in some tables.
type Copy struct {
	i      *Intruder
	copies map[string]string // table → the temporary one that holds what it held
}

// Copy takes tables as they are now.
func (i *Intruder) Copy(tables ...string) Copy {
	i.t.Helper()
	c := Copy{i, map[string]string{}}
	for _, table := range tables {
		i.copies++
		c.copies[table] = fmt.Sprintf("copy_%d", i.copies)
		i.Exec(`CREATE TEMP TABLE ` + c.copies[table] + ` AS SELECT * FROM ` + table)
	}
	return c
}

// PutBack makes the tables what they were, in one piece.
func (c Copy) PutBack() {
	c.i.t.Helper()
	c.i.Exec(`BEGIN`)
	for table, copied := range c.copies {
		c.i.Exec(`DELETE FROM ` + table)
		c.i.Exec(`INSERT INTO ` + table + ` SELECT * FROM ` + copied)
	}
	c.i.Exec(`COMMIT`)
}

// Hollow leaves in an index of a SQLite file the rows of which a condition is true, and no others, and puts its definition back to the letter: nothing looks changed.
func Hollow(t testing.TB, dir, index, where string) {
	t.Helper()
	o := store.Options{Dir: dir}
	first := Intrude(t, o)
	_, rows := first.Rows(`SELECT s.sql, v.schema_version FROM sqlite_schema s, pragma_schema_version v WHERE s.name = $1`, index)
	definition, version := rows[0][0].(string), rows[0][1].(int64)
	narrow, _, _ := strings.Cut(definition, " WHERE ")
	first.define(index, narrow+` WHERE `+where, version+1)
	first.Close()
	second := Intrude(t, o) // which reads the definitions anew
	second.Exec(`REINDEX ` + index)
	second.define(index, definition, version)
	second.Close()
}

// define writes an index's definition past SQLite.
func (i *Intruder) define(index, definition string, version int64) {
	i.t.Helper()
	i.Exec(`PRAGMA writable_schema = on`)
	i.Exec(`UPDATE sqlite_schema SET sql = $1 WHERE name = $2`, definition, index)
	i.Exec(`PRAGMA schema_version = ` + strconv.FormatInt(version, 10))
	i.Exec(`PRAGMA writable_schema = off`)
}
