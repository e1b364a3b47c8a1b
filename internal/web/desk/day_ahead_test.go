package desk_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/intake"
	"approdo/internal/testkit"
)

// TestNothingIsRecordedOfADayThatHasNotCome, whatever it is: forms are told what a file is told. The day is the network's, which begins before that of Greenwich.
func TestNothingIsRecordedOfADayThatHasNotCome(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		o.pass(13*time.Hour + 30*time.Minute - 46*24*time.Hour) // 30 November, 23:30 in Greenwich
		const today, tomorrow = "2024-12-01", "2024-12-02"
		wim := o.employ(t, "wim", o.Faro, policy.OutreachWorker, policy.DeskWorker)
		vera := o.employ(t, "vera", o.Faro, policy.Officer)
		person := testkit.Person(o.Faro)
		must(t, s.Write(t.Context(), operator, func(tx *store.Tx) (err error) {
			person, err = intake.New(o.Book).Person(tx, person, false)
			return err
		}))
		sheet := "/people/" + string(person.ID)
		street, home := []string{"unit", string(o.Street)}, []string{"unit", string(o.Desk)}
		for _, c := range []struct {
			who     *visitor
			path    string
			answers []string
		}{
			{wim, "/outings", append(street, "mode", "outdoor")},
			{wim, "/contacts", append(street, "newness", "new", "gender", "woman", "age_band", "adult", "region", "west_africa")},
			{wim, "/meetings", append(street, "place", "cas", "new_women", "3")},
			{wim, "/actions", append(street, "type", "mediation")},
			{wim, "/people", []string{"gender", "woman"}},
			{wim, sheet + "/interviews", home},
			{wim, sheet + "/enrolments", append(home, "kind", "own", "source", "desk")},
			{wim, sheet + "/deliveries", append(home, "type", "legal_support")},
			{wim, sheet + "/protection", []string{"answer", "yes"}},
			{vera, "/rights", []string{"code", person.Code, "kind", "access", "cause", "person"}},
		} {
			form := formOf(t, c.who.get(c.path+"/new").wantStatus(t, http.StatusOK).text, c.path)
			for i := 0; i < len(c.answers); i += 2 {
				form.Set(c.answers[i], c.answers[i+1])
			}
			form.Set("day", tomorrow)
			c.who.sendForm(c.path, form).wantStatus(t, http.StatusUnprocessableEntity).wantText(t, "This day has not come yet.")
			form.Set("day", today)
			if a := c.who.sendForm(c.path, form); a.status != http.StatusSeeOther {
				t.Errorf("%s is refused today: status %d %s", c.path, a.status, problemOf(a.text))
			}
		}
		edit := formOf(t, wim.get(sheet+"/edit").wantStatus(t, http.StatusOK).text, sheet+"/edit")
		edit.Set("day", tomorrow)
		edit.Set("reason", "mistyped")
		wim.sendForm(sheet+"/edit", edit).wantStatus(t, http.StatusUnprocessableEntity).wantText(t, "This day has not come yet.")
	})
}

// problemOf is the first sentence of a page that says what is wrong.
func problemOf(text string) string {
	_, text, _ = strings.Cut(text, `class="problem`)
	text, _, _ = strings.Cut(text, "</")
	return text
}
