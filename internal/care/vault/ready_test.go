package vault_test

import (
	"strings"
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

// hamlet is faro before it went live, with somebody of every kind.
func hamlet(t *testing.T, s *store.Store) *house {
	h := &house{Town: testkit.Settle(t, s), t: t, store: s}
	h.ada = h.enrol("ada", h.Faro, policy.CaseManager)
	h.bea = h.enrol("bea", h.Faro, policy.OutreachWorker)
	h.med = h.enrol("med", h.Faro, policy.Mediator)
	h.boss = h.enrol("boss", h.Faro, policy.OrganisationAdmin)
	h.remo = h.enrol("remo", h.Molo, policy.CaseManager)
	return h
}

func (h *house) ready() (r vault.Readiness) {
	h.t.Helper()
	h.must(h.store.Read(h.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) (err error) {
		r, err = vault.Ready(tx, h.Faro)
		return err
	}))
	return r
}

func (h *house) convenes() vault.Ceremony {
	h.t.Helper()
	c, err := vault.Convene(h.Faro, [3]string{"Ada", "Bea", "Cleo"})
	h.must(err)
	h.must(network.EntrustPapers(h.store.Keys(), c.Public()))
	h.system(c.Record)
	return c
}

// missing lists what stands in the way, without its numbers.
func missing(r vault.Readiness) string {
	var keys []string
	for _, e := range r.Missing() {
		keys = append(keys, strings.TrimPrefix(e.Key, "setup.missing_"))
	}
	return strings.Join(keys, " ")
}

// TestNothingIsEntrustedBeforeNobodyAloneCanLoseOrTakeIt: a mediator opens only whom they follow and hands nothing on, so they do not count; new papers make
// the old ones worthless, checked or not.
func TestNothingIsEntrustedBeforeNobodyAloneCanLoseOrTakeIt(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		h := hamlet(t, s)
		check := func(c vault.Ceremony, number int) error {
			return s.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
				return vault.CheckShare(tx, h.Faro, number, c.Shares[number-1])
			})
		}
		if got := missing(h.ready()); got != "officer recovery" {
			t.Errorf("missing %q", got)
		}
		who := h.someone()
		if err := h.ada.writes(who.ID, &vault.NameCard{Name: "Zefira Nuvolari"}, 0); key(err) != "setup.not_live" {
			t.Errorf("before going live: %v", err)
		}
		old := h.convenes()
		h.must(check(old, 1))
		h.must(check(old, 2))
		if got := missing(h.ready()); got != "officer" {
			t.Errorf("missing %q", got)
		}
		c := h.convenes()
		if got := missing(h.ready()); got != "officer shares" {
			t.Errorf("after new papers: missing %q", got)
		}
		if err := check(old, 1); errs.KindOf(err) != errs.Invalid {
			t.Errorf("an old paper: %v", err)
		}
		h.must(check(c, 1))
		h.must(check(c, 3))
		h.enrol("livia", h.Faro, policy.Officer)
		before := h.ready()
		h.system(func(tx *store.Tx) error { // bea leaves while somebody presses the button
			_, err := tx.Exec(`DELETE FROM network_roles WHERE account_id = $1`, h.bea.ID)
			tx.Note("account", "test", nil)
			return err
		})
		if got := missing(h.ready()); got != "holders" {
			t.Errorf("with one holder and a mediator: missing %q", got)
		}
		f, err := before.Start()
		h.must(err)
		err = s.Write(t.Context(), h.boss.grant(policy.SetupLive, ""), func(tx *store.Tx) error { return before.StartRecord(tx, f) })
		if errs.KindOf(err) != errs.Invalid {
			t.Errorf("who left meanwhile: %v", err)
		}
		cleo := h.enrol("cleo", h.Faro, policy.DeskWorker)
		r := h.ready()
		f, err = r.Start()
		h.must(err)
		h.must(s.Write(t.Context(), h.boss.grant(policy.SetupLive, ""), func(tx *store.Tx) error { return r.StartRecord(tx, f) }))
		h.must(cleo.writes(who.ID, &vault.NameCard{Name: "Zefira Nuvolari"}, 0))
		if err := s.Write(t.Context(), policy.System(policy.Operator, "test"), c.Record); key(err) != "vault.no_key" {
			t.Errorf("papers after going live: %v", err)
		}
	})
}
