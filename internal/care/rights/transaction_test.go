package rights_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
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

// entriesWithout counts entries that should have something beside them and have not.
func entriesWithout(t *testing.T, s *store.Store, table, should string) (n int64) {
	t.Helper()
	must(t, s.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		return tx.QueryRow(`SELECT COUNT(*) FROM audit_entries WHERE ` + should + ` AND n NOT IN (SELECT n FROM ` + table + `)`).Scan(&n)
	}))
	return n
}
