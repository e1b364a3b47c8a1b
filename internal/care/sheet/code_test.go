package sheet_test

import (
	"fmt"
	"testing"

	"approdo/internal/care/sheet"
)

// Codes that an eye cannot tell apart are one person; codes that it can are two.
func TestCodesThatAnEyeCannotTellApartAreOnePerson(t *testing.T) {
	same := map[string]string{
		"letter case": "p-001", "no-break space": "\u00a0P-001", "zero width space": "P-0\u200b01", "left to right mark": "P-001\u200e", "right to left mark": "\u200fP-001",
		"word joiner": "P\u2060-001", "soft hyphen": "P-\u00ad001", "byte order mark": "\ufeffP-001", "isolates": "\u2066P-001\u2069", "joiner": "P\u200d-001", "variation": "P\ufe0e-001",
		"no-break hyphen": "P\u2011001", "en dash": "P\u2013001", "em dash": "P\u2014001", "minus": "P\u2212001", "figure dash": "P\u2012001", "hyphen": "P\u2010001", "full width hyphen": "P\uff0d001",
		"full width": "\uff30-\uff10\uff10\uff11", "mathematical": "\U0001d5e3-001", "cyrillic": "\u0420-001", "greek": "\u03a1-001", "arabic digits": "P-\u0660\u0660\u0661", "persian digits": "P-\u06f0\u06f0\u06f1",
		"apostrophe": "'P-001", "curly apostrophe": "\u2019P-001", "equals": `="P-001"`, "equals alone": "=P-001", "quotes": `"P-001"`, "curly quotes": "\u201cP-001\u201d", "guillemets": "\u00abP-001\u00bb",
		"stop": "P-001.", "comma": "P-001,", "semicolon": "P-001;", "tab": "P-001\t", "line": "P-001\n",
	}
	other := map[string]string{"zeros": "P-1", "no hyphen": "P001", "digit more": "P-0011", "space": "P 001", "raised": "P-001\u00b2", "letter": "R-001", "slash": "P/001", "stop inside": "P.001"}
	o := town(t)
	count := func(code string) int {
		t.Helper()
		rows := "Data;Codice persona;Unità;Sesso\n" + `01/02/2024;P-001;Sportello;F` + "\n" + fmt.Sprintf(`02/02/2024;"%s";Sportello;F`, doubled(code)) + "\n"
		return o.preview(t, "contacts", []byte(rows), answering("alike=several")).Persons
	}
	for name, code := range same {
		if n := count(code); n != 1 {
			t.Errorf("%s (%q): %d persons", name, code, n)
		}
	}
	for name, code := range other {
		if n := count(code); n != 2 {
			t.Errorf("%s (%q): %d persons", name, code, n)
		}
	}
}

// doubled writes a text inside the quotes of a CSV field.
func doubled(text string) (out string) {
	for _, r := range text {
		if r == '"' {
			out += `"`
		}
		out += string(r)
	}
	return out
}

// Codes that differ in what a spreadsheet program changes are asked about, and are known by either spelling once they are one.
func TestCodesThatDifferInZerosAndHyphensAreAsked(t *testing.T) {
	pair := func(a, b string) string {
		return "Data;Codice persona;Sesso\n01/04/2024;" + a + ";F\n02/04/2024;" + b + ";F\n"
	}
	for code, want := range map[string]string{
		"12": "ask alike", "00012": "ask alike", "012": "ask alike", "O012": "ask alike", "112": "", "120": "", "0013": "", "A0012": "", "0012b": "", "0-12": "",
	} {
		if got := sums(field(t).preview(t, "contacts", []byte(pair("0012", code)), sheet.Map{})); got != want {
			t.Errorf("0012 and %s say %q, want %q", code, got, want)
		}
	}
	for _, code := range []string{"P001", "P 1", "p-1", "P_001", "P.001", "P-OO1", "P/01"} {
		if got := sums(field(t).preview(t, "contacts", []byte(pair("P-001", code)), sheet.Map{})); got != "ask alike" {
			t.Errorf("P-001 and %s say %q", code, got)
		}
	}
	for _, code := range []string{"P-100", "P-0011", "Q-001", "P-001A", "PP-001", "P-0-01"} {
		if got := sums(field(t).preview(t, "contacts", []byte(pair("P-001", code)), sheet.Map{})); got != "" {
			t.Errorf("P-001 and %s say %q", code, got)
		}
	}
	one, two := []string{"2024-04-01 p1 woman", "2024-04-02 p1 woman"}, []string{"2024-04-01 p1 woman", "2024-04-02 p2 woman"}
	field(t).try(t, []step{{file: pair("0012", "12"), answers: []string{"alike=several"}}}, two...)
	o := field(t)
	o.try(t, []step{{file: pair("0012", "12"), answers: []string{"alike=one"}}}, one...)
	o.try(t, []step{{file: "Data;Codice persona;Sesso\n03/04/2024;12;F\n"}, {file: "Data;Codice persona;Sesso\n04/04/2024;0012;F\n"}}, append(one, "2024-04-03 p1 woman", "2024-04-04 p1 woman")...)
	t.Run("across files", func(t *testing.T) {
		later := "Data;Codice persona;Sesso\n02/04/2024;12;F\n"
		first := step{file: "Data;Codice persona;Sesso\n01/04/2024;0012;F\n"}
		field(t).try(t, []step{first, {file: later, says: "ask alike_known"}}, one[0])
		field(t).try(t, []step{first, {file: later, answers: []string{"alike_known=several"}}}, two...)
		o := field(t)
		o.try(t, []step{first, {file: later, answers: []string{"alike_known=one"}}, {file: "Data;Codice persona;Sesso\n03/04/2024;12;F\n"}}, append(one, "2024-04-03 p1 woman")...)
		for _, i := range o.imports(t) {
			must(t, o.undo(t, i.ID))
		}
		o.try(t, []step{{file: later}}, "2024-04-02 p1 woman")
	})
}

// A program that took codes for numbers wrote them with decimals: 101,0 is 101.
func TestANumberWithANoughtBehindThePointIsTheNumber(t *testing.T) {
	field(t).try(t, []step{{file: "Data;Codice persona;Sesso\n01/04/2024;101;F\n02/04/2024;101,0;F\n03/04/2024;101.0;F\n04/04/2024;102;F\n05/04/2024;1010;F\n06/04/2024;101.1;F\n", says: ""}},
		"2024-04-01 p1 woman", "2024-04-02 p1 woman", "2024-04-03 p1 woman", "2024-04-04 p2 woman", "2024-04-05 p3 woman", "2024-04-06 p4 woman")
}
