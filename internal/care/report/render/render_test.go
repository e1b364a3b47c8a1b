package render_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"approdo/internal/base/codebook"
	"approdo/internal/base/policy"
	"approdo/internal/care/report"
	"approdo/internal/care/report/column"
	"approdo/internal/care/report/render"
)

// small is a report of two persons and one action, in a project whose name would like to be a formula.
func small(t *testing.T) *report.Document {
	t.Helper()
	book, err := codebook.Load()
	if err != nil {
		t.Fatal(err)
	}
	from, _ := column.ParseDay("2024-03-01")
	to, _ := column.ParseDay("2024-11-30")
	contact := func(id, person, origin string) column.Row {
		return column.Row{View: "contacts", ID: id, Person: person, Values: map[string]any{
			"project": "=1+1", "organisation": "A", "channel": "contact_unit", "setting": "sexual_indoor", "advert": true, "newness": "new", "headcount": 1,
			"reaches": true, "protection": "yes", "gender": "woman", "origin": origin, "province": "IT-BS", "language": "sq", "information": "yes", "age_band": "18-25",
		}}
	}
	s, err := column.Handmade(book, column.Register{
		Projects:      []column.Project{{Code: "=1+1", Name: "=cmd", Starts: from, Ends: to, Standard: true}},
		Organisations: []column.Organisation{{ID: "a", Code: "A", Lead: true}},
	}, contact("1", "ada", "AL"), contact("2", "", "NG"), column.Row{View: "actions", ID: "3", Person: "ada", Values: map[string]any{
		"project": "=1+1", "organisation": "A", "unit_kind": "contact_unit", "type": "legal_advice", "province": "IT-BS",
	}})
	if err != nil {
		t.Fatal(err)
	}
	definition, err := report.Shipped("interim", book)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := report.Run(s, definition, report.Params{Sees: policy.System(policy.Operator).Scope()})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestJSONHasTheShapeThatIsDocumented(t *testing.T) {
	var out bytes.Buffer
	doc := small(t)
	if err := render.JSON(&out, doc); err != nil {
		t.Fatal(err)
	}
	var d struct {
		Report, Snapshot, Definition string
		Parameters                   map[string]any
		Tables                       []struct {
			ID, Unit, Kind string
			Rows           []struct {
				Code   string
				Label  map[string]string
				Values map[string]float64
				Parts  []struct {
					Code   string
					Values map[string]float64
				} `json:"of_which"`
			}
			Total *struct{ Values map[string]float64 }
		}
	}
	if err := json.Unmarshal(out.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	if d.Report != "interim" || len(d.Snapshot) != 64 || len(d.Definition) != 64 || d.Parameters["from"] != "2024-03-01" {
		t.Errorf("the head is %+v", d)
	}
	var ids []string
	for _, table := range d.Tables {
		ids = append(ids, table.ID)
		switch table.ID {
		case "T1":
			if r := table.Rows[0]; r.Code != "contact_unit" || r.Label["it"] != "Unità di contatto" || r.Values["attributed"] != 2 || table.Total.Values["unique"] != 2 {
				t.Errorf("T1 is %+v", table)
			}
		case "T3":
			if r := table.Rows[1]; r.Code != "sexual_indoor" || len(r.Parts) != 1 || r.Parts[0].Values["attributed"] != 2 {
				t.Errorf("T3 is %+v", table)
			}
		case "T5":
			if r := table.Rows[0]; r.Values["count"] != 1 || r.Values["percent"] != 100 || r.Values["persons"] != 1 {
				t.Errorf("T5 is %+v", table)
			}
		}
	}
	var want []string
	for _, table := range doc.Tables {
		want = append(want, table.ID)
	}
	if !slices.Equal(ids, want) || len(ids) < 12 || ids[0] != "T0" || ids[len(ids)-1] != "T16" {
		t.Errorf("the tables are %s, the report's are %s", ids, want)
	}
	if !strings.Contains(out.String(), `"percent": 100.0`) {
		t.Error("a percentage has no decimal")
	}
}

func TestTextsAreNeverFormulas(t *testing.T) {
	doc := small(t)
	var out bytes.Buffer
	if err := render.CSV(&out, doc, "it"); err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	quoted := false
	for _, line := range lines {
		for _, field := range line {
			quoted = quoted || strings.HasPrefix(field, "'=1+1")
			if strings.HasPrefix(field, "=") {
				t.Errorf("a formula: %q", field)
			}
		}
	}
	if !quoted {
		t.Error("the name of the project is nowhere")
	}
	out.Reset()
	if err := render.XLSX(&out, doc, "it"); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	if f, _ := book.GetCellFormula("T0", "B3"); f != "" {
		t.Errorf("a formula: %q", f)
	}
	if v, _ := book.GetCellValue("T0", "B3"); v != "'=1+1 · =cmd" {
		t.Errorf("the project is %q", v)
	}
}

func TestAWorkbookHasASheetForEachTableAndNumbersInIt(t *testing.T) {
	doc := small(t)
	for lang, total := range map[string]string{"it": "Totale", "en": "Total"} {
		var out bytes.Buffer
		if err := render.XLSX(&out, doc, lang); err != nil {
			t.Fatal(err)
		}
		book, err := excelize.OpenReader(&out)
		if err != nil {
			t.Fatal(err)
		}
		if len(book.GetSheetList()) != len(doc.Tables) {
			t.Errorf("sheets %v", book.GetSheetList())
		}
		rows, err := book.GetRows("T1")
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for i, row := range rows {
			if len(row) == 3 && row[0] == total && row[1] == "2" {
				found = true
				if kind, _ := book.GetCellType("T1", "B"+string(rune('1'+i))); kind == excelize.CellTypeSharedString || kind == excelize.CellTypeInlineString {
					t.Error("the total is a text")
				}
			}
		}
		if !found {
			t.Errorf("%s: no total of 2 in %v", lang, rows)
		}
		if v, _ := book.GetCellValue("T5", "C4"); v != "100.0" {
			t.Errorf("the percentage shows as %q", v)
		}
	}
}

func TestAnArchiveHasAFileForEachTable(t *testing.T) {
	doc := small(t)
	files := unzipped(t, doc, "en")
	if len(files) != len(doc.Tables) {
		t.Errorf("%d files for %d tables", len(files), len(doc.Tables))
	}
	for name, want := range map[string]string{
		"T1.csv": "Total,2,2", "T3.csv": "of which: Contacted through online adverts,2,2", "T4.csv": "\"Sexual, indoor\",Woman,Albania,1",
		"T2.csv": "Contact unit,2,0,0,0,0,0,", "T5.csv": "Legal advice,1,100.0,1",
	} {
		if !strings.Contains(files[name], want) {
			t.Errorf("%s lacks %q:\n%s", name, want, files[name])
		}
	}
}

func TestATableOpensInASpreadsheetProgramOfItsLanguage(t *testing.T) {
	for name, want := range map[string]string{"T1.csv": "Totale;2;2", "T5.csv": "Consulenza legale;1;100,0;1"} {
		if text := unzipped(t, small(t), "it")[name]; !strings.HasPrefix(text, "\ufeff") || !strings.Contains(text, want) {
			t.Errorf("%s lacks its mark or %q:\n%s", name, want, text)
		}
	}
}

// unzipped are the files of an archive of tables.
func unzipped(t *testing.T, doc *report.Document, lang string) map[string]string {
	t.Helper()
	var out bytes.Buffer
	if err := render.Zip(&out, doc, lang); err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(text)
	}
	return files
}
