package rights_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"approdo/internal/base/backup"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/rights"
	"approdo/internal/testkit"
	"approdo/internal/testkit/joins"
)

// TestNoTwoTablesTellWhichHuskAnErasedPersonBecame is the promise of an erasure. A hundred people of one quarter, region and organisation are erased, one at a time and
// several together, with all that happens around it: requests, holds, imports, frozen reports, others who stay. Then every order and every column in which the dead stand somewhere is held against
// every one in which husks and their records stand. Only chance may tell the pairs: the test knows them by the minutes of a service, which say it to nobody else.
func TestNoTwoTablesTellWhichHuskAnErasedPersonBecame(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	testkit.Stores(t, func(t *testing.T, s *store.Store) { bury(t, s).Judge(t) })
}

// bury erases a hundred of some people, in batches.
func bury(t *testing.T, s *store.Store) joins.Truth {
	t.Helper()
	dice := rand.New(rand.NewPCG(11, 29))
	w := populate(t, s, 125, dice)
	g := joins.Truth{Store: s, Dead: map[string]int{}, Husks: map[string]int{}, Stay: map[string]int{}, Except: map[string]bool{"casework_deliveries.minutes": true}}
	var erased []person.ID
	order := dice.Perm(len(w.people))[:100]
	w.freeze(t)
	for n, size := range []int{1, 1, 1, 1, 1, 5, 5, 20, 1, 1, 5, 1, 1, 5, 20, 1, 1, 1, 5, 5, 1, 1, 5, 5, 5, 1} {
		batch := order[len(erased) : len(erased)+size]
		if n%6 == 2 {
			w.freeze(t)
		}
		for _, i := range batch {
			who := w.people[i]
			g.Dead[string(who.ID)], g.Dead[who.Code] = len(erased), len(erased)
			must(t, s.Read(t.Context(), w.operator, func(tx *store.Tx) error {
				token := backup.Token(tx.Keys(), string(who.ID))
				g.Dead[string(token[:])], g.Dead[fmt.Sprintf("%x", token)] = len(erased), len(erased)
				records, err := rights.Registry().About(tx, string(who.ID))
				for _, r := range records {
					g.Dead[r.ID] = len(erased)
				}
				return err
			}))
			erased = append(erased, who.ID)
		}
		for request, i := range w.erase(t, batch, n%2 == 0) {
			g.Dead[request] = slices.Index(erased, w.people[i].ID)
		}
	}
	w.freeze(t)
	if g.Erased = len(erased); g.Erased != 100 {
		t.Fatalf("%d were erased", len(erased))
	}
	must(t, s.Read(t.Context(), w.operator, func(tx *store.Tx) error {
		for n, who := range erased {
			husk, _, err := store.One(tx, func(r store.Row) (id string, err error) { return id, r.Scan(&id) },
				`SELECT person_id FROM casework_deliveries WHERE minutes = $1`, w.minutes[who])
			if err != nil {
				return err
			}
			records, err := rights.Registry().About(tx, husk)
			if err != nil || len(records) < 7 {
				t.Fatalf("the husk of %s has %v, %v", who, records, err)
			}
			g.Husks[husk] = n
			for _, r := range records {
				g.Husks[r.ID] = n
			}
		}
		for n, who := range w.people {
			if slices.Contains(erased, who.ID) {
				continue
			}
			records, err := rights.Registry().About(tx, string(who.ID))
			if err != nil {
				return err
			}
			g.Stay[string(who.ID)], g.Stay[who.Code] = n, n
			for _, r := range records {
				g.Stay[r.ID] = n
			}
		}
		return nil
	}))
	return g
}
