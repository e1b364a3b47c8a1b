package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
)

// The first twenty migrations were written side by side, and some were edited after they had run somewhere: a database from those days may lack steps
// that came between others, and parts of steps that it has seen. Migration 21 ends that: whoever has seen it has seen all, in their final text.
const joined = 21

// gaps are the steps that a database from before 21 may lack although it has seen later ones.
var gaps = [2]int64{8, 19}

// early holds the repairs that have to come before the migrations, one a file. Its first line says when: which steps the database has seen, which it
// has not, and which column is not there.
//
//go:embed early/*.sql
var early embed.FS

type repair struct {
	after         []int64
	before        int64 // 0 for none
	table, column string
	statements    string
	query, update string // for what SQL cannot compute: the update runs with the columns of each row of the query
}

var repairForm = regexp.MustCompile(`^-- after (\d+(?: \d+)*)(?:, before (\d+))?(?:, where (\w+) has no (\w+))?\n`)

func readRepair(text string) (r repair, err error) {
	found := repairForm.FindStringSubmatch(text)
	if found == nil {
		return r, errors.New("store: a repair does not say when it applies")
	}
	for n := range strings.FieldsSeq(found[1]) {
		step, err := strconv.ParseInt(n, 10, 64)
		if err != nil {
			return r, err
		}
		r.after = append(r.after, step)
	}
	if found[2] != "" {
		if r.before, err = strconv.ParseInt(found[2], 10, 64); err != nil {
			return r, err
		}
	}
	r.table, r.column = found[3], found[4]
	statements, each, _ := strings.Cut(text, "\n-- each: ")
	_, each, _ = strings.Cut(each, "\n")
	r.statements = statements
	r.query, r.update, _ = strings.Cut(each, ";")
	return r, nil
}

// mendedColumns are those that a repair may have added, as table.column.
func mendedColumns() (list []string, err error) {
	names, err := fs.Glob(early, "early/*.sql")
	for _, name := range names {
		var text []byte
		var r repair
		if err == nil {
			text, err = fs.ReadFile(early, name)
		}
		if err == nil {
			r, err = readRepair(string(text))
		}
		if r.column != "" {
			list = append(list, r.table+"."+r.column)
		}
	}
	return list, err
}

// mend gives a database from before 21 what its migrations would have made had they run as they are now, so that those which are still to come fit.
func mend(ctx context.Context, e engine, db *sql.DB, seen []int64) error {
	if len(seen) == 0 || slices.Contains(seen, joined) {
		return nil
	}
	names, err := fs.Glob(early, "early/*.sql")
	if err != nil {
		return err
	}
	for _, name := range names {
		text, err := fs.ReadFile(early, name)
		if err != nil {
			return err
		}
		r, err := readRepair(string(text))
		if err != nil {
			return err
		}
		applies, err := r.applies(ctx, e, db, seen)
		if err != nil {
			return err
		}
		if applies {
			if err := r.run(ctx, db); err != nil {
				return errs.Wrap(err, name)
			}
		}
	}
	return nil
}

// late reports whether a database of a version may lack a table, because the step that makes it was edited later: migration 21 makes it then.
func late(version int64, table string) bool {
	text, err := fs.ReadFile(migrations, "migrations/care/00021_one_history.sql")
	return err == nil && version < joined && strings.Contains(string(text), "CREATE TABLE IF NOT EXISTS "+table+" (")
}

// misfit is the refusal of a copy whose tables are not those of its version. One that was made in the early days may come from a database with gaps.
func misfit(version int64, key, table string) error {
	if version > gaps[0] && version < joined {
		key = "store.copy_early"
	}
	return errs.E(errs.Invalid, key, "table", table, "version", version)
}

func (r repair) applies(ctx context.Context, e engine, db *sql.DB, seen []int64) (bool, error) {
	lacks := func(n int64) bool { return !slices.Contains(seen, n) }
	if slices.ContainsFunc(r.after, lacks) || r.before > 0 && !lacks(r.before) {
		return false, nil
	}
	if r.table == "" {
		return true, nil
	}
	there, err := has(ctx, e, db, r.table, r.column)
	return !there, err
}

func (r repair) run(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, r.statements)
	if err == nil && r.query != "" {
		err = r.each(ctx, tx)
	}
	if err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// each writes the fingerprint of a public key beside what was sealed to it.
func (r repair) each(ctx context.Context, tx *sql.Tx) error {
	rows, err := tx.QueryContext(ctx, r.query)
	if err != nil {
		return err
	}
	defer rows.Close()
	var list [][]any
	for rows.Next() {
		var one, other string
		var public []byte
		if err := rows.Scan(&one, &other, &public); err != nil {
			return err
		}
		list = append(list, []any{one, other, seal.Public(public).Fingerprint()})
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	for _, args := range list {
		if _, err := tx.ExecContext(ctx, r.update, args...); err != nil {
			return fmt.Errorf("fingerprint: %w", err)
		}
	}
	return nil
}
