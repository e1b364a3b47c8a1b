package column_test

import (
	"testing"

	"approdo/internal/base/codebook"
	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/report/column"
	"approdo/internal/testkit"
)

// Whoever relies on Scan's order must be told of every person for whom it does not hold.
func TestOfWhoeverIsNotRecurringTheFirstRowVisitedIsTheEarliest(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		book, err := codebook.Load()
		if err != nil {
			t.Fatal(err)
		}
		log, people, set := outreach.New(book), person.New(book), column.New(book)
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
		check(t, refresh(t, s, set), 1)
		write(func(tx *store.Tx) error { return meet(tx, folk[3], "2024-05-19") }) // read lately, and earlier than what was known
		check(t, refresh(t, s, set), 2)
	})
}

// check counts the recurring persons, and looks at the rows of all others.
func check(t *testing.T, s *column.Snapshot, count int) {
	t.Helper()
	recurring, last := s.View("contacts").Recurring(s.Persons()), map[int32]column.Day{}
	found := map[int32]bool{}
	s.View("contacts").Scan(column.FirstDay, column.LastDay, nil, func(part column.Part, rows []int32) {
		for _, i := range rows {
			p, day := part.Persons()[i], part.Days()[i]
			if recurring[p>>6]>>(p&63)&1 == 1 {
				found[p] = true
				continue
			}
			if before, met := last[p]; met && before >= day {
				t.Errorf("person %d is visited on %s after %s, and nobody said so", p, day, before)
			}
			last[p] = day
		}
	})
	if len(found) != count {
		t.Errorf("%d persons recur, want %d", len(found), count)
	}
}
