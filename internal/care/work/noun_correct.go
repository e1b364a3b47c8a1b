package work

import (
	"fmt"
	"reflect"
	"sort"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
)

// Correct changes the facts of a record that nobody changed since it was read at its revision, and keeps what it said before with the reason. Whose work it was, about
// whom and on which day stays as it was recorded.
func (n *Noun[T]) Correct(tx *store.Tx, book *codebook.Book, x T, reason string) error {
	h := n.Head(&x)
	before, err := n.Whole(tx, *h.ID)
	if err != nil {
		return err
	}
	n.keep(&x, before)
	c := book.Check()
	if h.Province != nil {
		c.Code("province", "province", *h.Province)
	}
	n.Check(c, &x)
	if c.Err() == nil && n.same(x, before) {
		return Unchanged()
	}
	c.Code("reason", "correction_reason", reason)
	if err := c.Err(); err != nil {
		return err
	}
	if n.Among != nil {
		if err := n.Among(tx, n, &x); err != nil {
			return err
		}
	}
	done, err := n.records.Replace(tx, &x)
	if err != nil {
		return errs.Wrap(err, "change "+n.Name, *h.ID)
	}
	if !done {
		return errs.E(errs.Conflict, "work.changed_meanwhile")
	}
	if err := n.lay(tx, x); err != nil {
		return errs.Wrap(err, "change "+n.Name, *h.ID)
	}
	if err := Corrected(tx, n.Name, *h.ID, reason, n.before(before)); err != nil || n.After == nil {
		return err
	}
	return n.After(tx, book, x)
}

// Restore undoes the correction that made a record the revision that it is: it says again what it said before.
func (n *Noun[T]) Restore(tx *store.Tx, book *codebook.Book, id string, revision int64) error {
	if _, err := n.Whole(tx, id); err != nil {
		return err
	}
	var was T
	if err := Before(tx, id, &was); err != nil {
		return errs.Led(err, n.Name, id)
	}
	h := n.Head(&was)
	*h.ID, *h.Revision = id, revision
	return errs.Led(SinceChanged(n.Correct(tx, book, was, Undone)), n.Name, id)
}

// same reports whether two records say the same, but for how often they were changed; in what stands beside them the order tells nothing.
func (n *Noun[T]) same(x, other T) bool {
	said := func(x T) T {
		x = n.before(x)
		v := reflect.ValueOf(&x).Elem()
		for i := range v.NumField() {
			if f := v.Field(i); f.Kind() == reflect.Slice {
				f.Set(sorted(f))
			}
		}
		return x
	}
	return reflect.DeepEqual(said(x), said(other))
}

// sorted is a slice in an order of its own; one of nothing is none.
func sorted(list reflect.Value) reflect.Value {
	if list.Len() == 0 {
		return reflect.Zero(list.Type())
	}
	list = reflect.AppendSlice(reflect.Zero(list.Type()), list)
	sort.Slice(list.Interface(), func(a, b int) bool { return fmt.Sprint(list.Index(a)) < fmt.Sprint(list.Index(b)) })
	return list
}

// Stay names the columns of which a correction keeps nothing, since it leaves them.
func (n *Noun[T]) Stay() (names []string) {
	for _, f := range n.fields(new(T)) {
		if f.Stays {
			names = append(names, f.Name)
		}
	}
	return names
}

// keep gives a record what a correction leaves, from what it was before.
func (n *Noun[T]) keep(x *T, before T) {
	now, was := n.fields(x), n.fields(&before)
	for i := range now {
		if now[i].Stays {
			reflect.ValueOf(now[i].At).Elem().Set(reflect.ValueOf(was[i].At).Elem())
		}
	}
}

// before is what a correction keeps of what a record said: its facts, and never of whom.
func (n *Noun[T]) before(x T) T {
	for _, f := range n.fields(&x) {
		if f.Stays || f.Name == "revision" {
			reflect.ValueOf(f.At).Elem().SetZero()
		}
	}
	return x
}
