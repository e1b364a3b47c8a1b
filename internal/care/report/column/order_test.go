package column_test

import (
	"testing"

	"approdo/internal/base/codebook"
	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/report/column"
	"approdo/internal/care/rights"
	"approdo/internal/testkit"
)

// The order of rows tells who came first, and where it does not, all that must be compared is handed out.
func TestTheOutermostRowOfEachPersonIsAloneOrAllAreCompared(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		book, err := codebook.Load()
		if err != nil {
			t.Fatal(err)
		}
		log, people, set := outreach.New(book), person.New(book), column.New(book, rights.Registry().Views())
		faro := operator.Narrow(string(town.Faro))
		var folk []person.ID
		meet := func(tx *store.Tx, who person.ID, day string) error {
			k := testkit.Contact(outreach.Work{OrganisationID: town.Faro, UnitID: town.Street, Day: day, Province: "IT-BS"})
			k.PersonID = who
			_, err := log.RecordContact(tx, k)
			return err
		}
		write := func(fn func(tx *store.Tx) error) {
			t.Helper()
			if err := s.Write(t.Context(), faro, fn); err != nil {
				t.Fatal(err)
			}
		}
		write(func(tx *store.Tx) error {
			for n := range 40 {
				p, err := people.Record(tx, testkit.Person(town.Faro))
				if err != nil {
					return err
				}
				folk = append(folk, p.ID)
				for _, day := range []string{"2024-05-20", "2024-05-21"} {
					if err := meet(tx, p.ID, day); err != nil {
						return err
					}
				}
				if n == 7 { // twice on one day
					if err := meet(tx, p.ID, "2024-05-20"); err != nil {
						return err
					}
				}
			}
			return nil
		})
		check(t, refresh(t, s, set), 1, 0)
		write(func(tx *store.Tx) error { return meet(tx, folk[3], "2024-05-19") }) // read lately, and earlier than what was known
		check(t, refresh(t, s, set), 2, 1)
	})
}

// check looks at the rows of each person, and counts those of whom several must be compared to find the earliest and the latest.
func check(t *testing.T, s *column.Snapshot, earliest, latest int) {
	t.Helper()
	all := s.View("contacts").Select(column.FirstDay, column.LastDay).Linked()
	v := all.View()
	for want, last := range map[int]bool{earliest: false, latest: true} {
		alone, tied := all.Outermost(s.Persons(), last)
		outer, rows := map[int32]column.Day{}, map[int32]map[int32]bool{}
		all.Each(func(ref int32) {
			p, day := v.Person(ref), v.Day(ref)
			before, met := outer[p]
			if !met || day < before && !last || day > before && last {
				outer[p], rows[p] = day, map[int32]bool{}
			}
			if day == outer[p] {
				rows[p][ref] = true
			}
		})
		compared := map[int32]bool{}
		tied.Each(func(ref int32) {
			compared[v.Person(ref)] = true
			delete(rows[v.Person(ref)], ref)
		})
		if len(compared) != want {
			t.Errorf("latest %v: %d persons are compared, want %d", last, len(compared), want)
		}
		alone.Each(func(ref int32) {
			p := v.Person(ref)
			if !rows[p][ref] || len(rows[p]) != 1 || compared[p] {
				t.Errorf("latest %v: person %d, of whom %d rows may be it, is seen on %s", last, p, len(rows[p]), v.Day(ref))
			}
			delete(rows, p)
		})
		for p, left := range rows {
			if len(left) > 0 {
				t.Errorf("latest %v: %d rows of person %d are forgotten", last, len(left), p)
			}
		}
	}
}
