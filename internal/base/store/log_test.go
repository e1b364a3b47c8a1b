package store_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
)

func logOf(t *testing.T, dir string) os.FileInfo {
	t.Helper()
	info, err := os.Stat(filepath.Join(dir, "care.db-wal"))
	if err != nil {
		t.Fatalf("the log is gone: %v", err)
	}
	return info
}

// discard receives a copy and forgets it.
type discard struct{}

func (discard) Table(store.Table) error { return nil }
func (discard) Row([]any) error         { return nil }

// TestAnotherProgramThatReadsLeavesTheLog: whatever the store did before, it still holds its locks, so that another program which
// opens and closes the file does not take itself for the last one, and takes nothing away.
func TestAnotherProgramThatReadsLeavesTheLog(t *testing.T) {
	t.Parallel()
	for name, before := range map[string]func(*testing.T, *store.Store, store.Options) error{
		"nothing":   func(*testing.T, *store.Store, store.Options) error { return nil },
		"scrubbing": func(t *testing.T, s *store.Store, _ store.Options) error { return s.Scrub(t.Context()) },
		"a copy": func(t *testing.T, s *store.Store, _ store.Options) error {
			return s.Dump(t.Context(), operator, func(*store.Tx) error { return nil }, discard{})
		},
		"an inspection": func(t *testing.T, _ *store.Store, o store.Options) error {
			_, err := store.Inspect(t.Context(), o)
			return err
		},
		"a search for it": func(t *testing.T, _ *store.Store, o store.Options) error {
			_, err := store.Exists(t.Context(), o)
			return err
		},
		"a stage that is refused": func(t *testing.T, _ *store.Store, o store.Options) error {
			_, _ = store.NewStage(t.Context(), o)
			return nil
		},
		"a second one": func(t *testing.T, _ *store.Store, o store.Options) error {
			other, err := store.Open(t.Context(), o)
			return errors.Join(err, other.Close())
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := store.Options{Dir: t.TempDir()}
			s := reopen(t, o)
			mustAdd(t, s, "before")
			if err := before(t, s, o); err != nil {
				t.Fatal(err)
			}
			log := logOf(t, o.Dir)
			if err := spawn(t, "glance", "", o).Run(); err != nil {
				t.Fatal(err)
			}
			mustAdd(t, s, "after")
			if !os.SameFile(log, logOf(t, o.Dir)) {
				t.Error("another program took the log away")
			}
			wantCodes(t, reopen(t, store.Options{Dir: taken(t, o.Dir)}), "after", "before")
		})
	}
}

// taken is the folder as a power cut would leave it: what stands in the files, without what their program still knows.
func taken(t *testing.T, dir string) string {
	t.Helper()
	to := t.TempDir()
	// By another process: a file that is read here and closed would take the locks with it.
	if err := run("cp", "-R", dir+"/.", to); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(to, "care.db-shm")); err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return to
}

// TestAStoreWhoseFilesWereTakenWritesNothingMore: what would be written into a file that has no name any more is refused,
// never acknowledged, and said.
func TestAStoreWhoseFilesWereTakenWritesNothingMore(t *testing.T) {
	t.Parallel()
	for name, take := range map[string]func(dir string) error{
		"the log is removed":        func(dir string) error { return os.Remove(filepath.Join(dir, "care.db-wal")) },
		"the log is another":        func(dir string) error { return replace(filepath.Join(dir, "care.db-wal")) },
		"the database is removed":   func(dir string) error { return os.Remove(filepath.Join(dir, "care.db")) },
		"the database is another":   func(dir string) error { return replace(filepath.Join(dir, "care.db")) },
		"the index is removed":      func(dir string) error { return os.Remove(filepath.Join(dir, "care.db-shm")) },
		"the folder is another one": func(dir string) error { return os.Rename(dir, dir+" of yesterday") },
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "folder")
			s, err := store.Open(t.Context(), store.Options{Dir: dir})
			if err != nil {
				t.Fatal(err)
			}
			mustAdd(t, s, "before")
			if err := take(dir); err != nil {
				t.Fatal(err)
			}
			for i := range 3 {
				err := add(t.Context(), s, fmt.Sprint("during ", i))
				wantKey(t, err, "store.files_taken")
				if errs.KindOf(err) != errs.Unavailable {
					t.Errorf("kind %v", errs.KindOf(err))
				}
			}
			wantKey(t, s.Read(t.Context(), operator, func(*store.Tx) error { return nil }), "store.files_taken") // what it would show is nowhere
			wantKey(t, s.Scrub(t.Context()), "store.files_taken")
			_ = s.Close()
		})
	}
}

// TestAWriteUnderWayWhenTheFilesAreTakenIsNotAcknowledged: they are taken between its first statement and its commit.
func TestAWriteUnderWayWhenTheFilesAreTakenIsNotAcknowledged(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := store.Open(t.Context(), store.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close() //nolint:errcheck // its files are gone
	err = s.Write(t.Context(), operator, func(tx *store.Tx) error {
		return errors.Join(addCode(tx, "during"), os.Remove(filepath.Join(dir, "care.db-wal")))
	})
	wantKey(t, err, "store.files_taken")
}

// replace puts a copy in the place of a file, as some programs that edit or restore files do.
func replace(name string) error {
	if err := run("cp", name, name+".copy"); err != nil {
		return err
	}
	return os.Rename(name+".copy", name)
}

// TestAfterScrubbingTheLogIsEmpty: it holds the pages as they were, and its length is all that has to be asked.
func TestAfterScrubbingTheLogIsEmpty(t *testing.T) {
	t.Parallel()
	o := store.Options{Dir: t.TempDir()}
	s := reopen(t, o)
	mustAdd(t, s, "before")
	if logOf(t, o.Dir).Size() == 0 {
		t.Fatal("nothing to scrub")
	}
	if err := s.Scrub(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := logOf(t, o.Dir).Size(); n != 0 {
		t.Errorf("%d bytes are left", n)
	}
}

// TestADatabaseThatIsOpenIsNotDiscarded: the program that has it open would go on writing into nothing.
func TestADatabaseThatIsOpenIsNotDiscarded(t *testing.T) {
	t.Parallel()
	o := store.Options{Dir: t.TempDir(), LockWait: 200 * time.Millisecond}
	s, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	mustAdd(t, s, "kept")
	wantKey(t, store.Discard(t.Context(), o), "store.in_use")
	mustAdd(t, s, "kept too")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = store.Open(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	wantCodes(t, s, "kept", "kept too")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := store.Discard(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if there, err := store.Exists(t.Context(), o); err != nil || there {
		t.Errorf("it is still there: %v", err)
	}
	if err := store.Discard(t.Context(), o); err != nil {
		t.Errorf("nothing to discard: %v", err)
	}
	if err := store.Discard(t.Context(), store.Options{Database: "postgres://nowhere.invalid/none"}); err != nil {
		t.Errorf("what is on a server is not discarded: %v", err)
	}
}
