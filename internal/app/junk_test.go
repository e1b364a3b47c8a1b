package app_test

import (
	"bytes"
	"fmt"
	"math"
	"runtime/debug"
	"slices"
	"testing"
	"time"

	"approdo/internal/app"
	"approdo/internal/base/i18n"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// TestNoNumberInARowEndsTheServer: what works by itself beside the pages reads every table; a number that nobody thought of must not end it, and with it everything, at each start anew.
func TestNoNumberInARowEndsTheServer(t *testing.T) {
	testkit.Long(t)
	t.Parallel()
	stations(t, func(t *testing.T, x *station) { x.outlives(numbers(x)) })
}

// numbers lists the columns of numbers, and which row of a table is its last.
func numbers(x *station) (columns, last string) {
	if x.place.Database != "" {
		return `SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'care' AND data_type = 'bigint' AND table_name IN
(SELECT tablename FROM pg_tables WHERE schemaname = 'care' AND tablename <> 'store_versions') ORDER BY 1, 2`, "ctid"
	}
	return `SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT GLOB 'sqlite_*' AND t.name <> 'store_versions'
AND UPPER(c.type) = 'BIGINT' ORDER BY 1, 2`, "rowid"
}

// outlives writes numbers that nobody thought of into the last row of every table, one after the other.
func (x *station) outlives(columnsOf, last string) {
	t := x.t
	x.starts()
	_, err := x.signs()
	x.must(err)
	intruder := testkit.Intrude(t, store.Options{Dir: x.place.Dir, Database: x.place.Database})
	x.inside(func(s *store.Store) {
		x.must(s.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
			_, err := tx.Exec(`UPDATE network_accounts SET email = 'somebody@example.org'`)
			if err == nil {
				_, err = tx.Exec(`INSERT INTO network_letters (account_id, waiting, tries, due, sent) SELECT id, TRUE, 0, '', '' FROM network_accounts WHERE login = 'ada'`)
			}
			tx.Note("work", "test", nil)
			return err
		}))
	})
	_, columns := intruder.Rows(columnsOf)
	tried := 0
	for _, c := range columns {
		table, column := fmt.Sprint(c[0]), fmt.Sprint(c[1])
		_, rows := intruder.Rows(`SELECT COUNT(*) FROM ` + table)
		if slices.Equal(rows[0], []any{int64(0)}) {
			continue
		}
		for _, n := range []int64{-1, math.MinInt64, math.MaxInt64, 1 << 40} {
			_, _ = intruder.Try(`DROP TABLE IF EXISTS kept_aside`)
			_, err := intruder.Try(`CREATE TABLE kept_aside AS SELECT * FROM ` + table)
			x.must(err)
			if _, err := intruder.Try(`UPDATE `+table+` SET `+column+` = $1 WHERE `+last+` = (SELECT MAX(`+last+`) FROM `+table+`)`, n); err != nil {
				continue // the database refuses it
			}
			tried++
			begun := time.Now()
			x.survives(table + "." + column)
			if took := time.Since(begun); took > 2*time.Second {
				t.Logf("%s.%s = %d: %v", table, column, n, took)
			}
			_, err = intruder.Try(`DELETE FROM ` + table)
			x.must(err)
			_, err = intruder.Try(`INSERT INTO ` + table + ` SELECT * FROM kept_aside`)
			x.must(err)
		}
	}
	t.Logf("%d numbers", tried)
	if tried < 50 {
		t.Errorf("only %d numbers were tried", tried)
	}
}

// survives does all that a server does beside its pages.
func (x *station) survives(what string) {
	x.t.Helper()
	defer func() {
		if p := recover(); p != nil {
			x.t.Errorf("%s: %v\n%s", what, p, debug.Stack())
		}
	}()
	in, err := app.Open(x.t.Context(), x.place)
	if err != nil {
		return // refused with a sentence
	}
	defer func() { x.must(in.Close()) }()
	_ = in.Watch(x.t.Context())
	_ = app.CheckTree(x.t.Context(), x.place, new(bytes.Buffer), i18n.For("en"))
	_ = x.doctor()
	_ = in.Store.Write(x.t.Context(), policy.System(policy.Post), func(tx *store.Tx) error {
		list, err := network.Letters(tx)
		for _, l := range list {
			if err == nil {
				err = l.Failed(tx)
			}
		}
		tx.Note("letter", "test", nil)
		return err
	})
	_, _ = x.signs()
}
