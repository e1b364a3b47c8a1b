package desk_test

import (
	"net/http"
	"strings"
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/intake"
	"approdo/internal/care/person"
	"approdo/internal/testkit"
)

// TestAFormAsksOnceWhetherItIsReallyTheSamePerson, leads to them, and takes the answer for the code that it asked about and no other.
func TestAFormAsksOnceWhetherItIsReallyTheSamePerson(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		wim := o.employ(t, "wim", o.Faro, policy.OutreachWorker)
		var two [2]person.Person
		must(t, s.Write(t.Context(), operator, func(tx *store.Tx) (err error) {
			for i := range two {
				p := testkit.Person(o.Faro)
				p.Gender = "woman"
				if two[i], err = intake.New(o.Book).Person(tx, p, false); err != nil {
					return err
				}
			}
			return nil
		}))
		form := formOf(t, wim.get("/contacts/new").wantStatus(t, http.StatusOK).text, "/contacts")
		for name, value := range map[string]string{"unit": string(o.Street), "day": "2024-05-02", "newness": "known", "gender": "man", "code": two[0].Code} {
			form.Set(name, value)
		}
		asked := wim.sendForm("/contacts", form)
		asked.wantStatus(t, http.StatusUnprocessableEntity).wantText(t, "really the same person", "/people/"+string(two[0].ID), "Open their page")
		again := formOf(t, asked.text, "/contacts")
		again.Set("code", two[1].Code)
		wim.sendForm("/contacts", again).wantStatus(t, http.StatusUnprocessableEntity).wantText(t, "really the same person")
		again.Set("code", two[0].Code)
		if a := wim.sendForm("/contacts", again).wantStatus(t, http.StatusSeeOther); !strings.HasPrefix(a.to, "/contacts/") {
			t.Errorf("leads to %s", a.to)
		}
	})
}

// TestTheFormOfAnAnswerLeadsToTheOneOfThatDay, which counts, and is corrected.
func TestTheFormOfAnAnswerLeadsToTheOneOfThatDay(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		wim := o.employ(t, "wim", o.Faro, policy.DeskWorker, policy.CaseManager)
		who := testkit.Person(o.Faro)
		must(t, s.Write(t.Context(), operator, func(tx *store.Tx) (err error) {
			who, err = intake.New(o.Book).Person(tx, who, false)
			return err
		}))
		sheet := "/people/" + string(who.ID)
		answer := func(said string) answer {
			form := formOf(t, wim.get(sheet+"/protection/new").wantStatus(t, http.StatusOK).text, sheet+"/protection")
			form.Set("answer", said)
			form.Set("day", "2024-05-02")
			return wim.sendForm(sheet+"/protection", form)
		}
		answer("no").wantStatus(t, http.StatusSeeOther)
		answer("yes").wantStatus(t, http.StatusUnprocessableEntity).wantText(t, "only one counts", `href="/protections/`, "Open that answer")
	})
}

// TestWhatWasSentAgainWithOtherAnswersLeadsToWhatWasSaved, which is what a typing error found with the back button is about.
func TestWhatWasSentAgainWithOtherAnswersLeadsToWhatWasSaved(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		wim := o.employ(t, "wim", o.Faro, policy.OutreachWorker)
		form := formOf(t, wim.get("/meetings/new").wantStatus(t, http.StatusOK).text, "/meetings")
		for name, value := range map[string]string{"unit": string(o.Street), "day": "2024-05-02", "place": "cas", "new_women": "3"} {
			form.Set(name, value)
		}
		saved, _, _ := strings.Cut(wim.sendForm("/meetings", form).wantStatus(t, http.StatusSeeOther).to, "?")
		form.Set("new_women", "4")
		wim.sendForm("/meetings", form).wantStatus(t, http.StatusConflict).wantText(t, `href="`+saved+`"`, `action="`+saved+`/edit"`, "Correct the meeting", "What you had saved is there", `value="4"`)
	})
}
