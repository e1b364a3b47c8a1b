package grid_test

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"approdo/internal/base/errs"
	"approdo/internal/care/sheet/grid"

	"approdo/internal/testkit"
)

// fieldCase reads a file of the field cases.
func fieldCase(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "testdata", "field-cases", filepath.FromSlash(name)))
	must(t, err)
	return data
}

func TestANumberIsWhatItsFormatSays(t *testing.T) {
	cases := []struct {
		format string
		value  float64
		text   string
		kind   grid.Type
	}{
		{"General", 45384, "45384", grid.Number},
		{"General", 2.3, "2.3", grid.Number},
		{"0.00", 2.2999999999999998, "2.3", grid.Number},
		{"#,##0", 1234567, "1234567", grid.Number},
		{"0.00E+00", 1200, "1200", grid.Number},
		{"dd/mm/yyyy", 45384, "2024-04-02", grid.Day},
		{"d-mmm", 45629, "2024-12-03", grid.Day},
		{"mmm-yy", 45627, "2024-12-01", grid.Month},
		{"mmmm", 45627, "2024-12-01", grid.Month},
		{"yyyy", 45627, "2024-12-01", grid.Month},
		{"[$-410]d mmmm yyyy;@", 45384, "2024-04-02", grid.Day},
		{"[$-F800]dddd, mmmm dd, yyyy", 45384, "2024-04-02", grid.Day},
		{"gg/mm/aaaa", 45384, "2024-04-02", grid.Day},
		{`yyyy\-mm\-dd`, 45384.99999, "2024-04-02", grid.Day},
		{`"il "dd/mm/yyyy`, 45384, "2024-04-02", grid.Day},
		{"dd/mm/yyyy hh:mm", 45384.9444444444, "2024-04-02T22:40:00", grid.Moment},
		{"dd/mm/yyyy hh.mm", 45384, "2024-04-02", grid.Day},
		{"m/d/yyyy h:mm AM/PM", 45384.0208333333, "2024-04-02T00:30:00", grid.Moment},
		{"dd/mm/yyyy", 0, "1900-01-00", grid.Day},
		{"dd/mm/yyyy", 22, "1900-01-22", grid.Day},
		{"h:mm", 0.104166666666667, "2:30", grid.Clock},
		{"[h]:mm", 1.08333333333333, "26:00", grid.Clock},
		{"[hh]:mm:ss", 0.208333333333333, "5:00", grid.Clock},
		{"[mm]", 0.0625, "1:30", grid.Clock},
		{"mm:ss", 0.0625, "1:30", grid.Clock},
		{`h"h"mm`, 0.104166666666667, "2:30", grid.Clock},
		{"h:mm AM/PM", 0.9375, "22:30", grid.Clock},
		{"h:mm", 45384.9444444444, "2024-04-02T22:40:00", grid.Moment},
		{"0000", 12, "0012", grid.Number},
		{`"P-"000`, 12, "P-012", grid.Number},
		{`0" min"`, 90, "90 min", grid.Number},
		{`0" mesi"`, 22, "22 mesi", grid.Number},
		{`"mesi "0`, 22, "mesi 22", grid.Number},
		{`0.0" km";-0.0" km"`, 12.5, "12.5 km", grid.Number},
		{`"P-"000"/24"`, 12, "P-012/24", grid.Number},
		{`0%`, 0.5, "0.5", grid.Number},
		{`#,##0" €"`, 7, "7", grid.Number},
		{`"€ "0`, 12, "12", grid.Number},
		{"[Red]-0;[Blue]0", 7, "7", grid.Number},
		{"@", 12, "12", grid.Number},
	}
	for _, c := range cases {
		t.Run(c.format, func(t *testing.T) {
			f, err := grid.Read(t.Context(), workbook(t, [][]any{{c.value}}, func(f *excelize.File) {
				style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &c.format})
				must(t, err)
				must(t, f.SetCellStyle("Sheet1", "A1", "A1", style))
			}))
			must(t, err)
			if row := f.Sheets[0].Rows[0]; row.Cell(0) != c.text || row.Type(0) != c.kind {
				t.Errorf("%v is %q of type %d, want %q of type %d", c.value, row.Cell(0), row.Type(0), c.text, c.kind)
			}
		})
	}
}

func TestFormatsEveryProgramKnowsNeedNoCode(t *testing.T) {
	for id, want := range map[int]grid.Type{0: grid.Number, 9: grid.Number, 14: grid.Day, 16: grid.Day, 20: grid.Clock, 22: grid.Day, 45: grid.Clock, 46: grid.Clock, 49: grid.Number} {
		value := 45384.0
		if want == grid.Clock {
			value = 0.25
		}
		f, err := grid.Read(t.Context(), workbook(t, [][]any{{value}}, func(f *excelize.File) {
			style, err := f.NewStyle(&excelize.Style{NumFmt: id})
			must(t, err)
			must(t, f.SetCellStyle("Sheet1", "A1", "A1", style))
		}))
		must(t, err)
		if got := f.Sheets[0].Rows[0].Type(0); got != want {
			t.Errorf("format %d is of type %d, want %d", id, got, want)
		}
	}
}

func TestDaysOfTheMacintoshCalendarAreTheSameDays(t *testing.T) {
	yes := true
	f, err := grid.Read(t.Context(), workbook(t, [][]any{{43922}}, func(f *excelize.File) {
		must(t, f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}))
		style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		must(t, err)
		must(t, f.SetCellStyle("Sheet1", "A1", "A1", style))
	}))
	must(t, err)
	if got := f.Sheets[0].Rows[0].Cell(0); got != "2024-04-02" {
		t.Errorf("read %q", got)
	}
}

// sheetOf makes a workbook whose only sheet holds these rows of XML.
func sheetOf(t testing.TB, rows string) []byte {
	t.Helper()
	return rezip(t, workbook(t, people, nil), "xl/worksheets/sheet1.xml", `<?xml version="1.0"?><worksheet><sheetData>`+rows+`</sheetData></worksheet>`)
}

func TestAFormulaWithoutAResultIsNoEmptyCell(t *testing.T) {
	f, err := grid.Read(t.Context(), fieldCase(t, "07-formulas-never-calculated/registro.xlsx"))
	must(t, err)
	sheet := f.Sheets[0]
	if row := sheet.Rows[1]; sheet.Formulas != 8 || sheet.Unstored != 8 || row.Type(1) != grid.Unstored || row.Type(3) != grid.Unstored || row.Cell(3) != "" {
		t.Errorf("%d formulas, %d without a result, row %+v", sheet.Formulas, sheet.Unstored, row)
	}
	f, err = grid.Read(t.Context(), sheetOf(t, `<row><c><v>1</v></c></row><row><c><f>A1</f></c></row><row><c t="str"><f>""</f><v></v></c></row><row><c t="str"><f>""</f></c></row><row><c t="e"><f>1/0</f><v>#DIV/0!</v></c></row>`))
	must(t, err)
	var types []grid.Type
	for _, row := range f.Sheets[0].Rows {
		types = append(types, row.Type(0))
	}
	if want := []grid.Type{grid.Number, grid.Unstored, grid.Unstored, grid.Error}; !slices.Equal(types, want) || f.Sheets[0].Unstored != 2 {
		t.Errorf("types %v, %d without a result", types, f.Sheets[0].Unstored)
	}
}

func TestAZeroThatWasNeverCalculatedIsNoResult(t *testing.T) {
	data := sheetOf(t, `<row><c><f>A2</f><v>0</v></c><c><f>A2</f><v>7</v></c><c><v>0</v></c></row>`)
	for stale, want := range map[string]int{"0": 0, "1": 1} {
		book := `<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets><calcPr fullCalcOnLoad="` + stale + `"/></workbook>`
		f, err := grid.Read(t.Context(), rezip(t, data, "xl/workbook.xml", book))
		must(t, err)
		if got := f.Sheets[0].Unstored; got != want {
			t.Errorf("calculated anew %s: %d without a result", stale, got)
		}
	}
}

func TestMergedCellsAndHiddenSheetsAreTold(t *testing.T) {
	f, err := grid.Read(t.Context(), fieldCase(t, "13-merged-day/registro.xlsx"))
	must(t, err)
	want := []grid.Range{{Top: 5, Bottom: 6}, {Top: 2, Bottom: 4}}
	if got := f.Sheets[0].Merged; !slices.Equal(got, want) {
		t.Errorf("merged %+v, want %+v", got, want)
	}
	f, err = grid.Read(t.Context(), workbook(t, people, func(f *excelize.File) {
		_, err := f.NewSheet("b")
		must(t, err)
		must(t, f.SetSheetVisible("b", false))
	}))
	must(t, err)
	if f.Sheets[0].Hidden || !f.Sheets[1].Hidden {
		t.Errorf("hidden: %v, %v", f.Sheets[0].Hidden, f.Sheets[1].Hidden)
	}
}

func TestWorkbooksOfOtherProducersAreRead(t *testing.T) {
	for _, name := range []string{"24-odd-xlsx/backslash.xlsx", "24-odd-xlsx/case.xlsx"} {
		f, err := grid.Read(t.Context(), fieldCase(t, name))
		must(t, err)
		if rows := f.Sheets[0].Rows; len(rows) != 3 || rows[2].Cell(1) != "P-2" {
			t.Errorf("%s: %+v", name, rows)
		}
	}
	good := workbook(t, people, nil)
	const part = "xl/worksheets/sheet1.xml"
	for name, xml := range map[string]string{
		"prefix":              `<x:worksheet xmlns:x="x"><x:sheetData><x:row r="1"><x:c r="B1" t="inlineStr"><x:is><x:t>due</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>`,
		"without positions":   `<worksheet><sheetData><row><c/><c t="str"><v>due</v></c></row></sheetData></worksheet>`,
		"rich text":           `<worksheet><sheetData><row><c r="B1" t="inlineStr"><is><r><t>d</t></r><rPh><t>xx</t></rPh><r><t>ue</t></r></is></c></row></sheetData></worksheet>`,
		"references and data": `<worksheet><!-- a > b --><sheetData><row><c r="B1" t="str"><v>&#100;<![CDATA[u]]>&#x65;</v></c></row></sheetData></worksheet>`,
		"escapes":             `<worksheet><sheetData><row><c r="B1" t="str"><v>due_x000D_</v></c></row></sheetData></worksheet>`,
		"a sign in quotes":    `<worksheet><sheetData><row a=">"><c r="B1" t="str"><v>due</v></c></row></sheetData></worksheet>`,
		"utf-16":              string(encoded(t, "utf-16le", `<?xml version="1.0" encoding="UTF-16"?><worksheet><sheetData><row><c r="B1" t="str"><v>due</v></c></row></sheetData></worksheet>`)),
	} {
		f, err := grid.Read(t.Context(), rezip(t, good, part, xml))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if got := f.Sheets[0].Rows[0]; got.Cell(1) != "due" || len(got.Cells) != 2 {
			t.Errorf("%s: %q", name, got.Cells)
		}
	}
	for text, want := range map[string]string{`<v>2024-04-02</v>`: "2024-04-02", `<v>2024-04-02T00:00:00</v>`: "2024-04-02", `<v>2024-04-02T22:40:00</v>`: "2024-04-02T22:40:00", `<v>T02:30:00</v>`: "02:30:00"} {
		f, err := grid.Read(t.Context(), sheetOf(t, `<row><c t="d">`+text+`</c></row>`))
		must(t, err)
		if got := f.Sheets[0].Rows[0]; got.Cell(0) != want || got.Type(0) == grid.Text {
			t.Errorf("%s: %q of type %d", text, got.Cell(0), got.Type(0))
		}
	}
}

func TestBrokenMarkupIsRefused(t *testing.T) {
	for name, rows := range map[string]string{
		"closed out of order": `<row><c><v>1</c></v></row>`,
		"a document type":     `<!DOCTYPE a [<!ENTITY b "c">]><row/>`,
		"rows backwards":      `<row r="3"><c><v>1</v></c></row><row r="2"><c><v>1</v></c></row>`,
		"no such column":      `<row><c r="12"><v>1</v></c></row>`,
		"no text":             "<row><c t=\"str\"><v>\xff</v></c></row>",
		"too deep":            strings.Repeat("<a>", 100) + strings.Repeat("</a>", 100),
	} {
		_, err := grid.Read(t.Context(), sheetOf(t, rows))
		if e, ok := errs.Of(err); !ok || e.Key != "sheet.archive_broken" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A sheet that somebody formatted down to its last row is a quarter of a gigabyte of empty cells.
func TestEmptyFormattedRowsCostNothing(t *testing.T) {
	testkit.Long(t)
	var xml strings.Builder
	xml.WriteString(`<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>Data</v></c></row>`)
	for row := 2; row <= 300_000; row++ {
		xml.WriteString(`<row r="` + itoa(row) + `" s="1" customFormat="1">`)
		for _, column := range "ABCDEFGH" {
			xml.WriteString(`<c r="` + string(column) + itoa(row) + `" s="1"/>`)
		}
		xml.WriteString(`</row>`)
	}
	xml.WriteString(`</sheetData></worksheet>`)
	f, err := grid.Read(t.Context(), rezip(t, workbook(t, people, nil), "xl/worksheets/sheet1.xml", xml.String()))
	must(t, err)
	if len(f.Sheets[0].Rows) != 1 || f.Sheets[0].Blank != 0 {
		t.Errorf("%d rows, %d blank", len(f.Sheets[0].Rows), f.Sheets[0].Blank)
	}
}

func itoa(n int) string { return strconv.Itoa(n) }

func TestWhatIsStruckThroughIsTold(t *testing.T) {
	f, err := grid.Read(t.Context(), workbook(t, [][]any{{"a", "b"}, {"c", "d"}, {"e", "f"}, {"g"}}, func(f *excelize.File) {
		style, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Strike: true}})
		must(t, err)
		must(t, f.SetCellStyle("Sheet1", "B2", "C2", style))
		must(t, f.SetCellStyle("Sheet1", "C4", "C4", style)) // which is empty
		must(t, f.SetCellRichText("Sheet1", "A3", []excelize.RichTextRun{{Text: "e"}, {Text: "x", Font: &excelize.Font{Strike: true}}}))
	}))
	must(t, err)
	var struck []int
	for _, row := range f.Sheets[0].Rows {
		if row.Struck {
			struck = append(struck, row.Number)
		}
	}
	if !slices.Equal(struck, []int{2, 3}) {
		t.Errorf("struck through: rows %v", struck)
	}
	inline := sheetOf(t, `<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><r><rPr><strike/></rPr><t>b</t></r></is></c></row>`+
		`<row r="3"><c r="A3" t="inlineStr"><is><r><rPr><strike val="0"/></rPr><t>c</t></r></is></c></row>`)
	f, err = grid.Read(t.Context(), inline)
	must(t, err)
	for i, want := range []bool{false, true, false} {
		if got := f.Sheets[0].Rows[i].Struck; got != want {
			t.Errorf("row %d struck through: %v", i+1, got)
		}
	}
}
