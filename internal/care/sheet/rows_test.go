package sheet_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"approdo/internal/base/i18n"
	"approdo/internal/care/sheet"
)

// Rows that hold data are refused, never dropped; what is merged is carried down; rows that say nothing are listed.
func TestRowsThatHoldDataAreNeverDropped(t *testing.T) {
	t.Run("bad days among numbers", func(t *testing.T) {
		field(t).try(t, []step{{file: "03-bad-day-in-a-row-of-numbers/registro.csv", skip: true, says: "3 refused expected_day, 4 refused day_ahead"}},
			"2024-04-02 p1 18-25", "2024-04-06 p2 31-40")
	})
	t.Run("a merged day", func(t *testing.T) {
		field(t).try(t, []step{{file: "13-merged-day/registro.xlsx"}},
			"2024-04-02 - 18-25", "2024-04-02 - woman 18-25 NG", "2024-04-02 - woman", "2024-04-09 - RO", "2024-04-09 - woman 18-25 NG")
	})
	head := "Data;Unità;Codice persona;Sesso;Età\n"
	for name, c := range map[string]struct {
		rows string
		says string
	}{
		"a day of letters":           {"ieri;Unità di strada;1042;F;23\n", "2 refused expected_day"},
		"a day and a code":           {"31.02.2024;;1042;;\n", "2 refused expected_day"},
		"a day and an age":           {"2024-13-01;;;;23\n", "2 refused expected_day"},
		"a year to come":             {"01/04/2044;;1043;;\n", "2 refused day_ahead"},
		"no day, a code and an age":  {";;1043;;31\n", "2 refused required"},
		"no day, a gender":           {";;;F;\n", "2 refused required"},
		"no day, below a title":      {"Marzo;;;;\n;;;F;22\n", "3 refused required, 2 remark"},
		"only a number":              {"99;;;;\n", "2 numbers"},
		"a sum in no column of ours": {";;;;12500\n", "2 numbers"},
		"a legend":                   {"Legenda: F donna;;;;\n", "2 remark"},
		"a legend among the codes":   {"02/04/2024;;P-1;F;\n;;Legenda: P persona;;\n", "3 remark"},
		"headings again":             {head, "2 heading"},
		"an age nobody has":          {"02/04/2024;;;;230\n", "2 refused expected_code"},
		"a word that is no gender":   {"02/04/2024;;;Drago;\n02/04/2024;;;M;\n", "2 refused expected_code"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := sums(field(t).preview(t, "contacts", []byte(head+c.rows), sheet.Map{})); got != c.says {
				t.Errorf("says %q, want %q", got, c.says)
			}
		})
	}
}

func TestBlankDaysBelowAFilledOneAreOfferedToBeFilled(t *testing.T) {
	file := "Data;Sesso;Età\n02/04/2024;F;22\n;F;31\n;M;\n\n05/04/2024;F;19\n;F;20\nTotale;5;\n;F;20\n"
	says := "9 refused required, 8 total"
	field(t).try(t, []step{
		{file: file, says: "ask fill, 3 refused required, 4 refused required, 7 refused required, " + says},
		{file: file, answers: []string{"fill=refuse"}, says: "3 refused required, 4 refused required, 7 refused required, " + says},
		{file: file, answers: []string{"fill=above"}, says: says, skip: true},
	}, "2024-04-02 - man", "2024-04-02 - woman 18-25", "2024-04-02 - woman 31-40", "2024-04-05 - woman 18-25", "2024-04-05 - woman 18-25")
	t.Run("a day on a line of its own", func(t *testing.T) {
		field(t).try(t, []step{{file: "Data;Sesso\n02/04/2024;\n;F\n;M\n03/04/2024;\n;F\n", answers: []string{"fill=above"}, says: "2 empty, 5 empty"}},
			"2024-04-02 - man", "2024-04-02 - woman", "2024-04-03 - woman")
	})
	t.Run("units of several", func(t *testing.T) {
		o := town(t)
		file := text("Data;Unità;Sesso", "02/04/2024;faro-strada;F", "03/04/2024;;F", ";;F", "04/04/2024;faro-sportello;F", "05/04/2024;;F")
		if got := sums(o.preview(t, "contacts", file, sheet.Map{})); got != "ask fill, 3 refused required, 4 refused required, 6 refused required" {
			t.Errorf("says %q", got)
		}
		o.take(t, "contacts", file, answering("fill=above"))
		if got := o.met(t); strings.Join(got, ", ") != "2024-04-02 - woman, 2024-04-03 - woman, 2024-04-03 - woman, 2024-04-04 - woman, 2024-04-05 - woman" {
			t.Errorf("recorded %q", got)
		}
	})
	t.Run("a bad day is not repeated", func(t *testing.T) {
		if got := sums(field(t).preview(t, "contacts", []byte("Data;Sesso\n02/04/2024;F\n31/02/2024;F\n;M\n"), sheet.Map{})); got != "3 refused expected_day, 4 refused required" {
			t.Errorf("says %q", got)
		}
	})
}

func TestARowSaysSomethingBesidesDayAndUnit(t *testing.T) {
	empty := ""
	for row := 2; row <= 31; row++ {
		if row != 4 && row != 18 {
			empty += ", " + itoa(row) + " empty"
		}
	}
	field(t).try(t, []step{{file: "38-days-written-ahead/aprile.csv", says: empty[2:]}}, "2024-04-03 - woman 18-25 NG", "2024-04-17 - woman 18-25 NG")
	field(t).try(t, []step{{file: "05-subtotal-row-with-day/registro.csv", says: "4 total, 6 total, 7 total"}},
		"2024-04-02 p1 woman NG", "2024-04-03 p2 woman NG", "2024-05-04 p3 woman NG")
	field(t).try(t, []step{{file: "44-words-before-a-day/registro.csv", skip: true, says: "3 refused expected_day, 4 refused expected_day, 5 refused expected_day, 7 refused expected_day, 8 refused expected_day, 9 refused expected_day, 6 total"}},
		"2024-04-02 p1 woman")
	head := "N.;Data;Unità;Progetto;Provincia;Canale;Codice persona;Sesso;Età;Note\n"
	for name, c := range map[string]struct{ rows, says string }{
		"numbers and days ahead":        {"1;02/04/2024;Unità di strada;;;;;;;\n", "2 empty"},
		"the frame ahead":               {"1;02/04/2024;Unità di strada;rotta;BS;unità di contatto;;;;\n", "2 empty"},
		"a day to come":                 {"1;02/04/2044;Unità di strada;;;;;;;\n", "2 empty"},
		"dashes ahead":                  {"1;02/04/2024;Unità di strada;;;;-;-;-;\n", "2 empty"},
		"look-ups ahead":                {"1;02/04/2024;Unità di strada;;;;#N/D;#N/D;#N/A;\n", "2 empty"},
		"only a note":                   {"1;02/04/2024;Unità di strada;;;;;;;pioggia\n", "2 empty"},
		"a total in the note":           {"1;30/04/2024;Unità di strada;;;;;;;Totale contatti aprile\n", "2 total"},
		"a total and a number":          {"1;30/04/2024;;;;;12;;;Totale contatti aprile\n", "2 refused total_or_record"},
		"a note that begins so":         {"1;30/04/2024;;;;;P-12;F;;Totale disponibilità a parlare\n", ""},
		"a subtotal as code":            {"1;30/04/2024;;;;;Sub totale;;12;\n", "2 total"},
		"a mean":                        {"1;30/04/2024;;;;;MEDIA ETÀ;;27;\n", "2 total"},
		"carried forward":               {"1;30/04/2024;;;;;a riportare;;27;\n", "2 total"},
		"the total's words behind":      {"1;30/04/2024;;;;;contatti totali;;27;\n", "2 total"},
		"an English total":              {"1;30/04/2024;;;;;Grand Total April 2024;;27;\n", "2 total"},
		"a total in the unit":           {"1;30/04/2024;Totale strada;;;;;;27;\n", "2 total"},
		"a total in the gender":         {"1;30/04/2024;Unità di strada;;;;;Tot.;27;\n", "2 total"},
		"cancelled":                     {"1;02/04/2024;;;;;P-1;F;;annullato\n", "ask cancelled"},
		"not held":                      {"1;02/04/2024;;;;;P-1;F;;Non svolto\n", "ask cancelled"},
		"nobody met":                    {"1;02/04/2024;;;;;;F;;nessun contatto\n", "ask cancelled"},
		"a note that speaks of it":      {"1;02/04/2024;;;;;P-1;F;;ha annullato la visita\n", ""},
		"cancelled, and nothing else":   {"1;02/04/2024;Unità di strada;;;;;;;annullato\n", "2 empty"},
		"a day with its weekday":        {"1;mar 02/04/2024;;;;;P-1;F;;\n", ""},
		"a remark with a day":           {"1;Aggiornato al 02/04/2024;;;;;;;;\n", "2 refused expected_day"},
		"a signature":                   {";Il coordinatore, Brescia 02/04/2024;;;;;;;;\n", "2 remark"},
		"somebody of whom all is asked": {"1;02/04/2024;;;;;;non noto;non noto;\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := sums(field(t).preview(t, "contacts", []byte(head+c.rows), sheet.Map{})); got != c.says {
				t.Errorf("says %q, want %q", got, c.says)
			}
		})
	}
}

func TestRowsWrittenAheadWithWhatEveryRowSaysAreAsked(t *testing.T) {
	rows := "Data;Ambito di sfruttamento;Sesso;Età\n02/04/2024;strada;F;22\n03/04/2024;strada;M;\n"
	for day := 4; day < 9; day++ {
		rows += "0" + itoa(day) + "/04/2024;strada;;\n"
	}
	field(t).try(t, []step{{file: rows, says: "ask ahead"}, {file: rows, answers: []string{"ahead=leave_out"}, says: "4 answer, 5 answer, 6 answer, 7 answer, 8 answer"}},
		"2024-04-02 - woman 18-25", "2024-04-03 - man")
	varied := strings.Replace(rows, "02/04/2024;strada", "02/04/2024;centro massaggi", 1)
	if got := sums(field(t).preview(t, "contacts", []byte(varied), sheet.Map{})); got != "" {
		t.Errorf("where rows differ it says %q", got)
	}
}

func TestMarksThatRepeatTheCellAboveAreAsked(t *testing.T) {
	file := "Data;Codice persona;Sesso;Cittadinanza\n02/04/2024;P-1;F;Nigeria\n\"\"\"\";P-2;\"\"\"\";idem\n03/04/2024;P-3;M;come sopra\n"
	field(t).try(t, []step{{file: file, says: "ask ditto"}, {file: file, answers: []string{"ditto=above"}}}, "2024-04-02 p1 woman NG", "2024-04-02 p2 woman NG", "2024-04-03 p3 man NG")
	field(t).try(t, []step{{file: file, answers: []string{"ditto=leave_out"}, says: "3 answer, 4 answer"}}, "2024-04-02 p1 woman NG")
	if got := sums(field(t).preview(t, "contacts", []byte(file), answering("ditto=empty"))); got != "ask fill, 3 refused required" {
		t.Errorf("as empty it says %q", got)
	}
	if got := sums(field(t).preview(t, "contacts", []byte("Data;Sesso;Cittadinanza\n02/04/2024;F;ID\n03/04/2024;F;NG\n"), sheet.Map{})); got != "" {
		t.Errorf("Indonesia says %q", got)
	}
}

func TestNumbersThatBeginAgainWithinAFileAreAsked(t *testing.T) {
	file := "N.;Data;Sesso\n1;02/04/2024;F\n2;03/04/2024;F\n3;03/04/2024;M\n1;02/05/2024;F\n2;03/05/2024;M\n3;04/05/2024;F\n"
	all := []string{"2024-04-02 - woman", "2024-04-03 - man", "2024-04-03 - woman", "2024-05-02 - woman", "2024-05-03 - man", "2024-05-04 - woman"}
	refused := "5 refused number_twice, 6 refused number_twice, 7 refused number_twice"
	o := field(t)
	o.try(t, []step{{file: file, says: "ask numbers_again, " + refused}, {file: file, answers: []string{"numbers_again=each_part"}}}, all...)
	if p := o.preview(t, "contacts", []byte(file), answering("numbers_again=each_part")); p.New > 0 || p.Known != 6 {
		t.Errorf("again: %d new", p.New)
	}
	field(t).try(t, []step{{file: file, answers: []string{"numbers_again=refuse"}, says: refused, skip: true}}, all[:3]...)
}

// What is merged is one cell: it is carried into the rows it covers, of every column, and no further.
func TestMergedCellsAreCarriedDown(t *testing.T) {
	book := func(merged ...string) []byte {
		f := excelize.NewFile()
		rows := [][]any{
			{"Data", "Unità", "Codice persona", "Sesso", "Cittadinanza"},
			{"02/04/2024", "faro-strada", "P-1", "F", "Nigeria"},
			{nil, nil, nil, "F", nil},
			{nil, nil, nil, "M", nil},
			{"03/04/2024", "faro-sportello", "P-2", "F", "Romania"},
			{nil, "faro-strada", "P-3", "M", "Romania"},
		}
		for i, row := range rows {
			must(t, f.SetSheetRow("Sheet1", "A"+itoa(i+1), &row))
		}
		for i := 0; i < len(merged); i += 2 {
			must(t, f.MergeCell("Sheet1", merged[i], merged[i+1]))
		}
		var out bytes.Buffer
		must(t, f.Write(&out))
		return out.Bytes()
	}
	o := town(t)
	if got := sums(o.preview(t, "contacts", book("A2", "A4", "B2", "B4", "A5", "A6"), sheet.Map{})); got != "" {
		t.Errorf("days and units say %q", got)
	}
	if got := sums(o.preview(t, "contacts", book("A2", "A4", "A5", "A6"), sheet.Map{})); got != "ask fill, 3 refused required, 4 refused required" {
		t.Errorf("days alone say %q", got)
	}
	o.take(t, "contacts", book("A2", "A4", "B2", "B4", "C2", "C3", "E2", "E4", "A5", "A6"), answering("repeated=record")) // a person who is met twice that day
	if got := strings.Join(o.met(t), ", "); got != "2024-04-02 - man NG, 2024-04-02 p1 woman NG, 2024-04-02 p1 woman NG, 2024-04-03 p2 man RO, 2024-04-03 p3 woman RO" {
		t.Errorf("recorded %s", got)
	}
}

// A register that begins before the project, or goes on after it, is refused with the day and the project, so that whoever reads it knows which of the two is wrong.
func TestARowBeforeTheProjectIsRefusedWithBoth(t *testing.T) {
	file := "45-before-the-project/registro.csv"
	o := field(t)
	o.try(t, []step{{file: file, says: "2 refused before_project, 3 refused before_project"}})
	o.try(t, []step{{file: file, says: "2 refused before_project, 3 refused before_project", skip: true}}, "2024-04-02 p1 woman")
	p := o.preview(t, "contacts", fieldCase(t, file), sheet.Map{})
	for lang, want := range map[string]string{
		"it": "riga 2, colonna A (giorno): il 15 gennaio 2024 viene prima del progetto Rotta, che paga dal 1 marzo 2024",
		"en": "row 2, column A (day): 15 January 2024 lies before the project Rotta, which pays from 1 March 2024",
	} {
		if got := p.Refused[0].Line(i18n.For(lang)); !strings.Contains(strings.ToLower(got), strings.ToLower(want)) {
			t.Errorf("%s: %s", lang, got)
		}
	}
	if got := sums(o.preview(t, "contacts", text("Data;Progetto;Codice persona;Sesso", "29/02/2024;Rotta;P-001;F", "01/03/2024;Rotta;P-001;F"), sheet.Map{})); got != "2 refused before_project" {
		t.Errorf("with the project in a column: %s", got)
	}
	late := o.preview(t, "contacts", text("Data;Codice persona;Sesso", "01/09/2025;P-001;F"), sheet.Map{})
	if got := late.Refused[0].Line(i18n.For("en")); sums(late) != "2 refused after_project" || !strings.Contains(got, "31 August 2025") {
		t.Errorf("after the project: %s, %s", sums(late), got)
	}
}
