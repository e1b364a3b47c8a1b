package app_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"approdo/internal/app"
	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/rights"
	"approdo/internal/testkit"
)

// TestWhatAReaderKeptFromBeingCleanedIsCleanedAfterwards: an erasure stands whoever reads; its certificate says that the files are not cleaned yet, and the program goes on until they are.
func TestWhatAReaderKeptFromBeingCleanedIsCleanedAfterwards(t *testing.T) {
	t.Parallel()
	stations(t, func(t *testing.T, x *station) {
		operator := policy.System(policy.Operator, "test")
		book, err := codebook.Load()
		x.must(err)
		x.inside(func(s *store.Store) {
			desk := rights.New(book)
			var q rights.Request
			var p person.Person
			x.must(s.Write(t.Context(), operator, func(tx *store.Tx) (err error) {
				if p, err = person.New(book).Record(tx, testkit.Person(x.faro)); err == nil {
					q, err = desk.Ask(tx, rights.Erasure, p.ID, "person", "2024-05-02")
				}
				return err
			}))
			x.must(s.Write(t.Context(), operator, func(tx *store.Tx) error { return desk.EraseAsked(tx, q.ID, p.Code) }))
			cleaned := func() (yes bool) {
				x.must(s.Read(t.Context(), operator, func(tx *store.Tx) error {
					q, err := rights.Find(tx, q.ID)
					c, ok := q.Certificate()
					yes = ok && c.Scrubbed
					return err
				}))
				return yes
			}
			reads, done := make(chan struct{}), make(chan struct{})
			go func() {
				defer close(done)
				_ = s.Read(t.Context(), operator, func(tx *store.Tx) error {
					var n int64
					err := tx.QueryRow(`SELECT COUNT(*) FROM person_persons`).Scan(&n)
					reads <- struct{}{}
					<-reads
					return err
				})
			}()
			<-reads
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
			defer cancel()
			if err := app.Clean(ctx, s); errs.KindOf(err) != errs.Unavailable {
				t.Errorf("while somebody reads: %v", err)
			}
			if cleaned() {
				t.Error("the certificate says that the files are clean while somebody reads")
			}
			reads <- struct{}{}
			<-done
			x.must(app.Clean(t.Context(), s))
			if !cleaned() {
				t.Error("the certificate does not say that the files are clean")
			}
			x.must(app.Clean(t.Context(), s)) // with nothing to do
		})
	})
}

// TestAFileThatWasFilledByAnotherIsWrittenAnewWhereSomebodyWasErased: a restore by an earlier version left rows in pages that no deletion reaches. The program looks for that when it starts, and once.
func TestAFileThatWasFilledByAnotherIsWrittenAnewWhereSomebodyWasErased(t *testing.T) {
	t.Parallel()
	x := founds(t, "")
	book, err := codebook.Load()
	x.must(err)
	operator := policy.System(policy.Operator, "test")
	outside := testkit.Intrude(t, store.Options{Dir: x.place.Dir})
	outside.Exec(`PRAGMA secure_delete = 0`)
	x.inside(func(s *store.Store) {
		var p person.Person
		x.must(s.Write(t.Context(), operator, func(tx *store.Tx) (err error) {
			p, err = person.New(book).Record(tx, testkit.Person(x.faro))
			return err
		}))
		x.must(s.Write(t.Context(), operator, func(tx *store.Tx) error { _, err := rights.New(book).Erase(tx, p.ID); return err }))
		x.must(s.Chunks(t.Context(), operator, rights.Finish))
		x.must(s.Scrub(t.Context(), rights.Tables()...))
		if layered, err := s.Layered(t.Context()); err != nil || layered {
			t.Errorf("after a cleaning: %v, %v", layered, err)
		}
	})
	const left = "what an earlier program left in a page"
	outside.Exec(`PRAGMA user_version = 0`)
	outside.Exec(`PRAGMA secure_delete = 0`)
	outside.Exec(`CREATE TABLE filled (text TEXT)`)
	outside.Exec(`INSERT INTO filled VALUES ('` + left + `')`)
	outside.Exec(`DELETE FROM filled`)
	outside.Exec(`DROP TABLE filled`)
	there := func() bool {
		outside.Exec(`PRAGMA wal_checkpoint(TRUNCATE)`)
		b, err := os.ReadFile(filepath.Join(x.place.Dir, "care.db"))
		x.must(err)
		return bytes.Contains(b, []byte(left))
	}
	if !there() {
		t.Fatal("nothing was left: the test proves nothing")
	}
	x.inside(func(s *store.Store) { x.must(app.Clean(t.Context(), s)) })
	if there() {
		t.Error("what was left in the file is still there")
	}
}
