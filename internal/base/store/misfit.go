package store

import (
	"context"
	"errors"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
)

// SQLite keeps in a column what it is given: a word among the numbers. What is read into a number is refused with a sentence, but a sum in SQL counts a word for nothing, and a list is sorted with it
// at the end. PostgreSQL keeps no such thing.

// Misfit names a column that holds something of another kind than its type says, no value where it is the key of its table, or the id of nothing that stands anywhere, if one does; empty for none. No
// restore takes such a thing. It reads all tables, so it is asked seldom.
func (s *Store) Misfit(ctx context.Context, grant policy.Grant) (column string, err error) {
	if grant.Zero() {
		return "", denied()
	}
	err = s.readOnce(ctx, grant, func(tx *Tx) error {
		list, err := tables(ctx, s.engine, tx.run.conn)
		for _, t := range list {
			if err == nil && column == "" && Migrated(t.Name) {
				column, err = t.misfit(ctx, s.engine, tx.run.conn)
			}
		}
		if err == nil && column == "" {
			column, err = s.engine.unfit(ctx, tx.run.conn)
		}
		return err
	})
	return column, err
}

func (t Table) misfit(ctx context.Context, e engine, q querier) (string, error) {
	var odd []string
	for _, c := range t.Columns {
		if condition := e.misfit(c); condition != "" {
			odd = append(odd, condition)
		}
	}
	if len(odd) == 0 {
		return "", nil
	}
	found, err := t.any(ctx, q, strings.Join(odd, ` OR `))
	if err != nil || !found {
		return "", err
	}
	for i, c := range t.Columns {
		if found, err := t.any(ctx, q, odd[i]); err != nil || found {
			return t.Name + "." + c.Name, err
		}
	}
	return t.Name, nil
}

// any reports whether a table has a row of which a condition is true.
func (t Table) any(ctx context.Context, q querier, condition string) (bool, error) {
	rows, err := q.QueryContext(ctx, `SELECT 1 FROM `+quoted(t.Name)+` WHERE `+condition+` LIMIT 1`)
	if err != nil {
		return false, errs.Wrap(err, "look through", t.Name)
	}
	found := rows.Next()
	return found, errors.Join(rows.Err(), rows.Close())
}
