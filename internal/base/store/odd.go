package store

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
)

// Odd is what of a stretch of the trail is not as it was written, as the tree says.
type Odd struct {
	Changed  []int64 // numbers of entries that are not the ones the tree was built from
	Gone     int64   // how many entries are missing
	First    int64   // the first of these
	Unsigned bool    // the last checkpoint was not signed here: it vouches for nothing
	All      bool    // every entry of the stretch was compared, and not only those that answer
}

// Right reports whether nothing is odd.
func (o Odd) Right() bool { return len(o.Changed) == 0 && o.Gone == 0 && !o.Unsigned }

// Changes reports whether an entry is another than was written.
func (o Odd) Changes(n int64) bool { return slices.Contains(o.Changed, n) }

// Err is Forged "store.trail_forged", of the first that is odd; nil where nothing is.
func (o Odd) Err() error {
	switch {
	case len(o.Changed) > 0:
		return TrailForged(o.Changed[0])
	case o.Gone > 0:
		return TrailForged(o.First)
	case o.Unsigned:
		return errs.E(errs.Forged, "store.trail_forged", "object", "trail")
	}
	return nil
}

// TrailForged says that an entry is not the one that was written, or that it is gone.
func TrailForged(n int64) error {
	return errs.E(errs.Forged, "store.trail_forged", "object", "trail", "record", strconv.FormatInt(n, 10))
}

// Compared is an entry held against the tree by itself.
func Compared(tx *Tx, e audit.Entry) (Odd, error) {
	return span{e.N, e.N + 1}.compare(tx, []audit.Entry{e}, true)
}

// CheckpointForged says that a checkpoint is not one that was signed here.
func CheckpointForged(c audit.Checkpoint) error {
	return errs.E(errs.Forged, "store.trail_forged", "object", "trail", "checkpoint", c.N)
}

// span is the numbers from one up to, and without, another.
type span struct{ from, to int64 }

// mostCompared is how long a stretch may be for each entry of it to be compared, also those that answer no question: an edit could be why.
const mostCompared = 1000

// compare holds a stretch of the trail against the tree: the entries that were found in it, whether none is missing and, unless it is long and not asked for whole, all others too.
func (s span) compare(tx *Tx, found []audit.Entry, whole bool) (odd Odd, err error) {
	if s.to > s.from {
		if err := s.count(tx, &odd); err != nil {
			return odd, err
		}
	}
	c := comparison{tx: tx, nodes: map[int64]tlog.Hash{}}
	if odd.Unsigned, err = c.anchor(); err != nil {
		return odd, err
	}
	if odd.All = whole || s.to-s.from <= mostCompared; !odd.All {
		err = c.hold(found, &odd)
		return odd, err
	}
	for from := s.from; from < s.to; from += mostCompared {
		clear(c.nodes) // the trail may be long
		to := min(from+mostCompared, s.to)
		if err := c.know(tlog.StoredHashIndex(0, from), tlog.StoredHashIndex(0, to)); err != nil {
			return odd, err
		}
		all, err := List(tx, tx.scanEntry, `SELECT `+entryColumns+` FROM audit_entries WHERE n >= $1 AND n < $2 ORDER BY n`, from, to)
		if err == nil {
			err = c.hold(all, &odd)
		}
		if err != nil {
			return odd, err
		}
	}
	err = c.hold(slices.DeleteFunc(slices.Clone(found), func(e audit.Entry) bool { return e.N >= s.from && e.N < s.to }), &odd)
	return odd, err
}

// hold notes which of some entries are not as they were written.
func (c *comparison) hold(list []audit.Entry, odd *Odd) error {
	if err := (&trail{tx: c.tx}).blind(list); err != nil {
		return err
	}
	for _, e := range list {
		right, err := c.right(e)
		if err != nil {
			return err
		}
		if !right {
			odd.Changed = append(odd.Changed, e.N)
		}
	}
	return nil
}

// count says how many entries are missing, and which first.
func (s span) count(tx *Tx, odd *Odd) error {
	var there int64
	err := tx.QueryRow(`SELECT COUNT(*) FROM audit_entries WHERE n >= $1 AND n < $2`, s.from, s.to).Scan(&there)
	if odd.Gone = s.to - s.from - there; err != nil || odd.Gone <= 0 {
		return errs.Wrap(tx.fail(err), "count entries")
	}
	err = tx.QueryRow(`SELECT COALESCE(MIN(f.n), 0) FROM (SELECT n + 1 AS n FROM audit_entries WHERE n >= $1 AND n < $2 UNION ALL SELECT $3) f WHERE NOT EXISTS (SELECT 1 FROM audit_entries e WHERE e.n = f.n)`,
		s.from, s.to, s.from).Scan(&odd.First)
	return errs.Wrap(tx.fail(err), "find missing entry")
}

// tip is the root of the tree as this process has seen it last, with so many entries: what came since the last checkpoint leads to it.
type tip struct {
	size int64
	root tlog.Hash
}

// comparison holds entries against the roots that are known, and reads each node of the tree once.
type comparison struct {
	tx    *Tx
	roots []tip // what entries must lead to: the last checkpoint, and what this process remembers
	nodes map[int64]tlog.Hash
}

// anchor finds the roots. It reports whether a checkpoint stands last that was not signed here.
func (c *comparison) anchor() (unsigned bool, err error) {
	if t := c.tx.memory.tip.Load(); t != nil && t.size > 0 && t.size <= c.tx.head.size {
		c.roots = append(c.roots, *t)
	}
	last, found, err := LastCheckpoint(c.tx)
	if err != nil || !found {
		return errs.KindOf(err) == errs.Forged, unless(err, errs.Forged)
	}
	signed, err := SignedHere(c.tx, last)
	switch {
	case errs.KindOf(err) == errs.Forged || err == nil && last.Size > c.tx.head.size:
		return true, nil
	case signed:
		c.roots = append(c.roots, tip{last.Size, last.Root})
	}
	return false, err
}

// unless passes an error on that is not of a kind.
func unless(err error, kind errs.Kind) error {
	if err != nil && errs.KindOf(err) == kind {
		return nil
	}
	return err
}

// SignedHere reports whether a checkpoint is signed with the installation's key. One of another key, such as an earlier key file's, proves nothing here; anything else is Forged "store.trail_forged". Without
// a key file what it claims counts.
func SignedHere(tx *Tx, c audit.Checkpoint) (bool, error) {
	if tx.Keys() == nil {
		return true, nil
	}
	forged := CheckpointForged(c)
	key, err := tx.Keys().Verifier(c.Origin)
	if err != nil {
		return false, forged
	}
	verifier, err := audit.Verifier(key)
	if err != nil {
		return false, err
	}
	_, err = audit.OpenCheckpoint(c.Note, verifier)
	if e, known := errs.Of(err); known && e.Key == "audit.other_key" {
		return false, nil
	}
	if err != nil {
		return false, forged
	}
	return true, nil
}

// right reports whether an entry is the one the tree was built from, and leads to each root that covers it.
func (c *comparison) right(e audit.Entry) (bool, error) {
	if !e.Named() || e.N < 0 || e.N >= c.tx.head.size {
		return false, nil
	}
	leaf := e.Hash()
	stored, err := c.ReadHashes([]int64{tlog.StoredHashIndex(0, e.N)})
	if err != nil || stored[0] != leaf {
		return false, err
	}
	for _, root := range c.roots {
		if e.N >= root.size {
			continue
		}
		proof, err := tlog.ProveRecord(root.size, e.N, c)
		if err != nil {
			return false, err
		}
		if tlog.CheckRecord(proof, root.size, root.root, e.N, leaf) != nil {
			return false, nil
		}
	}
	return true, nil
}

// know reads the nodes between two numbers at once.
func (c *comparison) know(from, to int64) error {
	list, err := (&trail{tx: c.tx}).Hashes(from, int(to-from))
	for _, h := range list {
		c.nodes[h.Index] = h.Hash
	}
	return err
}

// fewNodes are read by one statement.
const fewNodes = 32

var someNodes = `SELECT n, hash FROM audit_hashes WHERE n IN (` + strings.Trim(tuples(1, fewNodes), "()") + `)`

// ReadHashes gives nodes of the tree, zero for one that is missing: nothing leads to a root by it.
func (c *comparison) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var unknown []any
	for _, n := range indexes {
		if _, known := c.nodes[n]; !known {
			unknown = append(unknown, n)
			c.nodes[n] = tlog.Hash{}
		}
	}
	for some := range slices.Chunk(unknown, fewNodes) {
		for len(some) < fewNodes {
			some = append(slices.Clip(some), int64(-1))
		}
		if _, err := List(c.tx, func(r Row) (none struct{}, err error) {
			var n int64
			var b []byte
			err = r.Scan(&n, &b)
			if h := (tlog.Hash{}); len(b) == len(h) {
				c.nodes[n] = tlog.Hash(b)
			}
			return none, err
		}, someNodes, some...); err != nil {
			return nil, err
		}
	}
	list := make([]tlog.Hash, len(indexes))
	for i, n := range indexes {
		list[i] = c.nodes[n]
	}
	return list, nil
}
