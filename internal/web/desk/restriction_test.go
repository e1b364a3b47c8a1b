package desk_test

import (
	"net/http"
	"testing"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

func TestAFewColleaguesAreChosenToOpenACard(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o, ada, path := keyed(t, s)
		bea, cleo := o.employ(t, "bea", o.Faro, policy.OutreachWorker), o.employ(t, "cleo", o.Faro, policy.DeskWorker)
		boss := o.employ(t, "boss", o.Faro, policy.OrganisationAdmin)
		ada.gives("bea").wantStatus(t, http.StatusSeeOther)
		ada.gives("cleo").wantStatus(t, http.StatusSeeOther)
		ada.post(path+"/followers", "account", "account-cleo").wantStatus(t, http.StatusSeeOther)

		ada.get(path+"/restriction").wantText(t, "The whole team", "bea", "cleo").misses(t, "boss", "Zefira")
		bea.get(path+"/restriction").wantStatus(t, http.StatusNotFound) // who does not follow the person does not choose
		ada.post(path+"/restriction").wantStatus(t, http.StatusUnprocessableEntity).wantText(t, "Choose at least one other person")
		ada.post(path+"/restriction", "account", "account-boss").wantStatus(t, http.StatusNotFound)
		ada.post(path+"/restriction", "account", "account-bea").wantStatus(t, http.StatusSeeOther)

		ada.get(path).wantText(t, "Restricted card")
		cleo.get(path).wantText(t, "Restricted card", "It is an emergency").misses(t, "Zefira")
		cleo.post(path+"/card", "section", "names", "purpose", "handover").wantStatus(t, http.StatusNotFound)
		cleo.post("/people/search", "who", "Zefira", "purpose", "reach").wantText(t, "Nobody whom you may see matches").misses(t, "Nuvolari")
		bea.post(path+"/card", "section", "names", "purpose", "handover").wantStatus(t, http.StatusOK).wantText(t, "Zefira Nuvolari")
		boss.get(path+"/restriction").wantStatus(t, http.StatusNotFound)
		bea.get(path+"/followers").wantText(t, "bea").misses(t, "cleo") // who may not open it cannot follow it
		bea.post(path+"/followers", "account", "account-cleo").wantStatus(t, http.StatusConflict)
		cleo.get(path+"/followers").wantText(t, "those who may open it say who").misses(t, "Follows no more")
		cleo.post(path+"/followers", "account", "account-ada", "follows", "no").wantStatus(t, http.StatusNotFound)

		must(t, s.Write(t.Context(), operator, func(tx *store.Tx) error {
			return network.Leave(tx, "account-bea", roster.By{})
		}))
		ada.get("/keys").wantText(t, "The key of one restricted card is to be changed")
		ada.post("/keys/turn").wantStatus(t, http.StatusSeeOther)
		ada.get("/keys").misses(t, "restricted card is to be changed")
		ada.get(path+"/restriction").wantText(t, "Only one person")
		ada.post(path+"/card", "section", "names").wantText(t, "Zefira Nuvolari")

		ada.post(path+"/restriction/lift").wantStatus(t, http.StatusSeeOther)
		ada.get(path).misses(t, "Restricted card")
		cleo.post(path+"/card", "section", "names", "purpose", "handover").wantStatus(t, http.StatusOK).wantText(t, "Zefira Nuvolari")
		ada.post(path+"/restriction/lift").wantStatus(t, http.StatusConflict)
	})
}

// TestWhoHoldsTheKeyOfACaseAloneReplacesIt: a colleague may open a restricted card without the team's key, and answers for its key then.
func TestWhoHoldsTheKeyOfACaseAloneReplacesIt(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o, ada, path := keyed(t, s)
		dan := o.employ(t, "dan", o.Faro, policy.CaseManager)
		ada.post(path+"/restriction", "account", "account-dan").wantStatus(t, http.StatusSeeOther)
		dan.post("/keys/turn").wantStatus(t, http.StatusConflict) // nothing waits, and the team's key is not theirs
		must(t, s.Write(t.Context(), operator, func(tx *store.Tx) error {
			return network.Leave(tx, "account-ada", roster.By{})
		}))
		dan.get("/").wantText(t, "The key of one restricted card is to be changed")
		dan.get("/keys").wantText(t, "You do not hold the key yet", "The key of one restricted card is to be changed")
		dan.post("/keys/turn").wantStatus(t, http.StatusSeeOther)
		dan.get("/keys").misses(t, "restricted card is to be changed")
		must(t, s.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
			doors, err := vault.Doors(tx, "account-ada")
			if len(doors) != 1 { // the team's, which somebody with that key replaces
				t.Errorf("who left holds %d keys", len(doors))
			}
			return err
		}))
	})
}
