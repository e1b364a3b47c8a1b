package sheet_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"approdo/internal/care/sheet"

	"approdo/internal/testkit"
)

// TestRangesUponRangesAreNotCarriedForEver: a merged range of twenty bytes covers a whole sheet, and thousands can lie one upon the other.
func TestRangesUponRangesAreNotCarriedForEver(t *testing.T) {
	testkit.Long(t)
	cell := func(text string) string { return `<c t="inlineStr"><is><t>` + text + `</t></is></c>` }
	var head strings.Builder
	for _, name := range []string{"Data", "Unità", "Codice persona", "Sesso", "Cittadinanza"} {
		head.WriteString(cell(name))
	}
	content := `<worksheet><sheetData><row>` + head.String() + `</row>` + strings.Repeat(`<row>`+cell("02/04/2024")+cell("faro-strada")+`</row>`, 1000) +
		`</sheetData><mergeCells>` + strings.Repeat(`<mergeCell ref="A2:B1001"/>`, 20_000) + `</mergeCells></worksheet>`
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, part := range [][2]string{
		{"_rels/.rels", `<R><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/></R>`},
		{"xl/workbook.xml", `<workbook><sheets><sheet id="s"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<R><Relationship Id="s" Type="x/worksheet" Target="worksheets/a.xml"/></R>`},
		{"xl/worksheets/a.xml", content},
	} {
		p, err := w.Create(part[0])
		must(t, err)
		_, err = p.Write([]byte(part[1]))
		must(t, err)
	}
	must(t, w.Close())
	_, err := town(t).read(t, "contacts", out.Bytes(), sheet.Map{})
	if key(err) != "sheet.bomb" {
		t.Errorf("carried: %v", err)
	}
}
