package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// TestAFormThatIsPressedTwiceMakesOneRecord, and leads to it both times. What was changed in between, going back in the browser, may be another record: it is given back, and saved the
// next time.
func TestAFormThatIsPressedTwiceMakesOneRecord(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		wim := o.employ(t, "wim", o.Faro, policy.OutreachWorker)
		for _, c := range []struct {
			path, table string
			answers     []string // name and value
			other       [2]string
		}{
			{"/outings", "outreach_outings", []string{"unit", string(o.Street), "day", "2024-05-02", "mode", "outdoor"}, [2]string{"mode", "online"}},
			{"/contacts", "outreach_contacts", []string{
				"unit", string(o.Street), "day", "2024-05-02", "newness", "new", "gender", "woman", "age_band", "adult", "region", "west_africa",
			}, [2]string{"gender", "man"}},
			{"/meetings", "outreach_meetings", []string{"unit", string(o.Street), "day", "2024-05-02", "place", "cas", "new_women", "3"}, [2]string{"new_women", "4"}},
			{"/actions", "outreach_actions", []string{"unit", string(o.Street), "day", "2024-05-02", "type", "mediation"}, [2]string{"type", "legal_advice"}},
		} {
			count := func() (n int) {
				t.Helper()
				must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error { return tx.QueryRow(`SELECT COUNT(*) FROM ` + c.table).Scan(&n) }))
				return n
			}
			form := formOf(t, wim.get(c.path+"/new").wantStatus(t, http.StatusOK).text, c.path)
			for i := 0; i < len(c.answers); i += 2 {
				form.Set(c.answers[i], c.answers[i+1])
			}
			first := wim.sendForm(c.path, form).wantStatus(t, http.StatusSeeOther).to
			if again := wim.sendForm(c.path, form).wantStatus(t, http.StatusSeeOther).to; again != first || count() != 1 {
				t.Errorf("%s: led to %s and %s, %d records", c.path, first, again, count())
			}
			form.Set(c.other[0], c.other[1])
			back := wim.sendForm(c.path, form).wantStatus(t, http.StatusConflict).wantText(t, c.other[1])
			if count() != 1 {
				t.Errorf("%s: %d records after a conflict", c.path, count())
			}
			if made, _, _ := strings.Cut(first, "?"); strings.Contains(back.text, `action="`+made+`/edit"`) { // what can be corrected is corrected
				edit := formOf(t, back.text, made+"/edit")
				edit.Set("reason", "mistyped")
				wim.sendForm(made+"/edit", edit).wantStatus(t, http.StatusSeeOther)
				if got := formOf(t, wim.get(made+"/edit").text, made+"/edit").Get(c.other[0]); count() != 1 || got != c.other[1] {
					t.Errorf("%s: %d records, says %q", c.path, count(), got)
				}
				continue
			}
			back.wantText(t, "was saved before")
			if wim.sendForm(c.path, formOf(t, back.text, c.path)).wantStatus(t, http.StatusSeeOther); count() != 2 {
				t.Errorf("%s: %d records, want the other one too", c.path, count())
			}
		}
	})
}

// meet answers the form of a contact.
func meet(form url.Values, o *office) {
	for name, value := range map[string]string{"unit": string(o.Street), "day": "2024-05-02", "newness": "new", "gender": "woman", "age_band": "adult", "region": "west_africa"} {
		form.Set(name, value)
	}
}

// TestWhatWasTakenBackIsNotCalledSaved: back in the browser and saved again, it says that it is not there, and records it once more only when it is saved again.
func TestWhatWasTakenBackIsNotCalledSaved(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		wim := o.employ(t, "wim", o.Faro, policy.OutreachWorker)
		outing := wim.post("/outings", "unit", string(o.Street), "day", "2024-05-02", "mode", "outdoor").wantStatus(t, http.StatusSeeOther).to
		outing, _, _ = strings.Cut(outing, "?")
		outing = strings.TrimSuffix(outing, "/contacts/new")
		for _, path := range []string{"/contacts", outing + "/contacts"} {
			form := formOf(t, wim.get(path+"/new").wantStatus(t, http.StatusOK).text, path)
			meet(form, o)
			count := func() (n int) {
				t.Helper()
				must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error { return tx.QueryRow(`SELECT COUNT(*) FROM outreach_contacts`).Scan(&n) }))
				return n
			}
			wim.sendForm(path, form).wantStatus(t, http.StatusSeeOther)
			var id string
			must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error { return tx.QueryRow(`SELECT id FROM outreach_contacts`).Scan(&id) }))
			wim.post("/contacts/"+id+"/remove", "reason", "mistyped").wantStatus(t, http.StatusSeeOther)
			back := wim.sendForm(path, form).wantStatus(t, http.StatusConflict).wantText(t, "taken back since")
			if count() != 0 {
				t.Errorf("%s: recorded without a word", path)
			}
			again := wim.sendForm(path, formOf(t, back.text, path)).wantStatus(t, http.StatusSeeOther).to
			if count() != 1 {
				t.Errorf("%s: %d contacts, led to %s", path, count(), again)
			}
			must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error { return tx.QueryRow(`SELECT id FROM outreach_contacts`).Scan(&id) }))
			wim.post("/contacts/"+id+"/remove", "reason", "mistyped").wantStatus(t, http.StatusSeeOther)
		}
	})
}

// TestASheetAndWhatIsRecordedOnItAreMadeOnce: also what goes about somebody who is known.
func TestASheetAndWhatIsRecordedOnItAreMadeOnce(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		dora := o.employ(t, "dora", o.Faro, policy.DeskWorker)
		count := func(table string) (n int) {
			t.Helper()
			must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error { return tx.QueryRow(`SELECT COUNT(*) FROM ` + table).Scan(&n) }))
			return n
		}
		twice := func(shown, path, table string, nameValue ...string) string {
			t.Helper()
			form := formOf(t, dora.get(shown).wantStatus(t, http.StatusOK).text, path)
			for i := 0; i < len(nameValue); i += 2 {
				form.Set(nameValue[i], nameValue[i+1])
			}
			first := dora.sendForm(path, form).wantStatus(t, http.StatusSeeOther).to
			if again := dora.sendForm(path, form).wantStatus(t, http.StatusSeeOther).to; again != first || count(table) != 1 {
				t.Errorf("%s: led to %s and %s, %d records", path, first, again, count(table))
			}
			return first
		}
		person, _, _ := strings.Cut(twice("/people/new", "/people", "person_persons", "gender", "woman"), "?")
		twice(person+"/interviews/new", person+"/interviews", "casework_interviews", "day", "2024-05-02")
		twice(person+"/enrolments/new", person+"/enrolments", "casework_enrolments", "day", "2024-05-03", "source", "desk")
		twice(person+"/deliveries/new", person+"/deliveries", "casework_deliveries", "day", "2024-05-04", "type", "legal_support", "minutes", "30")
		twice(person+"/protection/new", person+"/protection", "person_protections", "day", "2024-05-04", "answer", "yes")
	})
}
