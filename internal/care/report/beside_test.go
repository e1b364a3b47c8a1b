package report_test

import (
	"testing"

	"approdo/internal/care/report"
)

// side finds a line of two documents beside each other; row "" is the line of totals.
func side(t *testing.T, earlier, later *report.Document, table, row, value string) report.Line {
	t.Helper()
	for _, b := range report.Side(earlier, later) {
		for _, c := range b.Columns {
			for _, l := range c.Lines {
				if b.Table.ID == table && c.Value.Code == value && l.Row.Code == row {
					return l
				}
			}
		}
	}
	t.Fatalf("no line %s %s %s", table, row, value)
	return report.Line{}
}

// halves counts the spring and the autumn of one world.
func halves(w *world, edition string) (spring, autumn *report.Document) {
	spring = w.run(report.Params{Sees: everything, Edition: edition, From: "2024-03-01", To: "2024-06-30"})
	return spring, w.run(report.Params{Sees: everything, Edition: edition, From: "2024-07-01", To: "2024-11-30"})
}

func TestTwoPeriodsStandSideBySide(t *testing.T) {
	t.Parallel()
	w := newWorld(t).people(5, nil).contact("", "2024-08-01", nil).contact("", "2024-08-01", values{"setting": "sexual_indoor", "advert": true})
	spring, autumn := halves(w, report.Internal)
	for _, c := range []struct {
		table, row, value      string
		earlier, later, change int64
	}{
		{"T1", "contact_unit", "attributed", 5, 2, -3},
		{"T1", "", "attributed", 5, 2, -3},
		{"T3", "sexual_indoor", "attributed", 0, 1, 1},
		{"T3", "online_adverts", "attributed", 0, 1, 1},
		{"T2", "contact_unit", "not_asked", 5, 2, -3},
		{"T4", "sexual_indoor/woman/AL", "attributed", 0, 1, 1},
	} {
		l := side(t, spring, autumn, c.table, c.row, c.value)
		if l.Earlier.Low.N != c.earlier || l.Later.Low.N != c.later || l.Change.Low.N != c.change || !l.Change.Known {
			t.Errorf("%s %s %s: %+v", c.table, c.row, c.value, l)
		}
	}
	for _, b := range report.Side(spring, autumn) {
		if id := b.Table.ID; id == "T0" || id == "T13" && len(b.Columns) > 0 || id == "T16" {
			t.Errorf("%s is compared", id)
		}
	}
}

func TestADifferenceOfRangesIsARange(t *testing.T) {
	t.Parallel()
	w := newWorld(t).people(5, nil).people(2, values{"newness": "unsure"}).contact("", "2024-08-01", nil).contact("", "2024-08-01", values{"newness": "unsure", "headcount": 3})
	spring, autumn := halves(w, report.Internal)
	if l := side(t, spring, autumn, "T1", "contact_unit", "attributed"); l.Change.Low.N != 1-7 || l.Change.High.N != 4-5 {
		t.Errorf("from 5–7 to 1–4 is %+v", l.Change)
	}
}

func TestACellThatMayBeMergedElsewhereIsNotZero(t *testing.T) {
	t.Parallel()
	w := newWorld(t).people(4, nil).contact("", "2024-08-01", nil).contact("", "2024-08-01", nil)
	spring, autumn := halves(w, report.Funder)
	l := side(t, spring, autumn, "T4", "sexual_outdoor/woman/AL", "attributed")
	if !l.Earlier.Known || l.Later.Known || l.Change.Known {
		t.Errorf("two Albanian women are merged, and compared as %+v", l)
	}
	if l := side(t, spring, autumn, "T1", "contact_unit", "attributed"); l.Change.Low.N != -2 || !l.Change.Known {
		t.Errorf("the row is exact, and compared as %+v", l)
	}
}
