package sheet_test

import (
	"slices"
	"testing"

	"approdo/internal/care/sheet"
)

// What the rows leave open is asked together with what their cells leave open, where the one does not hang on the other.
func TestQuestionsComeTogetherWhereTheyCan(t *testing.T) {
	for name, c := range map[string]struct {
		file string
		asks []string
	}{
		"an age of nought and a row called off": {"Data;Sesso;Età;Note\n02/04/2024;F;0;\n03/04/2024;M;22;annullato\n", []string{"words.C", "cancelled"}},
		"plates and a blank day":                {"Data;Sesso;Provenienza\n02/04/2024;F;RO\n;M;AL\n", []string{"provinces.C", "fill"}},
		"an error and two alike":                {"Data;Codice persona;Sesso\n02/04/2024;0012;F\n03/04/2024;12;F\n04/04/2024;P-3;#RIF!\n", []string{"errors", "alike"}},
		"an error in the row itself":            {"Data;Codice persona;Sesso\n02/04/2024;0012;F\n03/04/2024;12;#RIF!\n", []string{"errors"}},
		"codes that may be none":                {"Data;Codice persona;Sesso;Note\n02/04/2024;A.M.;F;\n03/04/2024;B.C.;M;annullato\n", []string{"who.B", "cancelled"}},
		"days without a year":                   {"Data;Codice persona;Sesso;Note\n02/04;P-1;F;\n03/04;P-2;M;annullato\n", []string{"year", "cancelled"}},
		"a day to be named":                     {"Quando;Codice persona;Sesso;Note\n02/04/2024;P-1;F;\n03/04/2024;P-2;M;annullato\n", []string{"column.day", "cancelled"}},
		"another age and a blank day":           {"Data;Sesso;Età all'arrivo\n02/04/2024;F;22\n;M;17\n", []string{"nearly.age_band", "fill"}},
		"what hangs on the answer":              {"Data;Codice persona;Sesso\n02/04/2024;A.M.;F\n03/04/2024;A.M.;M\n", []string{"who.B"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := field(t).preview(t, "contacts", []byte(c.file), sheet.Map{})
			if got := asked(p); !slices.Equal(got, c.asks) {
				t.Errorf("asks %v, want %v", got, c.asks)
			}
			if len(p.Refused)+len(p.Dropped)+p.Rows+len(p.Unread) > 0 {
				t.Errorf("and says of its rows %s", sums(p))
			}
		})
	}
}

// Of several units none is told, and the rows say more: all of it is asked at once.
func TestTheUnitIsAskedTogetherWithTheRest(t *testing.T) {
	for kind, c := range map[sheet.Kind]struct {
		file string
		asks []string
	}{
		sheet.Contacts: {"Data;Codice persona;Sesso;Note\n02/04;P-1;F;\n03/04;P-2;M;annullato\n", []string{"year", "unit", "cancelled"}},
		sheet.Outings:  {"Data;Modalità;Ora inizio;Ora fine;Note\n02/04/2024;su strada;21:00;23:00;\n03/04/2024;su strada;21:00;23:30;annullata\n", []string{"difference", "unit", "cancelled"}},
	} {
		p := town(t).preview(t, kind, []byte(c.file), sheet.Map{})
		if got := asked(p); !slices.Equal(got, c.asks) {
			t.Errorf("%s asks %v, want %v", kind, got, c.asks)
		}
	}
}

// A year in which the first day has not come is none that anybody could mean, and one in which it falls on the weekday that it names is the likeliest.
func TestYearsAreOfferedThatMayBeMeant(t *testing.T) {
	for cells, want := range map[string]string{"02/04;F": "2024 2023 2022", "02/01;F": "2025 2024 2023 2022", "lun 3 aprile;F": "2023 2024 2022"} {
		years := ""
		for _, q := range town(t).preview(t, "contacts", []byte("Data;Sesso\n"+cells+"\n"), inStreet).Open() {
			for _, a := range q.Answers {
				years += " " + a.ID
			}
		}
		if years != " "+want {
			t.Errorf("%s: offers%s, want %s", cells, years, want)
		}
	}
}

// A file that repeats another in part is asked about together with what its own rows leave open.
func TestWhatStandsAlreadyIsAskedTogetherWithTheRest(t *testing.T) {
	o := field(t)
	o.take(t, "contacts", text("Data;Codice persona;Sesso", "02/04/2024;P-1;F", "03/04/2024;P-2;M"), sheet.Map{})
	later := text("Data;Codice persona;Sesso;Età", "02/04/2024;P-1;F;22", "03/04/2024;P-2;M;31", "09/04/2024;P-3;M;0")
	if got, want := asked(o.preview(t, "contacts", later, sheet.Map{})), []string{"words.D", "standing"}; !slices.Equal(got, want) {
		t.Errorf("asks %v, want %v", got, want)
	}
}
