package desk_test

import (
	"net/http"
	"strings"
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
	"approdo/internal/web/desk"
)

// TestWhatIsUndoneAfterAnErasureIsAnsweredInWords: the button stands on a page that was open meanwhile. Whoever presses it is told that nothing is left to undo, and not that there is no such page.
func TestWhatIsUndoneAfterAnErasureIsAnsweredInWords(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		cesira := o.employ(t, "cesira", o.Faro, policy.CaseManager, policy.OutreachWorker)
		dora := o.employ(t, "dora", o.Faro, policy.CaseManager)
		livia := o.employ(t, "livia", o.Faro, policy.Officer)
		o.lock(t, o.Faro, cesira, dora)
		path, code := o.meet(t, o.Faro)
		send := func(shown, action string, nameValue ...string) string {
			t.Helper()
			form := formOf(t, cesira.get(shown).wantStatus(t, http.StatusOK).text, action)
			for i := 0; i < len(nameValue); i += 2 {
				form.Set(nameValue[i], nameValue[i+1])
			}
			return cesira.sendForm(action, form).wantStatus(t, http.StatusSeeOther).led
		}
		met := func(day string, more ...string) []string {
			return append([]string{"unit", string(o.Street), "day", day, "newness", "known", "gender", "woman", "age_band", "adult", "region", "west_africa"}, more...)
		}
		contact := func(day string, more ...string) string {
			to, _, _ := strings.Cut(send("/contacts/new", "/contacts", met(day, more...)...), "?")
			return to
		}
		known, linked, unlinked := contact("2024-04-29", "code", code), contact("2024-04-30"), contact("2024-05-01", "code", code)
		undos := map[string]string{
			"a corrected contact": send(known+"/edit", known+"/edit", "gender", "man", "reason", "mistyped"),
			"a link":              send(linked+"/link", linked+"/link", "code", code),
			"a contact":           send("/contacts/new", "/contacts", met("2024-05-02", "code", code)...),
			"a loosened link":     send(unlinked+"/unlink", unlinked+"/unlink", "reason", "mistyped"),
			"a follower":          cesira.post(path+"/followers", "account", "account-dora").wantStatus(t, http.StatusSeeOther).led,
			"corrected facts":     send(path+"/edit", path+"/edit", "gender", "man", "reason", "mistyped"),
		}
		type button struct {
			where string
			form  map[string][]string
		}
		buttons := map[string]button{}
		for act, to := range undos {
			where, form := undoOf(t, cesira.get(to).wantStatus(t, http.StatusOK).text)
			buttons[act] = button{where, form}
		}
		request := livia.post("/rights", "code", code, "kind", "erasure", "cause", "person", "day", "2024-05-03").to
		livia.post(request+"/erase", "code", code).wantStatus(t, http.StatusSeeOther)
		for act, b := range buttons {
			if a := cesira.sendForm(b.where, b.form); a.status != http.StatusConflict || !strings.Contains(a.text, "not on record any more") {
				t.Errorf("%s: %d %s", act, a.status, problemOf(a.text))
			}
		}
	})
}

// TestTheOfficersFirstPageSaysThatTheRegisterCannotBeWritten, and nobody else's.
func TestTheOfficersFirstPageSaysThatTheRegisterCannotBeWritten(t *testing.T) {
	t.Parallel()
	unwritten := false
	o := staffWith(t, testkit.Store(t), func(n *desk.Needs) { n.Unwritten = func() bool { return unwritten } })
	livia, wim := o.employ(t, "livia", o.Faro, policy.Officer), o.employ(t, "wim", o.Faro, policy.OutreachWorker)
	const says = "The register of erasures cannot be written"
	for range 2 {
		if a := livia.get("/"); strings.Contains(a.text, says) != unwritten {
			t.Errorf("unwritten %v: the officer's first page says otherwise", unwritten)
		}
		if a := wim.get("/"); strings.Contains(a.text, says) {
			t.Error("a colleague who erases nobody is told")
		}
		unwritten = true
	}
}
