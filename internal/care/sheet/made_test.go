package sheet_test

import (
	"slices"
	"strings"
	"testing"

	"approdo/internal/care/sheet"
)

// Codes that name a meeting, or that two people may share, tell nobody apart.
func TestCodesThatAreMadeOfTheirRowsAreAskedAbout(t *testing.T) {
	t.Parallel()
	head := "Data;Codice;Sesso;Età;Cittadinanza\n"
	for name, rows := range map[string]string{
		"the number of the outing and a letter":          "02/04/2024;1/a;F;22;Nigeria\n02/04/2024;1/b;F;24;Romania\n09/04/2024;2/a;F;22;Nigeria\n09/04/2024;2/b;F;24;Romania\n16/04/2024;3/a;F;22;Nigeria\n",
		"the letter of the outing and a number":          "02/04/2024;U1-1;F;22;Nigeria\n02/04/2024;U1-2;F;24;Romania\n09/04/2024;U2-1;F;22;Nigeria\n16/04/2024;U3-1;F;22;Nigeria\n",
		"initials and year of birth":                     "02/04/2024;AM02;F;22;Nigeria\n02/04/2024;BR00;F;24;Romania\n09/04/2024;AM02;F;22;Nigeria\n09/04/2024;CD95;F;29;Romania\n",
		"initials and year of birth with all its digits": "02/04/2024;AM2002;F;22;Nigeria\n02/04/2024;BR2000;F;24;Romania\n09/04/2024;AM2002;F;22;Nigeria\n09/04/2024;CD1995;F;29;Romania\n",
	} {
		if got := asked(field(t).preview(t, "contacts", []byte(head+rows), sheet.Map{})); !slices.Equal(got, []string{"who.B"}) {
			t.Errorf("%s: asked %v", name, got)
		}
	}
	for name, rows := range map[string]string{
		"numbers of a year": "02/04/2024;001/24;F;22;Nigeria\n09/04/2024;002/24;F;24;Romania\n16/04/2024;001/24;F;22;Nigeria\n23/04/2024;003/24;M;30;Mali\n",
		"running numbers":   "02/04/2024;AM02;F;22;Nigeria\n02/04/2024;AM03;F;34;Romania\n09/04/2024;AM02;F;22;Nigeria\n09/04/2024;AM04;F;29;Romania\n",
	} {
		if got := asked(field(t).preview(t, "contacts", []byte(head+rows), sheet.Map{})); len(got) > 0 {
			t.Errorf("%s: asked %v", name, got)
		}
	}
}

// What stands in place of a code in the shape of one is nobody, whatever digit it is made of.
func TestNoughtsInTheShapeOfACodeAreAskedAbout(t *testing.T) {
	t.Parallel()
	blocks := "Data;Codice;Sesso\n02/04/2024;FA.1.07;F\n03/04/2024;FA.3.00;F\n04/04/2024;FA.3.00;F\n05/04/2024;FA.2.11;M\n06/04/2024;FA.1.12;M\n07/04/2024;FA.2.02;M\n"
	if got := asked(field(t).preview(t, "contacts", []byte(blocks), sheet.Map{})); len(got) > 0 {
		t.Errorf("the first number of a block is somebody like others, and it asks %v", got)
	}
	years := strings.NewReplacer("FA.1.07", "P-2024-007", "FA.3.00", "P-2024-000", "FA.2.11", "P-2023-011", "FA.1.12", "P-2024-012", "FA.2.02", "P-2023-002").Replace(blocks)
	if got := asked(field(t).preview(t, "contacts", []byte(years), sheet.Map{})); !slices.Equal(got, []string{"odd.B"}) {
		t.Errorf("noughts behind a year ask %v", got)
	}
	p := field(t).preview(t, "contacts", []byte("Data;Codice;Sesso\n02/04/2024;FA001;F\n03/04/2024;FA000;F\n04/04/2024;FA000;F\n05/04/2024;FA999;M\n06/04/2024;FA999;M\n07/04/2024;FA002;M\n"), sheet.Map{})
	if got := asked(p); !slices.Equal(got, []string{"odd.B"}) || p.Questions[0].Count() != 4 {
		t.Errorf("asked %v of %v", got, p.Questions)
	}
}

// Nobody grows younger, though a year more or less may be an estimate: where it makes another band of it, it is asked whether this is one person.
func TestAnAgeThatFallsIntoAnotherBandIsAskedAbout(t *testing.T) {
	t.Parallel()
	head := "Data;Codice;Sesso;Età\n"
	for rows, want := range map[string]int{
		"02/04/2024;A01;F;17\n09/04/2024;A01;F;18\n16/04/2024;A01;F;17\n": 1,
		"02/04/2024;A01;F;26\n09/10/2024;A01;F;25\n":                      1,
		"09/10/2024;A01;F;26\n02/04/2024;A01;F;25\n":                      0,
		"02/04/2024;A01;F;24\n09/10/2024;A01;F;23\n":                      0,
	} {
		if got := asked(field(t).preview(t, "contacts", []byte(head+rows), sheet.Map{})); len(got) != want || want > 0 && got[0] != "persons" {
			t.Errorf("%q: asked %v", rows, got)
		}
	}
}

// A sheet for those who came back says so in many words.
func TestTheNameOfASheetTellsWhoCameBack(t *testing.T) {
	t.Parallel()
	o, head := field(t), "Data;Codice;Sesso"
	o.take(t, "contacts", namedBook(t, []string{"Nuovi contatti", "Ritorni"}, [][]string{{head, "12/04/2024;A01;F", "20/05/2024;A02;F"}, {head, "10/06/2024;A03;F"}}), answering("above.newness=as_written"))
	if got := o.met(t); !slices.Equal(got, []string{"2024-04-12 p1 woman new", "2024-05-20 p2 woman new", "2024-06-10 p3 woman known"}) {
		t.Errorf("recorded %q", got)
	}
}

// A remark may say in many words that its row is none.
func TestAMistakeOfEnteringIsAskedAbout(t *testing.T) {
	t.Parallel()
	for _, said := range []string{"errore di inserimento", "inserita per sbaglio", "riga errata", "errore di battitura"} {
		got := asked(field(t).preview(t, "contacts", []byte("Data;Codice;Sesso;Note\n02/04/2024;A01;F;\n04/04/2024;A04;F;"+said+"\n"), sheet.Map{}))
		if !slices.Equal(got, []string{"cancelled"}) {
			t.Errorf("%s: asked %v", said, got)
		}
	}
}
