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

// steps lists the numbers of the migrations that a database has seen, in order; none for a new one. Tables without a step of theirs are damaged.
func steps(ctx context.Context, e engine, q querier) ([]int64, error) {
	known, err := has(ctx, e, q, versions, "version_id")
	if err != nil {
		return nil, err
	}
	if !known {
		return nil, empty(ctx, e, q, "")
	}
	for _, column := range []string{"id", "is_applied", "tstamp"} {
		if known, err := has(ctx, e, q, versions, column); err != nil {
			return nil, err
		} else if !known {
			return nil, damaged(errors.New(versions + " without " + column))
		}
	}
	rows, err := q.QueryContext(ctx, `SELECT version_id FROM `+versions+` WHERE version_id > 0 AND is_applied ORDER BY version_id`)
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
	if err := rows.Err(); err != nil || len(list) > 0 {
		return list, err
	}
	return nil, empty(ctx, e, q, versions)
}

// empty demands that there is no table, but for one.
func empty(ctx context.Context, e engine, q querier, but string) error {
	full, err := there(ctx, q, `SELECT 1 FROM (`+e.catalogue()+`) c WHERE of_table <> $1`, but)
	if err == nil && full {
		return damaged(errors.New("tables without the list of their steps"))
	}
	return err
}

// has reports whether a table stands and has a column.
func has(ctx context.Context, e engine, q querier, table, column string) (bool, error) {
	return there(ctx, q, `SELECT 1 FROM (`+e.catalogue()+`) c WHERE of_table = $1 AND name = $2`, table, column)
}

// there reports whether a query has a row.
func there(ctx context.Context, q querier, query string, args ...any) (bool, error) {
	rows, err := q.QueryContext(ctx, query, args...)
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

// schemaMark is the list of migrations that a database has seen, in whatever order it stands: another order costs another look. Transactions read it together with the head.
const schemaMark = `(SELECT COALESCE(string_agg(CAST(version_id AS TEXT), ' '), '') FROM ` + versions + ` WHERE is_applied)`

// guard remembers the tables this process works with. When a newer program has changed them, or somebody put them back, this one neither writes nor reads any more.
type guard struct {
	engine engine
	mark   atomic.Pointer[string]     // under which the tables were found to be this program's, and nothing to act in them by itself
	shut   atomic.Pointer[errs.Error] // why nothing is read or written any more
}

// pass looks at the mark that a transaction has read, and at the tables' whole history where it is another than before, and at what acts by itself in them: a trigger that was put there since
// swallows nothing. tells is for who tells of such a thing.
func (g *guard) pass(s *session, mark string, tells bool) error {
	if why := g.shut.Load(); why != nil {
		return why
	}
	if known := g.mark.Load(); known != nil && *known == mark {
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
	if len(seen) == 0 || seen[len(seen)-1] < q.newest { // it migrated when it started
		return errs.E(errs.Unavailable, "store.tables_older", "known", q.newest)
	}
	if g.mark.Load() != nil { // the first is that of which Refuse says whether it may be
		list, err := g.engine.oddities(s.ctx)
		if err != nil {
			return err
		}
		if len(list) > 0 && tells {
			return nil
		}
		if len(list) > 0 {
			return oddly(list)
		}
	}
	g.mark.Store(&mark)
	return nil
}
