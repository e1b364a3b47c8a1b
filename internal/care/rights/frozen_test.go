package rights_test

import (
	"bytes"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/report"
	"approdo/internal/care/rights"
	"approdo/internal/testkit"
	"approdo/internal/testkit/joins"
)

// spelled is how an id, or a mark, is written.
var spelled = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{64}`)

// compare reads a frozen report and says what changed since.
func (w *crowd) compare(t *testing.T, id string) (f report.Frozen, d *report.Differences) {
	t.Helper()
	definition, err := report.Shipped("interim", w.Book)
	must(t, err)
	snapshot := w.snapshot(t)
	must(t, w.s.Read(t.Context(), w.operator, func(tx *store.Tx) (err error) {
		f, err = report.FindRun(tx, id)
		return err
	}))
	d, err = report.Compare(f, snapshot, definition, w.operator.Scope(), w.operator.Own())
	must(t, err)
	return f, d
}

// papersOf are what a frozen report keeps of the records that it counted, unpacked.
func papersOf(t *testing.T, s *store.Store, id string) (text string) {
	t.Helper()
	must(t, s.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		var b []byte
		err := tx.QueryRow(`SELECT records FROM report_papers WHERE run_id = $1`, id).Scan(&b)
		text = joins.Said(b)
		return err
	}))
	return text
}

// TestAFrozenReportForgetsAnErasedPersonsRecordsAndKeepsItsFigures: at once, and when what is left to do is done; its seal holds, and what is compared shows none of
// them as added or removed.
func TestAFrozenReportForgetsAnErasedPersonsRecordsAndKeepsItsFigures(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		w := populate(t, s, 6, rand.New(rand.NewPCG(2, 5)))
		id := w.freeze(t)
		before, d := w.compare(t, id)
		if !d.None() || d.Erased != 0 {
			t.Fatalf("nothing was done, yet %+v %v", d.Records, d.Figures)
		}
		marks := strings.Count(papersOf(t, s, id), "\n")
		for n, who := range w.people[:2] {
			var records int
			must(t, s.Read(t.Context(), w.operator, func(tx *store.Tx) error {
				list, err := rights.Registry().About(tx, string(who.ID))
				records = len(list)
				return err
			}))
			write(t, s, w.operator, func(tx *store.Tx) error { _, err := w.rights.Erase(tx, who.ID); return err })
			for _, moment := range []string{"at once", "when all is done"} {
				f, d := w.compare(t, id)
				if len(d.Records) != 0 || d.Erased == 0 || d.Erased > (n+1)*records {
					t.Errorf("%s: %v records changed, %d erased of %d", moment, d.Records, d.Erased, records)
				}
				if !bytes.Equal(f.Document, before.Document) || f.Snapshot != before.Snapshot {
					t.Errorf("%s: the frozen report is another", moment)
				}
				w.follow(t)
			}
		}
		_, d = w.compare(t, id)
		if left := strings.Count(papersOf(t, s, id), "\n"); left != marks-d.Erased {
			t.Errorf("of %d marks %d are left, and %d went", marks, left, d.Erased)
		}
		again := w.freeze(t)
		if _, d := w.compare(t, again); !d.None() || d.Erased != 0 {
			t.Errorf("a report frozen since says %v, %d erased", d.Records, d.Erased)
		}
		write(t, s, w.operator, func(tx *store.Tx) error { _, err := w.rights.Erase(tx, w.people[2].ID); return err })
		w.follow(t)
		if _, d := w.compare(t, again); len(d.Records) != 0 {
			t.Errorf("husks, when they are written anew, show as %v", d.Records)
		}
	})
}

// TestTheMarksOfTwoFrozenReportsCannotBeHeldAgainstOneAnother: neither says an id, and the same record has another mark in each.
func TestTheMarksOfTwoFrozenReportsCannotBeHeldAgainstOneAnother(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		w := populate(t, s, 4, rand.New(rand.NewPCG(2, 5)))
		one, two := papersOf(t, s, w.freeze(t)), papersOf(t, s, w.freeze(t))
		if spelled.MatchString(one) || len(hexes(one)) < 40 {
			t.Errorf("the marks name records: %.300s", one)
		}
		for token := range hexes(one) {
			if strings.Contains(two, token) {
				t.Errorf("%s stands in both", token)
			}
		}
	})
}

// TestMarksThatNobodyWithdrewStayInAFrozenReport: every mark of a report is planted among those to be taken out; what an erasure withdraws goes all the same.
func TestMarksThatNobodyWithdrewStayInAFrozenReport(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		w := populate(t, s, 4, rand.New(rand.NewPCG(2, 5)))
		id := w.freeze(t)
		was := papersOf(t, s, id)
		for mark := range hexes(was) {
			edit(t, s, `INSERT INTO report_withdrawn (run_id, mark) VALUES ($1, $2)`, id, mark)
		}
		if _, d := w.compare(t, id); !d.None() || d.Erased != 0 {
			t.Errorf("planted marks are told as %v, %d erased", d.Records, d.Erased)
		}
		w.follow(t)
		if papersOf(t, s, id) != was {
			t.Error("the report was thinned")
		}
		for mark := range hexes(was) {
			edit(t, s, `INSERT INTO report_withdrawn (run_id, mark) VALUES ($1, $2)`, id, mark)
		}
		write(t, s, w.operator, func(tx *store.Tx) error { _, err := w.rights.Erase(tx, w.people[0].ID); return err })
		w.follow(t)
		f, d := w.compare(t, id)
		if len(d.Records) != 0 || d.Erased == 0 || strings.Count(papersOf(t, s, id), "\n") != strings.Count(was, "\n")-d.Erased || strings.Count(papersOf(t, s, id), "\n") < 2 {
			t.Errorf("after an erasure: %v, %d erased of %s", d.Records, d.Erased, f.ID)
		}
	})
}

// hexes are the hashes in what a report keeps.
func hexes(text string) map[string]bool {
	all := map[string]bool{}
	for _, part := range strings.Split(text, `"`) {
		if len(part) >= 16 && strings.Trim(part, "0123456789abcdef") == "" {
			all[part] = true
		}
	}
	return all
}

// TestAReportThatWasCountedBeforeAnErasureIsNotFrozenAfterIt: it would keep the marks of who was erased for ever. A server that had read everything up to the erasure knows it too, and so does one that is behind.
func TestAReportThatWasCountedBeforeAnErasureIsNotFrozenAfterIt(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		w := imported(t, s, 8)
		late := w.count(t)
		write(t, s, w.operator, func(tx *store.Tx) error { // something else, in between
			tx.Note("test", "", nil)
			tx.Changed("outing", "none")
			return nil
		})
		other := w.count(t)
		freezes := func(d *report.Document) error {
			return s.Write(t.Context(), w.operator, func(tx *store.Tx) error {
				_, err := report.Freeze(tx, d)
				return err
			})
		}
		must(t, freezes(late)) // nobody was erased yet
		for n, d := range []*report.Document{late, other} {
			write(t, s, w.operator, func(tx *store.Tx) error {
				_, err := w.rights.Erase(tx, w.people[n].ID)
				return err
			})
			if err := freezes(d); !report.Overtaken(err) {
				t.Errorf("frozen with the marks of who was erased: %v", err)
			}
			must(t, freezes(w.count(t)))
			other = w.count(t)
		}
		must(t, freezes(other))
	})
}
