package sheet_test

import (
	"slices"
	"strings"
	"testing"

	"approdo/internal/care/sheet"
)

// streetAnswering is a map for files that do not say their unit.
func streetAnswering(pairs ...string) sheet.Map {
	m := answering(pairs...)
	m.Defaults = inStreet.Defaults
	return m
}

func TestDaysThatAProgramMayHaveTurnedAreAskedAbout(t *testing.T) {
	o := town(t)
	for name, file := range map[string][]byte{
		"cells of a workbook": fieldCase(t, "18-half-the-days-swapped/registro.xlsx"),
		"a CSV saved of it":   text("Data;Codice persona;Sesso", "25/03/2024;P-1;F", "2024-03-04;P-2;F", "28/03/2024;P-3;F", "2024-05-04;P-4;F", "15/04/2024;P-5;F", "2024-12-04;P-6;F"),
	} {
		if got := asked(o.preview(t, "contacts", file, inStreet)); !slices.Equal(got, []string{"turned.A"}) {
			t.Errorf("%s: asked %v", name, got)
		}
		for answer, want := range map[string]string{"turned": "2024-03-25 2024-03-28 2024-04-03 2024-04-05 2024-04-12 2024-04-15", "as_read": "2024-03-04 2024-03-25 2024-03-28 2024-04-15 2024-05-04 2024-12-04"} {
			i := o.take(t, "contacts", file, streetAnswering("turned.A="+answer))
			if got := strings.Join(o.days(t), " "); got != want {
				t.Errorf("%s, %s: %s", name, answer, got)
			}
			must(t, o.undo(t, i.ID))
		}
	}
	for name, rows := range map[string][]string{
		"a program's day beyond the twelfth": {"25/03/2024;P-1;F", "2024-03-24;P-2;F", "2024-03-04;P-3;F"},
		"a text before it":                   {"25/03/2024;P-1;F", "03/04/2024;P-2;F", "2024-03-04;P-3;F"},
		"no texts":                           {"2024-03-04;P-1;F", "2024-03-05;P-2;F", "2024-03-06;P-3;F"},
	} {
		if got := asked(o.preview(t, "contacts", text(append([]string{"Data;Codice persona;Sesso"}, rows...)...), inStreet)); len(got) != 0 {
			t.Errorf("%s: asked %v", name, got)
		}
	}
}

func TestDaysAmongCodesAreAskedAbout(t *testing.T) {
	o := town(t)
	file := fieldCase(t, "09-code-became-a-date/registro.xlsx")
	if got := asked(o.preview(t, "contacts", file, inStreet)); !slices.Equal(got, []string{"code_days.B"}) {
		t.Errorf("asked %v", got)
	}
	for answer, want := range map[string]struct{ rows, persons int }{"restore": {4, 2}, "nobody": {4, 2}, "leave_out": {2, 2}} {
		i := o.take(t, "contacts", file, streetAnswering("code_days.B="+answer))
		if i.Added != want.rows || i.Persons != want.persons {
			t.Errorf("%s: %d rows, %d persons, want %+v", answer, i.Added, i.Persons, want)
		}
		linked := strings.Count(o.facts(t), "PersonID: ")
		if answer == "nobody" && linked != 2 || answer != "nobody" && linked != 0 {
			t.Errorf("%s: %d contacts with nobody", answer, linked)
		}
		must(t, o.undo(t, i.ID))
	}
}

func TestAFormulaThatWasNeverCalculatedIsRefused(t *testing.T) {
	o := town(t)
	p := o.preview(t, "contacts", fieldCase(t, "07-formulas-never-calculated/registro.xlsx"), inStreet)
	if p.New != 0 || p.RefusedRows() != 4 || p.Unstored != 8 || p.Formulas != 0 {
		t.Errorf("%d new, %d refused, %d without a result, %d with one", p.New, p.RefusedRows(), p.Unstored, p.Formulas)
	}
	for _, r := range p.Refused {
		if r.Err.Key != "sheet.unstored" {
			t.Errorf("row %d is refused with %v", r.Row, r.Err)
		}
	}
}

func TestADurationWithoutAUnitIsAskedAbout(t *testing.T) {
	o := town(t)
	file := text("Data;Unità;Tipo uscita;Durata", "02/04/2024;Unità di strada;Strada;45", "03/04/2024;Unità di strada;Strada;30")
	if got := asked(o.preview(t, "outings", file, sheet.Map{})); !slices.Equal(got, []string{"hours.D"}) {
		t.Errorf("asked %v", got)
	}
	o.take(t, "outings", file, answering("hours.D=minutes"))
	if got := o.minutes(t); !slices.Equal(got, []int64{45, 30}) {
		t.Errorf("%v minutes", got)
	}
	for _, file := range [][]byte{text("Data;Unità;Tipo uscita;Durata", "04/04/2024;Unità di strada;Strada;3,5"), text("Data;Unità;Tipo uscita;Ore", "05/04/2024;Unità di strada;Strada;24")} {
		if got := asked(o.preview(t, "outings", file, sheet.Map{})); len(got) != 0 {
			t.Errorf("asked %v", got)
		}
	}
}
