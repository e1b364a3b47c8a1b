package sheet_test

import (
	"strings"
	"testing"

	"approdo/internal/care/sheet"
)

// What a form server asked of several people is a row for each of them.
func TestRepeatedGroupsOfAFormServerAreRows(t *testing.T) {
	t.Parallel()
	for name, file := range map[string]string{
		"with a count": "data,persone_count,persone[1]/codice,persone[1]/sesso,persone[2]/codice,persone[2]/sesso\n2024-04-02,2,A01,F,A02,M\n2024-04-09,1,A03,F,,\n",
		"with a group": "data;rep[1]/persona/codice;rep[1]/persona/sesso;rep[2]/persona/codice;rep[2]/persona/sesso\n2024-04-02;A01;F;A02;M\n2024-04-09;A03;F;;\n",
	} {
		o := field(t)
		if got := sums(o.preview(t, "contacts", []byte(file), sheet.Map{})); got != "ask side" {
			t.Errorf("%s says %q", name, got)
			continue
		}
		o.take(t, "contacts", []byte(file), answering("side=rows"))
		if got := strings.Join(o.met(t), ";"); got != "2024-04-02 p1 man;2024-04-02 p2 woman;2024-04-09 p3 woman" {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// Tables side by side may be of two units, which stand above them.
func TestTablesSideBySideMayBeOfTwoUnits(t *testing.T) {
	t.Parallel()
	file := text("Unità di strada;;;;Sportello;;", "Data;Codice;Sesso;;Data;Codice;Sesso", "02/04/2024;A01;F;;02/04/2024;B01;F", "03/04/2024;A02;M;;04/04/2024;B02;M")
	o := town(t)
	if got := sums(o.preview(t, "contacts", file, sheet.Map{Organisation: "faro"})); got != "ask side, ask unit" && got != "ask side" {
		t.Fatalf("says %q", got)
	}
	m := answering("side=rows")
	m.Organisation = "faro"
	o.take(t, "contacts", file, m)
	facts := o.facts(t)
	if street, desk := strings.Count(facts, "UnitID:"+string(o.Street)), strings.Count(facts, "UnitID:"+string(o.Desk)); street != 2 || desk != 2 {
		t.Errorf("%d of the street and %d of the desk: %s", street, desk, facts)
	}
}

// What stands crosswise is refused, with what would be read.
func TestNumbersOfPlacesAndDaysCrosswiseAreRefusedWithAWayOut(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		"Zona;02/04/2024;09/04/2024;16/04/2024\nStazione;3;4;5\nPorto;2;0;1\n":            "sheet.days_across",
		"Data;Stazione;Porto;Statale\n02/04/2024;3;4;5\n09/04/2024;2;0;1\n":               "sheet.places_across",
		"Registro\nZona;2024-04-02;2024-04-09\nStazione;3;4\nPorto;2;0\n":                 "sheet.days_across",
		"Fogli sciolti;di nessun registro\nsenza nomi;di colonne\ne senza;alcun giorno\n": "sheet.no_header",
	} {
		for _, kind := range []sheet.Kind{sheet.Contacts, sheet.Outings} {
			if _, err := field(t).read(t, kind, []byte(file), sheet.Map{}); key(err) != want {
				t.Errorf("%s %q: %v, want %s", kind, file, err, want)
			}
		}
	}
}
