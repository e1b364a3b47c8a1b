package desk_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"approdo/internal/base/policy"
	"approdo/internal/care/sheet"
	"approdo/internal/testkit"
)

// months is a workbook of a cover and a sheet for each of two months.
func months(t *testing.T) []byte {
	t.Helper()
	f := excelize.NewFile()
	must(t, f.SetCellStr("Sheet1", "A1", "Cover"))
	for i, day := range []string{"2024-03-05", "2024-04-05"} {
		name := []string{"a", "b"}[i]
		_, err := f.NewSheet(name)
		must(t, err)
		must(t, f.SetSheetRow(name, "A1", &[]any{"Day", "Unit", "Gender"}))
		must(t, f.SetSheetRow(name, "A2", &[]any{day, "faro-strada", "woman"}))
	}
	var out bytes.Buffer
	must(t, f.Write(&out))
	return out.Bytes()
}

// Every sheet is listed, those with the same columns are taken, and that everything is recorded is said only when it is.
func TestTheSheetsOfAWorkbookAreListedAndTaken(t *testing.T) {
	o := staff(t, testkit.Store(t))
	dina := o.employ(t, "dina", o.Faro, policy.DeskWorker)
	draft := dina.draft(sheet.Contacts, months(t))
	dina.get(draft).wantText(t, "Sheet 1: one row, not read", "Sheet 2 “a”: 2 rows, read", "Sheet 3 “b”: 2 rows, read", "Record 2")
	dina.post(draft, "dates", "", "header", "1", "sheet", "") // what the form holds when nothing is changed
	dina.get(draft).wantText(t, "Record 2")
	dina.post(draft + "/record")
	o.wantContacts(t, 2)
	to := dina.get(draft).to
	if !strings.HasSuffix(to, "?said=recorded&left=1") {
		t.Errorf("led to %s", to)
	}
	shown := dina.get(to).wantStatus(t, http.StatusOK).wantText(t, "The rows of this table are recorded", "One sheet of the file was not read")
	if strings.Contains(shown.text, "Everything is recorded") {
		t.Error("it says that everything is recorded")
	}
}

func TestASheetThatIsNamedIsTheOnlyOne(t *testing.T) {
	o := staff(t, testkit.Store(t))
	dina := o.employ(t, "dina", o.Faro, policy.DeskWorker)
	draft := dina.draft(sheet.Contacts, months(t))
	dina.post(draft, "dates", "", "header", "1", "sheet", "3")
	dina.get(draft).wantText(t, "Sheet 2 “a”: 2 rows, not read", "Sheet 3 “b”: 2 rows, read", "XLSX, sheet 3 of 3")
	dina.post(draft, "dates", "", "header", "1", "sheet", "")
	dina.get(draft).wantText(t, "Record 2")
}
