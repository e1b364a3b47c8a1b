package sheet_test

import (
	"strings"
	"testing"

	"approdo/internal/base/i18n"
	"approdo/internal/care/sheet"
)

// Where no row of headings is found, it is said why, and what helps.
func TestItIsSaidWhyThereAreNoHeadings(t *testing.T) {
	for name, c := range map[string]struct{ file, why string }{
		"columns of fixed width": {"Data        Unità            Codice  Sesso\n03/04/2024  Unità di strada  A01     F\n10/04/2024  Unità di strada  A02     F\n", "sheet.no_columns"},
		"pasted from a page":     {"Data Unità Codice Sesso\n03/04/2024 uds A01 F\n", "sheet.no_columns"},
		"headings downward":      {"Data;03/04/2024;10/04/2024\nUnità;uds;drop\nCodice;A01;A02\nSesso;F;F\n", "sheet.headings_down"},
		"counts by month":        {"Nazionalità;Aprile 2024;Maggio 2024;Totale\nNigeria;3;4;7\nRomania;2;1;3\nTotale;5;5;10\n", "sheet.counts_only"},
		"nothing of all that":    {"a;b\nc;d\n", "sheet.no_header"},
	} {
		if _, err := field(t).read(t, "contacts", []byte(c.file), sheet.Map{}); key(err) != c.why {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// An age that a formula computed is the years that are completed; what may be two ages is none.
func TestAComputedAgeIsItsCompletedYears(t *testing.T) {
	o := field(t)
	o.take(t, "contacts", text("Data;Codice;Sesso;Età", "02/04/2024;A01;F;22.6", "03/04/2024;A02;F;17,98", "04/04/2024;A03;F;30.583333", "05/04/2024;A04;F;'25"), sheet.Map{})
	if got := strings.Join(o.met(t), "; "); got != "2024-04-02 p1 woman 18-25; 2024-04-03 p2 woman 14-17; 2024-04-04 p3 woman 26-30; 2024-04-05 p4 woman 18-25" {
		t.Errorf("recorded %s", got)
	}
	if p := field(t).preview(t, "contacts", text("Data;Codice;Sesso;Età", "02/04/2024;A01;F;25.30"), sheet.Map{}); p.RefusedRows() != 1 {
		t.Errorf("two ages: %s", sums(p))
	}
}

// What somebody added up in a cell is its sum.
func TestNumbersAreAddedUpInTheirCell(t *testing.T) {
	o := field(t)
	o.take(t, "outings", text("Data;Modalità;Ore;Km;Presenze", "03/04/2024;su strada;2+2;40 + 12;3+1"), sheet.Map{})
	if got := o.minutes(t); len(got) != 1 || got[0] != 240 {
		t.Errorf("minutes %v", got)
	}
	if got := o.kilometres(t); len(got) != 1 || got[0] != 52 {
		t.Errorf("kilometres %v", got)
	}
	if p := field(t).preview(t, "outings", text("Data;Modalità;Ore", "03/04/2024;su strada;2+?"), sheet.Map{}); p.RefusedRows() != 1 {
		t.Errorf("half a sum: %s", sums(p))
	}
}

// A row that is refused as a whole names no field.
func TestARefusedRowNamesNoFieldItHasNot(t *testing.T) {
	p := field(t).preview(t, "contacts", text("Data;Codice;Sesso;Note", "02/04/2024;A01;F;", "03/04/2024;A02;F;Totale"), sheet.Map{})
	for _, r := range p.Refused {
		if line := r.Line(i18n.For("it")); strings.Contains(line, "()") {
			t.Errorf("says %q", line)
		}
	}
	if len(p.Refused) != 1 {
		t.Errorf("refused %+v", p.Refused)
	}
}
