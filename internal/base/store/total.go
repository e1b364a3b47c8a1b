package store

import (
	"database/sql"
	"encoding/binary"
	"errors"
	"math/bits"
	"strconv"
	"strings"

	"approdo/internal/base/errs"
)

// Tables that grow with the work have no hash that is written anew over all of them at each change. Over each stands a total instead: how many rows it has, and the sum of what the key file makes of
// each. A row that comes adds to it and a row that goes takes from it, so it costs what the change costs; only who compares reads the whole table. It stands sealed, since whoever saw two of them
// would learn what a row adds, and could look for others that add as much. What was edited past the program never comes into it: it stays told until somebody who has the key file has seen it (SumUp).
//
// Rows of such a table come and go and are not changed; the statement that would change some is one for which the whole table is read.

// total is a number of rows, and the sum of what the key file makes of each.
type total struct {
	rows uint64
	sum  [4]uint64 // the least first
}

// plus is the total with those of another, and minus without them.
func (t total) plus(o total) total {
	var carry uint64
	for i := range t.sum {
		t.sum[i], carry = bits.Add64(t.sum[i], o.sum[i], carry)
	}
	t.rows += o.rows
	return t
}

func (t total) minus(o total) total {
	var borrow uint64
	for i := range t.sum {
		t.sum[i], borrow = bits.Sub64(t.sum[i], o.sum[i], borrow)
	}
	t.rows -= o.rows
	return t
}

func (t total) bytes() []byte {
	b := binary.LittleEndian.AppendUint64(nil, t.rows)
	for _, part := range t.sum {
		b = binary.LittleEndian.AppendUint64(b, part)
	}
	return b
}

// opened is the total of a change; false where the program did not seal it.
func (s sum) opened(tx *Tx, m SumMark, sealed []byte) (t total, ours bool) {
	b, err := tx.keys.Open(sealed, "total", string(s.name), strconv.FormatInt(m.N, 10))
	if err != nil || len(b) != len(t.bytes()) {
		return t, false
	}
	t.rows = binary.LittleEndian.Uint64(b)
	for i := range t.sum {
		t.sum[i] = binary.LittleEndian.Uint64(b[8*(i+1):])
	}
	return t, string(m.Guard) == string(s.over(tx, m.N, sealed))
}

// over is the hash over a sealed total, by which one is told from another of the same number.
func (s sum) over(tx *Tx, n int64, sealed []byte) []byte {
	return tx.Guard("total "+string(s.name), strconv.FormatInt(n, 10), string(sealed))
}

// all adds up the rows of the whole table.
func (s sum) all(tx *Tx) (total, error) {
	if err := s.alone(tx); err != nil {
		return total{}, err
	}
	return s.totals(tx, s.query)
}

// totals adds up the rows that a statement answers.
func (s sum) totals(tx *Tx, query string, args ...any) (t total, err error) {
	rows, err := tx.run.query(query, args)
	if err != nil {
		return t, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	cells, into, parts := make([]sql.RawBytes, len(s.binary)), make([]any, len(s.binary)), make([]string, len(s.binary))
	for i := range cells {
		into[i] = &cells[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return t, err
		}
		for i, cell := range cells {
			parts[i] = ""
			if cell != nil { // which an empty text is not
				parts[i] = "=" + string(cell)
			}
		}
		token := tx.keys.Token("row of "+string(s.name), parts...)
		one := total{rows: 1}
		for i := range one.sum {
			one.sum[i] = binary.LittleEndian.Uint64(token[8*i:])
		}
		t = t.plus(one)
	}
	return t, rows.Err()
}

// standing is the total that stands, the zero one of a table in which nothing ever stood; false where it is not one of ours, or of before.
func (s sum) standing(tx *Tx) (t total, ours bool, err error) {
	var sealed []byte
	var m SumMark
	err = tx.run.queryRow(`SELECT revision, guard, total FROM store_sums WHERE name = $1`, []any{string(s.name)}).Scan(&m.N, &m.Guard, &sealed)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return t, tx.known[s.name].N == 0, nil
	case err != nil:
		return t, false, errs.Wrap(err, "read total of", s.table)
	}
	t, ours = s.opened(tx, m, sealed)
	ours = ours && !m.before(tx.known[s.name])
	if ours && !tx.write { // it is committed
		tx.memory.sums.learn(sumMarks{s.name: m})
	}
	return t, ours, nil
}

// strays reports whether the rows of a table do not add up to its total, and to what the transaction did.
func (x *summed) strays(tx *Tx) (bool, error) {
	want, ours, err := x.standing(tx)
	if err != nil || !ours {
		return !ours, err
	}
	have, err := x.all(tx)
	return have != want.plus(x.come).minus(x.gone), errs.Wrap(err, "add up", x.table)
}

// carry does a statement by which rows come or go, and notes which.
func (x *summed) carry(tx *Tx, query string, args []any) (n int64, err error) {
	t, err := x.totals(tx, query+" RETURNING "+strings.Join(x.columns, ", "), args...)
	if verb, _ := changes(query); verb == "DELETE" {
		x.gone = x.gone.plus(t)
	} else {
		x.come = x.come.plus(t)
	}
	return int64(t.rows), err
}

// carryOn writes the total with what has come and gone. One that is not ours stays as it is, and told.
func (x *summed) carryOn(tx *Tx) error {
	t, ours, err := x.standing(tx)
	if err != nil || !ours {
		return err
	}
	return x.writeTotal(tx, t.plus(x.come).minus(x.gone))
}

func (s sum) writeTotal(tx *Tx, t total) error {
	n, err := s.next(tx)
	if err != nil {
		return err
	}
	sealed, err := tx.keys.Seal(t.bytes(), "total", string(s.name), strconv.FormatInt(n, 10))
	if err == nil {
		err = s.put(tx, SumMark{N: n, Guard: s.over(tx, n, sealed)}, sealed)
	}
	return err
}
