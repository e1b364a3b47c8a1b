package desk_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"approdo/internal/base/policy"
	"approdo/internal/testkit"
)

// A list that leaves opens in the spreadsheet program of whoever took it: days are days, and an Italian Excel parts the
// fields of a CSV by semicolons.
func TestAListLeavesAsTheReadersSpreadsheetProgramOpensIt(t *testing.T) {
	o := staff(t, testkit.Store(t))
	dina := o.employ(t, "dina", o.Faro, policy.DeskWorker)
	ines := o.employIn(t, "it", "ines", o.Faro, policy.DeskWorker)
	who := o.known(t, dina, testkit.Person(o.Faro))

	english := dina.get("/people?format=csv").wantStatus(t, http.StatusOK)
	if !strings.HasPrefix(english.text, "\ufeff") || !strings.Contains(english.text, who.Code+",") || !strings.Contains(english.text, "2024-05-01") {
		t.Errorf("in English: %q", english.text)
	}
	italian := ines.get("/people?format=csv").wantStatus(t, http.StatusOK)
	if !strings.HasPrefix(italian.text, "\ufeff") || !strings.Contains(italian.text, who.Code+";") || !strings.Contains(italian.text, "01/05/2024") {
		t.Errorf("in Italian: %q", italian.text)
	}
	book, err := excelize.OpenReader(strings.NewReader(ines.get("/people?format=xlsx").wantStatus(t, http.StatusOK).text))
	must(t, err)
	rows, err := book.GetRows("Sheet1", excelize.Options{RawCellValue: true})
	must(t, err)
	if !strings.Contains(strings.Join(rows[1], ";"), "45413") {
		t.Errorf("the day is no day: %q", rows)
	}
	if page := ines.get("/people").text; strings.Index(page, "format=xlsx") > strings.Index(page, "format=csv") {
		t.Error("the form that opens everywhere is not offered first")
	}
}
