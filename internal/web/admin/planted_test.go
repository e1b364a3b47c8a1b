package admin_test

import (
	"net/http"
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// past writes to the database past every rule, as somebody who has it and not the key file.
func (h *house) past(query string, args ...any) {
	h.t.Helper()
	h.must(h.store.Write(h.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		tx.Note("test", "", nil)
		_, err := tx.Exec(query, args...)
		return err
	}))
}

// TestAWayInThatWasPlantedIsNone: whoever writes to the database, and knows the password or has the telephone of an account of their own, makes nobody else's way in theirs; and one
// that was somebody's until lately, which they watched being typed, does not come back.
func TestAWayInThatWasPlantedIsNone(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		const own, earlier = "ramo secco nel vento alto", "pietra bianca sotto la neve"
		h := open(t, s)
		ada, _ := h.joined("ada", policy.DeskWorker)
		eve, _ := h.joined("eve", policy.DeskWorker)
		sets := func(who *somebody, login, secretWas, now string) (secret string) {
			t.Helper()
			who.post("/login", "login", login, "passphrase", secretWas).leads(t, "/")
			who.post("/account/password", "current", secretWas, "password", now, "again", now).leads(t, "/account")
			secret = who.get("/account/second").secret(t)
			who.post("/account/second", "code", digits(t, secret, -1)).leads(t, "/account")
			return secret
		}
		theirs := sets(eve, "eve", password, own)
		watched := sets(ada, "ada", password, earlier)
		h.past(`CREATE TABLE slots_then AS SELECT * FROM network_slots`)
		h.past(`CREATE TABLE accounts_then AS SELECT id, factor FROM network_accounts`)
		ada.post("/account/second/remove", "current", earlier).leads(t, "/account/second")
		secret := sets(ada, "ada", earlier, password)
		h.past(`CREATE TABLE slots_now AS SELECT * FROM network_slots`)
		h.past(`CREATE TABLE accounts_now AS SELECT id, factor FROM network_accounts`)
		restores := func() {
			t.Helper()
			h.past(`DELETE FROM network_slots`)
			h.past(`INSERT INTO network_slots SELECT * FROM slots_now`)
			h.past(`UPDATE network_accounts SET factor = (SELECT n.factor FROM accounts_now n WHERE n.id = network_accounts.id)`)
			h.past(`DELETE FROM network_attempts`)
		}
		enters := func(passphrase, code string) bool {
			t.Helper()
			a := h.somebody("203.0.113.9").post("/login", "login", "ada", "passphrase", passphrase, "code", code)
			return a.status == http.StatusSeeOther && a.to == "/"
		}
		const ofAda, ofEve = `(SELECT id FROM network_accounts WHERE login = 'ada')`, `(SELECT id FROM network_accounts WHERE login = 'eve')`
		for _, c := range []struct {
			what, edit       string
			passphrase, from string // the secret that the telephone has
		}{
			{"no second factor", `UPDATE network_accounts SET factor = NULL WHERE login = 'ada'`, password, ""},
			{"another's second factor", `UPDATE network_accounts SET factor = (SELECT n.factor FROM accounts_now n WHERE n.id = ` + ofEve + `) WHERE login = 'ada'`, password, theirs},
			{"an earlier second factor", `UPDATE network_accounts SET factor = (SELECT n.factor FROM accounts_then n WHERE n.id = ` + ofAda + `) WHERE login = 'ada'`, password, watched},
			{"another's password", `UPDATE network_slots SET slot = (SELECT n.slot FROM slots_now n WHERE n.kind = 'password' AND n.account_id = ` + ofEve + `) WHERE kind = 'password' AND account_id = ` + ofAda, own, secret},
			{"an earlier password", `UPDATE network_slots SET slot = (SELECT n.slot FROM slots_then n WHERE n.kind = 'password' AND n.account_id = ` + ofAda + `) WHERE kind = 'password' AND account_id = ` + ofAda, earlier, secret},
		} {
			h.past(c.edit)
			code := ""
			if c.from != "" {
				code = digits(t, c.from, 0)
			}
			if enters(c.passphrase, code) {
				t.Errorf("%s: it is a way in", c.what)
			}
			restores()
		}
		if !enters(password, digits(t, secret, 0)) {
			t.Error("her own way in is none any more")
		}
	})
}

// TestPlantedRolesAreConfirmedByNobody, even where they stand on the page of whoever confirms.
func TestPlantedRolesAreConfirmedByNobody(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		teo, nora := h.member("teo", h.Faro, policy.OrganisationAdmin), h.member("nora", h.Faro, policy.OutreachWorker)
		h.founds("nora")
		zed := h.somebody("198.51.100.7")
		zed.joins(teo.invites("zed", policy.Specialist))
		testkit.Outside(t, s).Exec(`INSERT INTO network_roles (account_id, role) VALUES ($1, 'case_manager')`, string(h.account("zed").ID))
		nora.confirms(h.account("zed")).says(t, http.StatusConflict, "changed in the database outside the program")
		if a := h.account("zed"); a.Status != policy.Accepted || a.Vouched() {
			t.Errorf("confirmed: %+v", a)
		}
	})
}
