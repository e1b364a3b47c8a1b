// Package testkit gives tests the real thing: a store on SQLite in a temporary folder,
// and the same on a throwaway PostgreSQL.
package testkit

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/goccy/go-yaml"

	"approdo/internal/base/seal"
	"approdo/internal/base/store"
)

// Long marks a test that `make quick` leaves out, because it kills programs, restores whole installations or fills large networks.
func Long(t testing.TB) {
	t.Helper()
	if testing.Short() {
		t.Skip("takes long: left out with -short")
	}
}

// Store is a new store on SQLite, closed when the test ends.
func Store(t testing.TB) *store.Store {
	t.Helper()
	return empty(t)
}

// empty copies a store whose tables stand, which is quicker than to make the tables for each test. Each copy makes a key file of its own.
var empty = copies(store.Open, func(testing.TB, *store.Store) {})

// Copies gives new stores on SQLite that all hold what fill wrote into the first, with its key file: it is filled once and copied for each test.
func Copies(fill func(t testing.TB, s *store.Store)) func(t testing.TB) *store.Store {
	return copies(OpenStore, fill)
}

func copies(open func(context.Context, store.Options) (*store.Store, error), fill func(testing.TB, *store.Store)) func(testing.TB) *store.Store {
	place := copied(open, fill)
	return func(t testing.TB) *store.Store {
		t.Helper()
		return opening(t, place(t))
	}
}

// copied gives folders with copies of one store, which is made and filled once.
func copied(open func(context.Context, store.Options) (*store.Store, error), fill func(testing.TB, *store.Store)) func(testing.TB) store.Options {
	var mu sync.Mutex
	var files map[string][]byte
	first := func(t testing.TB) map[string][]byte {
		mu.Lock()
		defer mu.Unlock()
		if files == nil {
			files = filled(t, open, fill)
		}
		return files
	}
	return func(t testing.TB) store.Options {
		t.Helper()
		dir := t.TempDir()
		for name, content := range first(t) {
			if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
				t.Fatalf("copy a store: %v", err)
			}
		}
		return store.Options{Dir: dir}
	}
}

// standing is a place in which the tables stand, and nothing in them.
var standing = copied(store.Open, func(testing.TB, *store.Store) {})

// Standing is Places for tests that do not mind whether the tables stand already, which is quicker than to make them for each.
func Standing() map[string]func(testing.TB) store.Options {
	list := Places()
	list["sqlite"] = standing
	return list
}

// filled makes a store, lets it be filled, and gives its files once it is closed.
func filled(t testing.TB, open func(context.Context, store.Options) (*store.Store, error), fill func(testing.TB, *store.Store)) map[string][]byte {
	t.Helper()
	dir := t.TempDir()
	s, err := open(t.Context(), store.Options{Dir: dir})
	if err != nil {
		t.Fatalf("open the store: %v", err)
	}
	fill(t, s)
	if err := s.Close(); err != nil {
		t.Fatalf("close the store: %v", err)
	}
	entries, err := os.ReadDir(dir)
	files := map[string][]byte{}
	for _, e := range entries {
		content, why := os.ReadFile(filepath.Join(dir, e.Name()))
		files[e.Name()], err = content, errors.Join(err, why)
	}
	if err != nil {
		t.Fatalf("read the store: %v", err)
	}
	return files
}

// Stores runs fn on a new store of each database, side by side: SQLite, and PostgreSQL where it is installed. It returns before they
// are done: what compares the two is Agree.
func Stores(t *testing.T, fn func(t *testing.T, s *store.Store)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		fn(t, Store(t))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		fn(t, PostgresStore(t))
	})
}

// Places gives, by the name of each database, an empty place for a store, for tests that open it more than once. With -short there is SQLite only.
func Places() map[string]func(testing.TB) store.Options {
	places := map[string]func(testing.TB) store.Options{"sqlite": func(t testing.TB) store.Options { return store.Options{Dir: t.TempDir()} }}
	if !testing.Short() {
		places["postgres"] = func(t testing.TB) store.Options { return store.Options{Dir: t.TempDir(), Database: Postgres(t)} }
	}
	return places
}

// Agree runs fn on a new store of each database, side by side, and demands the same answer of both.
func Agree(t *testing.T, fn func(t *testing.T, s *store.Store) string) {
	t.Helper()
	var mu sync.Mutex
	var answers []string
	t.Run("databases", func(t *testing.T) {
		Stores(t, func(t *testing.T, s *store.Store) {
			answer := fn(t, s)
			mu.Lock()
			defer mu.Unlock()
			answers = append(answers, answer)
		})
	})
	for _, other := range answers {
		if other != answers[0] {
			t.Errorf("the two databases answer differently:\n%.4000s\n\n%.4000s", answers[0], other)
		}
	}
}

// PostgresStore is a new store on PostgreSQL, closed when the test ends; the test is skipped where PostgreSQL is not installed.
func PostgresStore(t testing.TB) *store.Store {
	t.Helper()
	return opening(t, store.Options{Dir: t.TempDir(), Database: database(t, (*cluster).copied)})
}

// Keys are those of a new key file, which is gone when the test ends.
func Keys(t testing.TB) *seal.Keys {
	t.Helper()
	k, err := seal.OpenKeys(t.TempDir())
	if err != nil {
		t.Fatalf("make the key file: %v", err)
	}
	return k
}

// OpenStore opens a store as the program does, with the key file that its folder names, or else the one in the folder, which is made where there is none.
func OpenStore(ctx context.Context, o store.Options) (*store.Store, error) {
	var settings struct{ Key string }
	text, err := os.ReadFile(filepath.Join(o.Dir, "approdo.yaml"))
	if err == nil {
		err = yaml.Unmarshal(text, &settings)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	s, err := store.Open(ctx, o)
	if err != nil {
		return nil, err
	}
	open := func() (*seal.Keys, error) { return seal.OpenKeys(o.Dir) }
	if filepath.IsAbs(settings.Key) {
		open = func() (*seal.Keys, error) { return seal.OpenKeyFile(settings.Key) }
	}
	keys, err := open()
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	s.UseKeys(keys)
	return s, nil
}

// opened keeps where the stores of tests are.
var opened sync.Map

func opening(t testing.TB, o store.Options) *store.Store {
	t.Helper()
	s, err := OpenStore(t.Context(), o)
	if err != nil {
		t.Fatalf("open the store: %v", err)
	}
	opened.Store(s, o)
	t.Cleanup(func() {
		opened.Delete(s)
		if err := s.Close(); err != nil {
			t.Errorf("close the store: %v", err)
		}
	})
	return s
}

// Reopen opens the database of a store once more, with the same key file, as another process does.
func Reopen(t testing.TB, s *store.Store) *store.Store {
	t.Helper()
	o, known := opened.Load(s)
	if !known {
		t.Fatal("testkit opened no such store")
	}
	return opening(t, o.(store.Options))
}
