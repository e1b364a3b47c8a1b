package desk_test

import (
	"net/http"
	"strings"
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/sheet"
	"approdo/internal/testkit"
)

func met(day, code string) []byte {
	return []byte("Data;Unità;Codice persona;Genere;Ambito di sfruttamento\n" + day + "/11/2024;Unità di strada;" + code + ";F;strada\n")
}

// Persons who are two already and whose codes are answered to be one stay two: they are listed, each with the way to them.
func TestPersonsWhoMayBeTheSameAreListedWithTheWayToThem(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		dina := o.employ(t, "dina", o.Faro, policy.DeskWorker)
		dina.record(dina.draft(sheet.Contacts, met("04", "K-001")))
		dina.record(dina.draft(sheet.Contacts, met("05", "K-1")))
		both := []byte(strings.TrimSuffix(string(met("06", "K-001")), "\n") + "\n07/11/2024;Unità di strada;K-1;F;strada\n")
		draft := dina.draft(sheet.Contacts, both)
		dina.get(draft).wantStatus(t, http.StatusOK).wantText(t, "answer_alike", "Rows 2, 3").misses(t, "Perhaps the same", "K-001")
		dina.post(draft, "answer_alike", "one").wantStatus(t, http.StatusSeeOther)
		page := dina.get(draft).wantStatus(t, http.StatusOK).wantText(t, "Record 2")
		links := strings.Count(page.text, `href="/people/`)
		if links != 2 || !strings.Contains(page.text, "2, 3") {
			t.Errorf("%d ways to persons instead of 2:\n%s", links, page.text)
		}
		page.misses(t, "K-001")
		dina.record(draft)
		o.wantContacts(t, 4)
	})
}

// New rows of a unit and day that stand from another file are counted, and a corrected file is asked about before anything is recorded.
func TestRowsThatStandAlreadyAreCountedAndACorrectedFileTakesTheirPlace(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		dina := o.employ(t, "dina", o.Faro, policy.DeskWorker)
		first := string(met("04", "K1")) + "04/11/2024;Unità di strada;K2;F;strada\n"
		dina.record(dina.draft(sheet.Contacts, []byte(first)))

		longer := dina.draft(sheet.Contacts, []byte(first+"04/11/2024;Unità di strada;K3;F;strada\n"))
		dina.get(longer).wantText(t, "Record one row", "One of the new rows is of a unit and a day that stand already from another file").misses(t, "answer_standing")

		corrected := dina.draft(sheet.Contacts, []byte(strings.Replace(first, "K2;F", "K2;M", 1)))
		dina.get(corrected).wantStatus(t, http.StatusOK).wantText(t, "answer_standing", "Row 3", `value="replace"`).misses(t, corrected+"/record")
		o.wantContacts(t, 2)
		dina.post(corrected, "answer_standing", "replace").wantStatus(t, http.StatusSeeOther)
		dina.get(corrected).wantText(t, "Record 2", "an earlier import is undone")
		dina.record(corrected)
		o.wantContacts(t, 2)
	})
}

// Questions and words that are not understood stand on one page, with one main button for both.
func TestADraftHasOneMainButton(t *testing.T) {
	t.Parallel()
	o := staff(t, testkit.Store(t))
	dina := o.employ(t, "dina", o.Faro, policy.DeskWorker)
	for file, rest := range map[string]string{
		"Data;Unità;Codice persona;Genere;Cittadinanza;Note\n04/11/2024;Unità di strada;K1;F;NIG;annullato\n05/11/2024;Unità di strada;K2;F;NIG;\n": "Go on",
		"Data;Unità;Codice persona;Genere;Cittadinanza\n04/11/2024;Unità di strada;K1;F;NIG\n05/11/2024;Unità di strada;K2;F;NIG\n":                 "with these words",
	} {
		page := dina.get(dina.draft(sheet.Contacts, []byte(file))).wantStatus(t, http.StatusOK).wantText(t, rest, "NIG")
		form := page.text[strings.Index(page.text, `class="form"`):]
		if n := strings.Count(form[:strings.Index(form, "</form>")], `button primary`); n != 1 {
			t.Errorf("%d main buttons", n)
		}
	}
}
