package desk_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
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
	dina.post(draft+"/record", "reading", dina.reading(draft))
	o.wantContacts(t, 2)
	to := dina.get(draft).led
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

// However many units an organisation has, it is asked of which the rows are, and a column that may say it is among the answers.
func TestTheUnitIsAskedHoweverManyThereAre(t *testing.T) {
	o := staff(t, testkit.Store(t))
	dina := o.employ(t, "dina", o.Faro, policy.DeskWorker)
	must(t, o.store.Write(t.Context(), policy.System(policy.Startup), func(tx *store.Tx) error {
		for i := range 70 {
			code := fmt.Sprintf("faro-%02d", i)
			if err := network.RecordUnit(tx, network.Unit{ID: network.UnitID(code), OrganisationID: o.Faro, Code: code, Name: "Team " + code, Kind: "desk", Province: "IT-BS"}); err != nil {
				return err
			}
		}
		return nil
	}))
	draft := dina.draft(sheet.Contacts, []byte("Data;Serv.;Genere\n04/11/2024;UDS;F\n05/11/2024;UDS;F\n06/11/2024;Indoor;F\n"))
	dina.get(draft).wantText(t, "Of which are these rows?", `name="answer_unit"`, `<option value="faro-69"`, "Column B, “Serv.”", "Team faro-69", "Choose an answer")
	dina.post(draft, "header", "1", "answer_unit", "column.B")
	dina.get(draft).wantText(t, "“UDS”", "“Indoor”")
	dina.post(draft, "header", "1", "word_B_0", "faro-strada", "word_B_1", "faro-sportello")
	dina.get(draft).wantText(t, "Record 3")
}

// A file of another kind than the one that was chosen is read as the kind that it is, once somebody says so.
func TestAFileOfAnotherKindIsReadAsItIs(t *testing.T) {
	o := staff(t, testkit.Store(t))
	dina := o.employ(t, "dina", o.Faro, policy.DeskWorker)
	draft := dina.draft(sheet.Contacts, []byte("Date;Unit;Proximity action\n2024-04-05;faro-strada;Legal advice\n2024-04-06;faro-strada;Legal advice\n"))
	dina.get(draft).wantText(t, "You chose “Contacts”", "They are “Proximity actions”")
	dina.post(draft, "answer_kind", "actions")
	dina.get(draft).wantText(t, "Proximity actions", "Record 2")
	dina.post(draft+"/record", "reading", dina.reading(draft))
	o.wantContacts(t, 0)
}
