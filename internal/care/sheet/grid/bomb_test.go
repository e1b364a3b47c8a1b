package grid_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/care/sheet/grid"

	"approdo/internal/testkit"
)

// packed is an archive of parts.
func packed(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		p, err := w.Create(name)
		must(t, err)
		_, err = p.Write([]byte(parts[name]))
		must(t, err)
	}
	must(t, w.Close())
	return out.Bytes()
}

// relations lead to targets of a kind, by ids r0, r1 …
func relations(kind string, targets ...string) string {
	var b strings.Builder
	for i, target := range targets {
		fmt.Fprintf(&b, `<Relationship Id="%s%d" Type="http://x/%s" Target="%s"/>`, kind[:1], i, kind, target)
	}
	return b.String()
}

// parts are those of a workbook of so many sheets, led to their parts by relations.
func parts(sheets int, leads ...string) map[string]string {
	var list strings.Builder
	for i := range sheets {
		fmt.Fprintf(&list, `<sheet name="s%d" id="w%d"/>`, i, i)
	}
	return map[string]string{
		"_rels/.rels":                relations("officeDocument", "xl/workbook.xml"),
		"xl/workbook.xml":            `<workbook><sheets>` + list.String() + `</sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships>` + strings.Join(leads, "") + `</Relationships>`,
		"xl/worksheets/a.xml":        `<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>`,
		"xl/worksheets/b.xml":        `<worksheet><sheetData><row><c><v>2</v></c></row></sheetData></worksheet>`,
		"xl/words.xml":               `<sst><si><t>x</t></si></sst>`,
		"xl/styles.xml":              `<styleSheet/>`,
	}
}

// TestAWorkbookIsNoLargerThanItsParts: what is small when it is packed cannot be made large by pointing at it again and again.
func TestAWorkbookIsNoLargerThanItsParts(t *testing.T) {
	testkit.Long(t)
	worksheets := func(targets ...string) string { return relations("worksheet", targets...) }
	many := make([]string, 5000)
	for i := range many {
		many[i] = fmt.Sprintf("worksheets/%d.xml", i)
	}
	rows := parts(1, worksheets("worksheets/a.xml"))
	rows["xl/worksheets/a.xml"] = `<worksheet><sheetData>` + strings.Repeat(`<row><c t="b"><v>1</v></c></row>`, 1000) + `</sheetData></worksheet>`
	empty := parts(1, worksheets("worksheets/a.xml"), relations("sharedStrings", "words.xml"))
	empty["xl/words.xml"] = `<sst>` + strings.Repeat(`<si/>`, 9<<20) + `</sst>` + noise(1)
	for name, c := range map[string]struct {
		parts map[string]string
		want  string // key of the refusal; none when it is read
	}{
		"each sheet its part":               {parts(2, worksheets("worksheets/a.xml", "worksheets/b.xml")), ""},
		"a thousand rows":                   {rows, ""},
		"two sheets of one part":            {parts(2, worksheets("worksheets/a.xml", "worksheets/a.xml")), "sheet.bomb"},
		"the same by another name":          {parts(2, worksheets("worksheets/a.xml", "/xl/x/../Worksheets/A.xml")), "sheet.bomb"},
		"a part of words that is met twice": {parts(1, worksheets("worksheets/a.xml"), relations("sharedStrings", "words.xml", "words.xml")), "sheet.bomb"},
		"formats that are met twice":        {parts(1, worksheets("worksheets/a.xml"), relations("styles", "styles.xml", "styles.xml")), "sheet.bomb"},
		"sheets without number":             {parts(5000, worksheets("worksheets/a.xml")), "sheet.bomb"},
		"relations without number":          {parts(1, worksheets(append(many, "worksheets/a.xml")...)), "sheet.bomb"},
		"words without number":              {empty, "sheet.bomb"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := grid.Read(t.Context(), packed(t, c.parts))
			if e, _ := errs.Of(err); c.want == "" && err != nil || c.want != "" && (e == nil || e.Key != c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}

// TestRowsOfOneCellAreBoundedTogether: a row takes more memory than its only cell, in how many sheets it may stand.
func TestRowsOfOneCellAreBoundedTogether(t *testing.T) {
	if testing.Short() {
		t.Skip("reads some millions of rows")
	}
	sheet := `<worksheet><sheetData>` + strings.Repeat(`<row><c t="b"><v>1</v></c></row>`, grid.MaxFilled) + `</sheetData></worksheet>`
	p, targets := parts(8), []string{}
	for i := range 8 {
		name := fmt.Sprintf("worksheets/%d.xml", i)
		p["xl/"+name], targets = sheet+noise(i), append(targets, name)
	}
	p["xl/_rels/workbook.xml.rels"] = relations("worksheet", targets...)
	began := time.Now()
	_, err := grid.Read(t.Context(), packed(t, p))
	if e, _ := errs.Of(err); e == nil || e.Key != "sheet.bomb" {
		t.Errorf("%v after %v", err, time.Since(began))
	}
}

// noise is a comment that packs badly, so that what stands beside it is no bomb by its ratio.
func noise(seed int) string {
	var b strings.Builder
	x := uint64(seed) + 1
	for range 500_000 {
		x = x*6364136223846793005 + 1442695040888963407
		b.WriteByte('a' + byte(x>>59)%26)
	}
	return "<!--" + b.String() + "-->"
}

// TestNothingInAWorkbookIsReadTwice: what is read costs its length, however many signs in it could end it, and whoever names a format a thousand times has one.
func TestNothingInAWorkbookIsReadTwice(t *testing.T) {
	worksheet := relations("worksheet", "worksheets/a.xml")
	signs := parts(1, worksheet)
	signs["xl/worksheets/a.xml"] = `<worksheet><sheetData><row><c><v>1</v></c></row>` + strings.Repeat(`<x a="`+strings.Repeat(">", 65_000)+`"/>`, 30) + `</sheetData></worksheet>` + noise(1)
	words := parts(1, worksheet, relations("styles", "styles.xml"))
	words["xl/styles.xml"] = `<styleSheet><numFmts><numFmt numFmtId="200" formatCode="&quot;` + strings.Repeat("k", 64_000) + `&quot;0"/></numFmts><cellXfs>` + strings.Repeat(`<xf numFmtId="200"/>`, 60_000) + `</cellXfs></styleSheet>` + noise(1)
	for name, c := range map[string]map[string]string{"signs that end a tag, within quotes": signs, "styles of one long format": words} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		began := testkit.Worked(t)
		if _, err := grid.Read(t.Context(), packed(t, c)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		runtime.ReadMemStats(&after)
		if took, bytes := testkit.Worked(t)-began, after.TotalAlloc-before.TotalAlloc; took > 5*time.Second || bytes > 256<<20 {
			t.Errorf("%s: took %v of the processors and %d MB", name, took, bytes>>20)
		}
	}
}

// TestAFileOfVeryManyShortRowsIsRefusedBeforeItFillsTheMemory: a row takes memory however little it says, and a small file has room for millions; a register of a hundred thousand is far below, and so is one with a mark far down.
func TestAFileOfVeryManyShortRowsIsRefusedBeforeItFillsTheMemory(t *testing.T) {
	row := "a\n"
	if _, err := grid.Read(t.Context(), []byte("Data;Genere\n"+strings.Repeat(row, grid.MaxFilled))); key(err) != "sheet.too_long" {
		t.Errorf("%d rows: %v", grid.MaxFilled+1, err)
	}
	far := "Data;Genere\n2024-05-01;F\n" + strings.Repeat("\n", grid.MaxFilled+10) + "2024-05-02;F\n"
	if f, err := grid.Read(t.Context(), []byte(far)); err != nil || len(f.Sheets[0].Rows) != 3 {
		t.Errorf("a row far down: %v", err)
	}
	data := []byte(strings.Repeat(row, 15_000_000))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := grid.Read(t.Context(), data)
	runtime.ReadMemStats(&after)
	if taken := after.TotalAlloc - before.TotalAlloc; err == nil || taken > 320<<20 {
		t.Errorf("a file of %d MB takes %d MB: %v", len(data)>>20, taken>>20, err)
	}
}

func key(err error) string {
	e, _ := errs.Of(err)
	if e == nil {
		return ""
	}
	return e.Key
}
