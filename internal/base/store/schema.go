package store

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"

	"approdo/internal/base/errs"
)

// versions is the table of the migrations that a database has seen. A copy carries its number instead of its rows.
const versions = "store_versions"

// steps lists the numbers of the migrations that a database has seen, in order; none for a new one.
func steps(ctx context.Context, e engine, q querier) ([]int64, error) {
	there, err := has(ctx, e, q, versions, "version_id")
	if err != nil || !there {
		return nil, err
	}
	rows, err := q.QueryContext(ctx, `SELECT version_id FROM `+versions+` WHERE version_id > 0 ORDER BY version_id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []int64
	for rows.Next() {
		var n int64
		if err := rows.Scan(&n); err != nil {
			return nil, err
		}
		list = append(list, n)
	}
	return list, rows.Err()
}

// has reports whether a table stands and has a column.
func has(ctx context.Context, e engine, q querier, table, column string) (bool, error) {
	rows, err := q.QueryContext(ctx, `SELECT 1 FROM (`+e.catalogue()+`) c WHERE of_table = $1 AND name = $2`, table, column)
	if err != nil {
		return false, err
	}
	found := rows.Next()
	return found, errors.Join(rows.Err(), rows.Close())
}

// judge refuses the tables of another program: a step that this one does not know may have changed what it relies on, and over a
// step left out the tables are not those that the later ones were written for. goose itself says nothing of the first.
func (q sequence) judge(seen []int64) error {
	if len(seen) == 0 {
		return nil
	}
	last := seen[len(seen)-1]
	if last > q.newest {
		return errs.E(errs.Unavailable, "store.tables_newer", "version", last, "known", q.newest)
	}
	for n := int64(1); n < last; n++ {
		if !slices.Contains(seen, n) && (last >= joined || n < gaps[0] || n > gaps[1]) {
			return errs.E(errs.Unavailable, "store.tables_gap", "step", n)
		}
	}
	return nil
}

// schemaMark is a number that changes with the list of migrations a database has seen. Transactions read it together with the head.
const schemaMark = `(SELECT CAST(SUM(id * version_id) AS BIGINT) FROM ` + versions + `)`

// guard remembers the tables this process works with. When another process, a newer program, has changed them, this one neither writes nor reads any more.
type guard struct {
	engine engine
	mark   atomic.Int64 // under which the tables were found to be known
}

// pass looks at the mark that a transaction has read, and at the tables' whole history where it is another than before.
func (g *guard) pass(s *session, mark int64) error {
	if g.mark.Load() == mark {
		return nil
	}
	q, err := openSequence()
	if err != nil {
		return err
	}
	seen, err := steps(s.ctx, g.engine, s.conn)
	if err != nil {
		return err
	}
	if err := q.judge(seen); err != nil {
		return err
	}
	g.mark.Store(mark)
	return nil
}
