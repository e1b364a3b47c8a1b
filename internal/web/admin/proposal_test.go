package admin_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

var seenMark = regexp.MustCompile(`name="seen" value="([^"]+)"`)

// told counts what somebody was told of a kind.
func (h *house) told(login, kind string) (n int) {
	h.t.Helper()
	h.must(h.store.Read(h.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		return tx.QueryRow(`SELECT COUNT(*) FROM vault_notices n JOIN network_accounts a ON a.id = n.account_id WHERE a.login = $1 AND n.kind = $2`, login, kind).Scan(&n)
	}))
	return n
}

// TestNobodyTakesAWatcherAwayAlone: an administrator who keeps the officer out proposes it; it is told to whom it concerns, and done by somebody else who holds keys or watches, as they saw it.
func TestNobodyTakesAWatcherAwayAlone(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		boss, olga := h.member("boss", h.Faro, policy.OrganisationAdmin), h.member("olga", h.Faro, policy.Officer)
		ada, pia := h.member("ada", h.Faro, policy.CaseManager), h.member("pia", h.Faro, policy.Volunteer)
		other := h.member("other", h.Molo, policy.Officer)
		h.founds("ada")
		member := path(h.account("olga"))
		here := "/proposals/" + string(h.account("olga").ID)
		ada.get("/proposals").says(t, http.StatusOK, "Nothing waits")

		boss.post(member+"/suspend").leads(t, member)
		boss.get(member).says(t, http.StatusOK, "Proposed", "Keep this person out for now")
		if a := h.account("olga"); a.Subject().Status != policy.Confirmed {
			t.Fatal("an administrator took the officer away alone")
		}
		if h.told("olga", vault.WarningProposed) != 1 || h.told("ada", vault.WarningProposed) != 1 || h.told("pia", vault.WarningProposed) != 0 {
			t.Error("it is not told to whom it concerns")
		}
		first := seenMark.FindStringSubmatch(ada.get("/proposals").says(t, http.StatusOK, "olga", "Keep this person out for now", "Proposed by boss", "Agree, and do it").text)
		if first == nil {
			t.Fatal("nothing can be agreed to")
		}
		if text := olga.get("/proposals").says(t, http.StatusOK, "Keep this person out for now").words(); strings.Contains(text, "Agree, and do it") {
			t.Error("the officer may agree to what is about themselves")
		}
		if text := other.get("/proposals").words(); strings.Contains(text, "olga") {
			t.Error("another organisation sees it")
		}
		olga.post(here+"/second", "seen", first[1]).says(t, http.StatusConflict)
		for _, who := range []*somebody{boss, pia} {
			who.get("/proposals").says(t, http.StatusNotFound)
			who.post(here+"/second", "seen", first[1]).says(t, http.StatusNotFound)
		}
		other.post(here+"/second", "seen", first[1]).says(t, http.StatusNotFound)

		boss.post(member+"/leave").leads(t, member) // another thing than ada's page shows
		ada.post(here+"/second", "seen", first[1]).says(t, http.StatusConflict)
		ada.post(here+"/drop").leads(t, "/proposals")
		if a := h.account("olga"); a.Subject().Status != policy.Confirmed {
			t.Error("it was done without being seen, or although it was refused")
		}

		boss.post(member+"/suspend").leads(t, member)
		again := seenMark.FindStringSubmatch(ada.get("/proposals").text)
		ada.post(here+"/second", "seen", again[1]).leads(t, "/proposals")
		if a := h.account("olga"); a.Status != policy.Suspended {
			t.Errorf("two people did not do it: %s", a.Status)
		}
		olga.get("/").leads(t, "/login")
		ada.get("/proposals").says(t, http.StatusOK, "Nothing waits")
		boss.post(path(h.account("ada"))+"/suspend").leads(t, path(h.account("ada"))) // the last holder
		if a := h.account("ada"); a.Subject().Status != policy.Confirmed {
			t.Error("the last who holds keys was taken away by one")
		}
	})
}

// TestNobodyRenamesAWatcherOrTakesTheirMailAlone: who an officer is, and where they are told, is not changed by the administrator alone. It is proposed, told at the address that
// stands, and done by another.
func TestNobodyRenamesAWatcherOrTakesTheirMailAlone(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		boss := h.member("boss", h.Faro, policy.OrganisationAdmin)
		h.member("olga", h.Faro, policy.Officer)
		ada := h.member("ada", h.Faro, policy.CaseManager)
		h.founds("ada")
		member, here := path(h.account("olga")), "/proposals/"+string(h.account("olga").ID)
		change := func(name, email, language string) {
			t.Helper()
			boss.post(member+"/edit", "name", name, "email", email, "language", language, "roles", string(policy.Officer)).leads(t, member)
		}
		change("olga", "", "it")
		if a := h.account("olga"); a.Language != "it" || !a.Vouched() || h.told("ada", vault.WarningProposed) != 0 {
			t.Error("her language takes two people")
		}
		change("Somebody Else", "", "it")
		change("olga", "elsewhere@example.org", "it")
		if a := h.account("olga"); a.Name != "olga" || a.Email != "" {
			t.Fatalf("an administrator alone made %q of the officer, at %q", a.Name, a.Email)
		}
		if h.told("olga", vault.WarningProposed) != 1 || h.told("ada", vault.WarningProposed) != 1 {
			t.Error("the officer and who holds keys are not told")
		}
		page := ada.get("/proposals").says(t, http.StatusOK, "olga", "to this address from now on: elsewhere@example.org")
		ada.post(here+"/second", "seen", seenMark.FindStringSubmatch(page.text)[1]).leads(t, "/proposals")
		if a := h.account("olga"); a.Email != "elsewhere@example.org" || !a.Vouched() {
			t.Errorf("two people did not do it: %q, vouched %v", a.Email, a.Vouched())
		}
		change("Olga Olmi", "elsewhere@example.org", "it")
		page = ada.get("/proposals").says(t, http.StatusOK, "Call this person Olga Olmi")
		h.past(`UPDATE network_proposals SET name = 'Another'`)
		ada.post(here+"/second", "seen", seenMark.FindStringSubmatch(page.text)[1]).says(t, http.StatusConflict)
		if a := h.account("olga"); a.Name != "olga" {
			t.Errorf("a proposal that was changed makes %q of her", a.Name)
		}
	})
}

// TestNobodyRenamesWhoHoldsKeysAlone: colleagues confirm and give keys by the name, so an administrator alone calls nobody by another's who has them. The address is no name.
func TestNobodyRenamesWhoHoldsKeysAlone(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		boss := h.member("boss", h.Faro, policy.OrganisationAdmin)
		ada := h.member("ada", h.Faro, policy.CaseManager)
		h.member("dino", h.Faro, policy.CaseManager)
		h.member("pia", h.Faro, policy.Volunteer)
		h.founds("ada", "dino")
		change := func(login string, role policy.Role, name, email string) network.Account {
			t.Helper()
			member := path(h.account(login))
			boss.post(member+"/edit", "name", name, "email", email, "language", "en", "roles", string(role)).leads(t, member)
			return h.account(login)
		}
		if a := change("pia", policy.Volunteer, "Pia Pini", ""); a.Name != "Pia Pini" || !a.Vouched() {
			t.Errorf("who holds no keys is called %q", a.Name)
		}
		if a := change("dino", policy.CaseManager, "dino", "dino@example.org"); a.Email != "dino@example.org" || !a.Vouched() {
			t.Errorf("the address of who holds keys is %q", a.Email)
		}
		if a := change("dino", policy.CaseManager, "Ada Altobelli", "dino@example.org"); a.Name != "dino" || !a.Vouched() {
			t.Fatalf("an administrator alone calls who holds keys %q", a.Name)
		}
		if h.told("dino", vault.WarningProposed) != 1 {
			t.Error("it is not told to whom it concerns")
		}
		page := ada.get("/proposals").says(t, http.StatusOK, "Call this person Ada Altobelli")
		ada.post("/proposals/"+string(h.account("dino").ID)+"/second", "seen", seenMark.FindStringSubmatch(page.text)[1]).leads(t, "/proposals")
		if a := h.account("dino"); a.Name != "Ada Altobelli" || !a.Vouched() {
			t.Errorf("two people did not do it: %q, vouched %v", a.Name, a.Vouched())
		}
	})
}

// TestWhatWasProposedIsLookedAtOnceMoreWhenItIsDone: between the proposal and the second person things change, and two people together must not do what neither may.
func TestWhatWasProposedIsLookedAtOnceMoreWhenItIsDone(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		boss := h.member("boss", h.Faro, policy.OrganisationAdmin)
		ada := h.member("ada", h.Faro, policy.CaseManager)
		h.member("cora", h.Faro, policy.Custodian)
		h.member("dino", h.Faro, policy.CaseManager)
		h.founds("ada", "dino")
		cora := path(h.account("cora"))
		boss.post(cora+"/edit", "name", "cora", "language", "en", "roles", string(policy.CaseManager), "roles", string(policy.Custodian)).leads(t, cora)
		seen := seenMark.FindStringSubmatch(ada.get("/proposals").says(t, http.StatusOK, "cora").text)[1]
		// Meanwhile another custodian comes to hold keys.
		boss.post(path(h.account("dino"))+"/edit", "name", "dino", "language", "en", "roles", string(policy.CaseManager), "roles", string(policy.Custodian)).leads(t, path(h.account("dino")))
		ada.confirms(h.account("dino")).leads(t, path(h.account("dino")))
		if !h.account("dino").HoldsKeys() {
			t.Fatal("there is no other custodian with keys")
		}
		ada.post("/proposals/"+string(h.account("cora").ID)+"/second", "seen", seen).says(t, http.StatusUnprocessableEntity)
		if a := h.account("cora"); policy.HoldsKeys(a.Roles) {
			t.Errorf("two custodians hold keys: %v", a.Roles)
		}
	})
}

// TestAProposalThatWasPlantedIsNone: somebody writes one to the database, or makes another of it.
func TestAProposalThatWasPlantedIsNone(t *testing.T) {
	t.Parallel()
	h := open(t, testkit.Store(t))
	boss := h.member("boss", h.Faro, policy.OrganisationAdmin)
	h.member("olga", h.Faro, policy.Officer)
	ada := h.member("ada", h.Faro, policy.CaseManager)
	h.founds("ada")
	boss.post(path(h.account("olga"))+"/suspend").leads(t, path(h.account("olga")))
	ada.get("/proposals").says(t, http.StatusOK, "olga")
	h.past(`UPDATE network_proposals SET step = 'left'`)
	ada.get("/proposals").says(t, http.StatusOK, "Nothing waits")
	h.past(`UPDATE network_proposals SET step = 'suspended', by_account = ''`)
	ada.get("/proposals").says(t, http.StatusOK, "Nothing waits")
}

// TestThePapersShowTheFoundersDigits: whoever compares a paper with what the machine says finds the same.
func TestThePapersShowTheFoundersDigits(t *testing.T) {
	t.Parallel()
	h := open(t, testkit.Store(t))
	ada := h.member("ada", h.Faro, policy.CaseManager)
	h.founds("ada")
	digits, _, err := roster.Founders(h.keys)
	h.must(err)
	if len(digits) != 29 {
		t.Fatalf("the digits are %q", digits)
	}
	ada.get("/setup/recovery").says(t, http.StatusOK, digits)
}
