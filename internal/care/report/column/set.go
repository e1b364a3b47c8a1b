package column

import (
	"sync"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
)

// Set keeps the columns of one store current. It is safe for concurrent use; the zero Set is not ready.
type Set struct {
	book        *codebook.Book
	dictionary  *dictionary
	keys        *keys
	persons     *numbering
	individuals *numbering

	mu      sync.Mutex
	current *Snapshot
}

// New makes an empty Set. book holds the shipped lists; what a network added is read from its store.
func New(book *codebook.Book) *Set {
	return &Set{book: book, dictionary: newDictionary(), keys: &keys{}, persons: newNumbering(), individuals: newNumbering()}
}

// rereadAll is the number of changed records from which reading everything again is cheaper than reading each.
const rereadAll = 20_000

// Refresh brings the columns to where the transaction stands in the change feed and gives them as a Snapshot. The
// transaction must see everything (job columns). The errors are the store's.
func (s *Set) Refresh(tx *store.Tx) (*Snapshot, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	last, err := store.Last(tx)
	if err != nil {
		return nil, err
	}
	if s.current != nil && last <= s.current.N {
		return s.current, nil
	}
	changed := &changes{all: s.current == nil}
	if s.current != nil {
		if changed, err = s.since(tx, s.current.N); err != nil {
			return nil, err
		}
	}
	next := &Snapshot{N: last, set: s, views: map[string]*View{}}
	if next.Register, err = readRegister(tx, s.book); err != nil {
		return nil, err
	}
	for _, schema := range schemas {
		var old *View
		if s.current != nil {
			old = s.current.views[schema.Name]
		}
		view, err := s.reread(tx, schema, old, changed)
		if err != nil {
			return nil, errs.Wrap(err, "column", schema.Name)
		}
		next.views[schema.Name] = view
	}
	s.current = s.complete(next)
	return s.current, nil
}

// complete takes the dictionaries as they stand after the last row was read.
func (s *Set) complete(next *Snapshot) *Snapshot {
	next.words, next.persons, next.individuals = s.dictionary.words(), s.persons.known(), s.individuals.known()
	for name, view := range next.views {
		v := *view
		v.words, v.doubt = next.words, &doubt{}
		next.views[name] = &v
	}
	return next
}

// reread gives the view with the changed rows taken out and read again.
func (s *Set) reread(tx *store.Tx, schema *Schema, old *View, changed *changes) (*View, error) {
	if changed.all {
		rows, err := s.read(tx, schema, "", nil)
		if err != nil {
			return nil, err
		}
		return &View{Schema: schema, base: rows.sorted(), delta: newSegment(schema), keys: s.keys}, nil
	}
	records, persons := changed.of(schema)
	if len(records) == 0 && len(persons) == 0 {
		return old, nil
	}
	fresh := newSegment(schema)
	for _, part := range []struct {
		column string
		ids    []string
	}{{"record", records}, {"person", persons}} {
		if err := s.readInto(tx, fresh, schema, part.column, part.ids); err != nil {
			return nil, err
		}
	}
	return old.without(changed).with(fresh), nil
}

// without marks the changed rows of the base as gone and leaves them out of the delta.
func (v *View) without(changed *changes) *View {
	next := &View{Schema: v.Schema, base: v.base, delta: newSegment(v.Schema), keys: v.keys, words: v.words, gone: v.gone}
	next.dead = append([]uint64(nil), v.dead...)
	for i := range v.base.days {
		if !changed.touch(v.base, i) {
			continue
		}
		if next.dead == nil {
			next.dead = make([]uint64, (v.base.len()+63)/64)
		}
		if bit := uint64(1) << (i & 63); next.dead[i>>6]&bit == 0 {
			next.dead[i>>6] |= bit
			next.gone++
		}
	}
	for i := range v.delta.days {
		if !changed.touch(v.delta, i) {
			next.delta.appendRow(v.delta, i)
		}
	}
	return next
}

// with adds the rows read again, once each: a row asked for by its record and by its person came twice.
// When the delta has outgrown an eighth of the base, everything becomes a new base.
func (v *View) with(fresh *segment) *View {
	seen := make(map[Key]bool, fresh.len())
	for i, id := range fresh.ids {
		if !seen[id] {
			seen[id] = true
			v.delta.appendRow(fresh, i)
		}
	}
	if v.delta.len() <= v.base.len()/8 {
		v.delta = v.delta.sorted()
		return v
	}
	whole := newSegment(v.Schema)
	for i := range v.base.days {
		if v.dead == nil || v.dead[i>>6]>>(i&63)&1 == 0 {
			whole.appendRow(v.base, i)
		}
	}
	for i := range v.delta.days {
		whole.appendRow(v.delta, i)
	}
	return &View{Schema: v.Schema, base: whole.sorted(), delta: newSegment(v.Schema), keys: v.keys, words: v.words}
}
