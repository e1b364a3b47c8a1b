package rights_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/store"
	"approdo/internal/care/casework"
	"approdo/internal/care/person"
	"approdo/internal/care/rights"
	"approdo/internal/care/work"
	"approdo/internal/testkit"
)

// shaped are the numbers of records of each kind, or of each kind and quarter, of some people.
func shaped(t *testing.T, w *crowd, people []string, quarters bool) map[string]string {
	t.Helper()
	shapes := map[string]string{}
	must(t, w.s.Read(t.Context(), w.operator, func(tx *store.Tx) error {
		for _, who := range people {
			counts := map[string]int{}
			for _, n := range rights.Registry().Nouns {
				days, err := store.List(tx, func(r store.Row) (day string, err error) { return day, r.Scan(&day) }, `SELECT day FROM `+n.Table+` WHERE person_id = $1`, who)
				if err != nil {
					return err
				}
				for _, day := range days {
					key := n.Name
					if quarters {
						key += work.Quarter(day)
					}
					counts[key]++
				}
			}
			var parts []string
			for key, times := range counts {
				parts = append(parts, fmt.Sprint(key, times))
			}
			slices.Sort(parts)
			shapes[who] = strings.Join(parts, " ")
		}
		return nil
	}))
	return shapes
}

// TestHowManyHusksAreToldApartByCountsIsPrinted pins a limit: of whom somebody knows how many records of which kind there were, the husk is found where it is alone with those counts. The doctor
// prints how many those are, and nobody finds more than it prints.
func TestHowManyHusksAreToldApartByCountsIsPrinted(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		const many = 24
		w := imported(t, s, many)
		write(t, s, w.operator, func(tx *store.Tx) error {
			for i, p := range w.people {
				own := casework.Work{PersonID: p.ID, Work: work.Work{OrganisationID: w.Faro, UnitID: w.Desk, Day: "2024-05-20", Province: "IT-BS"}}
				if _, err := casework.Enrol(tx, w.Book, casework.Enrolment{Work: own, Kind: "own", Source: "desk"}); err != nil {
					return err
				}
				for n := range i % 8 { // three of each, who differ by the quarter
					own.Day = []string{"2024-06-11", "2024-07-11", "2024-06-12"}[min(i/8, n)]
					if _, err := casework.Deliveries.Take(tx, w.Book, casework.Delivery{Work: own, Type: "legal_support", Minutes: 30}); err != nil {
						return err
					}
				}
			}
			return nil
		})
		write(t, s, w.operator, func(tx *store.Tx) error { // one of whom more is known than of the others, who are alike
			p := w.people[0]
			p.Gender, p.AgeBand = "trans_woman", "18-25"
			return person.New(w.Book).Correct(tx, p, "learned_later")
		})
		var ids []string
		for _, p := range w.people {
			ids = append(ids, string(p.ID))
		}
		before := map[bool]map[string]string{false: shaped(t, w, ids, false), true: shaped(t, w, ids, true)}
		everybody := make([]int, many)
		for i := range everybody {
			everybody[i] = i
		}
		w.erase(t, everybody, true)
		var printed rights.Shapes
		var husks []string
		must(t, s.Read(t.Context(), w.operator, func(tx *store.Tx) (err error) {
			if printed, err = rights.FindShapes(tx); err != nil {
				return err
			}
			husks, err = person.Husks(tx, w.Faro, "", many+1)
			return err
		}))
		if printed.Husks != many || len(husks) != many {
			t.Fatalf("%+v, %d husks", printed, len(husks))
		}
		if printed.Facts != 1 {
			t.Errorf("%d are told apart by what is left of themselves, want one", printed.Facts)
		}
		for quarters, says := range map[bool]int64{false: printed.Kinds, true: printed.Quarters} {
			var found int64
			left := map[string]int{}
			for _, shape := range shaped(t, w, husks, quarters) {
				left[shape]++
			}
			for _, shape := range before[quarters] {
				if left[shape] == 1 {
					found++
				}
			}
			if found != says || quarters == (found == 0) {
				t.Errorf("by quarters %v: %d of %d are found, and %d are printed", quarters, found, many, says)
			}
		}
	})
}
