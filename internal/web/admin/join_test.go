package admin_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

// TestAnInvitedColleagueWorksOnceAnotherVouchedForHerKey goes the whole way: invitation, password, recovery code, waiting, comparison, work.
func TestAnInvitedColleagueWorksOnceAnotherVouchedForHerKey(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		teo, nora := h.member("teo", h.Faro, policy.OrganisationAdmin), h.member("nora", h.Faro, policy.OutreachWorker)
		link := teo.invites("ada", policy.CaseManager)
		if text := teo.get(path(h.account("ada"))).text; strings.Contains(text, "/join/") {
			t.Error("the link is shown a second time")
		}
		ada := h.somebody("198.51.100.7")
		ada.get(link).says(t, http.StatusOK, "Welcome, Ada ada", "Cooperativa Faro invited you")
		ada.post(link, "password", "corta", "again", "diversa").says(t, http.StatusUnprocessableEntity, "at least 15 characters", "not the same")
		ada.post(link, "password", "Ada ada cooperativa faro", "again", "Ada ada cooperativa faro").says(t, http.StatusUnprocessableEntity, "mostly of your name")
		ada.post(link, "password", "passwordpassword1234", "again", "passwordpassword1234").says(t, http.StatusUnprocessableEntity, "guessed first")
		ada.post(link, "password", password, "again", password).leads(t, "/account/recovery")
		ada.get("/").leads(t, "/account/recovery")
		groups := ada.get("/account/recovery").groups()
		ada.post("/account/recovery", "groups", groups[0]+groups[1]).says(t, http.StatusUnprocessableEntity, "Those are not the ones")
		ada.post("/account/recovery", "groups", groups[2]+" "+groups[5]).leads(t, "/account")

		ada.get("/").leads(t, "/account/waiting")
		fingerprint := ada.get("/account/waiting").says(t, http.StatusOK, "has to recognise your key").groups
		shown := nora.get(path(h.account("ada"))).says(t, http.StatusOK, "To be confirmed", "Is it their key?").groups()
		if got := strings.Join(fingerprint(), " "); len(shown) != 5 || got != strings.Join(shown, " ") {
			t.Errorf("two screens show two fingerprints: %s, %q", got, shown)
		}
		h.somebody("203.0.113.9").get(link).says(t, http.StatusNotFound, "no longer valid")

		teo.post(path(h.account("ada"))+"/confirm", "fingerprint", strings.Join(shown, " ")).says(t, http.StatusNotFound)
		nora.post(path(h.account("ada"))+"/confirm", "fingerprint", "00000 00000 00000 00000 00000").says(t, http.StatusConflict, "compare the fingerprint")
		nora.post(path(h.account("ada"))+"/confirm", "fingerprint", strings.Join(shown, " "), "roles", string(h.account("ada").Roles[0])).leads(t, path(h.account("ada")))

		ada.get("/").leads(t, "/login") // the status changed: her session is over
		ada.post("/login", "login", "Ada", "passphrase", password).leads(t, "/")
		ada.get("/").says(t, http.StatusOK, "at work, "+strings.Join(shown, " "))
	})
}

func TestAnInvitationExpiresAndIsReplaced(t *testing.T) {
	t.Parallel()
	h := open(t, testkit.Store(t))
	now := time.Now()
	h.store.SetClock(func() time.Time { return now })
	teo := h.member("teo", h.Faro, policy.OrganisationAdmin)
	first := teo.invites("ada", policy.Volunteer)
	second := teo.link(teo.post(path(h.account("ada")) + "/invite").to)
	ada := h.somebody("198.51.100.7")
	ada.get(first).says(t, http.StatusNotFound, "no longer valid")
	ada.get(second).says(t, http.StatusOK)
	now = now.Add(network.InvitationLife + time.Minute)
	ada.get(second).says(t, http.StatusNotFound, "no longer valid")
	ada.post(second, "password", password, "again", password).says(t, http.StatusNotFound)
	if a := h.account("ada"); a.Status != policy.Invited || a.Public != nil {
		t.Errorf("an old link made %+v", a)
	}
}

// TestWhoLostEverythingBeginsAnew: the second invitation makes other keys, and the first password opens nothing.
func TestWhoLostEverythingBeginsAnew(t *testing.T) {
	t.Parallel()
	h := open(t, testkit.Store(t))
	teo, nora := h.member("teo", h.Faro, policy.OrganisationAdmin), h.member("nora", h.Faro, policy.OutreachWorker)
	ada := h.somebody("198.51.100.7")
	code := ada.joins(teo.invites("ada", policy.DeskWorker))
	confirm := func() { // as nora sees it
		t.Helper()
		page := nora.get(path(h.account("ada")))
		nora.post(path(h.account("ada"))+"/confirm", "fingerprint", strings.Join(page.groups(), " "), "roles", string(policy.DeskWorker)).leads(t, path(h.account("ada")))
	}
	confirm()
	before := h.account("ada")
	link := teo.link(teo.post(path(before) + "/invite").to)
	ada.post("/login", "login", "ada", "passphrase", password).says(t, http.StatusUnprocessableEntity, "do not match")
	ada.post("/recover", "login", "ada", "recovery", code, "password", password+"!", "again", password+"!").says(t, http.StatusUnprocessableEntity, "do not match")
	ada.joins(link)
	after := h.account("ada")
	if after.Status != policy.Accepted || after.Public.Fingerprint() == before.Public.Fingerprint() || after.ID != before.ID {
		t.Errorf("before %v, after %v", before, after)
	}
	confirm()
	ada.post("/login", "login", "ada", "passphrase", password).leads(t, "/")
}

// TestWhoeverWaitsToBeConfirmedCanBeSentAway, in every role, since a stranger may have opened the invitation first.
func TestWhoeverWaitsToBeConfirmedCanBeSentAway(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		teo, _ := h.member("teo", h.Faro, policy.OrganisationAdmin), h.member("nora", h.Faro, policy.OutreachWorker)
		h.founds("nora")
		for n, role := range []policy.Role{policy.Volunteer, policy.OutreachWorker, policy.DeskWorker, policy.CaseManager, policy.LegalOfficer, policy.Mediator, policy.Specialist, policy.Custodian, policy.Officer, policy.Coordinator, policy.OrganisationAdmin} {
			for how, ends := range map[string]policy.Status{"suspend": policy.Suspended, "leave": policy.Left, "invite": policy.Invited} {
				login := "w" + how + strconv.Itoa(n)
				stranger := h.somebody("198.51.100.7")
				stranger.joins(teo.invites(login, role))
				if a := h.account(login); a.Status != policy.Accepted {
					t.Fatalf("%s does not wait: %s", role, a.Status)
				}
				if a := teo.post(path(h.account(login)) + "/" + how); a.status != http.StatusSeeOther && a.status != http.StatusOK {
					t.Errorf("%s, %s: %d %s", role, how, a.status, a.words())
				}
				if a := h.account(login); a.Status != ends {
					t.Errorf("%s, %s: still %s", role, how, a.Status)
				}
				stranger.get("/").leads(t, "/login")
				if how != "suspend" {
					continue
				}
				teo.post(path(h.account(login))+"/return").leads(t, path(h.account(login)))
				if a := h.account(login); a.Status != policy.Accepted || a.Vouched() {
					t.Errorf("%s comes back as %s", role, a.Status)
				}
			}
		}
		h.must(s.Read(t.Context(), policy.System(policy.Startup), func(tx *store.Tx) error {
			list, err := vault.Examine(tx)
			if len(list) > 0 {
				t.Errorf("the database differs from the roster: %v", list)
			}
			return err
		}))
	})
}
