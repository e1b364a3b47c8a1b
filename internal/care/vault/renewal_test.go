package vault_test

import (
	"strings"
	"testing"
	"time"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

// papers lists those of faro, as the member may see them.
func (m *member) papers() (list []vault.Papers) {
	m.h.t.Helper()
	m.h.must(m.h.store.Read(m.h.t.Context(), m.grant(policy.RecoveryMake, ""), func(tx *store.Tx) (err error) {
		list, err = vault.AllPapers(tx, m.h.Faro)
		return err
	}))
	return list
}

// convenes makes papers in place of those that are coming, as far as the member knows.
func (m *member) convenes(instead string) (vault.Ceremony, error) {
	m.h.t.Helper()
	c, err := vault.Convene(m.h.Faro, [3]string{"Ada", "Bea", "Cleo"})
	m.h.must(err)
	c.Instead, c.By = instead, m.hand()
	return c, m.h.store.Write(m.h.t.Context(), m.grant(policy.RecoveryMake, ""), c.Record)
}

// comes makes papers and types two of them back.
func (m *member) comes() vault.Ceremony {
	m.h.t.Helper()
	c, err := m.convenes("")
	m.h.must(err)
	m.h.must(m.types(2, c.Shares[1]))
	m.h.must(m.types(3, c.Shares[2]))
	return c
}

func (m *member) types(number int, share string) error {
	return m.h.store.Write(m.h.t.Context(), m.grant(policy.RecoveryCheck, ""), func(tx *store.Tx) error {
		return vault.CheckShare(tx, m.h.Faro, number, share)
	})
}

// coming is the mark of the coming papers.
func (h *house) coming() string { return vault.AtWork(h.ada.papers()).Mark() }

// renews seals anew: to the papers with a mark, which are put in force with it, or to those in force. between is done between reading and writing.
func (m *member) renews(mark string, between func()) error {
	m.h.t.Helper()
	g := m.grant(policy.RecoveryMake, "")
	var r vault.Renewal
	err := m.h.store.Read(m.h.t.Context(), g, func(tx *store.Tx) (err error) {
		if mark == "" {
			r, err = vault.Reseal(tx)
		} else {
			r, err = vault.Renew(tx, mark)
		}
		return err
	})
	if err != nil {
		return err
	}
	renewed, err := r.Seal(m.id)
	m.h.must(err)
	between()
	return m.h.store.Write(m.h.t.Context(), g, renewed.Record)
}

func (m *member) drops(mark string) error {
	return m.h.store.Write(m.h.t.Context(), m.grant(policy.RecoveryMake, ""), func(tx *store.Tx) error { return vault.DropComing(tx, mark, m.hand()) })
}

// regains opens with two shares what they open, for cleo, and says how many compartments that is.
func (h *house) regains(a, b string) (n int, err error) {
	h.t.Helper()
	var r vault.Regain
	h.system(func(tx *store.Tx) (err error) {
		tx.Note("test", "", nil)
		r, err = vault.Regaining(tx, h.cleo.ID)
		return err
	})
	grants, err := r.Open(a, b)
	if err == nil {
		h.system(func(tx *store.Tx) error { return r.Record(tx, grants) })
	}
	return grants.Count(), err
}

// restricted makes a card that bea and a mediator open, and not ada.
func (h *house) restricted() person.ID {
	h.t.Helper()
	p := h.someone()
	h.bea.follows(p.ID)
	h.must(h.bea.restricts(p.ID, func() {}, h.med))
	return p.ID
}

// states are how the papers of faro stand, the first ones first, each with how many compartments are sealed to it.
func (h *house) states() string {
	h.t.Helper()
	var words []string
	for _, p := range h.ada.papers() {
		words = append(words, string(p.State)+" "+string(rune('0'+p.Sealed)))
	}
	return strings.Join(words, ", ")
}

func (h *house) named(who person.ID) {
	h.t.Helper()
	h.must(h.ada.writes(who, &vault.NameCard{Name: "Zefira Nuvolari"}, 0))
}

func (h *house) wants(what string, err error, want string) {
	h.t.Helper()
	if key(err) != want {
		h.t.Errorf("%s: %v instead of %q", what, err, want)
	}
}

func (h *house) stands(want string) {
	h.t.Helper()
	if got := h.states(); got != want {
		h.t.Errorf("the papers stand as %q instead of %q", got, want)
	}
}

func TestNewPapersOpenWhatTheFormerOnesDidAndThoseNothing(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		p := h.someone()
		h.named(p.ID)
		c := h.ada.comes()
		h.stands("in_force 1, coming 0")
		h.wants("a former paper typed back meanwhile", h.ada.types(1, h.shares[0]), "setup.share_in_force")
		_, err := h.regains(c.Shares[0], c.Shares[1])
		h.wants("papers that are not in force", err, "setup.share_coming")
		if n, err := h.regains(h.shares[0], h.shares[1]); n != 1 || err != nil {
			t.Errorf("until then the former ones open %d compartments, %v", n, err)
		}
		h.system(func(tx *store.Tx) error { return vault.Withdraw(tx, h.cleo.ID) })

		h.must(h.bea.renews(h.coming(), func() {}))
		h.stands("over 0, in_force 1")
		_, err = h.regains(h.shares[0], h.shares[1])
		h.wants("two former papers", err, "setup.share_former")
		_, err = h.regains(c.Shares[0], h.shares[1])
		h.wants("one of each", err, "setup.share_former")
		h.wants("a former paper typed back", h.ada.types(1, h.shares[0]), "setup.share_replaced")
		if n, err := h.regains(c.Shares[0], c.Shares[2]); n != 1 || err != nil {
			t.Fatalf("the new ones open %d compartments, %v", n, err)
		}
		if card, err := h.cleo.reads(p.ID, "check", vault.Names); err != nil || card[vault.Names].Content.(*vault.NameCard).Name != "Zefira Nuvolari" {
			t.Errorf("%v, %v", card, err)
		}
		h.must(h.ada.turns(func() {}, h.ada, h.bea))
		h.stands("over 0, in_force 1")
		if n, err := h.regains(c.Shares[1], c.Shares[2]); n != 1 || err != nil {
			t.Errorf("after a turning they open %d compartments, %v", n, err)
		}
		h.restricted()
		h.stands("over 0, in_force 2") // what begins now is sealed to them at once
		var former []byte
		h.system(func(tx *store.Tx) error {
			tx.Note("test", "", nil)
			return tx.QueryRow(`SELECT public FROM vault_recoveries WHERE organisation_id = $1 AND series = 1`, h.Faro).Scan(&former)
		})
		if len(former) != 0 {
			t.Error("something could still be sealed to the former key")
		}
	})
}

// TestNobodyReplacesTheRecoveryKeyAlone: whoever makes papers cannot put them in force, whoever holds no key can do neither, and everybody concerned is told.
func TestNobodyReplacesTheRecoveryKeyAlone(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		custodian := h.enrol("ugo", h.Faro, policy.Custodian)
		_, err := h.cleo.convenes("")
		h.wants("made by who holds no key", err, "vault.no_key")
		foreign, err := vault.Convene(h.Faro, [3]string{"Ada", "Bea", "Cleo"})
		h.must(err)
		h.wants("made on the machine", h.store.Write(t.Context(), policy.System(policy.Operator, "test"), foreign.Record), "vault.no_key")
		h.wants("made by another organisation", h.store.Write(t.Context(), h.remo.grant(policy.RecoveryMake, ""), foreign.Record), "vault.none")

		c, err := h.ada.convenes("")
		h.must(err)
		mark := h.coming()
		h.must(h.ada.types(1, c.Shares[0]))
		h.wants("before two were typed back", h.bea.renews(mark, func() {}), "setup.papers_unchecked")
		h.must(h.ada.types(1, c.Shares[0])) // the same again is still one
		h.wants("one of them twice", h.bea.renews(mark, func() {}), "setup.papers_unchecked")
		h.must(custodian.types(2, c.Shares[1]))
		h.wants("by whoever made them", h.ada.renews(mark, func() {}), "setup.papers_own")
		h.wants("by who holds no key", h.cleo.renews(mark, func() {}), "vault.no_key")
		h.wants("others than were seen", h.bea.renews("12345 12345 12345 12345 12345", func() {}), "setup.papers_changed")
		for _, m := range []*member{h.boss, h.med, h.officer, custodian} {
			if _, err := policy.Authorize(m.Subject(), policy.RecoveryMake); err == nil {
				t.Errorf("%s may replace the recovery key", m.Login)
			}
		}
		h.stands("in_force 1, coming 0")
		h.now = h.now.Add(time.Minute)
		h.must(h.bea.renews(mark, func() {}))
		for m, want := range map[*member]string{
			h.ada: "in_force", h.bea: "coming", h.cleo: "in_force coming", h.med: "in_force coming", h.officer: "in_force coming", custodian: "in_force coming", h.boss: "",
		} {
			if got := m.told(); got != want {
				t.Errorf("%s is told %q instead of %q", m.Login, got, want)
			}
		}
	})
}

// told are the kinds of warnings on the member's first page, the latest first.
func (m *member) told() string {
	m.h.t.Helper()
	var kinds []string
	m.h.must(m.h.store.Read(m.h.t.Context(), m.grant(policy.HomeView, ""), func(tx *store.Tx) error {
		list, err := vault.Warnings(tx)
		for _, n := range list {
			kinds = append(kinds, n.Kind)
		}
		return err
	}))
	return strings.Join(kinds, " ")
}

func TestWhatOnlyOthersHoldStaysWithTheFormerPapersUntilTheySealItAnew(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		h.restricted()
		h.stands("in_force 2")
		first := h.bea.comes()
		h.must(h.ada.renews(h.coming(), func() {}))
		h.stands("former 1, in_force 1")
		if a, b := h.ada.waits().Mine, h.bea.waits().Mine; a != 0 || b != 1 {
			t.Errorf("%d keys wait for ada, %d for bea", a, b)
		}
		_, err := h.regains(h.shares[0], h.shares[2])
		h.wants("former papers, while colleagues hold the key", err, "setup.share_held")
		for _, m := range []*member{h.bea, h.med} {
			h.system(func(tx *store.Tx) error { return vault.Withdraw(tx, m.ID) })
		}
		_, err = h.regains(h.shares[0], first.Shares[1])
		h.wants("one of each", err, "setup.shares_apart")
		for what, two := range map[string][2]string{"former": {h.shares[0], h.shares[2]}, "new": {first.Shares[0], first.Shares[1]}} {
			if n, err := h.regains(two[0], two[1]); n != 1 || err != nil {
				t.Errorf("the %s papers open %d compartments, %v", what, n, err)
			}
		}
		h.must(h.cleo.renews("", func() {})) // who got the key with the former papers
		h.stands("over 0, in_force 2")
	})
}

func TestPapersAreReplacedTwiceBeforeAllIsSealedAnew(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		p := h.restricted()
		h.bea.comes()
		h.must(h.ada.renews(h.coming(), func() {}))
		h.ada.comes()
		if !h.bea.waits().Force || h.ada.waits().Force {
			t.Error("who may put them in force is not told so, or whoever made them is")
		}
		h.must(h.bea.renews(h.coming(), func() {}))
		h.stands("over 0, over 0, in_force 2")
		h.ada.comes()
		h.must(h.cleo.given(h.ada).renews(h.coming(), func() {}))
		h.stands("over 0, over 0, former 1, in_force 1")
		h.must(h.bea.returns(p)) // and the last former key with the restriction
		h.system(func(tx *store.Tx) error { tx.Note("test", "", nil); return vault.ClearPapers(tx, tx.Now()) })
		h.stands("over 0, over 0, over 0, in_force 1")
	})
}

// given is the member with the team's key, from a colleague.
func (m *member) given(by *member) *member {
	m.h.t.Helper()
	m.h.must(by.shares(m))
	return m
}

func (m *member) waits() (w vault.WaitingPapers) {
	m.h.t.Helper()
	m.h.must(m.h.store.Read(m.h.t.Context(), m.grant(policy.HomeView, ""), func(tx *store.Tx) (err error) {
		w, err = vault.PapersWaiting(tx)
		return err
	}))
	return w
}

func TestTheLastToSealAnewEndsTheFormerPapers(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		h.restricted()
		c := h.bea.comes()
		h.must(h.ada.renews(h.coming(), func() {}))
		h.must(h.ada.renews("", func() {})) // has nothing to seal
		h.stands("former 1, in_force 1")
		h.must(h.bea.renews("", func() {}))
		h.stands("over 0, in_force 2")
		_, err := h.regains(h.shares[0], h.shares[1])
		h.wants("two former papers", err, "setup.share_former")
		if n, err := h.regains(c.Shares[0], c.Shares[1]); n != 1 || err != nil {
			t.Errorf("the new ones open %d compartments, %v", n, err)
		}
		again := h.ada.comes()
		h.must(h.bea.renews(h.coming(), func() {}))
		list := h.ada.papers()
		if until := list[1].Until(); until != "2024-07-01" { // sixty days after the second of May
			t.Errorf("a backup needs them until %s", until)
		}
		kept := func() int { return len(h.ada.papers()[1].Shares) }
		for _, days := range []int{0, 60} {
			h.now = h.now.AddDate(0, 0, days)
			h.system(func(tx *store.Tx) error { tx.Note("test", "", nil); return vault.ClearPapers(tx, tx.Now()) })
			if kept() != 3 {
				t.Errorf("who keeps papers that a backup needs is forgotten after %d days", days)
			}
		}
		h.now = h.now.AddDate(0, 0, 2)
		h.system(func(tx *store.Tx) error { tx.Note("test", "", nil); return vault.ClearPapers(tx, tx.Now()) })
		if kept() != 0 || len(h.ada.papers()[2].Shares) != 3 {
			t.Error("custodians of papers that nothing needs are kept, or those in force are forgotten")
		}
		h.must(h.ada.types(1, again.Shares[0]))
	})
}

func TestAReplacementThatMissedSomethingIsAConflictAndChangesNothing(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		h.must(h.ada.shares(h.cleo))
		all := []*member{h.ada, h.bea, h.cleo}
		var card person.ID
		for what, c := range map[string]struct {
			between func(mark string)
			key     string
			states  string
		}{
			"the key was turned":    {func(string) { h.must(h.ada.turns(func() {}, all...)) }, "vault.keys_changed", "in_force 1, coming 0"},
			"others were made":      {func(mark string) { _, err := h.ada.convenes(mark); h.must(err) }, "setup.papers_changed", "in_force 1, coming 0"},
			"they were given up":    {func(mark string) { h.must(h.bea.drops(mark)) }, "setup.papers_changed", "in_force 1"},
			"a card was restricted": {func(string) { card = h.restricted() }, "vault.keys_changed", "in_force 2, coming 0"},
		} {
			h.ada.comes()
			mark := h.coming()
			h.wants(what, h.bea.renews(mark, func() { c.between(mark) }), c.key)
			h.stands(c.states)
			if now := h.coming(); vault.AtWork(h.ada.papers()).State == vault.PapersComing {
				h.must(h.ada.drops(now))
			}
			if card != "" {
				h.must(h.bea.returns(card))
				card = ""
			}
		}
		c := h.ada.comes()
		mark := h.coming()
		_, err := h.bea.convenes("")
		h.wants("papers in place of some that were not seen", err, "setup.papers_changed")
		who := h.someone()
		h.bea.follows(who.ID)
		h.wants("a turning that was read before", h.ada.turns(func() { h.must(h.cleo.renews(mark, func() {})) }, all...), "vault.keys_changed")
		h.wants("who comes second", h.bea.renews(mark, func() {}), "setup.papers_changed")
		h.stands("over 0, in_force 1")
		c = h.ada.comes()
		h.wants("a restriction that was read before", h.bea.restricts(who.ID, func() { h.must(h.cleo.renews(h.coming(), func() {})) }, h.med), "vault.keys_changed")
		h.stands("over 0, over 0, in_force 1")
		h.system(func(tx *store.Tx) error { return vault.Withdraw(tx, h.cleo.ID) })
		if n, err := h.regains(c.Shares[0], c.Shares[1]); n != 1 || err != nil {
			t.Errorf("%d compartments, %v", n, err)
		}
	})
}

// A recovery that was read with the former papers does not come about once others are in force.
func TestTwoPapersThatAreReplacedMeanwhileGiveNothing(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		h := found(t, s)
		var r vault.Regain
		h.must(s.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) (err error) {
			r, err = vault.Regaining(tx, h.cleo.ID)
			return err
		}))
		grants, err := r.Open(h.shares[0], h.shares[1])
		h.must(err)
		h.ada.comes()
		h.must(h.bea.renews(h.coming(), func() {}))
		h.wants("recorded too late", s.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error { return r.Record(tx, grants) }), "vault.keys_changed")
		var held bool
		h.must(s.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) (err error) {
			held, err = vault.Holds(tx, h.Faro, h.cleo.ID)
			return err
		}))
		if held {
			t.Error("the key was given")
		}
	})
}
