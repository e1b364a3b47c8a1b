package sheet

import (
	"strconv"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
)

// How many keys one statement looks for, and how many rows it writes: always the same numbers, so that the statement
// is prepared once, and small ones, since SQLite finds the name of each parameter by walking past those before it.
const (
	batch  = 100
	writes = 25
)

// placeholders writes $1 … of rows of a width: ($1, $2), ($3, $4).
func placeholders(rows, width int) string {
	var b strings.Builder
	for n := range rows * width {
		if n%width == 0 {
			if n > 0 {
				b.WriteString("), ")
			}
			b.WriteString("(")
		} else {
			b.WriteString(", ")
		}
		b.WriteString("$" + strconv.Itoa(n+1))
	}
	return b.String() + ")"
}

// lookUp finds what stands beside each key that a table has.
func lookUp(tx *store.Tx, table, key, value string, keys []token) (map[token]string, error) {
	found := map[token]string{}
	query := `SELECT ` + key + `, ` + value + ` FROM ` + table + ` WHERE ` + key + ` IN ` + placeholders(1, batch)
	type pair struct {
		key   []byte
		value string
	}
	for start := 0; start < len(keys); start += batch {
		args := make([]any, batch)
		for i := range args {
			k := keys[min(start+i, len(keys)-1)] // the last batch repeats its last key
			args[i] = k[:]
		}
		pairs, err := store.List(tx, func(r store.Row) (p pair, err error) { return p, r.Scan(&p.key, &p.value) }, query, args...)
		if err != nil {
			return nil, errs.Wrap(err, "look up "+table)
		}
		for _, p := range pairs {
			if len(p.key) == 32 {
				found[token(p.key)] = p.value
			}
		}
	}
	return found, nil
}

// inserter writes many rows with few statements.
type inserter struct {
	tx    *store.Tx
	into  string // table (columns)
	width int
	args  []any
}

func (w *inserter) add(values ...any) error {
	w.args = append(w.args, values...)
	if len(w.args) < writes*w.width {
		return nil
	}
	_, err := w.tx.Exec(`INSERT INTO `+w.into+` VALUES `+placeholders(writes, w.width), w.args...)
	w.args = w.args[:0]
	return errs.Wrap(err, "record import")
}

func (w *inserter) flush() error {
	one := `INSERT INTO ` + w.into + ` VALUES ` + placeholders(1, w.width)
	for start := 0; start < len(w.args); start += w.width {
		if _, err := w.tx.Exec(one, w.args[start:start+w.width]...); err != nil {
			return errs.Wrap(err, "record import")
		}
	}
	w.args = w.args[:0]
	return nil
}
