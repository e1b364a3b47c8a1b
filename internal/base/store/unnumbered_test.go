package store_test

import (
	"testing"

	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// TestArgumentsAreWhereTheirNumbersSay: in order, out of order, twice, beside a text that looks like one, and in rows that are written many at a time.
func TestArgumentsAreWhereTheirNumbersSay(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		for query, want := range map[string]string{
			`SELECT CAST($1 AS TEXT) || CAST($2 AS TEXT) || CAST($3 AS TEXT)`:                       "abc",
			`SELECT CAST($3 AS TEXT) || CAST($1 AS TEXT) || CAST($2 AS TEXT)`:                       "cab",
			`SELECT CAST($1 AS TEXT) || CAST($2 AS TEXT) || CAST($1 AS TEXT) || CAST($3 AS TEXT)`:   "abac",
			`SELECT '$1?' || CAST($1 AS TEXT) || '''$3' || CAST($2 AS TEXT) || CAST($3 AS TEXT)`:    "$1?a'$3bc",
			`SELECT CAST($1 AS TEXT) || CAST($2 AS TEXT) || '?$9' || CAST($3 AS TEXT) AS "of $1 ?"`: "ab?$9c",
		} {
			is := read(t, s, func(tx *store.Tx) (is string, err error) {
				return is, tx.QueryRow(query, "a", "b", "c").Scan(&is)
			})
			if is != want {
				t.Errorf("%s says %s, want %s", query, is, want)
			}
		}
	})
}
