package vault_test

import (
	"testing"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

// what may happen to somebody while a key is sealed to them: the keys they hold are not taken from them by it.
func (h *house) mishaps() map[string]func(m *member) {
	byBoss := func(do func(tx *store.Tx, id network.AccountID, by roster.By) error) func(m *member) {
		return func(m *member) {
			h.t.Helper()
			h.must(h.store.Write(h.t.Context(), h.boss.grant(policy.MembersChange, ""), func(tx *store.Tx) error { return do(tx, m.ID, testkit.Hand(h.boss.Account)) }))
		}
	}
	byHand := func(sql string) func(m *member) {
		return func(m *member) {
			h.t.Helper()
			h.system(func(tx *store.Tx) error {
				_, err := tx.Exec(sql, m.ID)
				tx.Note("account", string(m.ID), nil)
				return err
			})
		}
	}
	return map[string]func(m *member){
		"suspended":       byBoss(network.Suspend),
		"gone for good":   byBoss(network.Leave),
		"without a role":  byHand(`DELETE FROM network_roles WHERE account_id = $1`),
		"with other keys": func(m *member) { h.rekeys(m) },
	}
}

// rekeys gives a member other keys, as a lost password does.
func (h *house) rekeys(m *member) {
	h.t.Helper()
	seed, err := seal.NewSeed()
	h.must(err)
	id, err := seed.Identity()
	h.must(err)
	h.system(func(tx *store.Tx) error {
		tx.Note("account", string(m.ID), nil)
		_, err := tx.Exec(`UPDATE network_accounts SET public = $1 WHERE id = $2`, []byte(id.Public()), m.ID)
		return err
	})
}

// givings are the ways in which one member comes to a key; between runs when it is sealed and not yet written.
var givings = map[string]func(h *house, who person.ID, to *member, between func()) error{
	"a colleague gives the team's key": func(h *house, _ person.ID, to *member, between func()) error {
		_, door := h.team(h.ada)
		grants, err := door.Share(h.ada.id, to.member())
		h.must(err)
		between()
		return h.store.Write(h.t.Context(), h.ada.grant(policy.KeyGrant, ""), grants.Record)
	},
	"two custodians give it again": func(h *house, _ person.ID, to *member, between func()) error {
		grant := h.officer.grant(policy.HomeView, "")
		var regain vault.Regain
		h.must(h.store.Read(h.t.Context(), grant, func(tx *store.Tx) (err error) {
			regain, err = vault.Regaining(tx, to.ID)
			return err
		}))
		keys, err := regain.Open(h.shares[0], h.shares[2])
		h.must(err)
		between()
		return h.store.Write(h.t.Context(), grant, func(tx *store.Tx) error { return regain.Record(tx, keys) })
	},
	"a card is restricted to them": func(h *house, who person.ID, to *member, between func()) error {
		return h.ada.restricts(who, between, to)
	},
	"the key is turned, and they stay": func(h *house, _ person.ID, to *member, between func()) error {
		return h.ada.turns(between, h.ada, to)
	},
	"glass is answered": func(h *house, who person.ID, to *member, between func()) error {
		h.must(to.breaks(who, "danger"))
		question := h.ada.questions()[0]
		var q vault.Question
		h.must(h.store.Read(h.t.Context(), h.ada.grant(policy.KeyGrant, ""), func(tx *store.Tx) (err error) {
			q, err = vault.Asked(tx, question.ID)
			return err
		}))
		answer, err := q.Yes(h.ada.id, to.member())
		h.must(err)
		between()
		return h.store.Write(h.t.Context(), h.ada.grant(policy.KeyGrant, ""), answer.Record)
	},
}

// TestNobodyIsGivenAKeyWhoMayNotHaveItWhenItIsWritten: a key was sealed to somebody, and before it was written they were suspended, left, lost the role, or
// had other keys.
func TestNobodyIsGivenAKeyWhoMayNotHaveItWhenItIsWritten(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		for way, give := range givings {
			for _, what := range []string{"suspended", "gone for good", "without a role", "with other keys"} {
				who := h.called("Zefira Nuvolari")
				h.ada.follows(who)
				to := h.enrol("to "+way+what, h.Faro, policy.DeskWorker)
				before := h.keysOf(to)
				err := give(h, who, to, func() { h.mishaps()[what](to) })
				if err == nil {
					t.Errorf("%s: given to somebody %s", way, what)
				}
				if h.keysOf(to) != before {
					t.Errorf("%s: a key is written for somebody %s", way, what)
				}
				h.now = h.now.AddDate(0, 0, 2) // another day, another budget of broken glass
				h.system(vault.CloseGlass)
			}
		}
	})
}

// TestNobodyGivesAKeyWhoWasSuspendedMeanwhile: of the giver too it is asked when the key is written.
func TestNobodyGivesAKeyWhoWasSuspendedMeanwhile(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		for way, give := range givings {
			if way == "two custodians give it again" {
				continue // the officer stands in for them here, and gives nothing
			}
			dan := h.enrol("dan "+way, h.Faro, policy.CaseManager)
			h.must(h.ada.shares(dan))
			who := h.called("Zefira Nuvolari")
			ada := h.ada
			h.ada = dan
			dan.follows(who)
			to := h.enrol("for "+way, h.Faro, policy.DeskWorker)
			before := h.keysOf(to)
			err := give(h, who, to, func() { h.mishaps()["suspended"](dan) })
			if err == nil || h.keysOf(to) != before {
				t.Errorf("%s: by somebody suspended, %v", way, err)
			}
			h.ada = ada
			h.now = h.now.AddDate(0, 0, 2)
			h.system(vault.CloseGlass)
		}
	})
}

// keysOf counts what is sealed to a member.
func (h *house) keysOf(m *member) (n int64) {
	h.t.Helper()
	h.must(h.store.Read(h.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		var glass int64
		if err := tx.QueryRow(`SELECT COUNT(*) FROM vault_glasses WHERE account_id = $1 AND sealed <> $2`, m.ID, []byte{}).Scan(&glass); err != nil {
			return err
		}
		err := tx.QueryRow(`SELECT COUNT(*) FROM vault_grants WHERE account_id = $1`, m.ID).Scan(&n)
		n += glass
		return err
	}))
	return n
}
