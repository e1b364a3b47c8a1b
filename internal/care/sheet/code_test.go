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
		return o.preview(t, "contacts", []byte(rows), sheet.Map{}).Persons
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
