package store

import (
	"reflect"
	"strconv"
	"strings"

	"approdo/internal/base/policy"
)

// Field is a column of a table, and where its value is in a record.
type Field struct {
	Name  string
	At    any  // pointer to the value, as Scan takes it
	Null  bool // an empty text is kept as NULL
	Stays bool // a change leaves it as it was recorded
}

// Records reads and writes the rows of one table as values of T. Its columns are said once; every statement is made of them, when the program starts.
type Records[T any] struct {
	table                string
	listing              Listing
	columns              func(*T) []Field
	all, insert, replace string
	revised              bool
}

// Keep makes Records of a table. The first column is the id; one called revision counts the changes, so that nobody overwrites what they did not see. The listing
// says what can be asked; its Columns and From are the table's. Columns that only an insertion writes, such as the day on which it was made, are added by extra.
func Keep[T any](table string, listing Listing, columns func(*T) []Field, extra ...string) Records[T] {
	r := Records[T]{table: table, columns: columns, listing: listing}
	var read, names, places, sets []string
	for _, c := range columns(new(T)) {
		text := c.Name
		if c.Null {
			text = `COALESCE(` + c.Name + `, '')`
		}
		read = append(read, text)
		if c.Name == "revision" {
			r.revised = true
			continue
		}
		names = append(names, c.Name)
		if !c.Stays && len(names) > 1 {
			sets = append(sets, c.Name+` = $`+strconv.Itoa(len(sets)+1))
		}
	}
	names = append(names, extra...)
	for i := range names {
		places = append(places, `$`+strconv.Itoa(i+1))
	}
	r.all = strings.Join(read, ", ")
	r.insert = `INSERT INTO ` + table + ` (` + strings.Join(names, ", ") + `) VALUES (` + strings.Join(places, ", ") + `)`
	if r.revised {
		sets = append(sets, `revision = revision + 1`)
		r.replace = `UPDATE ` + table + ` SET ` + strings.Join(sets, ", ") + ` WHERE id = $` + strconv.Itoa(len(sets)) + ` AND revision = $` + strconv.Itoa(len(sets)+1)
	}
	r.listing.Columns = r.all
	if r.listing.From == "" {
		r.listing.From = table
	}
	return r
}

// value is what a column holds, as it is written.
func (c Field) value() any {
	v := reflect.ValueOf(c.At).Elem()
	if c.Null && v.Kind() == reflect.String && v.Len() == 0 {
		return nil
	}
	return v.Interface()
}

// reader scans rows one after the other. Where the columns of a record are is asked once for all of them.
func (r Records[T]) reader() func(Row) (T, error) {
	var x, none T
	columns := r.columns(&x)
	to := make([]any, len(columns))
	for i, c := range columns {
		to[i] = c.At
	}
	return func(row Row) (T, error) {
		x = none
		err := row.Scan(to...)
		return x, err
	}
}

// Insert writes a record anew, with what the extra columns say.
func (r Records[T]) Insert(tx *Tx, x *T, extra ...any) error {
	var args []any
	for _, c := range r.columns(x) {
		if c.Name != "revision" {
			args = append(args, c.value())
		}
	}
	_, err := tx.Exec(r.insert, append(args, extra...)...)
	return err
}

// Replace writes what a change may alter of a record that nobody changed since it was read at its revision; not done for another.
func (r Records[T]) Replace(tx *Tx, x *T) (done bool, err error) {
	var args []any
	var id, revision any
	for i, c := range r.columns(x) {
		switch {
		case i == 0:
			id = c.value()
		case c.Name == "revision":
			revision = c.value()
		case !c.Stays:
			args = append(args, c.value())
		}
	}
	n, err := tx.Exec(r.replace, append(args, id, revision)...)
	return n > 0, err
}

// Find reads one record by its id.
func (r Records[T]) Find(tx *Tx, id string) (x T, found bool, err error) {
	return r.Only(tx, `id = $1`, id)
}

// Select reads the records that a selection and a scope let through.
func (r Records[T]) Select(tx *Tx, s Selection, scope policy.Scope) (Slice[T], error) {
	return Select(tx, r.listing, s, scope, r.reader())
}

// Any reads all records of which a condition is true, whosever they are: the caller looks at each.
func (r Records[T]) Any(tx *Tx, condition string, args ...any) ([]T, error) {
	return List(tx, r.reader(), `SELECT `+r.all+` FROM `+r.listing.From+` WHERE `+condition, args...)
}

// Only reads the first of them.
func (r Records[T]) Only(tx *Tx, condition string, args ...any) (x T, found bool, err error) {
	return One(tx, r.reader(), `SELECT `+r.all+` FROM `+r.listing.From+` WHERE `+condition, args...)
}

// Delete takes one record out.
func (r Records[T]) Delete(tx *Tx, id string) error {
	_, err := tx.Exec(`DELETE FROM `+r.table+` WHERE id = $1`, id)
	return err
}
