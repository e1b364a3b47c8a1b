package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
)

// Whoever can write to a database may also be able to write into it what acts by itself: a trigger that swallows notices, a rule, a policy that hides rows, a view that shows others, a default
// that calls a function. So what stands there is compared with what the migrations make, object by object. Tables that are nobody's business here are left alone, unless they refer to ours: then they act when
// ours change.

// Oddity is something that stands in the database and that no migration made, or made otherwise, or that is missing.
type Oddity struct {
	Kind string // trigger, rule, policy, function, view, column, constraint, index, relation …
	Name string // as the database calls it, with its table
}

// String names it for whoever has to put it right.
func (o Oddity) String() string { return o.Kind + " " + o.Name }

// thing is one object of a schema.
type thing struct{ kind, of, name, says string }

func (t thing) oddity() Oddity {
	if t.of == "" || t.of == t.name {
		return Oddity{t.kind, t.name}
	}
	return Oddity{t.kind, strings.TrimSuffix(t.of+"."+t.name, ".")}
}

// acting are kinds of things that are odd wherever they stand, also on tables that are not ours; hooked are those that are so on the list of the migrations, which is goose's.
var (
	acting = []string{"view", "function", "operator", "type", "setting", "event trigger"}
	hooked = []string{"trigger", "rule", "policy", "inheritance", outside}
)

// outside is the kind of a reference to one of our tables from one that is not ours.
const outside = "reference from outside"

// odd compares what stands with what the migrations make.
func odd(ideal, stands []thing) (list []Oddity, err error) {
	mended, err := mendedColumns()
	if err != nil {
		return nil, err
	}
	ours := map[string]bool{}
	for _, t := range ideal {
		ours[t.of] = true
	}
	add := func(t thing) {
		if o := t.oddity(); !slices.Contains(list, o) {
			list = append(list, o)
		}
	}
	left := map[thing]int{}
	for _, t := range ideal {
		left[t]++
	}
	for _, t := range stands {
		if to, _, _ := strings.Cut(t.says, " "); t.kind == "reference" && !ours[t.of] && ours[to] {
			t = thing{kind: outside, of: to, name: t.of}
		}
		switch {
		case left[t] > 0:
			left[t]--
		case t.kind == "column" && slices.Contains(mended, t.of+"."+t.name): // its default is one that new tables do not have
			t.says = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(t.says, "::text"), "''"), " ")
			if left[t]--; left[t] < 0 {
				add(t)
			}
		case ours[t.of] && t.of != versions, slices.Contains(acting, t.kind), t.kind == outside, t.of == versions && slices.Contains(hooked, t.kind):
			add(t)
		}
	}
	for _, t := range ideal { // in their order
		if left[t] > 0 && t.of != versions {
			left[t]--
			add(t)
		}
	}
	return list, nil
}

// Oddities compares the tables as they stand with those that this program makes.
func (s *Store) Oddities(ctx context.Context) ([]Oddity, error) {
	list, err := s.engine.oddities(ctx)
	return list, classified(s.engine, errs.Wrap(err, "compare the tables with the migrations"))
}

// Shut lets nothing be read or written any more, because of oddities that were found while the store is open.
func (s *Store) Shut(list []Oddity) {
	if len(list) > 0 {
		s.guard.shut.Store(oddly(list))
	}
}

// mostOdd is how many oddities are named at once.
const mostOdd = 8

// OddWords names oddities.
func OddWords(list []Oddity) string {
	words := make([]string, 0, mostOdd+1)
	for i, o := range list {
		if i == mostOdd {
			words = append(words, "…")
			break
		}
		words = append(words, o.String())
	}
	return strings.Join(words, ", ")
}

func oddly(list []Oddity) *errs.Error {
	return errs.E(errs.Unavailable, "store.odd", "what", OddWords(list))
}

// Refuse answers Unavailable "store.odd" where something stands in the database that no migration made: it may swallow what is written, or show what nobody wrote, and no notice could tell of it.
func (s *Store) Refuse(ctx context.Context) error {
	err := s.Read(ctx, policy.System(policy.Startup), func(*Tx) error { return nil }) // from here on what is added is noticed
	if err != nil {
		return err
	}
	list, err := s.Oddities(ctx)
	if err == nil && len(list) > 0 {
		err = oddly(list)
	}
	return err
}

// calm refuses tables to which something was added that acts, before they are brought up to date: it would act on the way. Of an earlier version that is all that can be said, and no
// migration ever made such a thing.
func calm(ctx context.Context, e engine) error {
	stands, err := e.stands(ctx)
	if err != nil {
		return err
	}
	var list []Oddity
	for _, t := range stands {
		if t.kind != "view" && (slices.Contains(acting, t.kind) || slices.Contains(hooked, t.kind)) {
			list = append(list, t.oddity())
		}
	}
	if len(list) > 0 {
		return oddly(list)
	}
	return nil
}

// execer is what runs statements.
type execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// build makes the tables of all migrations, where there are none.
func build(ctx context.Context, on execer) error {
	q, err := openSequence()
	if err != nil {
		return err
	}
	names, err := fs.Glob(q.files, "*.sql")
	if err != nil {
		return err
	}
	for _, name := range names { // Glob sorts
		text, err := fs.ReadFile(q.files, name)
		if err != nil {
			return err
		}
		if _, err := on.ExecContext(ctx, string(text)); err != nil {
			return errs.Wrap(err, name)
		}
	}
	return nil
}

// shape lists the things of a schema.
func shape(ctx context.Context, on querier, query string, args ...any) (list []thing, err error) {
	rows, err := on.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var t thing
		if err := rows.Scan(&t.kind, &t.of, &t.name, &t.says); err != nil {
			return nil, err
		}
		t.says = strings.Join(strings.Fields(t.says), " ")
		list = append(list, t)
	}
	return list, rows.Err()
}

// ideals are the shapes that the migrations make, by what a server prints them with: they are made once in a process.
var ideals struct {
	sync.Mutex
	by map[string][]thing
}

// ideal gives the shape under a name, made if it was not yet.
func ideal(name string, make func() ([]thing, error)) ([]thing, error) {
	ideals.Lock()
	defer ideals.Unlock()
	if list, made := ideals.by[name]; made {
		return list, nil
	}
	list, err := make()
	if err == nil {
		if ideals.by == nil {
			ideals.by = map[string][]thing{}
		}
		ideals.by[name] = list
	}
	return list, err
}
