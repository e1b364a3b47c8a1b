package column_test

import (
	"fmt"
	"slices"
	"testing"

	"approdo/internal/base/codebook"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/care/report/column"
	"approdo/internal/care/rights"
	"approdo/internal/testkit"
)

var operator = policy.System(policy.Operator)

func refresh(t *testing.T, s *store.Store, set *column.Set) *column.Snapshot {
	t.Helper()
	snapshot, err := set.Refresh(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return snapshot
}

// lines are the rows of a view as texts, sorted.
func lines(s *column.Snapshot, view string) []string {
	v := s.View(view)
	var out []string
	v.Select(column.FirstDay, column.LastDay).Scan(func(part column.Part, rows []int32) {
		for _, i := range rows {
			ref := part.Ref(i)
			noun, record := v.Record(ref)
			line := fmt.Sprint(v.ID(ref), " ", noun, " ", record, " ", v.Day(ref), " ", v.Person(ref) >= 0)
			for at, c := range v.Schema.Columns {
				if c.Kind == column.Number {
					line += fmt.Sprint(" ", v.Number(at, ref))
				} else {
					line += " " + s.Text(v.Code(at, ref))
				}
			}
			out = append(out, line)
		}
	})
	slices.Sort(out)
	return out
}

func TestRowsFollowTheFeedThroughDeltaAndNewBase(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		book, err := codebook.Load()
		if err != nil {
			t.Fatal(err)
		}
		log, set := outreach.New(book), column.New(book, rights.Registry().Views())
		faro := operator.Narrow(string(town.Faro))
		var ids []string
		for round := range 8 { // the first rounds outgrow the base, later ones stay in the delta
			err := s.Write(t.Context(), faro, func(tx *store.Tx) error {
				for n := range 20 - 2*round {
					k := testkit.Contact(outreach.Work{OrganisationID: town.Faro, UnitID: town.Street, Day: fmt.Sprintf("2024-05-%02d", 1+(n*7+round)%28), Province: "IT-BS"})
					k, err := log.RecordContact(tx, k)
					if err != nil {
						return err
					}
					ids = append(ids, k.ID)
				}
				for range round { // and some go
					if err := log.RemoveContact(tx, ids[0]); err != nil {
						return err
					}
					ids = ids[1:]
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			current, anew := refresh(t, s, set), refresh(t, s, column.New(book, rights.Registry().Views()))
			if a, b := lines(current, "contacts"), lines(anew, "contacts"); !slices.Equal(a, b) || len(a) != len(ids) || current.View("contacts").Len() != len(ids) {
				t.Fatalf("round %d: %d rows kept current (Len %d), %d read anew, %d recorded", round, len(a), current.View("contacts").Len(), len(b), len(ids))
			}
		}
	})
}

func TestAChangeOfTheNetworkReadsEverythingAgain(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	town := testkit.Settle(t, s)
	book, err := codebook.Load()
	if err != nil {
		t.Fatal(err)
	}
	set := column.New(book, rights.Registry().Views())
	err = s.Write(t.Context(), operator.Narrow(string(town.Faro)), func(tx *store.Tx) error {
		_, err := outreach.New(book).RecordContact(tx, testkit.Contact(outreach.Work{OrganisationID: town.Faro, UnitID: town.Street, Day: "2024-05-01", Province: "IT-BS"}))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	before := refresh(t, s, set)
	err = s.Write(t.Context(), operator, func(tx *store.Tx) error {
		_, err := tx.Exec(`UPDATE network_organisations SET code = 'lanterna' WHERE id = $1`, string(town.Faro))
		tx.Note("network", string(town.Faro), nil)
		tx.Changed("network", string(town.Faro))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	after := refresh(t, s, set)
	if _, ok := after.Organisation("lanterna"); !ok {
		t.Error("the new code is not in the register")
	}
	old, now := lines(before, "contacts"), lines(after, "contacts")
	if len(old) != 1 || len(now) != 1 || old[0] == now[0] {
		t.Errorf("before %v, after %v", old, now)
	}
	if again := refresh(t, s, set); again != after {
		t.Error("nothing changed, and yet another snapshot")
	}
}

func TestAScanKeepsToDaysAndFilters(t *testing.T) {
	t.Parallel()
	book, err := codebook.Load()
	if err != nil {
		t.Fatal(err)
	}
	var rows []column.Row
	for i, day := range []string{"2024-05-03", "2024-05-01", "1969-12-31", "2024-05-02", "2024-05-02"} {
		rows = append(rows, column.Row{View: "outings", ID: fmt.Sprint(i), Day: day, Values: map[string]any{"mode": []string{"online", "outdoor"}[i%2], "minutes": i}})
	}
	s, err := column.Handmade(book, column.Register{}, rows...)
	if err != nil {
		t.Fatal(err)
	}
	v := s.View("outings")
	minutes, _ := v.Schema.Column("minutes")
	mode, _ := v.Schema.Column("mode")
	outdoor, _ := s.Find("outdoor")
	pass := make([]bool, s.Codes())
	pass[outdoor] = true
	for _, c := range []struct {
		from, to string
		filters  []column.Filter
		want     []int64
	}{
		{"2024-05-01", "2024-05-02", nil, []int64{1, 3, 4}},
		{"2024-05-02", "2024-05-02", []column.Filter{{Column: mode, Pass: pass}}, []int64{3}},
		{"1960-01-01", "1970-01-01", nil, []int64{2}},
		{"2025-01-01", "2025-02-01", nil, nil},
	} {
		from, _ := column.ParseDay(c.from)
		to, _ := column.ParseDay(c.to)
		var got []int64
		rows := v.Select(from, to, c.filters...)
		rows.Scan(func(part column.Part, rows []int32) {
			for _, i := range rows {
				got = append(got, part.Numbers(minutes)[i])
			}
		})
		if !slices.Equal(got, c.want) || rows.Len() != len(got) {
			t.Errorf("%s to %s: %v (Len %d), want %v", c.from, c.to, got, rows.Len(), c.want)
		}
	}
	if v.ID(0) == "" || len(lines(s, "outings")) != 5 {
		t.Error("ids that are no UUIDs are lost")
	}
}

func TestHandmadeRowsFitTheirView(t *testing.T) {
	t.Parallel()
	for _, row := range []column.Row{
		{View: "secrets", ID: "1"},
		{View: "outings", ID: "1", Values: map[string]any{"name": "x"}},
		{View: "outings", ID: "1", Values: map[string]any{"mode": 2.5}},
		{View: "outings", ID: "1", Day: "yesterday"},
	} {
		if _, err := column.Handmade(nil, column.Register{}, row); err == nil {
			t.Errorf("%v is taken", row)
		}
	}
}
