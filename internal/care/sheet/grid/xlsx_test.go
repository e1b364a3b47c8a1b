package grid_test

import (
	"archive/zip"
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"approdo/internal/base/errs"
	"approdo/internal/care/sheet/grid"
)

// workbook makes a one-sheet workbook and lets change edit it.
func workbook(t testing.TB, rows [][]any, change func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, row := range rows {
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetSheetRow("Sheet1", cell, &row); err != nil {
			t.Fatal(err)
		}
	}
	if change != nil {
		change(f)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// rezip copies a workbook with one part's content replaced.
func rezip(t testing.TB, data []byte, part, content string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, p := range in.File {
		if p.Name == part {
			continue
		}
		if err := w.Copy(p); err != nil {
			t.Fatal(err)
		}
	}
	if content != "" {
		p, err := w.Create(part)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

var people = [][]any{
	{"Data", "Unità", "Ore"},
	{time.Date(2024, 12, 31, 0, 0, 0, 0, time.UTC), "Strada", 1.5},
	{},
	{"01/02/2024", "Sportello", true},
}

func TestWorkbookCellsSayWhatTheyAre(t *testing.T) {
	f, err := grid.Read(t.Context(), workbook(t, people, nil))
	if err != nil {
		t.Fatal(err)
	}
	want := []grid.Row{
		{Number: 1, Cells: []string{"Data", "Unità", "Ore"}},
		{Number: 2, Cells: []string{"2024-12-31", "Strada", "1.5"}, Types: []grid.Type{grid.Day, grid.Text, grid.Number}},
		{Number: 4, Cells: []string{"01/02/2024", "Sportello", "true"}, Types: []grid.Type{grid.Text, grid.Text, grid.Boolean}},
	}
	if f.Format != grid.XLSX || !reflect.DeepEqual(f.Sheets[0].Rows, want) {
		t.Errorf("%s: %+v", f.Format, f.Sheets[0].Rows)
	}
}

func TestHiddenRowsColumnsAndSheetsAreStillData(t *testing.T) {
	f, err := grid.Read(t.Context(), workbook(t, people, func(f *excelize.File) {
		must(t, f.SetRowVisible("Sheet1", 2, false))
		must(t, f.SetColVisible("Sheet1", "B", false))
		_, err := f.NewSheet("other")
		must(t, err)
		must(t, f.SetCellStr("other", "C3", "deep"))
		must(t, f.SetSheetVisible("other", false))
	}))
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Sheets) != 2 || len(f.Sheets[0].Rows) != 3 || f.Sheets[0].Rows[1].Cell(1) != "Strada" || f.Sheets[1].Rows[0].Cell(2) != "deep" {
		t.Errorf("read %+v", f.Sheets)
	}
}

func TestFormulasGiveTheirStoredValueAndAreCounted(t *testing.T) {
	data := workbook(t, people, func(f *excelize.File) {
		must(t, f.SetCellValue("Sheet1", "C5", 7))
		must(t, f.SetCellFormula("Sheet1", "C5", "SUM(1,2)"))
	})
	f, err := grid.Read(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	rows := f.Sheets[0].Rows
	if f.Sheets[0].Formulas != 1 || f.Sheets[0].Unstored != 0 || rows[len(rows)-1].Cell(2) == "3" {
		t.Errorf("%d formulas, last row %+v", f.Sheets[0].Formulas, rows[len(rows)-1])
	}
}

func TestMacintoshDaysAreDeclared(t *testing.T) {
	yes := true
	f, err := grid.Read(t.Context(), workbook(t, people, func(f *excelize.File) {
		must(t, f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}))
	}))
	if err != nil {
		t.Fatal(err)
	}
	if !f.Mac {
		t.Error("the 1904 calendar was not noticed")
	}
}

func TestUnfitArchivesAreRefused(t *testing.T) {
	good := workbook(t, people, nil)
	part := "xl/worksheets/sheet1.xml"
	wide := `<worksheet><sheetData>` + strings.Repeat(`<row><c r="XFD1"><v>1</v></c></row>`, 3000) + `</sheetData></worksheet>`
	far := `<worksheet><sheetData><row r="9999999"><c><v>1</v></c></row></sheetData></worksheet>`
	cases := map[string]struct {
		data []byte
		key  string
	}{
		"zeros packed a thousand times": {rezip(t, good, "xl/media/image1.png", strings.Repeat("\x00", 64<<20)), "sheet.bomb"},
		"more than the limit":           {rezip(t, good, "xl/media/image1.png", strings.Repeat("0123456789abcde\n", 13<<20)), "sheet.bomb"},
		"cells far to the right":        {rezip(t, good, part, wide), "sheet.too_wide"},
		"a row beyond the last":         {rezip(t, good, part, far), "sheet.too_long"},
		"broken XML":                    {rezip(t, good, part, `<worksheet><sheetData><row><c><v>1</v></c></row><row`), "sheet.archive_broken"},
		"cut in the middle":             {good[:len(good)/2], "sheet.archive_cut"},
		"an archive of something else":  {archive(t, "readme.txt", "hello"), "sheet.not_a_spreadsheet"},
		"an OpenDocument sheet":         {archive(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet"), "sheet.save_as"},
		"no cells":                      {workbook(t, nil, nil), "sheet.empty"},
		"a cell over 1 MiB":             {rezip(t, good, part, `<worksheet><sheetData><row><c t="str"><v>`+strings.Repeat("x", 1<<20+1)+`</v></c></row></sheetData></worksheet>`), "sheet.field_too_long"},
		"flipped bits":                  {flip(good, part), "sheet.archive_broken"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := grid.Read(t.Context(), c.data)
			e, ok := errs.Of(err)
			if !ok || e.Kind != errs.Invalid || e.Key != c.key {
				t.Errorf("got %v, want %s", err, c.key)
			}
		})
	}
}

func archive(t *testing.T, name, content string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	p, err := w.Create(name)
	must(t, err)
	_, err = p.Write([]byte(content))
	must(t, err)
	must(t, w.Close())
	return out.Bytes()
}

// flip damages the packed bytes of a part.
func flip(data []byte, part string) []byte {
	out := bytes.Clone(data)
	at := bytes.Index(out, []byte(part)) + len(part) + 40
	out[at] ^= 0xff
	return out
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func FuzzXLSX(f *testing.F) {
	good := workbook(f, people, nil)
	f.Add(good, "")
	f.Add(good, `<worksheet><sheetData><row r="3"><c r="B3" t="s"><v>1</v></c></row></sheetData></worksheet>`)
	f.Add(good, `<worksheet><sheetData><row><c t="inlineStr"><is><t>x</t></is></c><c t="b"><v>1</v></c><c t="d"><v>2024-12-31</v></c></row></sheetData></worksheet>`)
	f.Add(good, `<worksheet><sheetData><row r="2"/><row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row></sheetData></worksheet>`)
	f.Fuzz(func(t *testing.T, data []byte, sheet string) {
		if sheet != "" {
			data = rezip(t, good, "xl/worksheets/sheet1.xml", sheet)
		}
		file, err := grid.Read(t.Context(), data)
		if err != nil {
			if errs.KindOf(err) != errs.Invalid {
				t.Fatalf("refused as %v", errs.KindOf(err))
			}
			return
		}
		for _, s := range file.Sheets {
			for _, row := range s.Rows {
				if len(row.Cells) == 0 || len(row.Cells) > grid.MaxColumns {
					t.Fatalf("row %d has %d cells", row.Number, len(row.Cells))
				}
			}
		}
	})
}
