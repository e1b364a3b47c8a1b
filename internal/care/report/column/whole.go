package column

import (
	"errors"
	"sync/atomic"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
)

// transaction runs a function in a reading transaction.
type transaction func(fn func(tx *store.Tx) error) error

// piece is a part of a view, read at one go.
type piece struct {
	schema *Schema
	where  string
	rows   *segment
}

// pieces are all views; the largest, with two rows of three, in two halves that chance made: the last digit of an id is random.
func pieces() []*piece {
	var list []*piece
	for _, schema := range schemas {
		if schema.Name == "contacts" {
			list = append(list, &piece{schema: schema, where: "substr(id, 36) < '8'"}, &piece{schema: schema, where: "substr(id, 36) >= '8'"})
			continue
		}
		list = append(list, &piece{schema: schema})
	}
	return list
}

// readAll reads every view. Half of the work is done in a second transaction at the same time, if that one stands at the same place of
// the change feed: then both see the same. If somebody wrote in between, the first does it alone.
func (s *Set) readAll(tx *store.Tx, last int64, beside transaction) (map[string]*View, error) {
	list := pieces()
	var next atomic.Int64
	work := func(tx *store.Tx) error {
		for at := next.Add(1) - 1; at < int64(len(list)); at = next.Add(1) - 1 {
			p := list[at]
			var err error
			if p.rows, err = s.read(tx, p.schema, p.where); err != nil {
				next.Store(int64(len(list))) // nobody needs the others any more
				return errs.Wrap(err, "column", p.schema.Name)
			}
		}
		return nil
	}
	second := make(chan error, 1)
	go func() {
		var failed error
		err := beside(func(other *store.Tx) error {
			if store.Last(other) == last {
				failed = work(other)
			}
			return nil // so that it does not run again: what it took would be lost
		})
		second <- errors.Join(failed, err)
	}()
	err := work(tx)
	if err = errors.Join(err, <-second); err != nil {
		return nil, err
	}
	views := map[string]*View{}
	for i, p := range list {
		parts := []*segment{p.rows}
		if views[p.schema.Name] != nil {
			continue
		}
		for _, other := range list[i+1:] {
			if other.schema == p.schema {
				parts = append(parts, other.rows)
			}
		}
		views[p.schema.Name] = &View{Schema: p.schema, base: joined(parts...), delta: newSegment(p.schema), keys: s.keys}
	}
	return views, nil
}
