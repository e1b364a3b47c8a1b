package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"approdo/internal/base/errs"
)

// Type is what a column holds, the same in both databases.
type Type string

// The types. Migrations use no other; a column of another type cannot be copied, and Dump says so.
const (
	Integer Type = "integer"
	Text    Type = "text"
	Bool    Type = "bool"
	Bytes   Type = "bytes"
)

// types translates what a database's catalogue calls a column's type.
var types = map[string]Type{
	"bigint": Integer, "integer": Integer, "int": Integer, "smallint": Integer,
	"text": Text, "boolean": Bool, "bytea": Bytes, "blob": Bytes,
}

// Column is one column of a table.
type Column struct {
	Name string `json:"name"`
	Type Type   `json:"type"`
}

// Table is a table as the database's own catalogue describes it.
type Table struct {
	Name    string   `json:"name"`
	Columns []Column `json:"columns"`
}

// querier is what can be asked: a pool, a connection, a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// tables reads the catalogue: every table but that of the migrations, by name. No list in a program can forget one. A table of somebody else's that holds what none of ours does is left out.
func tables(ctx context.Context, e engine, q querier) (list []Table, err error) {
	rows, err := q.QueryContext(ctx, e.catalogue())
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	strange := map[string]bool{}
	for rows.Next() {
		var table, column, declared string
		if err := rows.Scan(&table, &column, &declared); err != nil {
			return nil, err
		}
		if table == versions {
			continue
		}
		kind, known := types[strings.ToLower(declared)]
		if !known && !Migrated(table) {
			strange[table] = true
			continue
		}
		if !known {
			return nil, errs.E(errs.Internal, "store.unknown_type", "table", table, "column", column, "type", declared)
		}
		if n := len(list); n == 0 || list[n-1].Name != table {
			list = append(list, Table{Name: table})
		}
		t := &list[len(list)-1]
		t.Columns = append(t.Columns, Column{Name: column, Type: kind})
	}
	return slices.DeleteFunc(list, func(t Table) bool { return strange[t.Name] }), rows.Err()
}

// made are the tables that the migrations make.
var made = sync.OnceValues(func() (names map[string]bool, err error) {
	list, err := sqliteIdeal(context.Background())
	names = map[string]bool{}
	for _, t := range list {
		names[t.of] = true
	}
	return names, err
})

// Migrated reports whether a table is one that the migrations make.
func Migrated(table string) bool {
	names, err := made()
	return err == nil && names[table]
}

// names lists the quoted columns.
func (t Table) names() string {
	list := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		list[i] = quoted(c.Name)
	}
	return strings.Join(list, ", ")
}

// quoted is a name from a catalogue as SQL writes it.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// same gives a value the one form it has for its type: SQLite keeps a truth as a number, and an empty string may stand among bytes.
func (c Column) same(v any) (any, error) {
	switch x := v.(type) {
	case nil:
		return nil, nil //nolint:nilnil // NULL
	case int64:
		switch c.Type {
		case Integer:
			return x, nil
		case Bool:
			return x != 0, nil
		}
	case bool:
		if c.Type == Bool {
			return x, nil
		}
	case string:
		switch {
		case c.Type == Text && utf8.ValidString(x) && !strings.Contains(x, "\x00"):
			return x, nil
		case c.Type == Bytes:
			return []byte(x), nil
		}
	case []byte:
		switch c.Type {
		case Bytes:
			return append([]byte{}, x...), nil // no bytes are not NULL
		case Text:
			return string(x), nil
		}
	}
	return nil, errs.E(errs.Conflict, "store.unfit", "what", c.Name, fmt.Errorf("a column of type %s holds a %T", c.Type, v))
}
