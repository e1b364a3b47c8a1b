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

// Changes lists what was written after the change numbered n, in order. Where the feed does not reach back so far any more, lacks one, or says something that the program did not write, it begins with a change of the network, which is of everything.
func Changes(tx *Tx, after int64) ([]Change, error) {
	if tx.sure && after >= tx.head.changes { // known from a later state than this
		return nil, nil
	}
	list, whole, err := tx.lines(after, tx.head.changes)
	if err == nil && (!whole || !tx.sure) {
		list = append([]Change{{N: after + 1, Kind: "network"}}, list...)
	}
	return list, err
}

// Sure reports whether a process left the end of the feed as a transaction sees it. Else nobody knows what was announced, and Changes is everything.
func Sure(tx *Tx) bool { return tx.sure }

// Last is the number of the last change that was committed; 0 before the first.
func Last(tx *Tx) int64 { return tx.head.changes }

// ForgetChanges takes out what the feed says of the order in which records were written, whosever. Whoever reads it reads everything anew.
func ForgetChanges(tx *Tx, _ []string) (int64, error) {
	n, err := tx.Exec(`DELETE FROM store_changes`)
	return n, errs.Wrap(err, "forget changes")
}
