package desk_test

import (
	"encoding/hex"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// leaves ends a visitor's session, while pages of it are still open.
func (v *visitor) leaves() {
	v.t.Helper()
	token, err := network.ParseToken(v.token)
	must(v.t, err)
	must(v.t, v.office.store.Write(v.t.Context(), policy.System(policy.Login), func(tx *store.Tx) error { return network.CloseSession(tx, token) }))
}

// TestAFormThatWasOpenWhenItsSessionEndedIsGivenBack is case 55 of the field: after a log-in of the same account, and of nobody else, with all that was typed; nothing is saved before
// they say so.
func TestAFormThatWasOpenWhenItsSessionEndedIsGivenBack(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		wim, ada := o.employ(t, "wim", o.Faro, policy.OutreachWorker), o.employ(t, "ada", o.Faro, policy.OutreachWorker)
		count := func(table string) (n int) {
			t.Helper()
			must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error { return tx.QueryRow(`SELECT COUNT(*) FROM ` + table).Scan(&n) }))
			return n
		}
		form := formOf(t, wim.get("/contacts/new").wantStatus(t, http.StatusOK).text, "/contacts")
		meet(form, o)
		form.Set("language", "fr")
		wim.leaves()
		if a := wim.sendForm("/contacts", form); a.status != http.StatusSeeOther || a.to != "/login?to="+url.QueryEscape("/unsent") {
			t.Fatalf("status %d, to %q", a.status, a.to)
		}
		if count("outreach_contacts") != 0 || count("network_unsent") != 1 {
			t.Fatal("the contact is recorded, or lost")
		}
		if text := ada.get("/unsent"); text.status != http.StatusSeeOther {
			t.Error("somebody else is given what was typed")
		}
		must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error {
			var sealed []byte
			err := tx.QueryRow(`SELECT sealed FROM network_unsent`).Scan(&sealed)
			if strings.Contains(string(sealed), "west_africa") {
				t.Error("what was typed lies there in clear")
			}
			return err
		}))
		wim = o.session(t, "wim")
		shown := wim.get("/unsent").wantStatus(t, http.StatusOK).wantText(t, "What you were writing", "Woman")
		back := wim.sendForm("/contacts", formOf(t, shown.text, "/contacts")).wantStatus(t, http.StatusConflict).wantText(t, "Nothing is saved yet")
		if count("outreach_contacts") != 0 {
			t.Fatal("saved before anybody said so")
		}
		again := formOf(t, back.text, "/contacts")
		for name := range form {
			if name != "key" && again.Get(name) != form.Get(name) {
				t.Errorf("%s was %q and is given back as %q", name, form.Get(name), again.Get(name))
			}
		}
		wim.sendForm("/contacts", again).wantStatus(t, http.StatusSeeOther)
		if count("outreach_contacts") != 1 || count("network_unsent") != 0 {
			t.Error("not saved, or still kept")
		}
		wim.post("/unsent/drop").wantStatus(t, http.StatusSeeOther)
		wim.get("/unsent").wantStatus(t, http.StatusSeeOther)

		// Nobody keeps anything for somebody without a key of a form of theirs, and nothing is kept for more than a day.
		stranger := &visitor{t: t, office: o}
		forged := formOf(t, ada.get("/contacts/new").text, "/contacts")
		key := strings.Split(forged.Get("key"), ".")
		for _, bad := range []string{"", "x", key[0] + ".account-wim." + key[2], strings.Join(key, ".") + "0"} {
			forged.Set("key", bad)
			if a := stranger.sendForm("/contacts", forged); a.to != "/login" {
				t.Errorf("key %q: led to %q", bad, a.to)
			}
		}
		if count("network_unsent") != 0 {
			t.Error("something is kept")
		}
		entries := count("audit_entries")
		again = formOf(t, ada.get("/contacts/new").text, "/contacts")
		meet(again, o)
		for range 20 {
			stranger.sendForm("/contacts", again)
		}
		if wrote := count("audit_entries") - entries; wrote > 1 {
			t.Errorf("a form that is sent twenty times leaves %d entries", wrote)
		}
		must(t, s.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
			tx.Note("unsent", "", nil)
			return network.EraseUnsent(tx, o.Faro)
		}))
		if count("network_unsent") != 0 {
			t.Error("something is kept where somebody was erased")
		}
		form = formOf(t, ada.get("/contacts/new").text, "/contacts")
		meet(form, o)
		ada.leaves()
		ada.sendForm("/contacts", form)
		o.pass(25 * time.Hour)
		o.session(t, "ada").get("/unsent").wantStatus(t, http.StatusSeeOther)
		must(t, s.Write(t.Context(), policy.System(policy.Keeping), func(tx *store.Tx) error { return network.ForgetUnsent(tx, tx.Now()) }))
		if count("network_unsent") != 0 {
			t.Error("kept for more than a day")
		}
	})
}

// TestNothingIsGivenBackAfterAQuickLock: whoever locked in a hurry did not want it read.
func TestNothingIsGivenBackAfterAQuickLock(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		wim := o.employ(t, "wim", o.Faro, policy.OutreachWorker)
		form := formOf(t, wim.get("/contacts/new").wantStatus(t, http.StatusOK).wantText(t, `name="quick" value="yes"`).text, "/contacts")
		meet(form, o)
		wim.post("/logout", "quick", "yes").wantStatus(t, http.StatusSeeOther)
		if a := wim.sendForm("/contacts", form); a.status != http.StatusSeeOther {
			t.Errorf("status %d", a.status)
		}
		o.session(t, "wim").get("/unsent").wantStatus(t, http.StatusSeeOther)
	})
}

// TestWhoOnlySawAFormLeavesNothingForItsAuthor: its key is in the page and stays there after a log-out, the cookie of the session does not.
func TestWhoOnlySawAFormLeavesNothingForItsAuthor(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		wim, ada := o.employ(t, "wim", o.Faro, policy.OutreachWorker), o.employ(t, "ada", o.Faro, policy.OutreachWorker)
		form := formOf(t, wim.get("/contacts/new").wantStatus(t, http.StatusOK).text, "/contacts")
		meet(form, o)
		other := ada.token
		wim.leaves()
		ada.leaves()
		for _, token := range []string{"", "x", other} {
			stranger := &visitor{t: t, office: o, token: token}
			stranger.sendForm("/contacts", form)
		}
		o.session(t, "wim").get("/unsent").wantStatus(t, http.StatusSeeOther)
	})
}

// TestAContactOfWhichNothingIsSaidAsksOnce before it is saved: a thumb slips at night.
func TestAContactOfWhichNothingIsSaidAsksOnce(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		wim := o.employ(t, "wim", o.Faro, policy.OutreachWorker)
		form := formOf(t, wim.get("/contacts/new").text, "/contacts")
		form.Set("day", "2024-05-02")
		back := wim.sendForm("/contacts", form).wantStatus(t, http.StatusConflict).wantText(t, "You said nothing about the person")
		wim.sendForm("/contacts", formOf(t, back.text, "/contacts")).wantStatus(t, http.StatusSeeOther)
		form = formOf(t, wim.get("/contacts/new").text, "/contacts")
		form.Set("day", "2024-05-02")
		form.Set("gender", "woman")
		wim.sendForm("/contacts", form).wantStatus(t, http.StatusSeeOther)
	})
}

// TestTheKeyOfAnOldFormKeepsNothingForNobody: without a session a form is kept by a key of these two days alone, and its day cannot be changed.
func TestTheKeyOfAnOldFormKeepsNothingForNobody(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		wim := o.employ(t, "wim", o.Faro, policy.OutreachWorker)
		form := formOf(t, wim.get("/contacts/new").wantStatus(t, http.StatusOK).text, "/contacts")
		meet(form, o)
		parts := strings.Split(form.Get("key"), ".")
		if len(parts) != 5 {
			t.Fatalf("the key is %q", form.Get("key"))
		}
		wim.leaves()
		on := func(ago int, forged bool) string {
			day := time.Now().UTC().AddDate(0, 0, -ago).Format(time.DateOnly)
			mark := s.Keys().Token("form", parts[1], "/contacts", parts[0], day)
			if forged {
				mark = s.Keys().Token("form", parts[1], "/contacts", parts[0], "2024-01-01")
			}
			return strings.Join([]string{parts[0], parts[1], day, hex.EncodeToString(mark[:]), parts[4]}, ".")
		}
		for _, c := range []struct {
			key  string
			kept int
		}{{on(2, false), 0}, {on(0, true), 0}, {on(1, false), 1}} {
			form.Set("key", c.key)
			wim.sendForm("/contacts", form)
			var n int
			must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error { return tx.QueryRow(`SELECT COUNT(*) FROM network_unsent`).Scan(&n) }))
			if n != c.kept {
				t.Errorf("%s: kept %d", c.key, n)
			}
		}
	})
}

// TestAFormThatSomebodyPlantedIsGivenBackToNobody: whoever writes to the database seals a form of their own to a colleague, whose public key stands there, and it waits for that colleague's next log-in. A form that
// says nothing of the program having kept it is nobody's.
func TestAFormThatSomebodyPlantedIsGivenBackToNobody(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		wim := o.employ(t, "wim", o.Faro, policy.OutreachWorker)
		form := formOf(t, wim.get("/contacts/new").wantStatus(t, http.StatusOK).text, "/contacts")
		meet(form, o)
		wim.leaves()
		wim.sendForm("/contacts", form)
		wim = o.session(t, "wim")
		wim.get("/unsent").wantStatus(t, http.StatusOK)
		var public []byte
		var id string
		must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error {
			return tx.QueryRow(`SELECT id, public FROM network_accounts WHERE login = 'wim'`).Scan(&id, &public)
		}))
		for _, planted := range []string{`{"Path":"/contacts","Values":{"gender":["woman"]}}`, `{"Path":"/contacts","Values":{"gender":["woman"]},"Mark":"AAAA"}`} {
			sealed := testkit.SealTo(t, seal.Public(public), []byte(planted), "unsent", id)
			testkit.Outside(t, s).Exec(`UPDATE network_unsent SET sealed = $1`, sealed)
			wim.get("/unsent").wantStatus(t, http.StatusSeeOther)
		}
	})
}
