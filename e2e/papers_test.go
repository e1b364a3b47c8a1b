package e2e_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"approdo/internal/base/codebook"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

// mark is which new papers this page shows.
func (v *visitor) mark(action string) url.Values {
	v.h.t.Helper()
	return url.Values{"papers": {v.find(`action="` + action + `">\s*<input type="hidden" name="papers" value="([0-9 ]+)"`)}}
}

// renews makes new papers in place of those in force, as the page offers it, and gives what stands on them.
func (v *visitor) renews() [3]string {
	v.h.t.Helper()
	v.convenes()
	return v.shown()
}

// convenes makes new papers and shows none yet.
func (v *visitor) convenes() {
	v.h.t.Helper()
	v.get("/setup/recovery")
	form := url.Values{"papers": {v.find(`name="papers" value="([0-9 ]*)"`)}}
	for name, values := range custodians {
		form[name] = values
	}
	v.goes("/setup/recovery", form, "/setup/recovery")
}

// TestTwoWhoHoldKeysReplaceThePapers: Bianca makes new papers, the custodians type them back, Nora puts them in force. Whoever is not meant to is refused at
// every step, everybody concerned is told, and two of the former papers give nothing afterwards.
func TestTwoWhoHoldKeysReplaceThePapers(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		teodora, bianca, former := h.ready()
		teodora.goes("/setup/live", url.Values{}, "/setup")
		ugo := h.joins(teodora.invites("ugo", policy.Custodian))
		livia := h.joins(teodora.invites("livia", policy.Officer))
		for _, v := range []*visitor{ugo, livia} {
			v.equips()
		}
		for _, login := range []string{"ugo", "livia"} {
			bianca.confirms(login)
		}
		h.joins(teodora.invites("carla", policy.DeskWorker))
		bianca.confirms("carla")
		h.withdraws("carla")
		carla, nora := h.enters("carla", ""), h.enters("nora", "")
		ugo, livia = h.enters("ugo", ugo.secret), h.enters("livia", livia.secret)
		carla.refused("/setup/recovery", custodians, http.StatusConflict, "do not hold your team's key")
		for name, v := range map[string]*visitor{"administrator": teodora, "custodian": ugo, "officer": livia} {
			for _, path := range []string{"/setup/recovery", "/setup/recovery/force", "/setup/recovery/drop", "/setup/recovery/seal"} {
				if status, _ := v.post(path, custodians); status != http.StatusNotFound {
					t.Errorf("%s by the %s is answered with %d", path, name, status)
				}
			}
		}

		papers := bianca.renews()
		bianca.get("/setup/recovery")
		bianca.sees("The new papers", "Made by Bianca", "They open nothing yet", "The papers in force", "so far: 0")
		mark := bianca.mark("/setup/recovery/drop")
		nora.refused("/setup/recovery/force", mark, http.StatusConflict, "must be typed back first")
		nora.refused("/setup/recovery/1", url.Values{"share": {former[0]}}, http.StatusUnprocessableEntity, "It is a paper in force, not a new one")
		nora.refused("/setup/recovery", custodians, http.StatusConflict, "not those that you saw")
		bianca.types("1", papers[0])
		ugo.types("2", papers[1])
		bianca.get("/setup/recovery")
		bianca.sees("so another colleague who holds the team's key puts them in force")
		bianca.refused("/setup/recovery/force", mark, http.StatusConflict, "You made these papers")
		livia.get("/")
		livia.sees("Bianca made new papers of the recovery key")
		livia.get("/setup")
		livia.sees("made by Bianca on", "are not in force yet")

		nora.get("/")
		nora.sees("New papers of the recovery key wait")
		nora.get("/setup/recovery")
		nora.sees("hear from each of the three, by voice")
		nora.goes("/setup/recovery/force", nora.mark("/setup/recovery/force"), "/setup/recovery")
		nora.get("/setup/recovery")
		nora.sees("The former papers", "Ada Uno, Bea Due, Cleo Tre", "No key is sealed to them any more", "keep them until then, and destroy them the day after")
		nora.refused("/setup/recovery/force", mark, http.StatusConflict, "not those that you saw")
		ugo.get("/")
		ugo.sees("Nora put new papers of the recovery key in force")

		ugo.get("/setup/regain")
		form := url.Values{"member": {ugo.find(`value="([0-9a-f.-]+)"[^>]*>Carla`)}, "first": {former[0]}, "second": {former[1]}}
		ugo.refused("/setup/regain", form, http.StatusUnprocessableEntity, "It is a paper that was replaced: it opens nothing any more")
		form.Set("first", papers[0])
		ugo.refused("/setup/regain", form, http.StatusUnprocessableEntity, "it opens nothing any more")
		form.Set("second", papers[2])
		ugo.goes("/setup/regain", form, "/setup/regain")
		if !h.holds("carla") {
			t.Error("the new papers gave no key")
		}
	})
}

// TestThePagesOfNewPapersCanBeReadByEverybody visits what the demonstration never shows: papers that are coming, and former ones.
func TestThePagesOfNewPapersCanBeReadByEverybody(t *testing.T) {
	t.Parallel()
	b := open(t)
	s := testkit.Store(t)
	h := &house{t: t, store: s, keys: s.Keys()}
	h.start()
	teodora, bianca, _ := h.ready()
	teodora.goes("/setup/live", url.Values{}, "/setup")
	nora := h.enters("nora", "")
	look := func(name string, v *visitor, paths ...string) {
		t.Helper()
		for _, path := range paths {
			b.readable(t, name, visit{name: name, address: h.address + path, session: v.session()})
		}
	}
	papers := bianca.renews()
	bianca.types("1", papers[0])
	bianca.types("2", papers[1])
	look("papers-coming", nora, "/setup/recovery", "/")
	nora.get("/setup/recovery")
	nora.goes("/setup/recovery/force", nora.mark("/setup/recovery/force"), "/setup/recovery")
	look("papers-former", bianca, "/setup/recovery")
}

// TestTheFormerPapersAreKeptUntilARestrictedCardIsSealedAnew: Nora, who puts the papers in force, cannot open it; Bianca is asked on her first page.
func TestTheFormerPapersAreKeptUntilARestrictedCardIsSealedAnew(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		teodora, bianca, _ := h.ready()
		teodora.goes("/setup/live", url.Values{}, "/setup")
		h.joins(teodora.invites("carla", policy.DeskWorker))
		bianca.confirms("carla")
		who := h.someone("bianca")
		nora, bianca := h.enters("nora", ""), h.enters("bianca", "")
		bianca.get("/people/" + who + "/restriction")
		carla := bianca.find(`value="([0-9a-f-]{36})"[^>]*>\s*(?:<[^>]*>\s*)*Carla`)
		bianca.goes("/people/"+who+"/restriction", url.Values{"account": {carla}}, "/people/"+who)

		papers := bianca.renews()
		bianca.types("1", papers[0])
		bianca.types("3", papers[2])
		nora.get("/setup/recovery")
		nora.goes("/setup/recovery/force", nora.mark("/setup/recovery/force"), "/setup/recovery")
		nora.get("/setup/recovery")
		nora.sees("Keep them: one key is still sealed to them alone", "A backup from before asks for them too")
		if strings.Contains(nora.said, "Seal anew") {
			t.Error("who does not hold the key is asked for it")
		}
		for _, path := range []string{"/", "/keys"} {
			bianca.get(path)
			bianca.sees("A key that you hold is still sealed to the former papers")
		}
		teodora.get("/setup")
		teodora.sees("One key is still sealed to the former papers")
		bianca.goes("/setup/recovery/seal", url.Values{}, "/setup/recovery")
		bianca.get("/setup/recovery")
		bianca.sees("No key is sealed to them any more")
		if strings.Contains(bianca.said, "Seal anew") {
			t.Error("a key still waits")
		}
	})
}

// someone is a new person of the lead, whom a member follows.
func (h *house) someone(follows string) string {
	h.t.Helper()
	book, err := codebook.Load()
	if err != nil {
		h.t.Fatal(err)
	}
	var who person.Person
	err = h.store.Write(h.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		a, err := network.FindAccount(tx, follows)
		if err == nil {
			who, err = person.New(book).Record(tx, testkit.Person(a.OrganisationID))
		}
		if err == nil {
			err = vault.Follow(tx, who.ID, a.ID, vault.Budget{})
		}
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return string(who.ID)
}

// TestNewPapersAreGivenUpOrMadeAgain: what was printed from papers that are not coming any more is shown and put in force no longer.
func TestNewPapersAreGivenUpOrMadeAgain(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		teodora, bianca, former := h.ready()
		teodora.goes("/setup/live", url.Values{}, "/setup")
		nora := h.enters("nora", "")
		first := bianca.renews()
		bianca.types("1", first[0])
		bianca.types("2", first[1])
		nora.get("/setup/recovery")
		seen := nora.mark("/setup/recovery/force")
		bianca.renews()
		nora.refused("/setup/recovery/force", seen, http.StatusConflict, "not those that you saw")
		nora.refused("/setup/recovery/1", url.Values{"share": {first[0]}}, http.StatusUnprocessableEntity, "not share 1 of this organisation")

		bianca.convenes()
		nora.get("/setup/recovery")
		nora.goes("/setup/recovery/drop", nora.mark("/setup/recovery/drop"), "/setup/recovery")
		bianca.refused("/setup/recovery/1/paper", url.Values{}, http.StatusConflict, "or others were made")
		bianca.get("/setup/recovery")
		bianca.sees("The three papers")
		if strings.Contains(bianca.said, "Show paper") {
			t.Error("papers that were given up can be shown")
		}
		bianca.types("3", former[2])
	})
}
