package sheet_test

import (
	"slices"
	"testing"

	"approdo/internal/care/sheet"
)

// A column of people may hold the codes of several: each has the action.
func TestPeopleOfAnActionAreTakenOneByOne(t *testing.T) {
	t.Parallel()
	for heading, cells := range map[string][2]string{"Persone": {"A01, A02, A03", "A01"}, "Codici": {"A01 A02 A03", "A04"}} {
		file := []byte("Data;" + heading + ";Azione\n03/04/2024;" + cells[0] + ";Accompagnamento sanitario\n10/04/2024;" + cells[1] + ";Accompagnamento sanitario\n")
		if got := asked(field(t).preview(t, "actions", file, sheet.Map{})); !slices.Equal(got, []string{"who.B"}) {
			t.Errorf("%s: asked %v", heading, got)
		}
		p := field(t).preview(t, "actions", file, answering("who.B=codes", "joint.B=each"))
		if len(p.Open()) > 0 || p.New != 4 || p.Persons < 3 {
			t.Errorf("%s: %d actions, %d people, asks %v", heading, p.New, p.Persons, asked(p))
		}
	}
	file := []byte("Data;Persone;Azione\n03/04/2024;3;Accompagnamento sanitario\n10/04/2024;1;Accompagnamento sanitario\n")
	if got := asked(field(t).preview(t, "actions", file, sheet.Map{})); !slices.Equal(got, []string{"several.B"}) {
		t.Errorf("numbers: asked %v", got)
	}
}

// What is written beside a code, or from one code to another, is asked about with the right answer.
func TestCodesThatAreWrittenInOtherWordsAreAskedAbout(t *testing.T) {
	t.Parallel()
	head := "Data;Codice;Sesso;Cittadinanza\n"
	for name, x := range map[string]struct {
		file    string
		asks    []string
		answers []string
		persons int
	}{
		"the same as another": {"03/04/2024;A01;F;Nigeria\n10/04/2024;A02;F;Romania\n17/04/2024;A03 (=A01);F;Nigeria\n", []string{"odd.B"}, []string{"odd.B=within"}, 2},
		"who is not known":    {"03/04/2024;ND;F;Nigeria\n10/04/2024;A02;F;Romania\n17/04/2024;sconosciuta;F;Romania\n17/04/2024;X;F;Romania\n17/04/2024;XX;F;Nigeria\n", nil, nil, 1},
		"from one to another": {"03/04/2024;A01-A03;F;Nigeria\n10/04/2024;A04;F;Romania\n17/04/2024;da A05 a A07;F;Romania\n", []string{"joint.B"}, []string{"joint.B=span"}, 7},
		"those that are said": {"03/04/2024;A01-A03;F;Nigeria\n10/04/2024;A04;F;Romania\n17/04/2024;da A05 a A07;F;Romania\n", []string{"joint.B"}, []string{"joint.B=each"}, 5},
	} {
		if got := asked(field(t).preview(t, "contacts", []byte(head+x.file), sheet.Map{})); !slices.Equal(got, x.asks) {
			t.Errorf("%s: asked %v", name, got)
		}
		if p := field(t).preview(t, "contacts", []byte(head+x.file), answering(x.answers...)); p.Persons != x.persons || len(p.Open()) > 0 {
			t.Errorf("%s: %d people, asks %v", name, p.Persons, asked(p))
		}
	}
}

// A day of another year among days in order is asked about.
func TestADayOfAnotherYearAmongOthersIsAskedAbout(t *testing.T) {
	t.Parallel()
	file := []byte("Data;Codice;Sesso\n18/03/2025;A01;F\n20/03/2025;A02;F\n03/04/2024;A01;F\n08/04/2025;A04;F\n10/04/2025;A05;F\n")
	if got := asked(field(t).preview(t, "contacts", file, sheet.Map{})); !slices.Equal(got, []string{"stray"}) {
		t.Errorf("asked %v", got)
	}
	o := field(t)
	o.take(t, "contacts", file, answering("stray=around"))
	if got := o.met(t); !slices.Contains(got, "2025-04-03 p1 woman") {
		t.Errorf("recorded %v", got)
	}
	for _, sound := range []string{"28/12/2024;A01;F\n30/12/2024;A02;F\n03/01/2025;A01;F\n", "18/03/2025;A01;F\n20/03/2024;A02;F\n03/04/2025;A01;F\n08/01/2025;A04;F\n10/04/2025;A05;F\n"} {
		if got := asked(field(t).preview(t, "contacts", []byte("Data;Codice;Sesso\n"+sound), sheet.Map{})); len(got) > 0 {
			t.Errorf("%q: asked %v", sound, got)
		}
	}
}
