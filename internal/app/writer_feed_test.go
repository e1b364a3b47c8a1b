package app_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"approdo/internal/app"
	"approdo/internal/base/codebook"
	"approdo/internal/base/i18n"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/testkit"
)

// headcount is what the program recalls of the people, until somebody announces another.
type headcount int64

func (w *work) recalls() (n headcount, err error) {
	err = w.store.Read(w.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) (err error) {
		n, err = store.Recall(tx, "person", func(tx *store.Tx) (n headcount, err error) {
			return n, tx.QueryRow(`SELECT COUNT(*) FROM person_persons`).Scan(&n)
		})
		return err
	})
	return n, err
}

// hidden is a kind in which another process, as a command is, records somebody, and the writer edits what announces it before the server looks.
func hidden(name, believes string, edit ...string) kind {
	return kind{name: name, believes: believes, more: func(w *work) {
		before, err := w.recalls()
		w.must(err)
		w.here["recalled"] = before
		other, err := app.Open(w.t.Context(), w.place)
		w.must(err)
		book, err := codebook.Load()
		w.must(err)
		w.must(other.Store.Write(w.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
			_, err := person.New(book).Record(tx, testkit.Person(w.faro))
			return err
		}))
		w.must(other.Close())
		w.editAll(edit)
	}, gains: func(w *work) bool {
		now, err := w.recalls()
		return err == nil && now == w.here["recalled"].(headcount)
	}}
}

const lastChange = `(SELECT changes FROM audit_head)`

// feedKinds are of the change feed, by which the program knows what it has to read again.
var feedKinds = []kind{
	hidden("a change that the feed calls another", `SELECT COUNT(*) FROM store_changes WHERE kind = 'other'`, `UPDATE store_changes SET kind = 'other' WHERE n = `+lastChange),
	hidden("a change with what the one before says", `SELECT COUNT(*) FROM store_changes a JOIN store_changes b ON b.n = a.n - 1 AND b.mark = a.mark WHERE a.n = `+lastChange,
		`UPDATE store_changes SET kind = (SELECT b.kind FROM store_changes b WHERE b.n = store_changes.n - 1), id = (SELECT b.id FROM store_changes b WHERE b.n = store_changes.n - 1), mark = (SELECT b.mark FROM store_changes b WHERE b.n = store_changes.n - 1) WHERE n = `+lastChange),
	hidden("a change that was never announced", `SELECT COUNT(*) FROM audit_head WHERE changes < (SELECT COUNT(*) FROM person_persons) + 1000000 AND NOT EXISTS (SELECT 1 FROM store_changes c WHERE c.n > audit_head.changes) AND @recalled < (SELECT COUNT(*) FROM person_persons)`,
		`DELETE FROM store_changes WHERE n = `+lastChange, `UPDATE audit_head SET changes = changes - 1`),
}

// foreign is the first checkpoint of another network, signed by its own key.
func foreign(t *testing.T) string {
	t.Helper()
	x := &station{t: t, place: app.Place{Dir: t.TempDir(), KeyBeside: true}}
	file := filepath.Join(t.TempDir(), "network.yaml")
	x.must(os.WriteFile(file, []byte(testkit.TownCharter), 0o600))
	x.must(app.Init(t.Context(), x.place, file, new(bytes.Buffer), i18n.For("en")))
	_, err := x.signs()
	x.must(err)
	var note string
	x.inside(func(s *store.Store) {
		x.must(s.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
			return tx.QueryRow(`SELECT note FROM audit_checkpoints WHERE n = 0`).Scan(&note)
		}))
	})
	return note
}
