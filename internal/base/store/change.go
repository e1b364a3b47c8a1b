package store

// ChangesTable is where the change feed lies; column id names records of every kind.
const ChangesTable = "store_changes"

// Change is one line of the change feed: a record of some kind was written.
type Change struct {
	N    int64 // from 1, without gaps, in the order of commits
	Kind string
	ID   string
}

// Changes lists what was written after the change numbered n, in order.
func Changes(tx *Tx, after int64) ([]Change, error) {
	return List(tx, func(r Row) (Change, error) {
		var c Change
		err := r.Scan(&c.N, &c.Kind, &c.ID)
		return c, err
	}, `SELECT n, kind, id FROM store_changes WHERE n > $1 ORDER BY n`, after)
}

// Last is the number of the last change; 0 before the first.
func Last(tx *Tx) (int64, error) {
	var n int64
	err := tx.fail(tx.QueryRow(`SELECT COALESCE(MAX(n), 0) FROM store_changes`).Scan(&n))
	return n, err
}
