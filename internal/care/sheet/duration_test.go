package sheet_test

import (
	"slices"
	"testing"

	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/care/sheet"
)

// minutes are those of all outings, in the order of their days.
func (o *office) minutes(t *testing.T) (list []int64) {
	t.Helper()
	must(t, o.store.Read(t.Context(), operator(), func(tx *store.Tx) error {
		outings, err := outreach.Outings.List(tx, store.Selection{Sort: "day"})
		for _, x := range outings.Items {
			list = append(list, x.Minutes)
		}
		return err
	}))
	return list
}

func TestDurationsAreReadAsMinutes(t *testing.T) {
	o := town(t)
	for cell, want := range map[string]int64{
		"2": 120, "2,5": 150, "2.5": 150, "2.50": 150, "2:30": 150, "2h30": 150, "2h": 120, "2 h 30 min": 150, "26:00": 1560, "2:29:40": 150, "90 min": 90, "90'": 90, "2 ore": 120, "0:45": 45,
	} {
		i := o.take(t, "outings", text("Data;Unità;Tipo uscita;Ore", `02/04/2024;Unità di strada;Strada;"`+cell+`"`), sheet.Map{})
		if got := o.minutes(t); !slices.Equal(got, []int64{want}) {
			t.Errorf("%q is %v, want %d", cell, got, want)
		}
		must(t, o.undo(t, i.ID))
	}
	for cell, want := range map[string]int64{"90": 90, "1:30": 90, "1h30": 90, "90 min": 90} {
		i := o.take(t, "outings", text("Data;Unità;Tipo uscita;Minuti", `02/04/2024;Unità di strada;Strada;"`+cell+`"`), sheet.Map{})
		if got := o.minutes(t); !slices.Equal(got, []int64{want}) {
			t.Errorf("%q is %v, want %d", cell, got, want)
		}
		must(t, o.undo(t, i.ID))
	}
	for _, cell := range []string{"2.30", "1,15", "2:75", "-1", "-2:30", "due", "1:2:3:4", "Inf"} {
		if p := o.preview(t, "outings", text("Data;Unità;Tipo uscita;Ore", `02/04/2024;Unità di strada;Strada;"`+cell+`"`), sheet.Map{}); p.New != 0 {
			t.Errorf("%q is read as hours", cell)
		}
	}
}

func TestATimeCellIsADuration(t *testing.T) {
	o := town(t)
	d := o.draft(t, "outings", fieldCase(t, "08-duration-cells/registro.xlsx"), sheet.Map{})
	if _, err := o.apply(t, d, sheet.Options{SkipBad: true}); err != nil {
		t.Fatal(err)
	}
	if got := o.minutes(t); !slices.Equal(got, []int64{150, 240, 300}) {
		t.Errorf("%v minutes", got)
	}
}
