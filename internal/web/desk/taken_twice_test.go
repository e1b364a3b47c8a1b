package desk_test

import (
	"net/http"
	"strings"
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
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
