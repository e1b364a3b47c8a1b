package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"approdo/internal/base/errs"
)

// How long it may take, where the caller has more time: SQLite waits for the readers of all processes to finish; rows are written anew.
const (
	scrubTime   = 15 * time.Second
	rewriteTime = time.Hour
)

// Scrub takes what was deleted from tables, and from what the trail's entries say besides, out of the database's own files as well, and gives the rows
// that stay other places, since a gap between two would say where one was. On SQLite rows are moved a part at a time, and then the file is written anew, for which others who write wait, however long it takes; the log, which still has the pages as they were, is written back and cut to
// nothing, for which all readers must have finished for a moment. PostgreSQL writes the tables anew; its own log keeps the rows until it is recycled. Unavailable "store.not_scrubbed" when
// readers did not finish in time: what was deleted stays deleted, and Scrub can be called again.
func (s *Store) Scrub(ctx context.Context, tables ...string) error {
	if err := s.hold.whole(); err != nil {
		return err
	}
	db, err := s.engine.openWriter()
	if err != nil {
		return classified(s.engine, err)
	}
	select {
	case s.scrubbing <- struct{}{}:
		err = s.engine.scrub(ctx, db, tables)
		<-s.scrubbing
	case <-ctx.Done():
		err = notScrubbed(ctx.Err())
	}
	if err != nil && (ctx.Err() != nil || errors.Is(err, context.DeadlineExceeded)) { // a connection may run out of time a moment before
		err = notScrubbed(err)
	}
	return classified(s.engine, errors.Join(err, db.Close()))
}

// Layered reports whether the file may show what was deleted before, in places that no deletion reaches: an earlier version cleaned it, or restored it, or a tool filled it. Never of PostgreSQL.
func (s *Store) Layered(ctx context.Context) (bool, error) {
	lite, is := s.engine.(*sqlite)
	if !is {
		return false, nil
	}
	db, err := lite.openReaders()
	if err != nil {
		return false, classified(lite, err)
	}
	n, err := number(ctx, db, `PRAGMA user_version`)
	return n != clean, classified(lite, errors.Join(err, db.Close()))
}

func notScrubbed(cause error) error {
	return errs.E(errs.Unavailable, "store.not_scrubbed", cause)
}

func (p *postgres) scrub(ctx context.Context, db *sql.DB, tables []string) error {
	ctx, cancel := context.WithTimeout(ctx, rewriteTime)
	defer cancel()
	// Who is locked out asks for this lock, which goes with its connection.
	mark, err := db.Conn(ctx)
	if err != nil {
		return notScrubbed(err)
	}
	defer func() { _ = mark.Raw(func(any) error { return errDiscard }) }()
	if _, err := mark.ExecContext(ctx, `SELECT pg_advisory_lock_shared($1)`, int64(cleaningLock)); err != nil {
		return notScrubbed(err)
	}
	if err := p.rewrite(ctx, db); err != nil {
		return notScrubbed(err)
	}
	// In the order of their keys, which are random but for those of the trail: rows of which something was taken away would stand at the end, and those that stay in the order in which they came, so that a list
	// of what came tells which of it is gone.
	tables = append(slices.Clip(tables), ChangesTable, SubjectsTable, DetailsTable)
	slices.Sort(tables)
	for _, t := range slices.Compact(tables) {
		var key string
		err := db.QueryRowContext(ctx, `SELECT FORMAT('%I', c.relname) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indisprimary AND i.indrelid = CAST(CAST($1 AS TEXT) AS regclass)`, t).Scan(&key)
		if err == nil {
			err = p.order(ctx, db, t, key)
		}
		if err != nil {
			return notScrubbed(err)
		}
	}
	if err := p.recount(ctx, db); err != nil {
		return notScrubbed(err)
	}
	// The old files go with the next checkpoint. Only a superuser may hurry it; else it comes by itself within minutes.
	_, _ = db.ExecContext(ctx, `CHECKPOINT`)
	return nil
}

// briefly is how long a cleaning waits for those who read a table, while those who come behind it wait too.
const briefly = 200 * time.Millisecond

// order puts a table into the order of its key. Writers wait before they begin, where nothing of theirs is lost; who reads the table waits for it.
func (p *postgres) order(ctx context.Context, db *sql.DB, table, key string) error {
	enough, cancel := context.WithTimeout(ctx, scrubTime)
	defer cancel()
	for {
		err := p.quietly(ctx, db, fmt.Sprintf(`SET LOCAL lock_timeout = %d`, briefly.Milliseconds()), `CLUSTER `+table+` USING `+key)
		if err == nil || !isLocked(p, err) {
			return err
		}
		select {
		case <-enough.Done():
			return err
		case <-time.After(briefly): // it is the others' turn
		}
	}
}

// rewriteRows is about how many rows are written anew while nobody else writes: a few tenths of a second.
const rewriteRows = 5_000

// rewrite writes all rows of all tables anew but the trail's, to which rows are only added: PostgreSQL shows the number of the transaction beside each row for ever, and what an erasure changed would be known by
// its own, and what belongs together by sharing it. Of a long table it takes parts, by a hash of the first column: so the number says which part a row is in, and nobody waits for the whole.
func (p *postgres) rewrite(ctx context.Context, db *sql.DB) error {
	rows, err := db.QueryContext(ctx, `SELECT FORMAT('%I', c.relname), FORMAT('%I', a.attname) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = 1
WHERE c.relkind = 'r' AND c.relnamespace = CAST(CAST($1 AS TEXT) AS regnamespace) AND c.relname NOT IN ('audit_entries', 'audit_hashes') ORDER BY 1`, p.schema)
	if err != nil {
		return err
	}
	var tables [][2]string
	for rows.Next() {
		var t [2]string
		if err := rows.Scan(&t[0], &t[1]); err != nil {
			return errors.Join(err, rows.Close())
		}
		tables = append(tables, t)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	for _, t := range tables {
		n, err := number(ctx, db, `SELECT COUNT(*) FROM `+t[0])
		if err != nil {
			return err
		}
		parts := 1 + n/rewriteRows
		for part := range parts {
			if err := p.quietly(ctx, db, fmt.Sprintf(`UPDATE %s SET %[2]s = %[2]s WHERE (hashtextextended(%[2]s::text, 0) & 9223372036854775807) %% %d = %d`, t[0], t[1], parts, part)); err != nil {
				return err
			}
		}
	}
	return nil
}

// quietly does statements in one transaction while nobody else writes.
func (p *postgres) quietly(ctx context.Context, db *sql.DB, queries ...string) (err error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, tx.Rollback())
		}
	}()
	for _, query := range append([]string{p.lockHead()}, queries...) {
		if _, err = tx.ExecContext(ctx, query); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// recount lets the server forget what it keeps of our rows to plan by: up to a hundred values of each column, whole, keys and ids among them, and how often each stands there.
func (p *postgres) recount(ctx context.Context, db *sql.DB) error {
	plans := []string{
		`SELECT 'ANALYZE ' || STRING_AGG(c.oid::regclass::text, ', ') FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = CAST(CAST($1 AS TEXT) AS regnamespace)`,
		// Of a table without rows it keeps what it last saw, until a column becomes what it is. Where a view shows a column it may not, and there an erasure leaves rows.
		`SELECT STRING_AGG(FORMAT('ALTER TABLE %I %s', e.of, e.columns), '; ') FROM (
SELECT c.relname AS of, STRING_AGG(FORMAT('ALTER COLUMN %I TYPE %s', a.attname, FORMAT_TYPE(a.atttypid, a.atttypmod)), ', ') AS columns
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind = 'r' AND c.relnamespace = CAST(CAST($1 AS TEXT) AS regnamespace) AND EXISTS (SELECT 1 FROM pg_stats k WHERE k.schemaname = $1 AND k.tablename = c.relname)
AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid AND d.classid = 'pg_rewrite'::regclass)
AND (XPATH('/row/n/text()', QUERY_TO_XML(FORMAT('SELECT COUNT(*) AS n FROM %I', c.relname), FALSE, TRUE, '')))[1]::text = '0' GROUP BY c.relname) e`,
	}
	for _, plan := range plans {
		var q sql.NullString
		err := db.QueryRowContext(ctx, plan, p.schema).Scan(&q)
		if err == nil && q.String != "" {
			_, err = db.ExecContext(ctx, q.String)
		}
		if err != nil {
			return err
		}
	}
	_, err := db.ExecContext(ctx, `VACUUM FULL pg_catalog.pg_statistic`) // where the database is another's it is left out, and the doctor says so
	return err
}
