package rights_test

import (
	"os"
	"slices"
	"testing"

	"github.com/goccy/go-yaml"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/report/column"
	"approdo/internal/care/rights"
	"approdo/internal/care/work"
	"approdo/internal/testkit"
)

// catalogue keeps the tables of a database.
type catalogue struct{ tables []store.Table }

func (c *catalogue) Table(t store.Table) error { c.tables = append(c.tables, t); return nil }
func (c *catalogue) Row([]any) error           { return nil }

func tablesOf(t *testing.T, s *store.Store) []store.Table {
	t.Helper()
	var c catalogue
	must(t, s.Dump(t.Context(), policy.System(policy.Operator, "test"), func(*store.Tx) error { return nil }, &c))
	return c.tables
}

// harmless are the columns that hold no person, and what they hold, by table.
func harmless(t *testing.T) (columns map[string]map[string]string) {
	t.Helper()
	text, err := os.ReadFile("testdata/columns.yaml")
	must(t, err)
	must(t, yaml.Unmarshal(text, &columns))
	return columns
}

// unspoken are the columns that could hold the id of a person or of a record about one, and are neither registered nor said to hold something else.
func unspoken(tables []store.Table, harmless map[string]map[string]string) (columns []string) {
	registered := map[string]bool{}
	for _, p := range rights.Registry().Places {
		registered[p.Table+"."+p.Column] = true
	}
	for _, n := range rights.Registry().Nouns {
		for _, column := range n.Columns() {
			registered[n.Table+"."+column] = true
		}
	}
	for _, t := range tables {
		for _, c := range t.Columns {
			if (c.Type == store.Text || c.Type == store.Bytes) && !registered[t.Name+"."+c.Name] && harmless[t.Name][c.Name] == "" {
				columns = append(columns, t.Name+"."+c.Name)
			}
		}
	}
	return columns
}

// TestWhateverCanNameAPersonIsRegistered: a column of which nobody has said what it holds fails the build, and so does one that is said to hold no person and is
// registered, or is not there.
func TestWhateverCanNameAPersonIsRegistered(t *testing.T) {
	t.Parallel()
	others := harmless(t)
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		tables := tablesOf(t, s)
		for _, column := range unspoken(tables, others) {
			t.Errorf("%s could name a person: register it in its room, or say in testdata/columns.yaml what it holds", column)
		}
		columns := map[string][]string{}
		for _, x := range tables {
			for _, c := range x.Columns {
				columns[x.Name] = append(columns[x.Name], c.Name)
			}
		}
		for table, said := range others {
			for column := range said {
				if !slices.Contains(columns[table], column) {
					t.Errorf("testdata/columns.yaml speaks of %s.%s, which is not there", table, column)
				}
			}
		}
		all := rights.Registry()
		for _, p := range all.Places {
			if !slices.Contains(columns[p.Table], p.Column) || others[p.Table][p.Column] != "" {
				t.Errorf("%s.%s is registered and is not there, or is said to hold nobody", p.Table, p.Column)
			}
			if (p.Fate == work.Stays) != (p.Why != "") {
				t.Errorf("%s.%s: what stays says why, and only that", p.Table, p.Column)
			}
		}
		for _, n := range all.Nouns {
			if got, want := slices.Sorted(slices.Values(n.Columns())), slices.Sorted(slices.Values(columns[n.Table])); !slices.Equal(got, want) {
				t.Errorf("the noun %s has the columns %v, and its table %v", n.Name, got, want)
			}
			if view, ok := column.Find(n.View); !ok || !slices.Contains(view.Nouns, n.Name) {
				t.Errorf("the reports do not count %s in %s", n.Name, n.View)
			}
			if n.Remove == nil {
				t.Errorf("nobody takes a %s back", n.Name)
			}
		}
	})
}

// TestAPlantedTableIsNoticed, and a planted JSON: the test above looks at the database itself.
func TestAPlantedTableIsNoticed(t *testing.T) {
	t.Parallel()
	others := harmless(t)
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		must(t, s.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
			tx.Note("test", "planted", nil)
			_, err := tx.Exec(`CREATE TABLE planted_visits (n BIGINT, who TEXT)`)
			if err == nil {
				_, err = tx.Exec(`ALTER TABLE network_units ADD COLUMN remarks TEXT`)
			}
			return err
		}))
		got := unspoken(tablesOf(t, s), others)
		if want := []string{"network_units.remarks", "planted_visits.who"}; !slices.Equal(slices.Sorted(slices.Values(got)), want) {
			t.Errorf("noticed %v, want %v", got, want)
		}
	})
}

// TestFactsHoldCodesDaysNumbersAndIds: nothing that somebody typed stands in a fact.
func TestFactsHoldCodesDaysNumbersAndIds(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		for _, n := range rights.Registry().Nouns {
			for fact, holds := range n.Facts {
				if holds == work.Number || holds == work.YesNo || holds == work.ID || holds == work.Call {
					continue
				}
				if _, ok := town.Book.List(holds); !ok {
					t.Errorf("%s.%s holds %q, which is no list", n.Name, fact, holds)
				}
			}
		}
	})
}

// TestWhatIsLeftOfAnErasedPersonIsWhatTheRegistrySays: a town with records of every kind, one person erased, and the whole database searched for their id and for
// those that their records had.
func TestWhatIsLeftOfAnErasedPersonIsWhatTheRegistrySays(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		operator := policy.System(policy.Operator, "test")
		gone := met(t, s, town, "2024-05-02", "")
		write(t, s, operator, func(tx *store.Tx) error { return about(tx, town, gone) })
		all := rights.Registry()
		var records []work.Reference
		must(t, s.Read(t.Context(), operator, func(tx *store.Tx) (err error) {
			records, err = all.About(tx, string(gone.ID))
			return err
		}))
		seen := map[string]bool{}
		for _, x := range records {
			seen[x.Noun] = true
		}
		for _, n := range all.Nouns {
			if !seen[n.Name] {
				t.Errorf("the town has no %s, so that nothing is known about its erasure", n.Name)
			}
		}
		write(t, s, operator, func(tx *store.Tx) error { _, err := rights.New(town.Book).Erase(tx, gone.ID); return err })
		must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error {
			for _, n := range all.Nouns {
				days, err := store.List(tx, func(r store.Row) (d [2]string, err error) { return d, r.Scan(&d[0], &d[1]) }, `SELECT day, recorded FROM `+n.Table)
				if err != nil {
					return err
				}
				for _, d := range days {
					if d != [2]string{"2024-04-01", "2024-04-01"} {
						t.Errorf("a %s still says its day: %v", n.Name, d)
					}
				}
			}
			return nil
		}))
		for _, x := range append(records, work.Reference{Noun: "person", ID: string(gone.ID)}) {
			if places := left(t, s, x.ID); len(places) > 0 {
				t.Errorf("the id of the %s stands in %v", x.Noun, places)
			}
		}
	})
}
