package store

import (
	"context"
	"errors"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
)

// Sink receives a copy of a database: a table, its rows, the next table. A row has one value for each column, of the Go
// type that belongs to the column's: int64, string, bool, []byte, or nil. They may be kept.
type Sink interface {
	Table(Table) error
	Row([]any) error
}

// Dump copies every table, as they stood at one moment, and tells the sink what a function reads at that same moment first.
// Others go on writing meanwhile. Unlike Read it never runs twice, so that a sink may be a file.
func (s *Store) Dump(ctx context.Context, grant policy.Grant, first func(*Tx) error, to Sink) error {
	if grant.Zero() {
		return denied()
	}
	return s.readOnce(ctx, grant, func(tx *Tx) error {
		if err := first(tx); err != nil {
			return err
		}
		return dump(ctx, s.engine, tx.run.conn, to)
	})
}

// dump copies what q sees.
func dump(ctx context.Context, e engine, q querier, to Sink) error {
	list, err := tables(ctx, e, q)
	if err != nil {
		return err
	}
	for _, t := range list {
		if err := to.Table(t); err != nil {
			return err
		}
		if err := dumpRows(ctx, q, t, to); err != nil {
			return errs.Wrap(err, "copy", t.Name)
		}
	}
	return nil
}

func dumpRows(ctx context.Context, q querier, t Table, to Sink) (err error) {
	rows, err := q.QueryContext(ctx, `SELECT `+t.names()+` FROM `+quoted(t.Name))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	into := make([]any, len(t.Columns))
	for rows.Next() {
		row := make([]any, len(t.Columns))
		for i := range into {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		for i, c := range t.Columns {
			if row[i], err = (Column{t.Name + "." + c.Name, c.Type}).same(row[i]); err != nil {
				return err
			}
		}
		if err := to.Row(row); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Oversized names a table that holds a row of more bytes than a bound, if one does; empty for none. It asks for lengths, and reads nothing that is long.
func (s *Store) Oversized(ctx context.Context, grant policy.Grant, most int64) (table string, err error) {
	if grant.Zero() {
		return "", denied()
	}
	err = s.readOnce(ctx, grant, func(tx *Tx) error {
		list, err := tables(ctx, s.engine, tx.run.conn)
		for _, t := range list {
			long := false
			if err == nil && table == "" {
				long, err = t.oversized(ctx, tx.run.conn, most)
			}
			if long {
				table = t.Name
			}
		}
		return err
	})
	return table, err
}

func (t Table) oversized(ctx context.Context, q querier, most int64) (bool, error) {
	var lengths []string
	for _, c := range t.Columns {
		if c.Type == Text || c.Type == Bytes {
			lengths = append(lengths, `CAST(COALESCE(octet_length(`+quoted(c.Name)+`), 0) AS BIGINT)`)
		}
	}
	if len(lengths) == 0 {
		return false, nil
	}
	rows, err := q.QueryContext(ctx, `SELECT 1 FROM `+quoted(t.Name)+` WHERE `+strings.Join(lengths, ` + `)+` > $1 LIMIT 1`, most)
	if err != nil {
		return false, errs.Wrap(err, "measure", t.Name)
	}
	found := rows.Next()
	return found, errors.Join(rows.Err(), rows.Close())
}

// Version is the number of the last migration this database has seen.
func Version(tx *Tx) (int64, error) {
	var n int64
	err := tx.fail(tx.QueryRow(`SELECT MAX(version_id) FROM store_versions`).Scan(&n))
	return n, err
}
