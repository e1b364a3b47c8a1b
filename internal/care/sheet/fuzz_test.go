package sheet_test

import (
	"slices"
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/sheet"
	"approdo/internal/care/sheet/grid"
)

// Whatever a file holds, reading it ends in a preview or in a refusal of kind Invalid, and every row is accounted for.
func FuzzRead(f *testing.F) {
	o := town(f)
	var w *sheet.World
	must(f, o.store.Read(f.Context(), operator(), func(tx *store.Tx) (err error) {
		w, err = o.desk.Survey(tx, sheet.Contacts)
		return err
	}))
	for _, d := range []dialect{plainCSV, forty()[1], forty()[6]} {
		f.Add(d.render(f, register(3, 1)), "")
	}
	f.Add(text("When;Who", "01/02/2024;Sportello"), "columns: {When: day, B: unit}\ndates: month_first\n")
	f.Add(text("Data;Unità;Ore", "NaN;Sportello;1e400"), "header: 1\ndefaults: {day: 2024-01-01}\n")
	f.Fuzz(func(t *testing.T, data []byte, yaml string) {
		file, err := grid.Read(t.Context(), data)
		if err != nil {
			return
		}
		m, err := sheet.ReadMap([]byte(yaml))
		if err != nil {
			return
		}
		for _, kind := range sheet.Kinds() {
			draft, err := o.desk.Read(t.Context(), w, kind, file, m, nil)
			if err != nil {
				if errs.KindOf(err) != errs.Invalid {
					t.Fatalf("%s refused as %v", kind, err)
				}
				continue
			}
			p := draft.Preview()
			if len(p.Open()) > 0 {
				continue
			}
			seen := len(p.Dropped) + p.Rows + 1 // the headings
			rows := len(file.Sheets[p.Sheet-1].Rows)
			for _, tab := range p.Tabs {
				if tab.Taken && tab.Number != p.Sheet {
					rows += tab.Rows
				}
			}
			if seen != rows {
				t.Fatalf("%s: %d rows in the sheet, %d accounted for", kind, rows, seen)
			}
			if slices.ContainsFunc(p.Refused, func(r sheet.Refused) bool { return r.Err == nil || r.Row == 0 }) {
				t.Fatalf("%s: a refusal without a place: %+v", kind, p.Refused)
			}
		}
	})
}
