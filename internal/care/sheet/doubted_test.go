package sheet_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"approdo/internal/care/sheet"
)

// In a column that says which rows count every word is asked about that is no known yes or no.
func TestEveryWordOfAColumnThatSaysWhichRowsCountIsAskedAbout(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		heading string
		cells   [4]string
		want    []string
	}{
		"a short word":              {"Attended", [4]string{"Y", "DNA", "Y", "Y"}, []string{"status.dna"}},
		"remarks":                   {"Presente", [4]string{"sì", "in ritardo, non entrata", "sì", "giustificata"}, []string{"status.giustificata", "status.inritardononentrata"}},
		"one that names its no":     {"Presente", [4]string{"sì", "no", "sì", "forse"}, []string{"cancelled", "status.forse"}},
		"among yes and no":          {"Da escludere", [4]string{"no", "no", "sì", "forse"}, []string{"cancelled", "status.forse"}},
		"yes and no":                {"Presente", [4]string{"sì", "no", "sì", "✓"}, []string{"cancelled"}},
		"letters":                   {"Presente", [4]string{"P", "A", "P", "P"}, []string{"cancelled"}},
		"the days on which it was":  {"Svolto", [4]string{"02/04/2024", "03/04/2024", "04/04/2024", "05/04/2024"}, nil},
		"what else the rows are of": {"Altro", [4]string{"kit", "cibo", "kit", "telefono"}, nil},
	} {
		file := "Data;Unità;Codice;Sesso;Età;Cittadinanza;" + c.heading + "\n02/04/2024;Unità di strada;A01;F;22;Nigeria;" + c.cells[0] + "\n03/04/2024;Unità di strada;A02;F;24;Romania;" + c.cells[1] +
			"\n04/04/2024;Unità di strada;A03;M;31;Marocco;" + c.cells[2] + "\n05/04/2024;Unità di strada;A04;F;19;Albania;" + c.cells[3] + "\n"
		if got := asked(field(t).preview(t, "contacts", []byte(file), sheet.Map{})); !slices.Equal(got, c.want) {
			t.Errorf("%s: asked %v, want %v", name, got, c.want)
		}
	}
}

// Days with one first number in all rows, and days that only the month first explains, are asked about below Italian headings too.
func TestDaysOfOneMonthWithTheMonthFirstAreAskedAbout(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		days [4]string
		want []string
	}{
		"two digits of the year":      {[4]string{"4/2/25", "4/3/25", "4/5/25", "4/8/25"}, []string{"dates"}},
		"some beyond twelve":          {[4]string{"4/2/25", "4/3/25", "4/15/25", "4/18/25"}, []string{"dates"}},
		"some beyond twelve, whole":   {[4]string{"03/11/2025", "03/12/2025", "03/13/2025", "03/14/2025"}, []string{"dates"}},
		"the years whole":             {[4]string{"04/02/2025", "04/03/2025", "04/05/2025", "04/08/2025"}, []string{"dates"}},
		"the first of each month":     {[4]string{"01/02/2025", "01/03/2025", "01/04/2025", "01/05/2025"}, nil},
		"one day":                     {[4]string{"4/2/25", "4/2/25", "4/2/25", "4/2/25"}, nil},
		"days of one month, in Italy": {[4]string{"2/4/25", "3/4/25", "5/4/25", "8/4/25"}, nil},
		"a slip among others":         {[4]string{"02/04/2025", "03/04/2025", "04/13/2025", "14/04/2025"}, nil},
	} {
		file := "Data;Unità;Codice;Sesso\n" + c.days[0] + ";Unità di strada;A01;F\n" + c.days[1] + ";Unità di strada;A02;F\n" + c.days[2] + ";Unità di strada;A03;M\n" + c.days[3] + ";Unità di strada;A04;F\n"
		if got := asked(field(t).preview(t, "contacts", []byte(file), sheet.Map{})); !slices.Equal(got, c.want) {
			t.Errorf("%s: asked %v, want %v", name, got, c.want)
		}
	}
	field(t).try(t, []step{{file: "Data;Codice;Sesso\n4/2/25;A01;F\n4/3/25;A02;F\n4/15/25;A03;F\n", answers: []string{"dates=month_first"}}},
		"2025-04-02 p1 woman", "2025-04-03 p2 woman", "2025-04-15 p3 woman")
}

// "Note" beside an adverb says that people are known, and is no word for remarks.
func TestKnownPeopleAreNoRemarks(t *testing.T) {
	t.Parallel()
	for heading, want := range map[string][]string{
		"Già note": {"2024-04-02 p1 woman new", "2024-04-03 p2 woman known"}, "Gia note": {"2024-04-02 p1 woman new", "2024-04-03 p2 woman known"},
		"Già note al servizio": {"2024-04-02 p1 woman new", "2024-04-03 p2 woman known"}, "Già viste": {"2024-04-02 p1 woman new", "2024-04-03 p2 woman known"},
		"Non note": {"2024-04-02 p1 woman known", "2024-04-03 p2 woman new"}, "Mai viste": {"2024-04-02 p1 woman known", "2024-04-03 p2 woman new"},
	} {
		o := field(t)
		o.take(t, "contacts", []byte("Data;Codice;Sesso;"+heading+"\n02/04/2024;A01;F;no\n03/04/2024;A02;F;sì\n"), sheet.Map{})
		if got := o.met(t); !slices.Equal(got, want) {
			t.Errorf("%s: recorded %q", heading, got)
		}
	}
}

// What a formula gives on the day of saving, or for the row it stands in, is no fact of the row.
func TestFormulasThatMoveAreAskedAbout(t *testing.T) {
	t.Parallel()
	head := []string{"Data", "Unità", "Codice", "Sesso", "Età"}
	row := []any{45384, "Unità di strada", "A01", "F", 22}
	for name, c := range map[string]struct {
		cell, formula string
		want          []string
	}{
		"today":           {"A2", "TODAY()", []string{"moving.A"}},
		"yesterday":       {"A2", "TODAY()-1", []string{"moving.A"}},
		"now":             {"A2", "INT(NOW())", []string{"moving.A"}},
		"an age today":    {"E2", `DATEDIF(G2,TODAY(),"Y")`, []string{"moving.E"}},
		"the row":         {"C2", `"A"&ROW()-1`, []string{"moving.C"}},
		"what stays":      {"A2", "DATE(2024,4,2)", nil},
		"how many rows":   {"E2", "ROWS(A1:A22)", nil},
		"beside the rows": {"G2", "TODAY()", nil},
	} {
		f := excelize.NewFile()
		must(t, f.SetSheetRow("Sheet1", "A1", &head))
		must(t, f.SetSheetRow("Sheet1", "A2", &row))
		style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		must(t, err)
		must(t, f.SetCellStyle("Sheet1", "A2", "A2", style))
		must(t, f.SetCellFormula("Sheet1", c.cell, c.formula))
		var out bytes.Buffer
		must(t, f.Write(&out))
		o := field(t)
		if got := asked(o.preview(t, "contacts", out.Bytes(), sheet.Map{})); !slices.Equal(got, c.want) {
			t.Errorf("%s: asked %v, want %v", name, got, c.want)
		}
		if c.cell == "E2" && c.want != nil {
			o.take(t, "contacts", out.Bytes(), answering("moving.E=empty"))
			if got := o.met(t); !slices.Equal(got, []string{"2024-04-02 p1 woman"}) {
				t.Errorf("%s: recorded %q", name, got)
			}
		}
	}
}

// Where no column says who somebody is, codes are asked about under whatever word for a card or a file they stand.
func TestCodesUnderAnotherWordAreAskedAbout(t *testing.T) {
	t.Parallel()
	for _, heading := range []string{"Código", "Scheda", "Tessera", "Tessera n.", "N. fascicolo", "Rif.", "Cartella", "Dosar", "Matricola", "File no."} {
		o := field(t)
		file := []byte("Data;" + heading + ";Sesso;Età\n02/04/2024;A01;F;22\n05/04/2024;A02;M;31\n09/04/2024;A01;F;22\n")
		if got := asked(o.preview(t, "contacts", file, sheet.Map{})); !slices.Equal(got, []string{"who.B"}) {
			t.Errorf("%s: asked %v", heading, got)
			continue
		}
		o.take(t, "contacts", file, answering("who.B=codes"))
		if got := o.met(t); !slices.Equal(got, []string{"2024-04-02 p1 woman 18-25", "2024-04-05 p2 man 31-40", "2024-04-09 p1 woman 18-25"}) {
			t.Errorf("%s: recorded %q", heading, got)
		}
	}
	if got := asked(field(t).preview(t, "contacts", []byte("Data;Scheda compilata;Scheda;Sesso\n02/04/2024;sì;sì;F\n05/04/2024;no;no;M\n"), sheet.Map{})); slices.Contains(got, "who.C") {
		t.Errorf("yes and no: asked %v", got)
	}
}

// Bare numbers that begin with 1 and are all known from another month may be other people.
func TestNumbersThatBeginAgainInAnotherFileAreAskedAbout(t *testing.T) {
	t.Parallel()
	april, may := []byte("Data;Codice;Sesso;Età\n02/04/2024;1;F;22\n03/04/2024;2;F;24\n04/04/2024;3;M;31\n"), []byte("Data;Codice;Sesso;Età\n03/05/2024;1;F;23\n03/05/2024;2;F;25\n19/05/2024;3;M;33\n28/05/2024;2;F;25\n")
	for answer, people := range map[string]int{"same": 3, "new": 6} {
		o := field(t)
		o.take(t, "contacts", april, sheet.Map{})
		if got := asked(o.preview(t, "contacts", may, sheet.Map{})); !slices.Equal(got, []string{"numbers_anew"}) {
			t.Fatalf("asked %v", got)
		}
		o.take(t, "contacts", may, answering("numbers_anew="+answer))
		if got := len(o.people(t)); got != people {
			t.Errorf("%s: %d people, want %d", answer, got, people)
		}
	}
	o := field(t)
	o.take(t, "contacts", april, sheet.Map{})
	if got := asked(o.preview(t, "contacts", []byte("Data;Codice;Sesso;Età\n02/05/2024;2;F;24\n03/05/2024;4;F;25\n04/05/2024;1;F;22\n"), sheet.Map{})); len(got) > 0 {
		t.Errorf("of a register that goes on: asked %v", got)
	}
}

// people are whom the contacts are of.
func (o *office) people(t *testing.T) map[string]bool {
	t.Helper()
	people := map[string]bool{}
	for _, line := range o.met(t) {
		people[strings.Fields(line)[1]] = true
	}
	return people
}

// A second code is the same person's where that is answered, within the file, in a later one, and by either code.
func TestASecondCodeIsTheSamePersons(t *testing.T) {
	t.Parallel()
	for _, heading := range []string{"Codice precedente", "Alias codice", "Vecchio codice", "Old code"} {
		o := field(t)
		o.take(t, "contacts", []byte("Data;Codice;Sesso\n02/04/2024;A02;F\n03/04/2024;A03;M\n"), sheet.Map{})
		file := []byte("Data;Codice;" + heading + ";Sesso\n02/05/2024;B07;ex A02;F\n03/05/2024;B08;C01;M\n04/05/2024;C01;;M\n")
		if got := asked(o.preview(t, "contacts", file, sheet.Map{})); !slices.Equal(got, []string{"second.C"}) {
			t.Fatalf("%s: asked %v", heading, got)
		}
		o.take(t, "contacts", file, answering("second.C=same"))
		o.take(t, "contacts", []byte("Data;Codice;Sesso\n02/06/2024;B07;F\n03/06/2024;C01;M\n"), sheet.Map{})
		want := []string{"2024-04-02 p1 woman", "2024-04-03 p2 man", "2024-05-02 p1 woman", "2024-05-03 p3 man", "2024-05-04 p3 man", "2024-06-02 p1 woman", "2024-06-03 p3 man"}
		if got := o.met(t); !slices.Equal(got, want) {
			t.Errorf("%s: recorded %q", heading, got)
		}
	}
}
