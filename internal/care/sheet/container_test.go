package sheet_test

import (
	"strings"
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/care/sheet"
)

// The cases of the field that are about how a file is written, in the network of the cases: what is recorded, or what is said.
func TestFilesAsTheyReallyCome(t *testing.T) {
	for name, c := range map[string]struct {
		steps []step
		want  []string
	}{
		"a stamp of the night, before the project": {[]step{{file: "04-utc-timestamp-night/kobo.csv"}}, []string{"2024-03-01 p1 woman", "2024-03-31 p2 woman", "2024-04-01 p3 woman"}},
		"a sheet per month": {[]step{{file: "06-a-sheet-per-month/registro.xlsx", says: "1 of sheet 2 heading, 1 of sheet 3 heading"}}, []string{
			"2024-03-03 p1 woman NG", "2024-03-04 p2 woman NG", "2024-03-05 p3 woman NG", "2024-04-03 p4 woman NG", "2024-04-04 p5 woman NG", "2024-04-05 p6 woman NG",
			"2024-05-03 p7 woman NG", "2024-05-04 p8 woman NG", "2024-05-05 p9 woman NG",
		}},
		"formulas never calculated": {[]step{{file: "07-formulas-never-calculated/registro.xlsx", skip: true, says: "2 refused unstored, 2 refused unstored, 3 refused unstored, 3 refused unstored, 4 refused unstored, 4 refused unstored, 5 refused unstored, 5 refused unstored"}}, nil},
		"a code became a date":      {[]step{{file: "09-code-became-a-date/registro.xlsx", says: "ask code_days.B"}}, nil},
		"and is one again":          {[]step{{file: "09-code-became-a-date/registro.xlsx", answers: []string{"code_days.B=restore"}}}, []string{"2024-04-02 p1 woman", "2024-04-09 p1 woman", "2024-04-10 p2 woman", "2024-05-10 p2 woman"}},
		"tags":                      {[]step{{file: "14-hxl-tags/hxl.csv", says: "2 tags"}}, []string{"2024-04-02 - woman 18-25 NG", "2024-04-03 - man 26-30 RO"}},
		"headings in two rows":      {[]step{{file: "14b-headings-in-two-rows/registro.xlsx", says: "1 title, 3 hint"}}, []string{"2024-04-02 - woman 18-25 NG"}},
		"groups of a form server":   {[]step{{file: "15-kobo-export/kobo.csv"}}, []string{"2024-04-02 p1 woman 18-25 NG", "2024-04-04 p2 man 31-40 RO"}},
		"stamps of the night":       {[]step{{file: "16-utc-night/odk.csv"}}, []string{"2024-04-01 p1 woman", "2024-05-01 p2 woman"}},
		"half the days turned":      {[]step{{file: "18-half-the-days-swapped/registro.xlsx", says: "ask turned.A"}}, nil},
		"days as people write them": {[]step{{file: "19-days-as-people-write/registro.csv", skip: true, says: "10 refused expected_day, 11 refused expected_day, 12 refused expected_day"}}, []string{
			"2024-03-01 p1 woman", "2024-03-05 p2 woman", "2024-04-01 p3 woman", "2024-04-05 p4 woman", "2024-04-05 p5 woman", "2024-04-05 p6 woman", "2024-04-05 p7 woman",
			"2024-04-05 p8 woman", "2024-04-05 p9 woman", "2024-04-05 p10 woman", "2024-04-05 p11 woman", "2024-04-05 p12 woman", "2024-05-05 p13 woman",
		}},
		"text of the Macintosh":      {[]step{{file: "20-mac-roman/registro.csv"}}, []string{"2024-04-02 p1 18-25 NG", "2024-04-03 p2 31-40 CI"}},
		"times with dots":            {[]step{{file: "36-google-forms/solo-orario.csv"}}, []string{"2024-04-02 - woman"}},
		"a stamp and a day":          {[]step{{file: "36-google-forms/moduli.csv"}}, []string{"2024-04-02 - woman 14-17 NG", "2024-04-02 - woman 18-25 NG"}},
		"a separator in a text":      {[]step{{file: "17-row-wider-than-headings/registro.csv", skip: true, says: "3 refused row_wider, 4 refused row_wider"}}, []string{"2024-04-02 p1"}},
		"a column without a heading": {[]step{{file: "Data;Codice persona;Sesso;\n02/04/2024;P-1;F;torna\n"}}, []string{"2024-04-02 p1 woman"}},
		"backslashes":                {[]step{{file: "24-odd-xlsx/backslash.xlsx"}}, []string{"2024-04-03 p1 woman", "2024-04-04 p2 woman"}},
		"another case":               {[]step{{file: "24-odd-xlsx/case.xlsx"}}, []string{"2024-04-03 p1 woman", "2024-04-04 p2 woman"}},
		"UTF-16 without a mark":      {[]step{{file: "22-odd-containers/utf16-nobom.csv"}}, []string{"2024-04-02 p1 woman"}},
	} {
		t.Run(name, func(t *testing.T) { field(t).try(t, c.steps, c.want...) })
	}
}

// A refusal says which file it is and what becomes one that can be read.
func TestARefusedFileIsToldTheWayOut(t *testing.T) {
	o := field(t)
	for name, says := range map[string]string{
		"21b-two-encodings-joined/registro.csv": "dalla riga 3, Windows-1252",
		"22-odd-containers/bin.xlsb":            "Salva con nome",
		"22-odd-containers/html.xls":            "pagina web",
		"22-odd-containers/sheet2003.xml":       "Salva con nome",
	} {
		_, err := o.read(t, sheet.Contacts, fieldCase(t, name), sheet.Map{})
		if got := i18n.For("it").Error(err); errs.KindOf(err) != errs.Invalid || !strings.Contains(got, says) {
			t.Errorf("%s: %s", name, got)
		}
	}
}
