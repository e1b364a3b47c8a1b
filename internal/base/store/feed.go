package store

import (
	"bytes"
	"slices"
	"strconv"
	"sync"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
)

// FeedDiffers is what SeenToDiffer calls the change feed by.
const FeedDiffers Summed = "feed"

// feedMark is what the key file makes of a line of the feed: whoever writes to the database alone makes no line, and makes none another. Without a key file there is none.
func feedMark(keys *seal.Keys, c Change) []byte {
	if keys == nil {
		return []byte{}
	}
	token := keys.Token("approdo change", strconv.FormatInt(c.N, 10), c.Kind, c.ID)
	return token[:feedMarkSize]
}

// feedMarkSize is enough for nobody to guess one.
const feedMarkSize = 16

// headMark is what the key file makes of how far the trail and the feed go: whoever takes the end of the feed away, before others saw it, has none for the rest.
func headMark(keys *seal.Keys, size, changes int64) []byte {
	if keys == nil {
		return []byte{}
	}
	token := keys.Token("approdo head", strconv.FormatInt(size, 10), strconv.FormatInt(changes, 10))
	return token[:feedMarkSize]
}

// sure reports whether a process left the head as it is. Where it does not, nobody knows what was announced: whoever watches is told, unless it is of before the heads had marks.
func (m *memory) sure(keys *seal.Keys, h head) bool {
	if keys == nil {
		return true
	}
	if last := m.head.Load(); last != nil && last.size == h.size && last.changes == h.changes && bytes.Equal(last.mark, h.mark) {
		return true
	}
	if bytes.Equal(h.mark, headMark(keys, h.size, h.changes)) {
		m.head.Store(&h)
		return true
	}
	unmarked := len(h.mark) == 0 && m.head.Load() == nil
	if !unmarked {
		m.sums.see(FeedDiffers)
	}
	return unmarked && h.size == 0 && h.changes == 0 // nobody wrote yet
}

// lines reads what stands in the feed after one number and up to another. whole is false where a line is missing, as after an erasure, or is none that the program wrote: then nobody knows what was written
// meanwhile, and of the latter whoever watches is told.
func (tx *Tx) lines(after, to int64) (list []Change, whole bool, err error) {
	genuine := true
	list, err = List(tx, func(r Row) (c Change, err error) {
		var mark []byte
		err = r.Scan(&c.N, &c.Kind, &c.ID, &mark)
		genuine = genuine && (tx.keys == nil || bytes.Equal(mark, feedMark(tx.keys, c)))
		return c, err
	}, `SELECT n, kind, id, mark FROM store_changes WHERE n > $1 AND n <= $2 ORDER BY n`, after, to)
	if err != nil {
		return nil, false, errs.Wrap(err, "read feed")
	}
	if !genuine {
		tx.memory.sums.see(FeedDiffers)
	}
	whole = genuine && int64(len(list)) == to-after
	for i, c := range list {
		whole = whole && c.N == after+1+int64(i)
	}
	return list, whole, nil
}

// feed is what this process knows of the change feed: of which kind each change was, after one number and up to another. It is read, and held against its marks, once.
type feed struct {
	mu    sync.Mutex
	after int64
	kinds []string
}

func (f *feed) end() int64 { return f.after + int64(len(f.kinds)) }

// begin forgets all that was before a number.
func (f *feed) begin(n int64) { f.after, f.kinds = n, nil }

// add puts what follows to the rest, and forgets what is far behind.
func (f *feed) add(list []Change) {
	for _, c := range list {
		f.kinds = append(f.kinds, c.Kind)
	}
	if far := len(f.kinds) - farBehind; far > farBehind {
		f.after, f.kinds = f.after+int64(far), slices.Clone(f.kinds[far:])
	}
}

// wrote tells what this process committed after a number.
func (f *feed) wrote(after int64, list []Change) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.end() == after {
		f.add(list)
	}
}

// follows gives a writer, who sees where the feed ends and lets nobody else write, the number after which it goes on. It never goes back: where somebody took its end away, it goes on behind a gap, so that
// everybody reads everything anew; and so where the head is nobody's.
func (f *feed) follows(last int64, sure bool) (after int64, whole bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch end := f.end(); {
	case last < end:
		return end + 1, false
	case !sure:
		return last + 1, true
	}
	return last, true
}

// FeedEnd is the number of the last change that a transaction sees.
func FeedEnd(tx *Tx) int64 { return tx.head.changes }

// LearnFeed lets no number of the feed be given again that was given already, as is known outside the database: a line of then would pass for one of now. Where the feed ends before it,
// whoever watches is told, and the next change goes on behind it.
func LearnFeed(tx *Tx, given int64) {
	f := &tx.memory.feed
	f.mu.Lock()
	defer f.mu.Unlock()
	if tx.head.changes >= given {
		return
	}
	tx.memory.sums.see(FeedDiffers)
	if f.end() < given {
		f.begin(given)
	}
}

// reach reads what a transaction sees and the process does not know yet.
func (f *feed) reach(tx *Tx, to int64) error {
	end := f.end()
	if to <= end {
		return nil
	}
	if to-end > farBehind {
		f.begin(to)
		return nil
	}
	list, whole, err := tx.lines(end, to)
	switch {
	case err != nil:
		return err
	case whole:
		f.add(list)
	default:
		f.begin(to)
	}
	return nil
}

// announced reports whether a change of one of some kinds was made after one number and up to another, or may have been.
func (tx *Tx) announced(after, to int64, kinds ...string) (bool, error) {
	if !tx.sure {
		return true, nil
	}
	if after == to {
		return false, nil
	}
	f := &tx.memory.feed
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.reach(tx, to); err != nil {
		return true, err
	}
	if after > to || after < f.after { // kept from a later state than this transaction's, or from long ago
		return true, nil
	}
	return slices.ContainsFunc(f.kinds[after-f.after:to-f.after], func(kind string) bool { return slices.Contains(kinds, kind) }), nil
}
