package sheet_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"approdo/internal/base/i18n"
	"approdo/internal/care/sheet"
)

// namedBook makes a workbook of sheets with names; rows of the first are hidden where said.
func namedBook(t testing.TB, names []string, sheets [][]string, unseen ...int) []byte {
	t.Helper()
	f := excelize.NewFile()
	for s, name := range names {
		_, err := f.NewSheet(name)
		must(t, err)
		for i, row := range sheets[s] {
			cells := strings.Split(row, ";")
			must(t, f.SetSheetRow(name, "A"+itoa(i+1), &cells))
		}
	}
	must(t, f.DeleteSheet("Sheet1"))
	for _, row := range unseen {
		must(t, f.SetRowVisible(names[0], row, false))
	}
	var out bytes.Buffer
	must(t, f.Write(&out))
	return out.Bytes()
}

// The name of a sheet may say that its rows do not count. It is read for that, and shown where it is no name of somebody.
func TestTheNameOfASheetIsReadAndShown(t *testing.T) {
	for _, name := range []string{"Annullati", "Prova", "Cestino", "Non contare", "Bozza", "Vecchio", "Modello", "Esempio", "Programmati", "Altra associazione", "Ipotesi 2025", "Rifiuti", "Da verificare"} {
		o := town(t)
		file := namedBook(t, []string{"Marzo", name}, [][]string{march, april})
		if got := asked(o.preview(t, "contacts", file, inStreet)); !slices.Equal(got, []string{"sheets"}) {
			t.Errorf("%s: asked %v", name, got)
		}
		if p := o.preview(t, "contacts", file, streetAnswering("sheets=others")); p.New != 2 || len(p.Open()) > 0 {
			t.Errorf("%s left out: %d new, %s", name, p.New, sums(p))
		}
		alone := namedBook(t, []string{name}, [][]string{march})
		if got := asked(o.preview(t, "contacts", alone, inStreet)); len(got) != 1 || !strings.HasPrefix(got[0], "notice.") {
			t.Errorf("%s alone: asked %v", name, got)
		}
	}
	o := town(t)
	p := o.preview(t, "contacts", namedBook(t, []string{"Marzo", "Aprile 2024", "Anna Bianchi"}, [][]string{march, april, {"x", "y"}}), inStreet)
	said := strings.Join(p.About(i18n.For("it")), "\n")
	if p.New != 5 || len(p.Open()) > 0 || !strings.Contains(said, "Foglio 2 «Aprile 2024»: 4 righe, lette") || strings.Contains(said, "Bianchi") {
		t.Errorf("%d new, %s\n%s", p.New, sums(p), said)
	}
	if got := sums(o.preview(t, "contacts", namedBook(t, []string{"Sportello", "Aprile"}, [][]string{march, april}), inStreet)); !strings.HasPrefix(got, "ask notice.sportello") {
		t.Errorf("the name of another unit: %s", got)
	}
	may := []string{"Data;Codice persona;Sesso;Età;Cittadinanza", "02/05/2024;P-1;F;22;NG"}
	three := namedBook(t, []string{"A", "B", "C"}, [][]string{march, april, may})
	if p := o.preview(t, "contacts", three, streetAnswering("sheets=but3")); p.New != 5 || len(p.Open()) > 0 {
		t.Errorf("all but one of three: %d new, %s", p.New, sums(p))
	}
}

// Kilometres under headings of their own are no people of a sheet without headings.
func TestASheetWithOtherHeadingsIsNotTaken(t *testing.T) {
	file := workbookOf(t, [][]string{march, {"Data;Km;Auto", "02/03/2024;30;Panda", "03/03/2024;42;Panda"}})
	if p := town(t).preview(t, "contacts", file, inStreet); p.New != 2 || len(p.Open()) > 0 || len(p.Left()) != 1 {
		t.Errorf("%d new, %s", p.New, sums(p))
	}
}

func TestHiddenRowsAreCounted(t *testing.T) {
	p := town(t).preview(t, "contacts", namedBook(t, []string{"Marzo"}, [][]string{march}, 3), inStreet)
	if said := strings.Join(p.About(i18n.For("it")), "\n"); p.New != 2 || !slices.Equal(p.Unseen, []int{3}) || !strings.Contains(said, "La riga 3 è nascosta") {
		t.Errorf("%d new, %v hidden: %s", p.New, p.Unseen, said)
	}
}

// A sum that nobody called one stands among the codes or the ages.
func TestANumberThatCountsTheRowsAboveIsAsked(t *testing.T) {
	file := "104-a-count-among-the-codes/registro.csv"
	all := []string{"2024-04-02 p1 woman 18-25", "2024-04-03 p2 woman 26-30", "2024-04-04 p3 woman 18-25"}
	field(t).try(t, []step{{file: file, says: "ask counts"}, {file: file, answers: []string{"counts=leave_out"}, says: "5 answer"}}, all...)
	head := "Data;Codice persona;Sesso;Età\n02/04/2024;F001;F;22\n03/04/2024;F002;F;30\n04/04/2024;F003;F;25\n"
	for row, want := range map[string]string{
		"30/04/2024;n. 3;;": "ask counts", "30/04/2024;=3;;": "ask counts", "30/04/2024;03;;": "ask counts", "30/04/2024;tot3;;": "ask counts", "30/04/2024;;;3": "ask counts", "30/04/2024;5;;": "ask counts",
		"30/04/2024;F004;;": "", "30/04/2024;;;40": "", "30/04/2024;;F;3": "",
	} {
		if got := sums(field(t).preview(t, "contacts", []byte(head+row+"\n"), sheet.Map{})); got != want {
			t.Errorf("%s: %s, want %q", row, got, want)
		}
	}
	daily := "Data;Codice persona;Sesso\n02/04/2024;F001;F\n02/04/2024;F002;F\n02/04/2024;2;\n03/04/2024;F003;F\n03/04/2024;F001;F\n03/04/2024;2;\n"
	if p := field(t).preview(t, "contacts", []byte(daily), sheet.Map{}); sums(p) != "ask counts" || p.Open()[0].Count() != 2 {
		t.Errorf("a sum of every day: %s", sums(p))
	}
}

// One code of another shape among many is a slip or something else: it makes a person.
func TestACodeOfAnotherShapeIsAsked(t *testing.T) {
	field(t).try(t, []step{{file: "105-a-code-of-another-shape/registro.csv", says: "ask odd.B"}})
	head := "Data;Codice persona;Sesso\n02/04/2024;F001;F\n03/04/2024;F002;F\n04/04/2024;F003;F\n05/04/2024;F004;F\n"
	phones := "06/04/2024;0305550101;F\n07/04/2024;3475550;F\n08/04/2024;0039 347 5550104;F\n"
	more := "09/04/2024;F005;F\n10/04/2024;F006;F\n11/04/2024;F007;F\n12/04/2024;F008;F\n13/04/2024;F009;F\n"
	if p := field(t).preview(t, "contacts", []byte(head+phones+more), sheet.Map{}); sums(p) != "ask odd.B" || p.Open()[0].Count() != 3 {
		t.Errorf("telephone numbers: %s", sums(p))
	}
	for code, want := range map[string]string{"F001.0": "ask odd.B", "F001bis": "ask odd.B", "G-7": "", "K7-MARE": "", "F005": ""} {
		if got := sums(field(t).preview(t, "contacts", []byte(head+"06/04/2024;"+code+";F\n"), sheet.Map{})); got != want {
			t.Errorf("%s: %s, want %q", code, got, want)
		}
	}
}

// Codes of people may stand under any heading: without them nobody is counted.
func TestAColumnThatLooksLikeCodesIsAsked(t *testing.T) {
	for _, heading := range []string{"Matricola", "Rif.", "Chi"} {
		file := "Data;" + heading + ";Sesso\n02/04/2024;F001;F\n03/04/2024;F002;F\n04/04/2024;F003;F\n05/04/2024;F001;F\n"
		if got := sums(field(t).preview(t, "contacts", []byte(file), sheet.Map{})); got != "ask who.B" {
			t.Errorf("%s: %s", heading, got)
		}
	}
	for codes, want := range map[string]string{"012/24 013/24 014/24 012/24": "ask who.B", "21:30 22:00 23:15 21:30": "", "1/4 2/4 3/4 1/4": "", "25121 25122 25123 25121": ""} {
		c := strings.Fields(codes)
		file := "Data;Riscontro;Sesso\n02/04/2024;" + c[0] + ";F\n03/04/2024;" + c[1] + ";F\n04/04/2024;" + c[2] + ";F\n05/04/2024;" + c[3] + ";F\n"
		if got := sums(field(t).preview(t, "contacts", []byte(file), sheet.Map{})); got != want {
			t.Errorf("%s: %s", codes, got)
		}
	}
	file := "Data;Codice persona;Targa;Sesso\n02/04/2024;P1;AB1;F\n03/04/2024;P2;AB2;F\n04/04/2024;P3;AB3;F\n05/04/2024;P4;AB1;F\n"
	if got := sums(field(t).preview(t, "contacts", []byte(file), sheet.Map{})); got != "" {
		t.Errorf("beside the person's code: %s", got)
	}
}

// A cell with one code of the column in it may be that person's.
func TestACellWithOneCodeInItMayBeThatPersons(t *testing.T) {
	file := []byte("Data;Codice persona;Sesso\n02/04/2024;F001;F\n03/04/2024;F002;F\n04/04/2024;F003;F\n05/04/2024;F001?;F\n06/04/2024;vedi F001;F\n07/04/2024;F001+F002;F\n")
	o := field(t)
	p := o.preview(t, "contacts", file, sheet.Map{})
	if sums(p) != "ask odd.B, ask joint.B" || len(p.Open()[0].Answers) != 4 {
		t.Fatalf("says %s, %+v", sums(p), p.Open())
	}
	o.take(t, "contacts", file, answering("odd.B=within", "joint.B=nobody"))
	want := []string{"2024-04-02 p1 woman", "2024-04-03 p2 woman", "2024-04-04 p3 woman", "2024-04-05 p1 woman", "2024-04-06 p1 woman", "2024-04-07 - woman"}
	if got := o.met(t); !slices.Equal(got, want) {
		t.Errorf("recorded %q", got)
	}
	bare := []byte("Data;Codice persona;Sesso\n02/04/2024;F001;F\n03/04/2024;F002;F\n04/04/2024;F003;F\n05/04/2024;da definire;F\n")
	if q := field(t).preview(t, "contacts", bare, sheet.Map{}).Open(); len(q) != 1 || len(q[0].Answers) != 3 {
		t.Errorf("without a code in it: %+v", q)
	}
}
