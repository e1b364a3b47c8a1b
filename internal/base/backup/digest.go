package backup

import (
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strings"

	"approdo/internal/base/seal"
	"approdo/internal/base/store"
)

// Count is what a table held: how many rows, and a digest that does not depend on their order, which no database promises.
type Count struct {
	Table  string `json:"table"`
	Rows   int64  `json:"rows"`
	Digest string `json:"digest"`
}

// Tally counts and digests a copy as it passes. It is a store.Sink.
type Tally struct {
	list  []Count
	order []int // of the columns by name
	sum   [4]uint64
	buf   []byte
}

// Table begins a table.
func (t *Tally) Table(table store.Table) error {
	t.close()
	t.list = append(t.list, Count{Table: table.Name})
	t.order = t.order[:0]
	for i := range table.Columns {
		t.order = append(t.order, i)
	}
	slices.SortFunc(t.order, func(a, b int) int { return strings.Compare(table.Columns[a].Name, table.Columns[b].Name) })
	return nil
}

// Row adds a row: the SHA-256 of its values, as a number, to the sum modulo 2^64 in each of four words. The sum finds what was lost
// or changed by accident; against somebody's intent stands the seal around the whole.
func (t *Tally) Row(row []any) error {
	t.buf = t.buf[:0]
	for _, i := range t.order {
		t.buf = appendValue(t.buf, row[i])
	}
	hash := seal.Hash(t.buf)
	for i := range t.sum {
		t.sum[i] += binary.BigEndian.Uint64(hash[8*i:])
	}
	t.list[len(t.list)-1].Rows++
	return nil
}

func (t *Tally) close() {
	if n := len(t.list); n > 0 {
		var b []byte
		for _, word := range t.sum {
			b = binary.BigEndian.AppendUint64(b, word)
		}
		t.list[n-1].Digest = hex.EncodeToString(b)
	}
	t.sum = [4]uint64{}
}

// Counts ends the tally: each table, by name.
func (t *Tally) Counts() []Count {
	t.close()
	list := slices.Clone(t.list)
	slices.SortFunc(list, func(a, b Count) int { return strings.Compare(a.Table, b.Table) })
	*t = Tally{}
	return list
}

// Rows adds up the rows of all tables.
func Rows(list []Count) (n int64) {
	for _, c := range list {
		n += c.Rows
	}
	return n
}

// Differs names the first table in which two copies differ.
func Differs(a, b []Count) (table string, differ bool) {
	for i, c := range a {
		if i >= len(b) || b[i] != c {
			return c.Table, true
		}
	}
	if len(b) > len(a) {
		return b[len(a)].Table, true
	}
	return "", false
}
