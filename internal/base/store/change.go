package store

import "approdo/internal/base/errs"

// ChangesTable is where the change feed lies; column id names records of every kind.
const ChangesTable = "store_changes"

// Change is one line of the change feed: a record of some kind was written.
type Change struct {
	N    int64 // from 1, without gaps, in the order of commits
	Kind string
	ID   string
}

// Changes lists what was written after the change numbered n, in order. Where the feed does not reach back so far any more, or lacks one, it begins with a change of the network, which is of everything.
func Changes(tx *Tx, after int64) ([]Change, error) {
	list, err := List(tx, func(r Row) (Change, error) {
		var c Change
		err := r.Scan(&c.N, &c.Kind, &c.ID)
		return c, err
	}, `SELECT n, kind, id FROM store_changes WHERE n > $1 ORDER BY n`, after)
	whole := true
	for i, c := range list {
		whole = whole && c.N == after+1+int64(i)
	}
	if err == nil && (!whole || after+int64(len(list)) < tx.head.changes) {
		list = append([]Change{{N: after + 1, Kind: "network"}}, list...)
	}
	return list, err
}

// Last is the number of the last change that was committed; 0 before the first.
func Last(tx *Tx) int64 { return tx.head.changes }

// ForgetChanges takes out what the feed says of the order in which records were written, whosever. Whoever reads it reads everything anew.
func ForgetChanges(tx *Tx, _ []string) (int64, error) {
	n, err := tx.Exec(`DELETE FROM store_changes`)
	return n, errs.Wrap(err, "forget changes")
}
