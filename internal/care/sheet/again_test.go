package sheet_test

import (
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/i18n"
	"approdo/internal/care/sheet"
)

func TestRowsThatSayTheSameTwiceAreAsked(t *testing.T) {
	for name, c := range map[string]struct {
		kind sheet.Kind
		file string
		new  int // when each is counted once
	}{
		"a row for each operator": {"contacts", "Data;Codice persona;Sesso;Età;Operatore\n02/04/2024;P-1;F;22;Zoe\n02/04/2024;P-1;F;22;Ugo\n03/04/2024;P-2;M;30;Zoe\n03/04/2024;P-2;M;30;Ugo\n", 2},
		"with numbers":            {"contacts", "N.;Data;Codice persona;Sesso;Operatore\n1;02/04/2024;P-1;F;Zoe\n2;02/04/2024;P-1;F;Ugo\n3;03/04/2024;P-2;M;Zoe\n", 2},
		"one tells less":          {"contacts", "Data;Codice persona;Sesso;Età;Operatore\n02/04/2024;P-1;F;22;Zoe\n02/04/2024;P-1;;22;Ugo\n03/04/2024;P-2;M;30;Zoe\n", 2},
		"a block with a remark":   {"contacts", "Data;Codice persona;Sesso;Note\n02/04/2024;P-1;F;\n03/04/2024;P-2;M;\n04/04/2024;P-3;F;\n02/04/2024;P-1;F;di nuovo\n03/04/2024;P-2;M;\n", 3},
		"operators without codes": {"contacts", "Data;Sesso;Età;Operatrice\n02/04/2024;F;22;Zoe\n02/04/2024;F;22;Ada\n02/04/2024;M;30;Zoe\n02/04/2024;M;30;Ada\n09/04/2024;F;25;Zoe\n09/04/2024;F;25;Ada\n", 3},
		"a block without codes":   {"contacts", "Data;Sesso;Età\n02/04/2024;F;22\n03/04/2024;M;30\n04/04/2024;F;25\n05/04/2024;F;22\n03/04/2024;M;30\n04/04/2024;F;25\n05/04/2024;F;22\n", 4},
		"of one evening":          {"contacts", "Data;Sesso;Età\n02/04/2024;F;22\n02/04/2024;M;30\n02/04/2024;F;25\n02/04/2024;F;22\n02/04/2024;M;30\n02/04/2024;F;25\n", 3},
		"among rows alike": {"contacts", "Data;Sesso\n02/04/2024;F\n02/04/2024;F\n02/04/2024;F\n02/04/2024;M\n03/04/2024;F\n03/04/2024;F\n03/04/2024;F\n04/04/2024;F\n04/04/2024;F\n04/04/2024;F\n04/04/2024;F\n" +
			"02/04/2024;F\n02/04/2024;M\n03/04/2024;F\n03/04/2024;F\n", 11},
		"outings":                 {"outings", "Data;Unità;Tipo uscita;Km;Donne;Operatore\n02/04/2024;Unità di strada;Strada;12;5;Zoe\n02/04/2024;Unità di strada;Strada;12;5;Ugo\n", 1},
		"outings with one number": {"outings", "Data;Unità;Tipo uscita;Ore;Operatore\n02/04/2024;Unità di strada;Strada;3;Zoe\n02/04/2024;Unità di strada;Strada;3;Ugo\n", 1},
		"one writes the code, the other does not": {"contacts", "Data;Codice persona;Sesso;Età;Operatore\n02/04/2024;P-1;F;22;Zoe\n02/04/2024;;F;22;Ugo\n03/04/2024;;M;30;Zoe\n03/04/2024;P-2;M;30;Ugo\n04/04/2024;P-3;M;31;Zoe\n04/04/2024;;M;31;Ugo\n", 3},
		"actions": {"actions", "Data;Codice persona;Tipo intervento;Operatore\n02/04/2024;P-1;Orientamento;Zoe\n02/04/2024;P-1;Orientamento;Ugo\n", 1},
	} {
		t.Run(name, func(t *testing.T) {
			o := field(t)
			all := o.preview(t, c.kind, []byte(c.file), answering("repeated=record"))
			if got := sums(o.preview(t, c.kind, []byte(c.file), sheet.Map{})); got != "ask repeated" {
				t.Errorf("says %q", got)
			}
			if p := o.preview(t, c.kind, []byte(c.file), answering("repeated=once")); p.New != c.new || len(p.Open()) > 0 {
				t.Errorf("once: %d new, want %d; %s", p.New, c.new, sums(p))
			}
			if rows := strings.Count(c.file, "\n") - 1; all.New != rows {
				t.Errorf("recorded: %d new, want %d", all.New, rows)
			}
		})
	}
}

func TestRowsThatMayBeOfOthersAreCountedAndNotAsked(t *testing.T) {
	for name, c := range map[string]struct {
		kind     sheet.Kind
		file     string
		repeated int
	}{
		"an evening without codes":     {"contacts", "Data;Sesso\n02/04/2024;F\n02/04/2024;F\n02/04/2024;F\n02/04/2024;M\n03/04/2024;F\n03/04/2024;F\n", 3},
		"met by one operator":          {"contacts", "Data;Sesso;Operatrice\n02/04/2024;F;Zoe\n02/04/2024;F;Zoe\n03/04/2024;M;Ada\n03/04/2024;M;Ada\n04/04/2024;M;Ada\n04/04/2024;M;Ada\n", 3},
		"one person on two days":       {"contacts", "Data;Codice persona;Sesso\n02/04/2024;P-1;F\n03/04/2024;P-1;F\n", 0},
		"one person, another setting":  {"contacts", "Data;Codice persona;Ambito di sfruttamento\n02/04/2024;P-1;Accattonaggio\n02/04/2024;P-1;Lavoro\n", 0},
		"other actions":                {"actions", "Data;Codice persona;Tipo intervento\n02/04/2024;P-1;Orientamento\n02/04/2024;P-1;Accompagnamento sanitario\n", 0},
		"outings of two kinds":         {"outings", "Data;Unità;Tipo uscita\n02/04/2024;Unità di strada;Strada\n02/04/2024;Unità di strada;Indoor\n", 0},
		"a person told of twice":       {"persons", "Codice persona;Data;Sesso\nP-1;02/04/2024;F\nP-1;02/04/2024;F\n", 0},
		"everything different besides": {"contacts", "Data;Sesso;Età\n02/04/2024;F;22\n02/04/2024;M;30\n03/04/2024;F;22\n03/04/2024;M;30\n", 0},
	} {
		t.Run(name, func(t *testing.T) {
			p := field(t).preview(t, c.kind, []byte(c.file), sheet.Map{})
			if got := asked(p); len(got) > 0 || len(p.Repeated) != c.repeated {
				t.Errorf("asks %v, %v repeated, want %d", got, p.Repeated, c.repeated)
			}
		})
	}
}

func TestOneRowThatSaysTheSameOfAPersonIsNamed(t *testing.T) {
	lines := []string{"Data;Codice persona;Sesso"}
	for i := range 12 {
		lines = append(lines, itoa(i+10)+"/04/2024;P-"+itoa(i+1)+";F")
	}
	p := field(t).preview(t, "contacts", text(append(lines, lines[5])...), sheet.Map{})
	if notes := strings.Join(p.Notes(i18n.For("en")), " "); len(p.Open()) > 0 || !strings.Contains(notes, "Row 14 says the same") {
		t.Errorf("asks %v, says %q", asked(p), notes)
	}
	if got := asked(field(t).preview(t, "contacts", text(append(lines, lines[5:8]...)...), sheet.Map{})); !slices.Equal(got, []string{"repeated"}) {
		t.Errorf("three rows pasted ask %v", got)
	}
}

// Who is met twice on a day stays met twice: by each operator, and in a block that was pasted.
func TestWhatIsRepeatedIsCountedAsOftenAsItTookPlace(t *testing.T) {
	rows := func(lines ...string) string { return strings.Join(lines, "\n") + "\n" }
	for name, c := range map[string]struct {
		file string
		n    int
	}{
		"by each operator": {rows("Data;Codice persona;Sesso;Operatore",
			"02/04/2024;P-1;F;Zelinda", "02/04/2024;P-1;F;Ubaldo", "03/04/2024;P-2;M;Zelinda", "03/04/2024;P-2;M;Ubaldo",
			"03/04/2024;P-2;M;Zelinda", "03/04/2024;P-2;M;Ubaldo", "04/04/2024;P-3;F;Zelinda", "04/04/2024;P-3;F;Ubaldo"), 4},
		"in a block": {rows("Data;Codice persona;Sesso", "02/04/2024;P-1;F", "03/04/2024;P-2;M", "03/04/2024;P-2;M", "04/04/2024;P-3;F", "05/04/2024;P-4;F",
			"02/04/2024;P-1;F", "03/04/2024;P-2;M", "03/04/2024;P-2;M", "04/04/2024;P-3;F"), 5},
	} {
		o := field(t)
		if got := sums(o.preview(t, "contacts", []byte(c.file), sheet.Map{})); got != "ask repeated" {
			t.Errorf("%s says %q", name, got)
		}
		o.take(t, "contacts", []byte(c.file), answering("repeated=once"))
		if got := o.met(t); len(got) != c.n {
			t.Errorf("%s: %d contacts: %v", name, len(got), got)
		}
	}
}
