package rights_test

import (
	"strings"
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/testkit"
)

// facts looks at the ids and the days of recording in the tables of people and of facts.
type facts struct {
	t     *testing.T
	table store.Table
	rows  map[string]int
}

func (f *facts) Table(t store.Table) error { f.table = t; return nil }

func (f *facts) Row(row []any) error {
	if room, _, _ := strings.Cut(f.table.Name, "_"); room != "person" && room != "outreach" && room != "casework" {
		return nil
	}
	for i, c := range f.table.Columns {
		text, _ := row[i].(string)
		switch {
		case c.Name == "id" && (len(text) != 36 || text[14] != '4'):
			f.t.Errorf("an id in %s is not random: %s", f.table.Name, text)
		case c.Name == "recorded" && len(text) != len("2006-01-02"):
			f.t.Errorf("%s says more than the day: %s", f.table.Name, text)
		}
	}
	f.rows[f.table.Name]++
	return nil
}

// TestFactsHaveRandomIdsAndSayNoMoreThanTheDay: an id in order of time, or an instant, would say beside whom in the trail something was recorded.
func TestFactsHaveRandomIdsAndSayNoMoreThanTheDay(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		who := met(t, s, town, "2024-05-02", "")
		operator := policy.System(policy.Operator, "test")
		write(t, s, operator, func(tx *store.Tx) error {
			m := outreach.Meeting{Place: "informal", Attendees: []outreach.Attendees{{Gender: "woman", AgeBand: "18-25", Protection: "not_asked", Headcount: 3}}}
			m.Work = outreach.Work{OrganisationID: town.Faro, UnitID: town.Street, Day: "2024-05-17", Province: "IT-BG"}
			if _, err := outreach.New(town.Book).RecordMeeting(tx, m); err != nil {
				return err
			}
			return about(tx, town, who)
		})
		f := &facts{t: t, rows: map[string]int{}}
		must(t, s.Dump(t.Context(), operator, func(*store.Tx) error { return nil }, f))
		if len(f.rows) < 9 {
			t.Errorf("rows in %v only", f.rows)
		}
	})
}
