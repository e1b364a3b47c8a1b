package rights_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"approdo/internal/base/store"
	"approdo/internal/care/casework"
	"approdo/internal/care/report"
	"approdo/internal/care/work"
	"approdo/internal/testkit"
)

// TestWhatChangedThroughAnErasureIsExplainedAndDescribesNobody: the origin of an erased person becomes a region, and who was recorded after the freezing may be erased as well. Of few people no
// cell is named, of many they are, and what cannot be a list of records is a number that is true.
func TestWhatChangedThroughAnErasureIsExplainedAndDescribesNobody(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		w := populate(t, s, 8, rand.New(rand.NewPCG(2, 5)))
		edit(t, s, `UPDATE person_persons SET citizenship = 'NG', region = 'west_africa'`)
		id := w.freeze(t)
		late := func(i int) {
			own := casework.Work{PersonID: w.people[i].ID, Work: work.Work{OrganisationID: w.Faro, UnitID: w.Desk, Day: "2024-06-20", Province: "IT-BS"}}
			write(t, s, w.operator, func(tx *store.Tx) error {
				_, err := casework.Interviews.Take(tx, w.Book, casework.Interview{Work: own, Language: "en", Information: "yes"})
				return err
			})
		}
		late(0)
		late(7)
		w.erase(t, []int{0}, true)
		_, d := w.compare(t, id)
		if d.None() || len(d.Figures) > 0 || d.Untold == 0 {
			t.Errorf("one erased: %d figures are named, %d are not", len(d.Figures), d.Untold)
		}
		if d.Erased == 0 || d.Left != d.Erased+1 || d.Records[report.Added] != 2 { // the interview of who stays, and what went on meanwhile
			t.Errorf("one erased, of whom the report had counted %d, and %d are counted now; %v", d.Erased, d.Left, d.Records)
		}
		w.erase(t, []int{1, 2, 3, 4}, true)
		if _, d = w.compare(t, id); d.Untold > 0 || len(d.Figures) == 0 {
			t.Errorf("five erased: %d figures are named, %d are not", len(d.Figures), d.Untold)
		}
	})
}

// TestAPeriodThatCutsAQuarterSaysHowManyErasedPeopleItMayCountOtherwise, and one of whole quarters, or of the whole project, says nothing.
func TestAPeriodThatCutsAQuarterSaysHowManyErasedPeopleItMayCountOtherwise(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		w := populate(t, s, 4, rand.New(rand.NewPCG(2, 5)))
		definition, err := report.Shipped("interim", w.Book)
		must(t, err)
		said := func(from, to string) string {
			t.Helper()
			d, err := report.Run(w.snapshot(t), definition, report.Params{Project: "rotta", From: from, To: to, Sees: w.operator.Scope()})
			must(t, err)
			quality, _ := d.Table(report.QualityID)
			for _, n := range quality.Notes {
				if n.Code == "erased" {
					return n.Text["en"]
				}
			}
			return ""
		}
		if note := said("2024-05-15", "2024-06-15"); note != "" {
			t.Errorf("nobody was erased, yet: %s", note)
		}
		w.erase(t, []int{0, 1}, true)
		for period, many := range map[[2]string]string{
			{"", ""}: "", {"2024-04-01", "2024-06-30"}: "", {"2024-07-01", "2024-08-15"}: "",
			{"2024-04-01", "2024-06-29"}: "Of 2 erased people", {"2024-05-15", "2024-06-30"}: "Of 2 erased people", {"2024-05-15", "2024-06-15"}: "Of 2 erased people",
		} {
			if note := said(period[0], period[1]); !strings.Contains(note, many) || (many == "") != (note == "") {
				t.Errorf("%v: said %q, want %q", period, note, many)
			}
		}
	})
}
