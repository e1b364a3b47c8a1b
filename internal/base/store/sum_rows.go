package store

import (
	"database/sql"
	"strconv"
	"strings"

	"approdo/internal/base/errs"
)

// Standing is what a table with a hash says now, for somebody who is to vouch for it. Rows are in the order of what they say; of bytes only how many they are. Of a table that grows with the work there are no rows, but how many it has.
type Standing struct {
	Name    Summed
	Table   string
	Columns []string
	Rows    [][]string
	Count   int64
}

// Stand reads it.
func Stand(tx *Tx, name Summed) (x Standing, err error) {
	s := named(name)
	x = Standing{Name: name, Table: s.table}
	if s.grows {
		err = tx.QueryRow(`SELECT COUNT(*) FROM ` + s.table).Scan(&x.Count)
		return x, errs.Wrap(tx.fail(err), "count what a hash is over", s.table)
	}
	for _, column := range s.columns {
		plain := strings.TrimSuffix(strings.TrimPrefix(column, "CASE WHEN "), " THEN 1 ELSE 0 END")
		x.Columns = append(x.Columns, plain)
	}
	x.Rows, err = List(tx, func(row Row) ([]string, error) {
		cells, into := make([]sql.NullString, len(s.binary)), make([]any, len(s.binary))
		for i := range cells {
			into[i] = &cells[i]
		}
		if err := row.Scan(into...); err != nil {
			return nil, err
		}
		said := make([]string, len(cells))
		for i, cell := range cells {
			switch said[i] = cell.String; {
			case !cell.Valid:
				said[i] = "–"
			case s.binary[i]:
				said[i] = "<" + strconv.Itoa(len(cell.String)) + ">"
			}
		}
		return said, nil
	}, s.query+` ORDER BY `+strings.Join(numbered(len(s.columns)), `, `))
	x.Count = int64(len(x.Rows))
	return x, errs.Wrap(err, "read what a hash is over", s.table)
}

// numbered are the places of so many columns.
func numbered(n int) (places []string) {
	for i := range n {
		places = append(places, strconv.Itoa(i+1))
	}
	return places
}
