package sheet_test

import "testing"

func TestAColumnThatCountsTheContactsOfAMonthIsAsked(t *testing.T) {
	o := town(t)
	for _, heading := range []string{"Contatti nel mese", "N. colloqui nel trimestre", "N. contatti"} {
		file := text("Data;Unità;Genere;"+heading, "01/02/2024;Sportello;F;3", "01/02/2024;Sportello;F;1")
		if got := sums(o.preview(t, "contacts", file, answering())); got != "ask several.D" {
			t.Errorf("%s says %q", heading, got)
		}
	}
}

func TestAnAgeWithAnApostropheMayBeAYearOfBirth(t *testing.T) {
	file := text("Data;Unità;Genere;Età", "01/02/2024;Sportello;F;'02", "01/02/2024;Sportello;F;'06")
	if got := sums(town(t).preview(t, "contacts", file, answering())); got != "ask ages.D" {
		t.Errorf("says %q", got)
	}
}

func TestAMarkInEachRowSwallowsNoRow(t *testing.T) {
	for _, file := range []string{
		"Data;Unità;Codice;Sesso;Note\n02/04/2024;Sportello;A01;F;\"\n03/04/2024;Sportello;A03;M;\"\n",
		"Data;Unità;Codice;Sesso;Note\n02/04/2024;Sportello;A01;F;\"ok\n03/04/2024;Sportello;A03;M\"\n04/04/2024;Sportello;A04;M;\n",
	} {
		if got := sums(town(t).preview(t, "contacts", []byte(file), answering())); got != "2 refused row_swallowed" {
			t.Errorf("says %q", got)
		}
	}
}
