package sheet_test

import (
	"strings"
	"testing"

	"approdo/internal/base/store"
	"approdo/internal/care/report"
	"approdo/internal/care/rights"
	"approdo/internal/testkit"
)

func TestFortyDialectsOfOneRegisterGiveTheSameRecords(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		rows := register(500, 7)
		want, mark := "", ""
		engine := report.New(o.Book, rights.Registry().Views())
		dialects := forty()
		if testing.Short() || strings.Contains(t.Name(), "postgres") {
			dialects = dialects[3:7] // dialects end before the database begins
		}
		for _, d := range dialects {
			t.Run(d.name, func(t *testing.T) {
				i := o.take(t, "contacts", d.render(t, rows), d.mapFor())
				if i.Rows != 500 || i.Added != 500 || i.Known != 0 {
					t.Errorf("%d rows, %d added, %d known", i.Rows, i.Added, i.Known)
				}
				got := o.facts(t)
				if want == "" {
					want = got
				}
				if got != want {
					t.Errorf("records differ from those of the first dialect:\n%s", difference(want, got))
				}
				if snapshot := fingerprint(t, engine, s); mark == "" {
					mark = snapshot
				} else if snapshot != mark {
					t.Errorf("the report's snapshot is %s, of the first dialect %s", snapshot, mark)
				}
				must(t, o.undo(t, i.ID))
				if left := o.facts(t); left != "" {
					t.Errorf("undo left records:\n%.400s", left)
				}
			})
		}
	})
}

// fingerprint is the snapshot hash that the interim report prints about a store.
func fingerprint(t *testing.T, engine *report.Engine, s *store.Store) string {
	t.Helper()
	snapshot, err := engine.Snapshot(t.Context(), s)
	must(t, err)
	definition, err := report.Shipped("interim", snapshot.Book)
	must(t, err)
	doc, err := report.Run(snapshot, definition, report.Params{Sees: operator().Scope()})
	must(t, err)
	return doc.Snapshot
}

func difference(want, got string) string {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return "want " + a[i] + "\ngot  " + b[i]
		}
	}
	return "one is longer"
}

func TestADialectImportedAfterAnotherAddsNothing(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	o := town(t)
	rows := register(60, 3)
	o.take(t, "contacts", plainCSV.render(t, rows), plainCSV.mapFor())
	for _, d := range forty()[:10] {
		p := o.preview(t, "contacts", d.render(t, rows), d.mapFor())
		if p.New != 0 || p.Known != 60 {
			t.Errorf("%s: %d new, %d known", d.name, p.New, p.Known)
		}
	}
}
