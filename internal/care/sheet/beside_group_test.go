package sheet_test

import (
	"slices"
	"strings"
	"testing"

	"approdo/internal/care/sheet"
)

// Columns that come again tell of further people, actions or days: each has a row.
func TestColumnsThatComeAgainAreARowForEach(t *testing.T) {
	t.Parallel()
	people := "2024-04-03 p woman 18-25; 2024-04-03 p woman 18-25; 2024-04-10 p woman 26-30; 2024-04-10 p man 31-40; 2024-04-17 p woman 18-25"
	for name, file := range map[string]string{
		"numbered":        "Data;Codice 1;Sesso 1;Età 1;Codice 2;Sesso 2;Età 2\n03/04/2024;A01;F;22;A02;F;25\n10/04/2024;A03;F;30;A04;M;31\n17/04/2024;A01;F;22;;;\n",
		"from the second": "Data;Codice;Sesso;Età;Codice 2;Sesso 2;Età 2\n03/04/2024;A01;F;22;A02;F;25\n10/04/2024;A03;F;30;A04;M;31\n17/04/2024;A01;F;22;;;\n",
		"equal":           "N.;Data;Codice;Sesso;Età;Codice;Sesso;Età;Codice;Sesso;Età\n1;03/04/2024;A01;F;22;A02;F;25;;;\n2;10/04/2024;A03;F;30;A04;M;31;;;\n3;17/04/2024;A01;F;22;;;;;;\n",
	} {
		if got := asked(field(t).preview(t, "contacts", []byte(file), sheet.Map{})); !slices.Equal(got, []string{"side"}) {
			t.Errorf("%s: asked %v", name, got)
			continue
		}
		o := field(t)
		o.take(t, "contacts", []byte(file), answering("side=rows"))
		got := o.met(t)
		for i := range got {
			got[i] = strings.NewReplacer(" p1 ", " p ", " p2 ", " p ", " p3 ", " p ", " p4 ", " p ").Replace(got[i]) // who of one day comes first is not said
		}
		slices.SortFunc(got, func(a, b string) int { return strings.Compare(a[:10]+a[len(a)-5:], b[:10]+b[len(b)-5:]) })
		if strings.Join(got, "; ") != people {
			t.Errorf("%s: recorded %s", name, strings.Join(got, "; "))
		}
		if p := field(t).preview(t, "contacts", []byte(file), answering("side=rows")); p.Persons != 4 {
			t.Errorf("%s: %d people", name, p.Persons)
		}
		if p := field(t).preview(t, "contacts", []byte(file), answering("side=leave_out")); p.New != 3 || len(p.Open()) > 0 {
			t.Errorf("%s, the first only: %d new, asks %v", name, p.New, asked(p))
		}
	}
	for name, x := range map[string]struct {
		kind    sheet.Kind
		file    string
		answers []string
		rows    int
	}{
		"actions":             {"actions", "Data;Codice;Azione 1;Azione 2;Azione 3\n03/04/2024;A01;Accompagnamento sanitario;Consulenza legale;\n10/04/2024;A02;Accompagnamento sanitario;;\n", []string{"side=rows"}, 3},
		"days":                {"contacts", "Codice;Sesso;Data;Data;Data\nA01;F;03/04/2024;10/04/2024;\nA02;F;10/04/2024;17/04/2024;24/04/2024\n", []string{"side=rows"}, 5},
		"days without a name": {"contacts", "Codice;Sesso;Contatto 1;Contatto 2;Contatto 3\nA01;F;03/04/2024;10/04/2024;\nA02;F;10/04/2024;17/04/2024;24/04/2024\n", []string{"side=rows", "column.day=C"}, 5},
	} {
		if p := field(t).preview(t, x.kind, []byte(x.file), answering(x.answers...)); p.New != x.rows || len(p.Open()) > 0 {
			t.Errorf("%s: %d new, want %d, asks %v, %v", name, p.New, x.rows, asked(p), p.Refused)
		}
	}
}

// Two columns of which only one is filled in a row tell a fact together.
func TestWhicheverOfTwoColumnsIsFilledIsTaken(t *testing.T) {
	t.Parallel()
	o := field(t)
	codes := []byte("Data;Codice donne;Codice uomini;Cittadinanza\n03/04/2024;D01;;Nigeria\n10/04/2024;;U01;Romania\n10/04/2024;D02;;Albania\n")
	if got := asked(o.preview(t, "contacts", codes, sheet.Map{})); !slices.Equal(got, []string{"nearly.person_ref"}) {
		t.Errorf("asked %v", got)
	}
	if p := o.preview(t, "contacts", codes, answering("nearly.person_ref=filled")); p.Persons != 3 || len(p.Open()) > 0 {
		t.Errorf("%d people, asks %v", p.Persons, asked(p))
	}
	english := []byte("Date;Code women;Code men;Citizenship\n2024-04-03;D01;;Nigeria\n2024-04-10;;U01;Romania\n2024-04-20;D02;;Albania\n")
	if p := o.preview(t, "contacts", english, answering("nearly.person_ref=told")); p.Persons != 3 || len(p.Open()) > 0 {
		t.Errorf("below English headings %d people, asks %v", p.Persons, asked(p))
	}
	o = town(t)
	units := []byte("Data;Unità;Unità 2;Genere\n03/04/2024;faro-strada;;F\n10/04/2024;;faro-sportello;F\n")
	if got := asked(o.preview(t, "contacts", units, sheet.Map{})); !slices.Contains(got, "twice.unit") {
		t.Errorf("asked %v", got)
	}
	if p := o.preview(t, "contacts", units, answering("twice.unit=filled")); p.New != 2 || len(p.Open()) > 0 {
		t.Errorf("%d new, asks %v", p.New, asked(p))
	}
}
