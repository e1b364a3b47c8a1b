package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pressly/goose/v3"

	"approdo/internal/base/store"
)

// folder is an earlier state of the tables: the texts of the migrations that some commit had.
type folder struct {
	name  string
	steps fstest.MapFS
	last  int64
}

// folders are the states of history, and one for each version from the twentieth on.
func folders(t *testing.T) (list []folder) {
	t.Helper()
	text, err := os.ReadFile("testdata/history/folders")
	must(t, err)
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		f := folder{name: words[0], steps: fstest.MapFS{}}
		for _, word := range words[1:] {
			f.add(t, word)
		}
		list = append(list, f)
	}
	texts, err := filepath.Glob("migrations/care/*.sql")
	must(t, err)
	for last := 20; last <= len(texts); last++ {
		f := folder{name: fmt.Sprintf("version %d", last), steps: fstest.MapFS{}}
		f.add(t, fmt.Sprintf("1-%d", last))
		list = append(list, f)
	}
	return list
}

// add reads 4, 7-12 or 9.papers, the text of step 9 that lacked what came to be called so.
func (f *folder) add(t *testing.T, word string) {
	t.Helper()
	variant, dir := "", "migrations/care"
	var from, to int64
	if n, _ := fmt.Sscanf(word, "%d-%d", &from, &to); n < 2 {
		to = from
	}
	if _, name, edited := strings.Cut(word, "."); edited {
		variant, dir = "."+name, "testdata/history"
	}
	for n := from; n <= to; n++ {
		names, err := filepath.Glob(fmt.Sprintf("%s/%05d_*%s.sql", dir, n, variant))
		must(t, err)
		if len(names) != 1 {
			t.Fatalf("%s is %q", word, names)
		}
		text, err := os.ReadFile(names[0])
		must(t, err)
		f.steps[fmt.Sprintf("%05d_step.sql", n)] = &fstest.MapFile{Data: text}
	}
	f.last = to
}

// make makes the tables as that commit would have made them.
func (f folder) make(t *testing.T, o store.Options) *sql.DB {
	t.Helper()
	dialect := goose.DialectSQLite3
	db := beside(t, o)
	if o.Database != "" {
		dialect = goose.DialectPostgres
		_, err := db.ExecContext(t.Context(), `CREATE SCHEMA IF NOT EXISTS care`)
		must(t, err)
	}
	p, err := goose.NewProvider(dialect, db, f.steps, goose.WithTableName("store_versions"), goose.WithDisableGlobalRegistry(true))
	must(t, err)
	_, err = p.Up(t.Context())
	must(t, err)
	return db
}

// heap is a store.Sink and a store.Source.
type heap struct {
	tables []store.Table
	rows   [][][]any
}

func (h *heap) Table(t store.Table) error {
	h.tables, h.rows = append(h.tables, t), append(h.rows, nil)
	return nil
}

func (h *heap) Row(row []any) error {
	h.rows[len(h.rows)-1] = append(h.rows[len(h.rows)-1], row)
	return nil
}

func (h *heap) size() (n int) {
	for _, rows := range h.rows {
		n += len(rows)
	}
	return n
}

func (h *heap) source() *copied {
	c := &copied{tables: slices.Clone(h.tables), rows: map[string][][]any{}}
	for i, t := range h.tables {
		c.rows[t.Name] = h.rows[i]
	}
	return c
}

// dumped is what an earlier program would have written of its tables.
func dumped(t *testing.T, db *sql.DB) *copied {
	t.Helper()
	h := &heap{}
	for _, table := range tablesOf(t, db) {
		must(t, h.Table(table))
		names := make([]string, len(table.Columns))
		for i, c := range table.Columns {
			names[i] = `"` + c.Name + `"`
		}
		rows, err := db.QueryContext(t.Context(), `SELECT `+strings.Join(names, ", ")+` FROM `+table.Name)
		must(t, err)
		for rows.Next() {
			row, into := make([]any, len(names)), make([]any, len(names))
			for i := range row {
				into[i] = &row[i]
			}
			must(t, rows.Scan(into...))
			must(t, h.Row(row))
		}
		must(t, rows.Err())
		must(t, rows.Close())
	}
	return h.source()
}

// tablesOf reads the catalogue of SQLite.
func tablesOf(t *testing.T, db *sql.DB) (list []store.Table) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), `SELECT t.name, c.name, c.type FROM sqlite_schema t, pragma_table_info(t.name) c
WHERE t.type = 'table' AND t.name NOT GLOB 'sqlite_*' AND t.name <> 'store_versions' ORDER BY t.name, c.cid`)
	must(t, err)
	defer rows.Close()
	for rows.Next() {
		var table, column, declared string
		must(t, rows.Scan(&table, &column, &declared))
		if n := len(list); n == 0 || list[n-1].Name != table {
			list = append(list, store.Table{Name: table})
		}
		last := &list[len(list)-1]
		last.Columns = append(last.Columns, store.Column{Name: column, Type: map[string]store.Type{
			"TEXT": store.Text, "BIGINT": store.Integer, "BOOLEAN": store.Bool, "BYTEA": store.Bytes,
		}[declared]})
	}
	must(t, rows.Err())
	return list
}

// traced reports whether the rows of a table have to agree with the trail, which stays empty.
func traced(table string) bool {
	return strings.HasPrefix(table, "audit_") || table == "store_changes" || table == "codebook_codes"
}

// inserts gives every other table two rows, which refer to those of the tables they belong to.
func inserts(t *testing.T, f folder) (list []string) {
	t.Helper()
	db := f.make(t, store.Options{Dir: t.TempDir()})
	tables := tablesOf(t, db)
	parents := map[string]map[string]string{} // table → column → table referred to
	for _, table := range tables {
		parents[table.Name] = references(t, db, table.Name)
	}
	var done []string
	for len(done) < len(tables) {
		for _, table := range tables {
			ready := !slices.Contains(done, table.Name)
			for _, parent := range parents[table.Name] {
				ready = ready && (parent == table.Name || slices.Contains(done, parent))
			}
			if !ready {
				continue
			}
			done = append(done, table.Name)
			for n := 1; n <= 2 && !traced(table.Name); n++ {
				list = append(list, insert(table, parents[table.Name], n))
			}
		}
	}
	return list
}

func references(t *testing.T, db *sql.DB, table string) map[string]string {
	t.Helper()
	rows, err := db.QueryContext(context.WithoutCancel(t.Context()), `SELECT "from", "table" FROM pragma_foreign_key_list($1)`, table)
	must(t, err)
	defer rows.Close()
	m := map[string]string{}
	for rows.Next() {
		var column, parent string
		must(t, rows.Scan(&column, &parent))
		m[column] = parent
	}
	must(t, rows.Err())
	return m
}

func insert(table store.Table, parents map[string]string, n int) string {
	var names, values []string
	for _, c := range table.Columns {
		value := fmt.Sprintf("'%s %s %d'", table.Name, c.Name, n)
		switch parent := parents[c.Name]; {
		case parent != "":
			value = fmt.Sprintf("'%s id %d'", parent, n)
		case c.Type == store.Integer:
			value = fmt.Sprint(n)
		case c.Type == store.Bool:
			value = "FALSE"
		case strings.HasPrefix(table.Name, "report_") && c.Type == store.Bytes:
			value = "'whole'"
		}
		names, values = append(names, `"`+c.Name+`"`), append(values, value)
	}
	return `INSERT INTO ` + table.Name + ` (` + strings.Join(names, ", ") + `) VALUES (` + strings.Join(values, ", ") + `)`
}

// describe writes down what tables, indexes and views a database has. An index's name is the same everywhere, a view's text is compared as the database keeps it.
func describe(t *testing.T, o store.Options) string {
	t.Helper()
	db := beside(t, o)
	queries := []string{
		`SELECT 'column ' || t.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT GLOB 'sqlite_*'`,
		`SELECT 'index ' || name || ' ' || COALESCE(sql, '') FROM sqlite_schema WHERE type = 'index' AND name NOT GLOB 'sqlite_*'`,
		`SELECT 'view ' || name || ' ' || sql FROM sqlite_schema WHERE type = 'view'`,
		`SELECT 'reference ' || t.name || '.' || f."from" || ' ' || f."table" FROM sqlite_schema t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table'`,
	}
	if o.Database != "" {
		queries = []string{
			`SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable FROM information_schema.columns WHERE table_schema = 'care'`,
			`SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'care' AND indexname NOT LIKE '%key%'`,
			`SELECT 'view ' || viewname || ' ' || definition FROM pg_views WHERE schemaname = 'care'`,
			`SELECT 'constraint ' || c.conrelid::regclass || ' ' || pg_get_constraintdef(c.oid) FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace WHERE n.nspname = 'care' AND contype IN ('p', 'f', 'u')`,
		}
	}
	var lines []string
	for _, q := range queries {
		rows, err := db.QueryContext(t.Context(), q)
		must(t, err)
		for rows.Next() {
			var line string
			must(t, rows.Scan(&line))
			lines = append(lines, strings.Join(strings.Fields(line), " "))
		}
		must(t, rows.Err())
		must(t, rows.Close())
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// difference lists the lines that only one of two texts has.
func difference(want, is string) string {
	var b strings.Builder
	a, c := strings.Split(want, "\n"), strings.Split(is, "\n")
	for _, line := range a {
		if !slices.Contains(c, line) {
			b.WriteString("- " + line + "\n")
		}
	}
	for _, line := range c {
		if !slices.Contains(a, line) {
			b.WriteString("+ " + line + "\n")
		}
	}
	return b.String()
}
