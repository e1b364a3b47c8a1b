package store_test

import (
	"database/sql"
	"fmt"
	"testing"
	"testing/fstest"

	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// TestAnUpgradeKnowsWhatEarlierErasuresLeftToDo: a folder in which somebody was erased by a version that said when, opens with husks that say their quarter only, is
// to write them anew, and has the rows that name who was erased where the program takes them from.
func TestAnUpgradeKnowsWhatEarlierErasuresLeftToDo(t *testing.T) {
	t.Parallel()
	f := folder{name: "version 29", steps: fstest.MapFS{}}
	f.add(t, "1-29")
	filled := inserts(t, f)
	for name, options := range testkit.Places() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := options(t)
			db := f.make(t, o)
			for _, q := range append(filled, `UPDATE person_persons SET detached = TRUE WHERE id = (SELECT MIN(person_id) FROM outreach_contacts)`) {
				_, err := db.ExecContext(t.Context(), q)
				must(t, err)
			}
			s, err := store.Open(t.Context(), o)
			must(t, err)
			for query, want := range map[string]string{
				`SELECT COUNT(*) FROM vault_erasures_once`: "2", `SELECT COUNT(*) FROM vault_erasures`: "0", `SELECT COUNT(*) FROM rights_scatters WHERE after = ''`: "1",
				`SELECT COUNT(*) FROM view_husks`: "1", `SELECT COUNT(*) FROM person_persons WHERE detached AND recorded <> day`: "0",
				`SELECT COUNT(*) FROM outreach_contacts c JOIN person_persons p ON p.id = c.person_id WHERE p.detached AND c.recorded <> c.day`:  "0",
				`SELECT COUNT(*) FROM person_protections c JOIN person_persons p ON p.id = c.person_id WHERE p.detached AND c.recorded <> c.day`: "0",
				`SELECT COUNT(*) FROM outreach_outings WHERE recorded <> SUBSTR(recorded, 1, 10)`:                                                "0",
				`SELECT COUNT(*) FROM report_papers WHERE keyed`:                                                                                 "0",
			} {
				if is := answer(t, db, query); is != want {
					t.Errorf("%s is %s, want %s", query, is, want)
				}
			}
			must(t, s.Close())
		})
	}
}

func answer(t *testing.T, db *sql.DB, query string) string {
	t.Helper()
	var n int64
	must(t, db.QueryRowContext(t.Context(), query).Scan(&n))
	return fmt.Sprint(n)
}

// TestALongTableIsWrittenAnewInParts: on PostgreSQL, where others wait meanwhile. No row stays as it was, and rows of one part share the number of its transaction.
func TestALongTableIsWrittenAnewInParts(t *testing.T) {
	t.Parallel()
	s := testkit.PostgresStore(t)
	outside := testkit.Outside(t, s)
	const rows = 45_000
	for _, half := range []string{"1, 30000", "30001, 45000"} { // which their transactions tell apart
		outside.Exec(`INSERT INTO work_corrections (id, noun, record, reason, before, account, recorded) SELECT n::text, '', '', '', '', '', '' FROM generate_series(` + half + `) n`)
	}
	_, before := outside.Rows(`SELECT MAX(xmin::text::bigint) FROM work_corrections`)
	must(t, s.Scrub(t.Context()))
	_, after := outside.Rows(`SELECT COUNT(*), COUNT(DISTINCT xmin::text), MIN(xmin::text::bigint) FROM work_corrections`)
	_, mixed := outside.Rows(`SELECT COUNT(DISTINCT id::int <= 30000) FROM work_corrections GROUP BY xmin::text`)
	if after[0][0] != int64(rows) || after[0][1] != int64(rows/5000+1) || after[0][2].(int64) <= before[0][0].(int64) {
		t.Errorf("rows, transactions, first: %v, after %v", after[0], before[0])
	}
	for _, part := range mixed {
		if part[0] != int64(2) {
			t.Errorf("a part tells which transaction wrote its rows once")
		}
	}
}
