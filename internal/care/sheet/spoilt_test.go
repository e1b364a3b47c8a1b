package sheet_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"approdo/internal/care/sheet"
)

// codes is a register of contacts with these codes of persons, a day each.
func codesOf(list ...string) string {
	lines := []string{"Data;Codice persona;Sesso"}
	for i, code := range list {
		lines = append(lines, "0"+itoa(i+1)+"/04/2024;"+code+";F")
	}
	return strings.Join(lines, "\n") + "\n"
}

func TestCodesThatASpreadsheetSpoiltAreAsked(t *testing.T) {
	for name, c := range map[string]struct {
		codes   []string
		asks    string
		answer  string
		persons int
	}{
		"a month in Italian":      {[]string{"3-5", "3-mag", "4-7", "5-7"}, "ask code_days.B", "code_days.B=restore", 3},
		"a month in English":      {[]string{"12-3", "3-Dec", "14-7", "15-7"}, "ask code_days.B", "code_days.B=restore", 3},
		"a month and a year":      {[]string{"5-2012", "mag-12", "4-7", "5-7"}, "ask code_days.B", "code_days.B=restore", 3},
		"half of them":            {[]string{"3-mag", "4-mag", "14-7", "15-7"}, "ask code_days.B", "code_days.B=restore", 4},
		"really codes":            {[]string{"3-mag", "4-mag", "14-7", "3-5"}, "ask code_days.B", "code_days.B=codes", 4},
		"a whole day":             {[]string{"3-5", "03/05/2024", "14-7", "15-7"}, "ask code_days.B", "code_days.B=restore", 3},
		"the number of a day":     {[]string{"3-5", "45415", "14-7", "15-7"}, "ask code_days.B", "code_days.B=restore", 3},
		"most of them":            {[]string{"45415", "45447", "45479", "14-7"}, "ask code_days.B", "code_days.B=restore", 4},
		"and no code at all":      {[]string{"P-1", "45415", "P-2", "P-3"}, "ask code_days.B", "code_days.B=nobody", 3},
		"a long number":           {[]string{"1.2E+12", "A-12", "A-13", "A-14"}, "ask odd.B", "odd.B=nobody", 3},
		"with a comma":            {[]string{"1,23457E+12", "1,23457E+12", "A-13", "A-14"}, "ask odd.B", "odd.B=nobody", 2},
		"all of them":             {[]string{"1,23457E+12", "1,23457E+12", "1,23457E+12"}, "ask odd.B", "odd.B=nobody", 0},
		"numbers of five digits":  {[]string{"45415", "45416", "12345", "23456"}, "", "", 4},
		"numbers that grow":       {[]string{"998", "999", "1000", "1001"}, "", "", 4},
		"letters that are months": {[]string{"MAG-123", "SET-124", "MAR-125", "GEN-126"}, "", "", 4},
	} {
		t.Run(name, func(t *testing.T) {
			o := field(t)
			file := []byte(codesOf(c.codes...))
			if got := sums(o.preview(t, "contacts", file, sheet.Map{})); got != c.asks {
				t.Errorf("says %q, want %q", got, c.asks)
			}
			m := sheet.Map{}
			if c.answer != "" {
				m = answering(c.answer)
			}
			if p := o.preview(t, "contacts", file, m); p.Persons != c.persons || len(p.Open()) > 0 {
				t.Errorf("%d persons, want %d; %s", p.Persons, c.persons, sums(p))
			}
		})
	}
	t.Run("the number of a day in a workbook", func(t *testing.T) {
		f := excelize.NewFile()
		for i, code := range []any{"Codice persona", "3-5", 45415, "14-7", "15-7"} {
			must(t, f.SetSheetRow("Sheet1", "A"+itoa(i+1), &[]any{[]string{"Data", "01/04/2024", "02/04/2024", "03/04/2024", "04/04/2024"}[i], code, []string{"Sesso", "F", "F", "F", "F"}[i]}))
		}
		var out bytes.Buffer
		must(t, f.Write(&out))
		if got := sums(field(t).preview(t, "contacts", out.Bytes(), sheet.Map{})); got != "ask code_days.B" {
			t.Errorf("says %q", got)
		}
		if p := field(t).preview(t, "contacts", out.Bytes(), answering("code_days.B=restore")); p.Persons != 3 {
			t.Errorf("%d persons", p.Persons)
		}
	})
	t.Run("a row's own number", func(t *testing.T) {
		p := field(t).preview(t, "contacts", text("ID;Data;Sesso", "1,2E+12;02/04/2024;F", "17;03/04/2024;M"), sheet.Map{})
		if got := sums(p); got != "2 refused number_spoilt" {
			t.Errorf("says %q", got)
		}
	})
	t.Run("an outing", func(t *testing.T) {
		p := field(t).preview(t, "contacts", text("Data;Sesso;ID uscita", "02/04/2024;F;1,2E+12"), sheet.Map{})
		if got := sums(p); got != "2 refused number_spoilt" {
			t.Errorf("says %q", got)
		}
	})
}

func TestTwoCodesInOneCellAreAsked(t *testing.T) {
	for _, cell := range []string{"A12/A13", "A12 e A13", "A12, A13", "A12+A13", "A12 A13", "A12 & A13", "a12 - a13", "A12 ed A13 ed A14", "A12 poi A13", "A01-12", "A12-A13", "A12/13", "A12 e 13", "A12A13"} {
		file := codesOf("A01", cell, "A02", "A03")
		field(t).try(t, []step{{file: file, says: "ask joint.B"}, {file: file, answers: []string{"joint.B=leave_out"}, says: "3 answer"}},
			"2024-04-01 p1 woman", "2024-04-03 p2 woman", "2024-04-04 p3 woman")
	}
	for _, cell := range []string{"12/13", "12, 13", "12 e 13", "12-13"} {
		if got := sums(field(t).preview(t, "contacts", []byte(codesOf("1042", cell, "1043", "1044")), sheet.Map{})); got != "ask joint.B" {
			t.Errorf("%q among numbers says %q", cell, got)
		}
	}
	for _, codes := range [][]string{{"12/24", "13/24", "14/24"}, {"A12-B13", "A14-B15", "A13-B16"}, {"P 12", "P 13", "P 14"}, {"AB 12 C", "AC 13 D", "A14"}} {
		if got := sums(field(t).preview(t, "contacts", []byte(codesOf(codes...)), sheet.Map{})); got != "" {
			t.Errorf("%v say %q", codes, got)
		}
	}
}

// struck is a workbook in which the cells of row 3 are struck through, or only those given.
func struck(t *testing.T, cells ...string) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, row := range [][]any{{"Data", "Codice persona", "Sesso"}, {"02/04/2024", "P-1", "F"}, {"03/04/2024", "P-2", "M"}, {"04/04/2024", "P-3", "F"}} {
		must(t, f.SetSheetRow("Sheet1", "A"+itoa(i+1), &row))
	}
	style, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Strike: true}})
	must(t, err)
	for _, cell := range cells {
		must(t, f.SetCellStyle("Sheet1", cell, cell, style))
	}
	var out bytes.Buffer
	must(t, f.Write(&out))
	return out.Bytes()
}

func TestRowsThatAreStruckThroughAreAsked(t *testing.T) {
	for name, file := range map[string][]byte{"the row": struck(t, "A3", "B3", "C3"), "its code": struck(t, "B3")} {
		t.Run(name, func(t *testing.T) {
			o := field(t)
			p := o.preview(t, "contacts", file, sheet.Map{})
			if got := sums(p); got != "ask struck" || !slices.Equal(p.Questions[0].Rows[0], []int{3}) {
				t.Errorf("says %q", got)
			}
			if got := sums(o.preview(t, "contacts", file, answering("struck=leave_out"))); got != "3 answer" {
				t.Errorf("left out, says %q", got)
			}
			if p := o.preview(t, "contacts", file, answering("struck=record")); p.New != 3 {
				t.Errorf("recorded, %d new", p.New)
			}
		})
	}
	if got := sums(field(t).preview(t, "contacts", struck(t, "A1", "D5"), sheet.Map{})); got != "" {
		t.Errorf("a heading and an empty cell say %q", got)
	}
}

// Of a cell with the codes of several people the row may be about all of them: then each has one.
func TestARowOfSeveralPeopleMayBeARowOfEach(t *testing.T) {
	met := func(file string, answers ...string) string {
		o := field(t)
		o.take(t, "contacts", []byte(file), answering(answers...))
		if again := o.preview(t, "contacts", []byte(file), answering(answers...)); again.New > 0 || len(again.Open()) > 0 {
			t.Errorf("taken in once more, %d rows are new: %s", again.New, sums(again))
		}
		list := o.met(t)
		slices.Sort(list)
		return strings.ReplaceAll(strings.Join(list, ", "), "2024-04-", "")
	}
	for cell, want := range map[string]string{
		"A02+A03": "04 p2 woman, 04 p3 woman", "A02 e 03": "04 p2 woman, 04 p3 woman", "A02/A03, A01": "04 p1 woman, 04 p2 woman, 04 p3 woman", "A02 e A09": "04 p2 woman, 04 p4 woman",
	} {
		if got := met(codesOf("A01", "A02", "A03", cell), "joint.B=each"); got != "01 p1 woman, 02 p2 woman, 03 p3 woman, "+want {
			t.Errorf("%s: %s", cell, got)
		}
	}
	file := "N.;Data;Codice persona;Sesso;Note\n1;02/04/2024;A01;F;\n2;03/04/2024;A02;F;\n3;04/04/2024;A03;F;\n4;05/04/2024;A01+A02;F;annullato\n"
	three := "02 p1 woman, 03 p2 woman, 04 p3 woman"
	if got := met(file, "joint.C=each", "cancelled=leave_out"); got != three {
		t.Errorf("called off: %s", got)
	}
	if got := met(strings.Replace(file, "annullato", "", 1), "joint.C=each"); got != three+", 05 p1 woman, 05 p2 woman" {
		t.Errorf("with a number of its own: %s", got)
	}
	if p := field(t).preview(t, "contacts", []byte(file), answering("joint.C=each", "cancelled=leave_out")); sums(p) != "5 answer" || p.Rows != 3 {
		t.Errorf("called off: %s of %d", sums(p), p.Rows)
	}
	for _, doubted := range []string{"A01 o A02", "A01? A02"} {
		if got := sums(field(t).preview(t, "contacts", []byte(codesOf("A01", "A02", "A03", doubted)), sheet.Map{})); got != "ask odd.B" {
			t.Errorf("%s: %s", doubted, got)
		}
	}
}
