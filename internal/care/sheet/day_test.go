package sheet_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"approdo/internal/care/sheet"
)

// fieldCase reads a file of the field cases.
func fieldCase(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "field-cases", filepath.FromSlash(name)))
	must(t, err)
	return data
}

func TestDaysAreReadAsPeopleAndProgramsWriteThem(t *testing.T) {
	o := town(t)
	for day, cells := range map[string][]string{
		"2024-03-01": {"1° marzo 2024", "1º marzo 2024", "1 Marzo 2024", "1er mars 2024", "March 1st, 2024", "01/03/2024."},
		"2024-04-05": {
			"05/04/2024", "5/4/24", "05.04.2024", "5-4-2024", "05 04 2024", "5 / 4 / 2024", "2024-04-05", "2024/4/5", "20240405", "45387", "45387,94",
			"5 apr. 2024", "5-apr-24", "5 APRILE 2024", "5 de abril de 2024", "5 avril 2024", "5. April 2024", "5 aprilie 2024", "5 prill 2024", "Apr 5, 2024", "2024-apr-05",
			"ven 05/04/2024", "venerdì, 5 aprile 2024", "Fri, 05 Apr 2024 22:40:00", "vineri 5/4/2024", "sexta-feira, 5/4/2024", "Freitag 5.4.2024",
			"05/04/2024 23:15", "05/04/2024 23.15", "05/04/2024 23,15", "05/04/2024 h 23:15", "05/04/2024 ore 23", "05/04/2024, 23:15", "05/04/2024 - 23:15", "05/04/2024 23h15",
			"5 aprile 2024 alle ore 23.15", "05/04/2024 23.50.12", "05/04/2024 11:15 PM", "5 Apr 2024 at 11:15:07 p.m.", "05/04/2024 24:00", "2024-04-05T23:15", "2024-04-05 23:15:00.123",
			"٠٥/٠٤/٢٠٢٤", "۰۵/۰۴/۲۰۲۴", "０５／０４／２０２４", "\u200e05/04/2024\u200e",
		},
		"2024-05-05": {"5 mai 2024", "5 maggio 2024", "5-maj-2024", "5 maio 2024"},
		"2024-12-03": {"3-dic-24", "3 dez 2024", "3 dhjetor 2024"},
	} {
		for _, cell := range cells {
			p := o.preview(t, "contacts", text("Data;Unità;Genere", `"`+cell+`";Sportello;Donna`), sheet.Map{})
			if len(p.Refused) > 0 || p.New != 1 {
				t.Errorf("%q is refused: %+v", cell, p.Refused)
				continue
			}
			i := o.take(t, "contacts", text("Data;Unità;Genere", `"`+cell+`";Sportello;Donna`), sheet.Map{})
			if got := o.days(t); !slices.Equal(got, []string{day}) {
				t.Errorf("%q is %v, want %s", cell, got, day)
			}
			must(t, o.undo(t, i.ID))
		}
	}
}

func TestWhatStandsRoundADayMakesItNone(t *testing.T) {
	o := town(t)
	for _, cell := range []string{
		"annullato 03/04/2024", "NO 06/04/2024", "prima 05/04/2024", "Totale 30/04/2024", "Brescia, 30/04/2024", "?? 07/04/2024", "xx.08.04.2024", "notte 5/4/2024", "05/04/2024?", "05/04/2024 annullato",
		"04-05/04/2024", "5/4/2024 - 6/4/2024", "5/4/24-6.04.24", "05.04.24 06.04.24", "05/04/2024 2024", "5/4/2024 e 6/4/2024", "dal 5/4/2024", "05/04 2024", "31.02.2024", "5 jui 2024", "05/04/24 25:00",
		"05/04/2024 13:15 PM", "05/04/2024 23:15 ora di Roma", "aprile 2024", "2:30", "5/4/024",
	} {
		p := o.preview(t, "contacts", text("Data;Unità;Genere", "05/04/2024;Sportello;Uomo", `"`+cell+`";Sportello;Donna`), sheet.Map{})
		if p.New != 1 {
			t.Errorf("%q is read as a day", cell)
		}
	}
	p := o.preview(t, "contacts", fieldCase(t, "44-words-before-a-day/registro.csv"), sheet.Map{Defaults: map[string]string{"unit": "faro-sportello"}})
	if p.New != 1 {
		t.Errorf("%d of the rows with words before a day are recorded, want one", p.New)
	}
}

func TestAWeekdaySettlesWhichNumberIsTheMonth(t *testing.T) {
	o := town(t)
	p := o.preview(t, "contacts", text("Date;Unit;Gender", "Fri 05/04/2024;Sportello;F", "Mon 04/03/2024;Sportello;F"), sheet.Map{})
	if len(p.Open()) != 0 || p.New != 2 || p.Dates != sheet.DayFirst {
		t.Errorf("asked %v, read %s, %d new", p.Open(), p.Dates, p.New)
	}
	p = o.preview(t, "contacts", text("Data;Unità;Genere", "Sat 05/04/2024;Sportello;F"), sheet.Map{})
	if len(p.Refused) != 1 || p.Refused[0].Err.Key != "sheet.day_contradicts" {
		t.Errorf("refused %v", p.Refused)
	}
}

func TestAMomentWithAZoneFallsOnTheDayOfTheNetwork(t *testing.T) {
	o := town(t)
	for cell, day := range map[string]string{
		"2024-03-31T22:40:00.000Z":                                       "2024-04-01",
		"2024-03-31T21:40:00.000Z":                                       "2024-03-31",
		"2024-03-30T22:40:00Z":                                           "2024-03-30", // winter time
		"2024-03-30T23:10:00Z":                                           "2024-03-31",
		"2024-03-31T22:40:00.000+02:00":                                  "2024-03-31",
		"2024-04-01T00:10:00+0200":                                       "2024-04-01",
		"2024-04-01T03:10:00+05:30":                                      "2024-03-31",
		"2024-03-31 22:40:00 UTC":                                        "2024-04-01",
		"2024-03-31 22:40:00 +0000 UTC":                                  "2024-04-01",
		"20240331T224000Z":                                               "2024-04-01",
		"31/03/2024 22:40 GMT":                                           "2024-04-01",
		"2024/03/31 11:50:12 PM GMT+2":                                   "2024-03-31",
		"2024/03/31 11:50:12 PM GMT-1":                                   "2024-04-01",
		"Sun Mar 31 2024 22:40:00 GMT+0000 (Coordinated Universal Time)": "2024-04-01",
		"Sun, 31 Mar 2024 22:40:00 +0000":                                "2024-04-01",
		"2024-12-31T23:15:00":                                            "2024-12-31",
	} {
		file := text("Data;Unità;Genere", `"`+cell+`";Sportello;Donna`)
		i := o.take(t, "contacts", file, sheet.Map{})
		if got := o.days(t); !slices.Equal(got, []string{day}) {
			t.Errorf("%q is %v, want %s", cell, got, day)
		}
		must(t, o.undo(t, i.ID))
	}
	o.take(t, "contacts", fieldCase(t, "16-utc-night/odk.csv"), sheet.Map{Defaults: map[string]string{"unit": "faro-sportello"}})
	if got := strings.Join(o.days(t), " "); got != "2024-04-01 2024-05-01" {
		t.Errorf("the nights of the form server are %s", got)
	}
}
