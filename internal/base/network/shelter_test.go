package network_test

import (
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// sheltering is a town with shelters, of which one was written by an earlier version.
type sheltering struct {
	t *testing.T
	s *store.Store
}

func shelters(t *testing.T, s *store.Store) sheltering {
	t.Helper()
	town, x := testkit.Settle(t, s), sheltering{t, s}
	x.write(func(tx *store.Tx) error {
		for _, u := range []network.Unit{
			{ID: "r1", OrganisationID: town.Faro, Code: "faro-casa", Name: "Casa Ginestra", Kind: network.Shelter, Province: "IT-BS"},
			{ID: "r3", OrganisationID: town.Faro, Code: "faro-nido", Name: "Casa Mirto", Kind: network.Shelter, Province: "IT-BS"},
		} {
			if err := network.RecordUnit(tx, u); err != nil {
				return err
			}
		}
		return nil
	})
	x.edit(`INSERT INTO network_units (id, organisation_id, code, name, kind, province) VALUES ('r2', $1, 'molo-casa', 'Casa Rosmarino', $2, 'IT-BG')`, town.Molo, network.Shelter)
	x.write(network.RegardLists)
	return x
}

func (x sheltering) write(fn func(*store.Tx) error) {
	x.t.Helper()
	if err := x.s.Write(x.t.Context(), policy.System(policy.Operator, "test"), fn); err != nil {
		x.t.Fatal(err)
	}
}

// edit changes the tables as whoever can write to the database does; what a process remembers of them is forgotten, as at a restart.
func (x sheltering) edit(query string, args ...any) {
	x.t.Helper()
	x.write(func(tx *store.Tx) error {
		tx.Note("unit", "r2", nil)
		tx.Changed("network", "r2")
		_, err := tx.Exec(query, args...)
		return err
	})
}

// seen is what the tables keep in clear, what the lists show of shelters, and whether it is told that they are not as they were written.
func (x sheltering) seen() (kept, shown string, told bool) {
	x.t.Helper()
	err := x.s.Read(x.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		units, err := network.Units(tx)
		var names []string
		for _, u := range units {
			if strings.HasPrefix(string(u.ID), "r") {
				names = append(names, u.Name)
			}
		}
		shown = strings.Join(names, ", ")
		if err != nil {
			return err
		}
		clear, err := store.List(tx, func(row store.Row) (name string, err error) { return name, row.Scan(&name) }, `SELECT name FROM network_units`)
		kept = strings.Join(clear, ", ")
		if err != nil {
			return err
		}
		told, err = network.ListsDiffer(tx)
		return err
	})
	if err != nil {
		x.t.Fatal(err)
	}
	return kept, shown, told
}

// What a shelter is called is known to whoever may see the network's lists, and not to who has the database alone; a name that an earlier version left in clear is sealed once.
func TestAStolenDatabaseDoesNotSayWhatAShelterIsCalled(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		kept, shown, told := shelters(t, s).seen()
		if strings.Contains(kept, "Casa") || told {
			t.Errorf("the database says %s, and told is %v", kept, told)
		}
		if shown != "Casa Ginestra, Casa Mirto, Casa Rosmarino" {
			t.Errorf("the lists show %s", shown)
		}
	})
}

// TestANameThatWasPutOnAShelterIsNotBelieved: a name in clear was planted, one that was sealed for another shelter does not open, and no unit is made, moved or made another kind unnoticed.
func TestANameThatWasPutOnAShelterIsNotBelieved(t *testing.T) {
	t.Parallel()
	for name, edit := range map[string]string{
		"in clear":            `UPDATE network_units SET name = 'Casa del Lupo', sealed = NULL WHERE id = 'r1'`,
		"in clear beside":     `UPDATE network_units SET name = 'Casa del Lupo' WHERE id = 'r1'`,
		"of another":          `UPDATE network_units SET sealed = (SELECT o.sealed FROM network_units o WHERE o.id = 'r3') WHERE id = 'r1'`,
		"exchanged":           `UPDATE network_units SET sealed = (SELECT o.sealed FROM network_units o WHERE o.id = CASE network_units.id WHEN 'r1' THEN 'r3' ELSE 'r1' END) WHERE id IN ('r1', 'r3')`,
		"no shelter any more": `UPDATE network_units SET name = 'Casa del Lupo', sealed = NULL, kind = 'office' WHERE id = 'r1'`,
		"moved":               `UPDATE network_units SET organisation_id = (SELECT o.organisation_id FROM network_units o WHERE o.id = 'r2') WHERE id = 'r1'`,
		"planted":             `INSERT INTO network_units (id, organisation_id, code, name, kind, province) SELECT 'r4', organisation_id, 'faro-altro', 'Casa del Lupo', kind, province FROM network_units WHERE id = 'r1'`,
		"taken away":          `DELETE FROM network_units WHERE id = 'r2'`,
		"paid by another":     `UPDATE network_fundings SET ends = '2001-01-01'`,
		"an organisation":     `UPDATE network_organisations SET name = 'Altri'`,
		"a partner":           `DELETE FROM network_partners`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			testkit.Stores(t, func(t *testing.T, s *store.Store) {
				x := shelters(t, s)
				x.edit(edit)
				_, shown, told := x.seen()
				if !told {
					t.Error("nobody is told")
				}
				if name != "no shelter any more" && strings.Contains(shown, "Lupo") {
					t.Errorf("the lists show %s", shown)
				}
				if names := strings.Split(shown, ", "); strings.HasPrefix(name, "of ") || name == "exchanged" {
					if slices.Contains(names, "Casa Ginestra") || !slices.Contains(names, "faro-casa") {
						t.Errorf("the lists show %s", shown)
					}
				}
			})
		})
	}
}
