package store_test

import (
	"database/sql"
	"strings"
	"testing"

	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// TestADatabaseThatCannotWriteAllNamesIsRefused: in LATIN1 half of the names of those who are helped cannot be kept. Nothing is made in it.
func TestADatabaseThatCannotWriteAllNamesIsRefused(t *testing.T) {
	t.Parallel()
	address := testkit.Postgres(t)
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`CREATE DATABASE western ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0`); err != nil {
		t.Fatal(err)
	}
	var name string
	if err := db.QueryRow(`SELECT current_database()`).Scan(&name); err != nil {
		t.Fatal(err)
	}
	_, err = store.Open(t.Context(), store.Options{Dir: t.TempDir(), Database: strings.Replace(address, name, "western", 1)})
	wantKey(t, err, "store.not_unicode")
}
