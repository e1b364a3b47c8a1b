package rights_test

import (
	"math/rand/v2"
	"testing"

	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

// TestWhoComesBackInASpreadsheetIsSomebodyNew: an office's code of a person makes their id. Somebody who was erased, and stands in a later file under the same code, must
// not have the id that the register tells a restore to erase again, and that their earlier trail stands under.
func TestWhoComesBackInASpreadsheetIsSomebodyNew(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		w := populate(t, s, 2, rand.New(rand.NewPCG(2, 5)))
		stood := map[person.ID]bool{}
		for _, p := range w.people {
			stood[p.ID] = true
		}
		for round := range 2 {
			write(t, s, w.operator, func(tx *store.Tx) error {
				for _, p := range w.people {
					if _, err := w.rights.Erase(tx, p.ID); err != nil {
						return err
					}
				}
				return nil
			})
			w.follow(t)
			w.file(t, []string{"07/06/2024;Unità di strada;Z000\n08/06/2024;Unità di strada;Z001\n", "09/06/2024;Unità di strada;Z000\n10/06/2024;Unità di strada;Z001\n"}[round])
			if len(w.people) != 2 {
				t.Fatalf("%d people came back", len(w.people))
			}
			must(t, s.Read(t.Context(), w.operator, func(tx *store.Tx) error {
				for _, p := range w.people {
					erased, err := vault.Erased(tx, p.ID)
					if err != nil {
						return err
					}
					if erased || stood[p.ID] {
						t.Errorf("round %d: who came back has the id of who was erased", round+1)
					}
					stood[p.ID] = true
				}
				return nil
			}))
		}
	})
}
