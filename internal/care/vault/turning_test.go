package vault_test

import (
	"testing"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

func (h *house) team(m *member) (c vault.Compartment, door vault.Door) {
	h.t.Helper()
	h.must(h.store.Read(h.t.Context(), m.grant(policy.KeyGrant, ""), func(tx *store.Tx) (err error) {
		if c, err = vault.FindTeam(tx, h.Faro); err != nil {
			return err
		}
		doors, err := vault.Doors(tx, m.ID)
		if len(doors) > 0 {
			door = doors[0]
		}
		return err
	}))
	return c, door
}

// turns gives the team another key, for those who stay; between is done between reading and writing.
func (m *member) turns(between func(), staying ...*member) error {
	m.h.t.Helper()
	c, _ := m.h.team(m)
	g := m.grant(policy.KeyGrant, "")
	var turning vault.Turning
	m.h.must(m.h.store.Read(m.h.t.Context(), g, func(tx *store.Tx) (err error) {
		turning, err = vault.Turn(tx, c.ID)
		return err
	}))
	var members []roster.Member
	for _, s := range staying {
		members = append(members, s.member())
	}
	turned, err := turning.Seal(m.id, members)
	m.h.must(err)
	between()
	return m.h.store.Write(m.h.t.Context(), g, turned.Record)
}

func (m *member) shares(with *member) error {
	m.h.t.Helper()
	_, door := m.h.team(m)
	grants, err := door.Share(m.id, with.member())
	if err != nil {
		return err
	}
	return m.h.store.Write(m.h.t.Context(), m.grant(policy.KeyGrant, ""), grants.Record)
}

func TestWhoLeftOpensNothingMoreAndTheOthersEverything(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		p := h.someone()
		h.must(h.ada.writes(p.ID, &vault.NameCard{Name: "Zefira Nuvolari"}, 0))
		h.must(h.ada.writes(p.ID, &vault.PhoneCard{Phones: "+39 333 000 1122"}, 0))
		file, err := h.ada.attaches(p.ID, vault.Attachment{Name: "verbale", Type: "text", Body: []byte("testo")})
		h.must(err)
		var copied vault.Sealed // what bea's machine read before, with the old key
		h.must(h.store.Reveal(t.Context(), h.bea.grant(policy.IdentityReveal, "check"), func(tx *store.Tx) (err error) {
			copied, err = vault.Reveal(tx, p.ID, vault.UsualBudget(), vault.Names)
			return err
		}))
		h.must(h.ada.turns(func() {}, h.ada, h.med))
		if c, _ := h.team(h.ada); c.Epoch != 2 {
			t.Errorf("epoch %d", c.Epoch)
		}
		if _, err := h.bea.reads(p.ID, "check", vault.Names); key(err) != "vault.glass_needed" {
			t.Errorf("who left: %v", err)
		}
		if found := h.bea.finds("Zefira"); len(found) != 0 {
			t.Errorf("who left finds %+v", found)
		}
		if _, err := copied.Open(h.bea.id); err != nil {
			t.Errorf("what was copied before opens as it did: %v", err)
		}
		if card, err := h.ada.reads(p.ID, "check", vault.Names, vault.Phones); err != nil || len(card) != 2 {
			t.Errorf("who stays: %v, %v", card, err)
		}
		if _, err := h.ada.openFile(p.ID, file); err != nil {
			t.Errorf("a file: %v", err)
		}
		if found := h.ada.finds("3330001122"); len(found) != 1 {
			t.Errorf("the phone finds %+v", found)
		}
		h.must(h.ada.writes(p.ID, &vault.NameCard{Name: "Zefira N."}, 1))
	})
}

func TestATurningThatMissedSomethingIsDoneAgain(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		p, q := h.someone(), h.someone()
		h.must(h.ada.writes(p.ID, &vault.PhoneCard{Phones: "+39 333 000 1122"}, 0))
		for name, between := range map[string]func(){
			"a person got a key": func() { h.must(h.bea.writes(q.ID, &vault.NameCard{Name: "Orso"}, 0)) },
			"a phone changed":    func() { h.must(h.bea.writes(p.ID, &vault.PhoneCard{Phones: "+39 333 000 3344"}, 1)) },
			"it was turned":      func() { h.must(h.ada.turns(func() {}, h.ada, h.bea)) },
		} {
			if err := h.ada.turns(between, h.ada, h.bea); key(err) != "vault.keys_changed" {
				t.Errorf("%s: %v", name, err)
			}
		}
		h.must(h.ada.turns(func() {}, h.ada, h.bea))
		if found := h.bea.finds("3330003344"); len(found) != 1 {
			t.Errorf("the new phone finds %+v", found)
		}
	})
}

func TestAColleagueGivesTheKeyAgainAfterALostPassword(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		p := h.someone()
		h.must(h.ada.writes(p.ID, &vault.NameCard{Name: "Zefira"}, 0))
		h.system(func(tx *store.Tx) error { return vault.Withdraw(tx, h.bea.ID) })
		h.system(func(tx *store.Tx) (err error) {
			if h.bea.Account, h.bea.seed, err = testkit.Renew(tx, h.bea.Account, h.ada.Account); err == nil {
				h.bea.id, err = h.bea.seed.Identity()
			}
			return err
		})
		if _, err := h.bea.reads(p.ID, "check", vault.Names); key(err) != "vault.glass_needed" {
			t.Errorf("before: %v", err)
		}
		var waiting []network.Account
		h.must(h.store.Read(t.Context(), h.ada.grant(policy.KeyGrant, ""), func(tx *store.Tx) error {
			accounts, err := network.Accounts(tx)
			if err != nil {
				return err
			}
			waiting, err = vault.Waiting(tx, h.Faro, accounts)
			return err
		}))
		if len(waiting) != 2 || waiting[0].ID != h.bea.ID || waiting[1].ID != h.cleo.ID {
			t.Errorf("%d wait for a key", len(waiting))
		}
		if err := h.ada.shares(h.remo); key(err) != "vault.none" {
			t.Errorf("given to another organisation: %v", err)
		}
		if err := h.ada.shares(h.boss); key(err) != "vault.none" {
			t.Errorf("given to an administrator: %v", err)
		}
		h.must(h.ada.shares(h.bea))
		if _, err := h.bea.reads(p.ID, "check", vault.Names); err != nil {
			t.Errorf("after: %v", err)
		}
		if err := h.bea.shares(h.cleo); err != nil {
			t.Errorf("and gives it on: %v", err)
		}
	})
}

func TestTwoCustodiansOpenWhatNobodyElseCan(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		p := h.someone()
		h.must(h.ada.writes(p.ID, &vault.NameCard{Name: "Zefira"}, 0))
		h.must(h.ada.turns(func() {}, h.ada))
		h.system(func(tx *store.Tx) error { return vault.Withdraw(tx, h.ada.ID) })

		var reserves []vault.Reserve
		h.system(func(tx *store.Tx) (err error) {
			tx.Note("test", "", nil)
			reserves, err = vault.Reserves(tx, h.Faro)
			return err
		})
		other, err := seal.NewSeed()
		h.must(err)
		wrong, err := other.Identity()
		h.must(err)
		if _, err := reserves[0].Share(wrong, h.cleo.member()); err == nil {
			t.Error("another seed opens the reserve")
		}
		seed, err := seal.Combine(h.commit, h.shares[2], h.shares[0])
		h.must(err)
		id, err := seed.Identity()
		h.must(err)
		grants, err := reserves[0].Share(id, h.cleo.member())
		h.must(err)
		h.system(grants.Record)
		if card, err := h.cleo.reads(p.ID, "check", vault.Names); err != nil || card[vault.Names].Content.(*vault.NameCard).Name != "Zefira" {
			t.Errorf("%v, %v", card, err)
		}
	})
}
