package network_test

import (
	"strings"
	"testing"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// What a shelter is called is known to whoever may see the network's lists, and not to who has the database alone; a name that an earlier version left in clear is sealed later.
func TestAStolenDatabaseDoesNotSayWhatAShelterIsCalled(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		write := func(fn func(*store.Tx) error) {
			t.Helper()
			if err := s.Write(t.Context(), policy.System(policy.Operator, "test"), fn); err != nil {
				t.Fatal(err)
			}
		}
		seen := func() (kept string, shown []string) {
			t.Helper()
			err := s.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
				units, err := network.Units(tx)
				for _, u := range units {
					if u.Kind == network.Shelter {
						shown = append(shown, u.Name)
					}
				}
				names, more := store.List(tx, func(row store.Row) (name string, err error) { return name, row.Scan(&name) }, `SELECT name FROM network_units ORDER BY code`)
				if err == nil {
					err = more
				}
				kept = strings.Join(names, ", ")
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return kept, shown
		}
		write(func(tx *store.Tx) error {
			return network.RecordUnit(tx, network.Unit{ID: "r1", OrganisationID: town.Faro, Code: "faro-casa", Name: "Casa Ginestra", Kind: network.Shelter, Province: "IT-BS"})
		})
		write(func(tx *store.Tx) error { // as an earlier version wrote it
			tx.Note("unit", "r2", nil)
			_, err := tx.Exec(`INSERT INTO network_units (id, organisation_id, code, name, kind, province) VALUES ('r2', $1, 'molo-casa', 'Casa Rosmarino', $2, 'IT-BG')`, town.Molo, network.Shelter)
			return err
		})
		bare := func() (found bool) {
			t.Helper()
			if err := s.Read(t.Context(), policy.System(policy.Startup), func(tx *store.Tx) (err error) { found, err = network.Bare(tx); return err }); err != nil {
				t.Fatal(err)
			}
			return found
		}
		if !bare() {
			t.Error("nobody noticed a shelter whose name stands in clear")
		}
		if err := s.Write(t.Context(), policy.System(policy.Startup), network.SealShelters); err != nil {
			t.Fatal(err)
		}
		kept, shown := seen()
		if strings.Contains(kept, "Casa") || bare() {
			t.Errorf("the database says %s", kept)
		}
		if got := strings.Join(shown, ", "); got != "Casa Ginestra, Casa Rosmarino" {
			t.Errorf("the lists show %s", got)
		}
	})
}
