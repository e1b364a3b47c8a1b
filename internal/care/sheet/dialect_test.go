package sheet_test

import (
	"strings"
	"testing"

	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

func TestFortyDialectsOfOneRegisterGiveTheSameRecords(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		rows := register(500, 7)
		want := ""
		dialects := forty()
		if strings.Contains(t.Name(), "postgres") {
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
				must(t, o.undo(t, i.ID))
				if left := o.facts(t); left != "" {
					t.Errorf("undo left records:\n%.400s", left)
				}
			})
		}
	})
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
