package admin_test

import (
	"net/http"
	"strings"
	"testing"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

// TestAnAdministratorMakesNoKeyHolderAlone: whatever an administrator gives, the keys wait for a colleague who has them.
func TestAnAdministratorMakesNoKeyHolderAlone(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		teo, nora := h.member("teo", h.Faro, policy.OrganisationAdmin), h.member("nora", h.Faro, policy.OutreachWorker)
		pia, second := h.member("pia", h.Faro, policy.Volunteer), h.member("ugo", h.Faro, policy.OrganisationAdmin)
		change := func(by *somebody, login string, roles ...string) answer {
			t.Helper()
			form := []string{"name", login, "language", "it"}
			for _, r := range roles {
				form = append(form, "roles", r)
			}
			return by.post(path(h.account(login))+"/edit", form...)
		}
		change(teo, "teo", "organisation_admin", "case_manager").says(t, http.StatusConflict, "Nobody changes their own role")
		change(second, "teo", "organisation_admin", "case_manager").says(t, http.StatusUnprocessableEntity, "give the roles to two people")
		change(second, "teo", "case_manager").leads(t, path(h.account("teo")))
		if a := h.account("teo"); a.Status != policy.Accepted || a.HoldsKeys() {
			t.Errorf("a second administrator made a key holder: %s %v", a.Status, a.Roles)
		}
		second.post(path(h.account("teo"))+"/confirm", "fingerprint", h.account("teo").Public.Fingerprint()).says(t, http.StatusNotFound)
		change(second, "pia", "volunteer", "coordinator").leads(t, path(h.account("pia")))
		if a := h.account("pia"); a.Status != policy.Confirmed || len(a.Roles) != 2 {
			t.Errorf("a role that opens nothing: %s %v", a.Status, a.Roles)
		}
		pia.get("/").leads(t, "/login") // the roles changed
		change(second, "pia", "volunteer", "custodian").leads(t, path(h.account("pia")))
		if a := h.account("pia"); a.Status != policy.Accepted {
			t.Errorf("an administrator made a custodian alone: %+v", a.Status)
		}
		change(second, "nora", "volunteer").leads(t, path(h.account("nora")))
		if a := h.account("nora"); a.Knew || a.HoldsKeys() {
			t.Errorf("keys that nobody has yet are to be replaced: %v", a.Roles)
		}
		nora.get("/").leads(t, "/login")
	})
}

// TestWhoeverIsConfirmedByAKeyHolderOpensAtOnce: comparing the fingerprint is what giving the key needs, so it is done once.
func TestWhoeverIsConfirmedByAKeyHolderOpensAtOnce(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		nora, bea, teo := h.member("nora", h.Faro, policy.OutreachWorker), h.member("bea", h.Faro, policy.DeskWorker), h.member("teo", h.Faro, policy.OrganisationAdmin)
		h.founds("nora")
		held := func(login string) (held bool) {
			h.must(h.store.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) (err error) {
				held, err = vault.Holds(tx, h.Faro, h.account(login).ID)
				return err
			}))
			return held
		}
		again := func(by *somebody, login string) {
			teo.post(path(h.account(login))+"/suspend").leads(t, path(h.account(login)))
			teo.post(path(h.account(login))+"/return").leads(t, path(h.account(login)))
			by.confirms(h.account(login)).leads(t, path(h.account(login)))
		}
		h.member("ada", h.Faro, policy.CaseManager)
		teo.post(path(h.account("ada"))+"/suspend").leads(t, path(h.account("ada")))
		teo.post(path(h.account("ada"))+"/return").leads(t, path(h.account("ada")))
		bea.confirms(h.account("ada")).says(t, http.StatusConflict, "You do not hold your team's key yet")
		if a := h.account("ada"); a.Status != policy.Accepted {
			t.Error("somebody without the key confirmed")
		}
		again(nora, "ada")
		if !held("ada") {
			t.Error("no key came from somebody who has it")
		}
		teo.get(path(h.account("ada"))).says(t, http.StatusOK, "Has it")
		h.member("pia", h.Faro, policy.Volunteer)
		again(nora, "pia")
		if held("pia") {
			t.Error("a volunteer got the key")
		}
	})
}

// TestRolesThatNobodySawAreNotConfirmed: a page stands open, and an administrator makes a key holder of whom it shows as a volunteer.
func TestRolesThatNobodySawAreNotConfirmed(t *testing.T) {
	t.Parallel()
	h := open(t, testkit.Store(t))
	nora, teo := h.member("nora", h.Faro, policy.OutreachWorker), h.member("teo", h.Faro, policy.OrganisationAdmin)
	h.founds("nora")
	h.somebody("198.51.100.7").joins(teo.invites("pia", policy.Volunteer))
	seen := h.account("pia")
	teo.post(path(seen)+"/edit", "name", "pia", "language", "it", "roles", string(policy.DeskWorker)).leads(t, path(seen))
	nora.confirms(seen).says(t, http.StatusConflict, "The roles changed")
	if a := h.account("pia"); a.Status != policy.Accepted {
		t.Errorf("confirmed in roles that nobody saw: %+v", a)
	}
	nora.confirms(h.account("pia")).leads(t, path(seen))
}

// confirms vouches for a colleague as they were when the page was drawn.
func (s *somebody) confirms(seen network.Account) answer {
	s.t.Helper()
	form := []string{"fingerprint", seen.Public.Fingerprint()}
	for _, role := range seen.Roles {
		form = append(form, "roles", string(role))
	}
	return s.post(path(seen)+"/confirm", form...)
}

// founds makes the vault of faro, with the one key holder.
func (h *house) founds(logins ...string) {
	h.t.Helper()
	testkit.Vault(h.t, h.store, h.Faro, logins...)
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func TestWhoIsSuspendedOrLeavesIsOutAtOnceAndTheirKeysWaitToBeReplaced(t *testing.T) {
	t.Parallel()
	h := open(t, testkit.Store(t))
	teo, nora := h.member("teo", h.Faro, policy.OrganisationAdmin), h.member("nora", h.Faro, policy.OutreachWorker)
	pia, _ := h.member("pia", h.Faro, policy.Volunteer), h.member("ada", h.Faro, policy.CaseManager)
	h.founds("nora", "ada")
	teo.post(path(h.account("nora"))+"/suspend").leads(t, path(h.account("nora")))
	nora.get("/").leads(t, "/login")
	if a := h.account("nora"); a.Status != policy.Suspended || !a.Knew || a.Public == nil {
		t.Errorf("suspended: %+v", a)
	}
	teo.get(path(h.account("nora"))).says(t, http.StatusOK, "Suspended", "wait to be replaced", "Take back")
	teo.post(path(h.account("nora"))+"/suspend").says(t, http.StatusConflict)
	teo.post(path(h.account("nora"))+"/return").leads(t, path(h.account("nora")))
	if a := h.account("nora"); a.Status != policy.Accepted {
		t.Errorf("taken back without a colleague: %+v", a)
	}
	teo.post(path(h.account("pia"))+"/leave").leads(t, path(h.account("pia")))
	pia.get("/").leads(t, "/login")
	if a := h.account("pia"); a.Status != policy.Left || a.Knew {
		t.Errorf("left: %+v", a)
	}
	for _, move := range []string{"return", "suspend", "leave", "invite"} {
		teo.post(path(h.account("pia"))+"/"+move).says(t, http.StatusConflict)
	}
	for _, move := range []string{"suspend", "leave", "invite"} {
		teo.post(path(h.account("teo"))+"/"+move).says(t, http.StatusConflict, "Nobody changes their own role")
	}
	teo.get("/members?status=left").says(t, http.StatusOK, "pia", "1 colleague")
	if text := teo.get("/members?status=left").words(); strings.Contains(text, "nora") {
		t.Error("the filter lets others through")
	}
}

func TestAnInvitationThatIsNotRightIsSaidSo(t *testing.T) {
	t.Parallel()
	h := open(t, testkit.Store(t))
	teo := h.member("teo", h.Faro, policy.OrganisationAdmin)
	for name, c := range map[string]struct {
		form []string
		want string
	}{
		"no name":              {[]string{"login", "ada", "roles", "volunteer"}, "how colleagues know"},
		"a login with spaces":  {[]string{"name", "Ada", "login", "ada bella", "roles", "volunteer"}, "small letters"},
		"a login that is":      {[]string{"name", "Ada", "login", "WANDA", "roles", "volunteer"}, "such a login name already"},
		"no role":              {[]string{"name", "Ada", "login", "ada"}, "at least one role"},
		"an unknown role":      {[]string{"name", "Ada", "login", "ada", "roles", "chief"}, "at least one role"},
		"no address":           {[]string{"name", "Ada", "login", "ada", "roles", "volunteer", "email", "ada"}, "does not look right"},
		"a unit of the others": {[]string{"name", "Ada", "login", "ada", "roles", "volunteer", "units", string(h.Quay)}, "unit"},
	} {
		a := teo.post("/members", append(c.form, "language", "it")...)
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.words(), c.want) {
			t.Errorf("%s: status %d\n%s", name, a.status, a.words())
		}
	}
	teo.post("/members", "name", "Ada", "login", "ada", "language", "it", "roles", "volunteer", "units", string(h.Street), "email", "ada@example.org")
	teo.get(path(h.account("ada"))).says(t, http.StatusOK, "Unità di strada", "ada@example.org", "Volunteer", "The invitation waits until")
	outside := h.member("otto", h.Molo, policy.OrganisationAdmin)
	outside.get(path(h.account("ada"))).says(t, http.StatusNotFound)
	outside.post(path(h.account("ada"))+"/leave").says(t, http.StatusNotFound)
	if text := outside.get("/members").words(); strings.Contains(text, "Ada") {
		t.Error("another organisation's member is listed")
	}
}
