package desk_test

import (
	"net/http"
	"strings"
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/intake"
	"approdo/internal/testkit"
)

// TestWhatIsTakenBackTwiceIsTakenBackOnce: the fold of a page is a form like another, and a double tap is no mistake.
func TestWhatIsTakenBackTwiceIsTakenBackOnce(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		wim := o.employ(t, "wim", o.Faro, policy.OutreachWorker)
		form := formOf(t, wim.get("/contacts/new").text, "/contacts")
		for name, value := range map[string]string{"unit": string(o.Street), "day": "2024-05-02", "newness": "unsure", "gender": "woman", "age_band": "adult"} {
			form.Set(name, value)
		}
		contact, _, _ := strings.Cut(wim.sendForm("/contacts", form).wantStatus(t, http.StatusSeeOther).to, "?")
		back := formOf(t, wim.get(contact).text, contact+"/remove")
		back.Set("reason", "mistyped")
		first, again := wim.sendForm(contact+"/remove", back), wim.sendForm(contact+"/remove", back)
		if first.status != http.StatusSeeOther || again.status != first.status || again.to != first.to {
			t.Errorf("once %d to %s, and twice %d to %s", first.status, first.to, again.status, again.to)
		}
	})
}

// TestARequestIsClosedOnceHoweverOftenItsButtonIsPressed: handed over, and refused.
func TestARequestIsClosedOnceHoweverOftenItsButtonIsPressed(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		p := testkit.Person(o.Faro)
		must(t, s.Write(t.Context(), operator, func(tx *store.Tx) (err error) {
			p, err = intake.New(o.Book).Person(tx, p, false)
			return err
		}))
		officer := o.employ(t, "ada", o.Faro, policy.Officer)
		form := formOf(t, officer.get("/rights/new").text, "/rights")
		form.Set("code", p.Code)
		form.Set("kind", "erasure")
		form.Set("cause", "person")
		form.Set("day", "2024-05-02")
		request, _, _ := strings.Cut(officer.sendForm("/rights", form).wantStatus(t, http.StatusSeeOther).to, "?")
		refuse := formOf(t, officer.get(request).text, request+"/refuse")
		first, again := officer.sendForm(request+"/refuse", refuse), officer.sendForm(request+"/refuse", refuse)
		if first.status != http.StatusSeeOther || again.status != first.status || again.to != first.to {
			t.Errorf("once %d to %s, and twice %d to %s", first.status, first.to, again.status, again.to)
		}
	})
}
