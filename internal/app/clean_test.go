package app_test

import (
	"context"
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
