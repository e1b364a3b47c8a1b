package demo_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"approdo/internal/base/codebook"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/demo"
	"approdo/internal/testkit"
)

// golden is the file of published figures, as far as it can be counted.
type golden struct {
	Period    struct{ From, To string } `json:"period"`
	Provinces []string                  `json:"provinces"`
	Reached   struct {
		Total     int64
		ByChannel map[string]int64 `json:"by_channel"`
	} `json:"persons_reached"`
	Protection struct {
		Total     int64
		ByChannel map[string]int64 `json:"by_channel"`
		NotAsked  []string         `json:"not_asked"`
	} `json:"international_protection"`
	Enrolments struct {
		Total    int64
		BySource map[string]int64 `json:"by_source"`
	} `json:"programme_enrolments"`
	Settings struct {
		Total     int64
		BySetting map[string]int64 `json:"by_setting"`
		OfWhich   struct {
			Adverts int64 `json:"online_adverts"`
		} `json:"sexual_indoor_of_which"`
	} `json:"contact_unit_persons_by_setting"`
	Actions struct {
		Total  int64
		ByType map[string]struct{ Count int64 } `json:"by_type"`
	} `json:"proximity_actions"`
}

func readGolden(t *testing.T) (g golden) {
	t.Helper()
	file, err := os.ReadFile("testdata/interim-figures.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(file, &g); err != nil {
		t.Fatal(err)
	}
	if g.Reached.Total == 0 || g.Protection.Total == 0 || g.Enrolments.Total == 0 || g.Settings.Total == 0 || g.Actions.Total == 0 {
		t.Fatal("the golden file has lost its totals")
	}
	return g
}

func TestMain(m *testing.M) {
	testkit.LightPasswords()
	os.Exit(m.Run())
}

// makeDemo fills a store with the demonstration of a seed.
func makeDemo(t testing.TB, s *store.Store, seed uint64) {
	t.Helper()
	toTheEnd(t, func(book *codebook.Book, tell demo.Progress) error {
		return demo.Make(t.Context(), s, s.Keys(), book, seed, time.Now(), tell)
	})
}

// toTheEnd demands that a demonstration is made and that its progress goes forward to the end.
func toTheEnd(t testing.TB, make func(*codebook.Book, demo.Progress) error) {
	t.Helper()
	book, err := codebook.Load()
	if err != nil {
		t.Fatal(err)
	}
	written, records := 0, -1
	err = make(book, func(done, total int) {
		if done <= written {
			t.Errorf("progress went from %d to %d", written, done)
		}
		written, records = done, total
	})
	if err != nil {
		t.Fatal(err)
	}
	if written != records {
		t.Errorf("progress ended at %d of %d", written, records)
	}
}

// made are demonstrations of the seeds 1, 2 and 3 on SQLite.
var made = [...]func(testing.TB) *store.Store{1: ofSeed(1), 2: ofSeed(2), 3: ofSeed(3)}

func ofSeed(seed uint64) func(testing.TB) *store.Store {
	copied := testkit.Copies(func(t testing.TB, s *store.Store) { makeDemo(t, s, seed) })
	return func(t testing.TB) *store.Store {
		t.Helper()
		s := copied(t)
		err := s.Read(t.Context(), policy.System(policy.Startup), func(tx *store.Tx) error {
			n, err := network.Find(tx)
			s.SetClock(func() time.Time { return time.Now().Add(n.ClockShift) })
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
}

// counts runs a query that answers keys with a number, the last column. Several key columns are joined by a space.
func counts(t *testing.T, s *store.Store, sql string, args ...any) map[string]int64 {
	t.Helper()
	found := map[string]int64{}
	err := s.Read(t.Context(), policy.System(policy.Columns), func(tx *store.Tx) error {
		rows, err := tx.Query(sql, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		columns, err := rows.Columns()
		if err != nil {
			return err
		}
		for rows.Next() {
			keys, n := make([]any, len(columns)-1), int64(0)
			to := make([]any, 0, len(columns))
			for i := range keys {
				to = append(to, &keys[i])
			}
			if err := rows.Scan(append(to, &n)...); err != nil {
				return err
			}
			found[strings.TrimSpace(fmt.Sprintln(keys...))] = n
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatalf("%v in %s", err, sql)
	}
	return found
}

// count runs a query that answers one number.
func count(t *testing.T, s *store.Store, sql string, args ...any) int64 {
	t.Helper()
	found := counts(t, s, sql, args...)
	if len(found) != 1 {
		t.Fatalf("%d rows from %s", len(found), sql)
	}
	return found[""]
}
