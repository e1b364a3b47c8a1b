package sheet_test

import (
	"slices"
	"strings"
	"testing"

	"approdo/internal/care/sheet"
)

// A file of another kind than was chosen is asked about, and is read as the kind that it is.
func TestAFileOfAnotherKindIsAskedAbout(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		kind   sheet.Kind
		file   string
		offers string
	}{
		"actions":    {"contacts", "Data;Codice;Azione;Esito\n03/04/2024;A01;Accompagnamento sanitario;svolto\n05/04/2024;A01;Consulenza legale;svolto\n10/04/2024;A02;Accompagnamento sanitario;svolto\n", "actions"},
		"outings":    {"contacts", "Data;Modalità;Lingua;Ore;Km\n03/04/2024;In strada;inglese;3;40\n10/04/2024;In strada;inglese;3;52\n", "outings"},
		"enrolments": {"contacts", "Codice;Data;Fonte adesione\nA01;03/04/2024;unità di contatto\nA02;10/04/2024;unità di contatto\n", "enrolments"},
	} {
		o := field(t)
		p := o.preview(t, x.kind, []byte(x.file), sheet.Map{})
		if got := asked(p); !slices.Equal(got, []string{"kind"}) {
			t.Errorf("%s: asked %v", name, got)
			continue
		}
		p = o.preview(t, x.kind, []byte(x.file), answering("kind="+x.offers, "left=leave_out"))
		if string(p.Kind) != x.offers || len(p.Open()) > 0 || p.New == 0 || !slices.ContainsFunc(p.Questions, func(q sheet.Question) bool { return q.ID == "kind" }) {
			t.Errorf("%s: read as %s, %d new, asks %v", name, p.Kind, p.New, asked(p))
		}
		if got := o.take(t, x.kind, []byte(x.file), answering("kind="+x.offers, "left=leave_out")); string(got.Kind) != x.offers {
			t.Errorf("%s: recorded as %s", name, got.Kind)
		}
		if p = field(t).preview(t, x.kind, []byte(x.file), answering("kind="+string(x.kind))); string(p.Kind) != string(x.kind) {
			t.Errorf("%s, as chosen: read as %s", name, p.Kind)
		}
	}
	for _, file := range []string{"Data;Codice;Sesso;Tipologia\n03/04/2024;A01;F;sessuale\n", "Data;Codice;Provenienza\n03/04/2024;A01;Nigeria\n"} {
		if p := field(t).preview(t, "contacts", []byte(file), sheet.Map{}); slices.Contains(asked(p), "kind") {
			t.Errorf("%q: asked %v", file, asked(p))
		}
	}
}

// Rows of another kind among those of the one that was chosen are asked about.
func TestRowsOfAnotherKindAreAskedAbout(t *testing.T) {
	t.Parallel()
	head := "Data;Codice;Sesso;Cittadinanza;Azione"
	book := workbookOf(t, [][]string{{head, "03/04/2024;A01;F;Nigeria;", "10/04/2024;A02;F;Romania;"}, {head, "05/04/2024;A01;F;Nigeria;Accompagnamento sanitario", "12/04/2024;A02;F;Romania;Consulenza legale"}})
	for name, file := range map[string][]byte{
		"a sheet of actions": book,
		"in one table":       text(head, "03/04/2024;A01;F;Nigeria;", "10/04/2024;A02;F;Romania;", "05/04/2024;A01;F;Nigeria;Accompagnamento sanitario", "12/04/2024;A02;F;Romania;Consulenza legale"),
	} {
		if got := asked(field(t).preview(t, "contacts", file, sheet.Map{})); !slices.Contains(got, "kind.actions") {
			t.Errorf("%s: asked %v", name, got)
			continue
		}
		o := field(t)
		o.take(t, "contacts", file, answering("kind.actions=leave_out"))
		if got := strings.Join(o.met(t), "; "); got != "2024-04-03 p1 woman NG; 2024-04-10 p2 woman RO" {
			t.Errorf("%s: recorded %s", name, got)
		}
	}
	file := []byte("Data;Codice;Sesso;Attività\n03/04/2024;A01;F;contatto\n03/04/2024;A02;F;contatto\n05/04/2024;A01;F;accompagnamento sanitario\n08/04/2024;A01;F;telefonata con avvocato\n10/04/2024;A03;F;contatto\n")
	if got := asked(field(t).preview(t, "contacts", file, sheet.Map{})); !slices.Equal(got, []string{"status.accompagnamentosanitario", "status.telefonataconavvocato"}) {
		t.Errorf("asked %v", got)
	}
}

// Words of a column of states are asked about unless they say that it happened.
func TestWordsOfAStateThatAreNotUnderstoodAreAskedAbout(t *testing.T) {
	t.Parallel()
	for file, want := range map[string][]string{
		"Data;Codice;Sesso;Esito\n03/04/2024;A01;F;parlato\n03/04/2024;A02;F;ok\n10/04/2024;A03;F;fuggita\n":              {"status.fuggita"},
		"Data;Codice;Sesso;Stato\n03/04/2024;A01;F;fatto\n03/04/2024;A02;F;da richiamare\n":                               {"status.darichiamare"},
		"Data;Codice;Sesso;_validation_status\n03/04/2024;A01;F;approved\n03/04/2024;A02;F;not_approved\n":                {"status.notapproved"},
		"Data;Codice;Sesso;Ruolo\n03/04/2024;A01;F;beneficiaria\n03/04/2024;A02;F;compagna\n":                             {"status.compagna"},
		"Data;Codice;Sesso;Stato\n03/04/2024;A01;F;a1\n03/04/2024;A02;F;b2\n03/04/2024;A03;F;c3\n03/04/2024;A04;F;d4\n":   {"status.D"},
		"Data;Codice;Sesso;Esito\n03/04/2024;A01;F;parlato\n03/04/2024;A02;F;contattata\n10/04/2024;A03;F;\n":             nil,
		"Data;Codice;Sesso;Tipo contatto\n03/04/2024;A01;F;di persona\n03/04/2024;A02;F;con cliente\n10/04/2024;A03;F;\n": {"status.concliente"},
	} {
		if got := asked(field(t).preview(t, "contacts", []byte(file), sheet.Map{})); !slices.Equal(got, want) {
			t.Errorf("%q: asked %v, want %v", file, got, want)
		}
	}
}
