package store_test

import (
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/pressly/goose/v3"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// copied is a store.Source: the tables of an older version of the program, with some rows.
type copied struct {
	tables []store.Table
	rows   map[string][][]any
	left   [][]any
}

func (c *copied) Table() (store.Table, error) {
	if len(c.tables) == 0 {
		return store.Table{}, io.EOF
	}
	t := c.tables[0]
	c.tables, c.left = c.tables[1:], c.rows[t.Name]
	return t, nil
}

func (c *copied) Row() ([]any, error) {
	if len(c.left) == 0 {
		return nil, io.EOF
	}
	row := c.left[0]
	c.left = c.left[1:]
	return row, nil
}

// ancient is what a program said that knew migrations up to a version only: one network, and one organisation with a unit that comes before it.
func ancient(t testing.TB, version int64) *copied {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(t.TempDir(), "older.db"))
	must(t, err)
	defer db.Close()
	p, err := goose.NewProvider(goose.DialectSQLite3, db, os.DirFS("migrations/care"), goose.WithTableName("store_versions"), goose.WithDisableGlobalRegistry(true))
	must(t, err)
	_, err = p.UpTo(t.Context(), version)
	must(t, err)
	rows, err := db.QueryContext(t.Context(), `SELECT t.name, c.name, c.type FROM sqlite_schema t, pragma_table_info(t.name) c
WHERE t.type = 'table' AND t.name NOT GLOB 'sqlite_*' AND t.name <> 'store_versions' ORDER BY t.name DESC, c.cid`)
	must(t, err)
	defer rows.Close()
	c := &copied{rows: map[string][][]any{
		"audit_head":            {{int64(1), int64(0), "", []byte{}, int64(0)}},
		"network_networks":      {{"n", "costa", "Rete", "Europe/Rome", false, int64(0)}},
		"network_organisations": {{"o", "faro", "Faro", "ngo", "", true, true}},
		"network_units":         {{"u", "o", "strada", "Strada", "desk", ""}},
	}}
	for rows.Next() {
		var table, column, declared string
		must(t, rows.Scan(&table, &column, &declared))
		if n := len(c.tables); n == 0 || c.tables[n-1].Name != table {
			c.tables = append(c.tables, store.Table{Name: table})
		}
		last := &c.tables[len(c.tables)-1]
		last.Columns = append(last.Columns, store.Column{Name: column, Type: map[string]store.Type{
			"TEXT": store.Text, "BIGINT": store.Integer, "BOOLEAN": store.Bool, "BYTEA": store.Bytes,
		}[declared]})
	}
	must(t, rows.Err())
	return c
}

func places(t *testing.T, fn func(t *testing.T, o store.Options)) {
	for name, options := range testkit.Places() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fn(t, options(t))
		})
	}
}

func TestACopyOfAnOlderVersionIsBroughtForward(t *testing.T) {
	t.Parallel()
	places(t, func(t *testing.T, o store.Options) {
		stage, err := store.NewStage(t.Context(), o)
		must(t, err)
		must(t, stage.Load(t.Context(), 3, ancient(t, 3)))
		s, err := stage.Open(t.Context())
		must(t, err)
		must(t, s.Write(t.Context(), operator, func(tx *store.Tx) error {
			_, err := tx.Exec(`UPDATE network_units SET name = $1 WHERE id = 'u'`, "Via")
			tx.Note("unit", "u", nil)
			return err
		}))
		must(t, s.Close())
		if there, err := store.Exists(t.Context(), o); err != nil || there {
			t.Errorf("a stage is taken for a database: %v %v", there, err)
		}
		must(t, stage.Adopt(t.Context()))
		s, err = store.Open(t.Context(), o)
		must(t, err)
		defer s.Close()
		h, err := store.Inspect(t.Context(), o)
		must(t, err)
		if h.Version != h.Newest || h.Newest <= 3 || h.Size <= 0 {
			t.Errorf("%+v", h)
		}
		wantWhole(t, s)
		if _, err := store.NewStage(t.Context(), o); errorKey(err) != "store.not_empty" {
			t.Errorf("a stage over a database: %v", err)
		}
	})
}

// What does not fit leaves nothing behind that a server would open, and the next restore begins afresh.
func TestACopyThatDoesNotFitIsRefusedWhole(t *testing.T) {
	t.Parallel()
	places(t, func(t *testing.T, o store.Options) {
		for what, bad := range map[string]struct {
			key  string
			make func(c *copied) (version int64)
		}{
			"a newer version":    {"store.newer", func(*copied) int64 { return 99999 }},
			"a table missing":    {"store.copy_lacks", func(c *copied) int64 { c.tables = c.tables[1:]; return 3 }},
			"an unknown table":   {"store.copy_foreign", func(c *copied) int64 { c.tables[0].Name = "person_names"; return 3 }},
			"a broken reference": {"store.copy_broken", func(c *copied) int64 { delete(c.rows, "network_organisations"); return 3 }},
			"a table twice":      {"store.copy_foreign", func(c *copied) int64 { c.tables = append(c.tables, c.tables[0]); return 3 }},
			"another column": {"store.copy_foreign", func(c *copied) int64 {
				c.tables[0].Columns = append(slices.Clone(c.tables[0].Columns), store.Column{Name: "name", Type: store.Text})
				return 3
			}},
			"another type": {"store.copy_broken", func(c *copied) int64 { c.rows["network_units"][0][0] = int64(7); return 3 }},
			"a short row":  {"store.copy_broken", func(c *copied) int64 { c.rows["network_units"][0] = c.rows["network_units"][0][:2]; return 3 }},
		} {
			stage, err := store.NewStage(t.Context(), o)
			must(t, err)
			c := ancient(t, 3)
			if err := stage.Load(t.Context(), bad.make(c), c); errorKey(err) != bad.key {
				t.Errorf("%s: %v, want %s", what, err, bad.key)
			}
			if there, err := store.Exists(t.Context(), o); err != nil || there {
				t.Errorf("%s left a database: %v", what, err)
			}
		}
		stage, err := store.NewStage(t.Context(), o)
		must(t, err)
		must(t, stage.Load(t.Context(), 3, ancient(t, 3)))
		must(t, stage.Remove(t.Context()))
		if left, err := os.ReadDir(o.Dir); err != nil || len(left) > 0 {
			t.Errorf("left behind: %v %v", left, err)
		}
	})
}

// Rows go into the stage many at a time: one that does not fit is not lost among them.
func TestARowThatDoesNotFitAmongManyIsRefused(t *testing.T) {
	t.Parallel()
	places(t, func(t *testing.T, o store.Options) {
		stage, err := store.NewStage(t.Context(), o)
		must(t, err)
		c := ancient(t, 3)
		unit := c.rows["network_units"][0]
		for i := range 10_000 {
			row := slices.Clone(unit)
			row[0] = fmt.Sprint("u", max(i, 1)) // the first two are one
			c.rows["network_units"] = append(c.rows["network_units"], row)
		}
		if stage.Load(t.Context(), 3, c) == nil {
			t.Error("a copy with the same unit twice is restored")
		}
		must(t, stage.Remove(t.Context()))
	})
}

func errorKey(err error) string {
	var e *errs.Error
	if errors.As(err, &e) {
		return e.Key
	}
	return ""
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
