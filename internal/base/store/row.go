package store

import (
	"database/sql"
	"errors"
)

// Row is a row to scan.
type Row interface {
	Scan(dest ...any) error
}

// List runs a query and scans each of its rows.
func List[T any](tx *Tx, scan func(Row) (T, error), query string, args ...any) (list []T, err error) {
	rows, err := tx.Query(query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = tx.fail(errors.Join(err, rows.Close())) }()
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, rows.Err()
}

// One runs a query and scans its first row, if there is one.
func One[T any](tx *Tx, scan func(Row) (T, error), query string, args ...any) (one T, found bool, err error) {
	rows, err := tx.Query(query, args...)
	if err != nil {
		return one, false, err
	}
	defer func() { err = tx.fail(errors.Join(err, rows.Close())) }()
	if !rows.Next() {
		return one, false, rows.Err()
	}
	one, err = scan(rows)
	return one, err == nil, err
}

// Rows and RawBytes are database/sql's, so that a room which reads many rows quickly need not know that package.
type (
	Rows     = sql.Rows
	RawBytes = sql.RawBytes
)
