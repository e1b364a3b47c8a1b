package desk_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
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

// TestNoCellOfAListRunsWithWhateverSeparatorItIsOpened: a colleague's name is a formula behind a semicolon, and the officer takes the register of exports out.
func TestNoCellOfAListRunsWithWhateverSeparatorItIsOpened(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		livia := o.employ(t, "livia", o.Faro, policy.Officer)
		ines := o.employIn(t, "it", "ines", o.Faro, policy.Officer)
		o.known(t, livia, testkit.Person(o.Faro))
		for typed, guarded := range map[string]string{"x;=1+1": "x;'=1+1", "x\t@cmd": "x\t'@cmd", "=1+1": "'=1+1", "x|-1+1": "x|'-1+1", "x\n+1+1": "x\n'+1+1"} {
			login := fmt.Sprintf("dina%d", len(o.Seeds))
			must(t, s.Write(t.Context(), operator, func(tx *store.Tx) (err error) {
				_, o.Seeds[login], err = testkit.Employ(tx, network.Account{OrganisationID: o.Faro, Login: login, Name: typed, Language: "en", Roles: []policy.Role{policy.DeskWorker}})
				return err
			}))
			o.session(t, login).get("/people?format=csv").wantStatus(t, http.StatusOK)
			for _, reader := range []*visitor{livia, ines} {
				if file := reader.get("/exports?format=csv").wantStatus(t, http.StatusOK).text; !strings.Contains(file, guarded) || strings.Contains(strings.ReplaceAll(file, guarded, ""), typed) {
					t.Errorf("%q leaves as it was typed: %q", typed, file)
				}
			}
			book, err := excelize.OpenReader(strings.NewReader(livia.get("/exports?format=xlsx").wantStatus(t, http.StatusOK).text))
			must(t, err)
			rows, err := book.GetRows("Sheet1")
			must(t, err)
			found := false
			for _, row := range rows {
				for _, cell := range row {
					found = found || cell == guarded
					if cell == typed {
						t.Errorf("%q stands in the workbook", typed)
					}
				}
			}
			if !found {
				t.Errorf("%q is not in the workbook: %q", guarded, rows)
			}
		}
	})
}
