package store

import (
	"fmt"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
)

// Recall answers what load makes of the records of one kind, such as the network's own lists, which nearly every request
// asks for and nobody changes for months. It is made once and kept until a change of that kind stands in the feed, from
// whichever process: so the answer is that of the transaction's own state, as if load had just read it. There is one of
// each type T. Everybody shares it, and nobody changes it.
func Recall[T any](tx *Tx, kind string, load func(*Tx) (T, error)) (T, error) {
	if slices.Contains(tx.kinds, kind) { // changed here, not committed: nobody else's business
		return load(tx)
	}
	var none T
	n := tx.head.changes
	name := reflect.TypeFor[T]()
	value, since, known := tx.memory.recall(name)
	if known {
		stale, err := tx.announced(since, n, kind)
		if err != nil {
			return none, err
		}
		known = !stale
	}
	if !known {
		fresh, err := load(tx)
		if err != nil {
			return none, err
		}
		value = fresh
	}
	tx.memory.keep(name, value, n)
	return value.(T), nil
}

// Once is what there is one of in the memory of this process for a store: the zero T when it is asked for first. Whoever asks guards it.
func Once[T any](tx *Tx) *T {
	m, name := tx.memory, reflect.TypeFor[T]()
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.once == nil {
		m.once = map[reflect.Type]any{}
	}
	if _, made := m.once[name]; !made {
		m.once[name] = new(T)
	}
	return m.once[name].(*T)
}

// Tally counts rows. Until something is written anywhere the same question has the same answer: nothing is written without
// its entry, so the number of entries tells one state from the next. Of records whose changes stand in the feed, it has the same until one of the kinds that
// it rests on is announced; whoever names none is counted anew after every write. A long list is counted once, and not at every page of it.
func (tx *Tx) Tally(query string, args []any, kinds ...string) (n int64, err error) {
	question := fmt.Sprintf("%s %q", query, args)
	if !tx.write {
		t, known := tx.memory.counted(question)
		if known && (t.size != tx.head.size || !tx.sure) {
			stale := true
			if len(kinds) > 0 {
				if stale, err = tx.announced(t.changes, tx.head.changes, kinds...); err != nil {
					return 0, err
				}
			}
			known = !stale
		}
		if known {
			tx.memory.count(question, tally{t.n, tx.head.size, tx.head.changes})
			return t.n, nil
		}
	}
	if err := tx.QueryRow(query, args...).Scan(&n); err != nil {
		return 0, tx.fail(err)
	}
	if !tx.write {
		tx.memory.count(question, tally{n, tx.head.size, tx.head.changes})
	}
	return n, nil
}

// farBehind is how many changes are looked through rather than taken for what they may hold; the feed keeps no more.
const farBehind = 10_000

// memory is what Recall keeps, each with the number of the change up to which it is known to hold, and what was counted.
type memory struct {
	mu     sync.Mutex
	kept   map[reflect.Type]memo
	once   map[reflect.Type]any
	counts map[string]tally // by question
	sums   sumMemory
	tip    atomic.Pointer[tip] // of the trail
	feed   feed
	head   atomic.Pointer[head] // the last one that was as a process left it
}

type memo struct {
	value any
	n     int64
}

func (m *memory) recall(name reflect.Type) (value any, n int64, known bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	k, known := m.kept[name]
	return k.value, k.n, known
}

// keep remembers a value, unless one of a later state is remembered already.
func (m *memory) keep(name reflect.Type, value any, n int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if k, known := m.kept[name]; known && k.n > n {
		return
	}
	if m.kept == nil {
		m.kept = map[reflect.Type]memo{}
	}
	m.kept[name] = memo{value, n}
}

// tally is what was counted, and the state that it is known to hold in: how long the trail was, and the feed.
type tally struct{ n, size, changes int64 }

// manyCounts bounds what is remembered: more come only from somebody who tries filters one after the other.
const manyCounts = 1000

func (m *memory) counted(question string) (t tally, known bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	t, known = m.counts[question]
	return t, known
}

func (m *memory) count(question string, t tally) {
	m.mu.Lock()
	defer m.mu.Unlock()
	was, known := m.counts[question]
	if known && t.size <= was.size { // of an older state, or of the same
		return
	}
	if m.counts == nil || !known && len(m.counts) >= manyCounts {
		m.counts = map[string]tally{}
	}
	m.counts[question] = t
}
