package column

import (
	"context"
	"sync"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
)

// Set keeps the columns of one store current. It is safe for concurrent use; the zero Set is not ready.
type Set struct {
	book        *codebook.Book
	views       map[string][]string // the nouns whose records are rows of a view; a change of another (an import, an account) changes no row
	dictionary  *dictionary
	keys        *keys
	persons     *numbering
	individuals *numbering

	mu      sync.Mutex
	current *Snapshot
}

// New makes an empty Set. book holds the shipped lists; what a network added is read from its store. views names for each view the nouns
// that are counted in it, as the registry of what is kept says (work.Registry.Views).
func New(book *codebook.Book, views map[string][]string) *Set {
	return &Set{book: book, views: views, dictionary: newDictionary(), keys: &keys{}, persons: newNumbering(), individuals: newNumbering()}
}

// rereadAll is the number of changed records from which reading everything again is cheaper than reading each.
const rereadAll = 20_000

// Refresh brings the columns to the end of the store's change feed and gives them as a Snapshot. The errors are the store's.
func (s *Set) Refresh(ctx context.Context, from *store.Store) (*Snapshot, error) {
	s.mu.Lock() // before a connection is taken: reading everything takes a second one, which must not wait for those who wait here
	defer s.mu.Unlock()
	grant := policy.System(policy.Columns)
	err := from.Read(ctx, grant, func(tx *store.Tx) error {
		return s.refresh(tx, func(fn func(*store.Tx) error) error { return from.Read(ctx, grant, fn) })
	})
	if err != nil {
		return nil, err
	}
	return s.current, nil
}

// refresh brings current to where the transaction stands. beside opens another transaction.
func (s *Set) refresh(tx *store.Tx, beside transaction) error {
	last := store.Last(tx)
	if s.current != nil && store.Sure(tx) && last <= s.current.N {
		return nil
	}
	var err error
	changed := &changes{all: s.current == nil}
	if s.current != nil {
		if changed, err = s.since(tx, s.current.N); err != nil {
			return err
		}
	}
	next := &Snapshot{N: last, set: s, views: map[string]*View{}}
	if next.Register, err = readRegister(tx, s.book); err != nil {
		return err
	}
	if next.husks, err = s.readHusks(tx); err != nil {
		return err
	}
	if changed.all {
		if next.views, err = s.readAll(tx, last, beside); err != nil {
			return err
		}
	}
	for _, schema := range schemas {
		if changed.all {
			break // all are there
		}
		if next.views[schema.Name], err = s.reread(tx, schema, s.current.views[schema.Name], changed); err != nil {
			return errs.Wrap(err, "column", schema.Name)
		}
	}
	s.current = s.complete(next)
	return nil
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
	records, persons := changed.of(schema, s.views[schema.Name])
	if len(records) == 0 && len(persons) == 0 {
		return old, nil
	}
	fresh := newSegment(schema)
	if err := s.readRecords(tx, fresh, schema, records); err != nil {
		return nil, err
	}
	if err := s.readPersons(tx, fresh, schema, persons); err != nil {
		return nil, err
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
