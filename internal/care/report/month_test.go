package report_test

import (
	"testing"

	"pgregory.net/rapid"

	"approdo/internal/care/report"
)

func TestMonthsAddUpToThePersonsOfEachRow(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		d := drawn(r, t).run(report.Params{Sees: everything})
		for _, id := range []string{"T1", "T7"} {
			table, _ := d.Table(id)
			sums := map[string]int64{}
			for _, m := range table.Months {
				var all int64
				for _, v := range m.Rows {
					sums[v.Code] += v.Number.N
					all += v.Number.N
				}
				if all != m.Total {
					r.Errorf("%s %s: rows make %d, the month %d", id, m.Month, all, m.Total)
				}
			}
			for _, row := range table.Rows {
				if sums[row.Code] != figure(row.Values, "attributed") {
					r.Errorf("%s %s: months make %d of %d", id, row.Code, sums[row.Code], figure(row.Values, "attributed"))
				}
			}
		}
	})
}

func TestAPersonCountsInTheMonthOfTheFirstContact(t *testing.T) {
	t.Parallel()
	w := newWorld(t).contact("ada", "2024-03-31", nil).contact("ada", "2024-06-01", values{"channel": "desk"}).contact("bea", "2024-11-30", nil)
	d := w.run(report.Params{Sees: everything})
	table, _ := d.Table("T1")
	if len(table.Months) != 9 || table.Months[0].Month != "2024-03" || table.Months[0].Total != 1 || table.Months[3].Total != 0 || table.Months[8].Total != 1 {
		t.Errorf("%+v", table.Months)
	}
	for _, id := range []string{"T2", "T3", "T4", "T5"} {
		if table, _ := d.Table(id); table.Months != nil {
			t.Errorf("%s has months", id)
		}
	}
	if table, _ := w.run(report.Params{Sees: everything, Draft: true}).Table("T1"); table.Months != nil {
		t.Error("a draft looked at months")
	}
}
