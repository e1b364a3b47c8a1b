package store

import (
	"context"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
)

// What is found through an index is what the index says, and SQLite lets whoever writes to the file fill one with other rows than the table has: its definition can be changed, the index be built
// anew, and the definition put back to the letter. So each index is held against its table: before the few deeds that cannot be undone, at a start for the tables on which they rest, and through the
// whole file each hour. On PostgreSQL only its superuser can do such a thing, who can do everything.

// Groups of tables whose indexes are compared together.
const (
	Starting = "starting" // those by which it is decided what can be done to whom: each is small
	Final    = "final"    // those on which rests what cannot be undone
)

// Astray names the indexes that do not say what their table says, of all tables.
func (s *Store) Astray(ctx context.Context, grant policy.Grant) (list []string, err error) {
	if grant.Zero() {
		return nil, denied()
	}
	err = s.readOnce(ctx, grant, func(tx *Tx) (err error) {
		list, err = s.engine.astray(ctx, tx.run.conn, nil)
		return err
	})
	return list, err
}

// Sound answers Unavailable "store.astray" where an index of a group of tables does not say what its table says: nothing that cannot be undone is done by it. The group of no name is all.
func Sound(tx *Tx, group string) error {
	tx.mustBeReady()
	list, err := tx.engine.astray(tx.ctx, tx.run.conn, groups[group])
	if err == nil && len(list) > 0 {
		err = astray(list)
	}
	return err
}

// Strayed lets nothing be read or written any more, because of indexes that were found astray while the store is open.
func (s *Store) Strayed(list []string) {
	if len(list) > 0 {
		s.guard.shut.Store(astray(list))
	}
}

func astray(list []string) *errs.Error {
	return errs.E(errs.Unavailable, "store.astray", "what", strings.Join(list, ", "))
}

// How SQLite says that an index and its table differ, and that a column holds something of another kind, which Misfit tells.
var (
	strays  = regexp.MustCompile(`(?:missing from index|entries in index|entry in index|in index) (\w+)`)
	misfits = regexp.MustCompile(`value in \w+\.\w+$`)
)

// mostStrays is after how many lines SQLite says no more, so that what comes behind is not known.
const mostStrays = 100

func (s *sqlite) astray(ctx context.Context, q querier, of []string) (list []string, err error) {
	if len(of) == 0 { // those of the program: what stands in another table may ask for work without end
		names, err := made()
		if err != nil {
			return nil, err
		}
		of = slices.Sorted(maps.Keys(names))
	}
	for _, table := range of {
		found, err := integrity(ctx, q, table, `SELECT integrity_check FROM pragma_integrity_check(?)`, table)
		if err != nil {
			return nil, err
		}
		list = append(list, found...)
	}
	return list, nil
}

// integrity asks for what is wrong in a table or a file, and names the indexes; what is wrong and names none has the name that was asked for.
func integrity(ctx context.Context, q querier, name, query string, args ...any) (list []string, err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, errs.Wrap(err, "compare indexes of", name)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	lines := 0
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return nil, err
		}
		lines++
		said := name
		if found := strays.FindStringSubmatch(line); found != nil {
			said = found[1]
		} else if line == "ok" || misfits.MatchString(line) && lines < mostStrays {
			continue
		}
		if !slices.Contains(list, said) {
			list = append(list, said)
		}
	}
	return list, rows.Err()
}

func (p *postgres) astray(context.Context, querier, []string) ([]string, error) { return nil, nil }
