package rights_test

import (
	"database/sql"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/rights"
	"approdo/internal/testkit"
)

// TestNoTableTellsWhatAnErasureWrote: PostgreSQL keeps with each row the number of the transaction that wrote it. Once an erasure was cleaned up after, all rows of a table that is not long have
// one number, those of before and what is left of whoever was erased: else whoever reads the database counted what was erased together.
func TestNoTableTellsWhatAnErasureWrote(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		w := populate(t, s, 4, rand.New(rand.NewPCG(5, 9)))
		transaction := func() (n int64) {
			write(t, s, w.operator, func(tx *store.Tx) error {
				tx.Note("test", "", nil)
				if !strings.HasSuffix(t.Name(), "postgres") {
					return nil
				}
				return tx.QueryRow(`SELECT CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT)`).Scan(&n)
			})
			return n
		}
		from := transaction()
		_, err := erase(t, s, w.operator, w.Book, w.people[0].ID)
		must(t, err)
		if missing := entriesWithout(t, s, "audit_details", `LENGTH(details) > 0`) + entriesWithout(t, s, "audit_subjects", `version > 3`); missing != 0 {
			t.Errorf("beside %d entries nothing stands any more", missing)
		}
		if from == 0 { // SQLite keeps no such numbers
			return
		}
		must(t, s.Read(t.Context(), w.operator, func(tx *store.Tx) error {
			tables, err := store.List(tx, func(r store.Row) (name string, err error) { return name, r.Scan(&name) },
				`SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema() AND tablename NOT IN ('audit_entries', 'audit_hashes')`)
			for _, table := range tables {
				var groups, before, all int64
				if err == nil {
					err = tx.QueryRow(`SELECT COUNT(DISTINCT n), COUNT(*) FILTER (WHERE n <= $1), COUNT(*) FROM (SELECT CAST(CAST(xmin AS TEXT) AS BIGINT) AS n FROM `+table+`) x`, from).Scan(&groups, &before, &all)
				}
				if groups > 1 || before > 0 {
					t.Errorf("%d rows of %s were written by %d transactions, %d of them before the erasure", all, table, groups, before)
				}
			}
			return err
		}))
	})
}

// TestNoRowIsMissingBetweenTwo: both databases keep with each row where it stands, and so where one stood that is gone: the gap of somebody who was erased lies at the place of the entry that says when they were
// recorded. Once an erasure was cleaned up after there is none, and rows do not stand in the order in which they came.
func TestNoRowIsMissingBetweenTwo(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		w := populate(t, s, 24, rand.New(rand.NewPCG(5, 9)))
		// On SQLite the numbers of rows are far apart: none says that there was another between two. How many are near one another is how many are not cleaned yet.
		place, gaps := `rowid`, `SELECT COUNT(*) FROM (SELECT rowid - LAG(rowid) OVER (ORDER BY rowid) < 1000 AS gap FROM `
		if strings.HasSuffix(t.Name(), "postgres") {
			place = `ctid`
			gaps = `SELECT COUNT(*) FROM (SELECT (ctid::text::point)[1] - ROW_NUMBER() OVER (PARTITION BY (ctid::text::point)[0] ORDER BY ctid) AS gap FROM `
		}
		came := strings.Join(stored(t, s, place), " ")
		holes := func() (n int64) {
			must(t, s.Read(t.Context(), w.operator, func(tx *store.Tx) error {
				for _, table := range rights.Tables() {
					var missing sql.NullInt64
					query := gaps + table + `) x WHERE gap <> 0`
					if place == `rowid` && table == store.SubjectsTable { // to which rows are only added
						query = `SELECT MAX(rowid) - MIN(rowid) + 1 - COUNT(*) FROM ` + table
					}
					if err := tx.QueryRow(query).Scan(&missing); err != nil {
						return err
					}
					if n += missing.Int64; missing.Int64 != 0 {
						t.Logf("%d rows are missing in %s", missing.Int64, table)
					}
				}
				return nil
			}))
			return n
		}
		for _, i := range []int{3, 9, 10, 17} {
			write(t, s, w.operator, func(tx *store.Tx) error { _, err := rights.New(w.Book).Erase(tx, w.people[i].ID); return err })
		}
		if holes() == 0 {
			t.Error("before the cleaning no row is missing: the test looks in the wrong place")
		}
		_, err := erase(t, s, w.operator, w.Book, w.people[20].ID)
		must(t, err)
		for range 5 { // PostgreSQL, which looks at a table by itself to plan by, keeps what it looked at, until the next cleaning
			if place == `ctid` && holes() != 0 {
				must(t, s.Scrub(t.Context(), rights.Tables()...))
			}
		}
		if n := holes(); n != 0 {
			t.Errorf("%d rows are missing between others", n)
		}
		stays := func(id string) bool { return strings.Contains(came, id) }
		now := slices.DeleteFunc(stored(t, s, place), func(id string) bool { return !stays(id) })
		before := slices.DeleteFunc(strings.Fields(came), func(id string) bool { return !slices.Contains(now, id) })
		if len(now) < 15 || slices.Equal(now, before) {
			t.Errorf("%d people stand in the order in which they came", len(now))
		}
	})
}

// stored are the people in the order in which the database keeps them.
func stored(t *testing.T, s *store.Store, place string) (ids []string) {
	t.Helper()
	must(t, s.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) (err error) {
		ids, err = store.List(tx, func(r store.Row) (id string, err error) { return id, r.Scan(&id) }, `SELECT id FROM person_persons ORDER BY `+place)
		return err
	}))
	return ids
}

// entriesWithout counts entries that should have something beside them and have not.
func entriesWithout(t *testing.T, s *store.Store, table, should string) (n int64) {
	t.Helper()
	must(t, s.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		return tx.QueryRow(`SELECT COUNT(*) FROM audit_entries WHERE ` + should + ` AND n NOT IN (SELECT n FROM ` + table + `)`).Scan(&n)
	}))
	return n
}
