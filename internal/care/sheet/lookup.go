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

// inBatches asks about keys with one statement for each hundred, whose only arguments they are, and calls each with the
// rows found.
func inBatches(tx *store.Tx, query string, keys []token, each func(store.Row) error) error {
	for start := 0; start < len(keys); start += batch {
		args := make([]any, batch)
		for i := range args {
			k := keys[min(start+i, len(keys)-1)] // the last batch repeats its last key
			args[i] = k[:]
		}
		if _, err := store.List(tx, func(r store.Row) (struct{}, error) { return struct{}{}, each(r) }, query, args...); err != nil {
			return err
		}
	}
	return nil
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
