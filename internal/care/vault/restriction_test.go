package vault_test

import (
	"slices"
	"testing"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
)

// restricts lets only some open a card, besides m; between is done between reading and writing.
func (m *member) restricts(who person.ID, between func(), to ...*member) error {
	m.h.t.Helper()
	var chosen []network.AccountID
	for _, one := range to {
		chosen = append(chosen, one.ID)
	}
	return m.moves(func(tx *store.Tx) (vault.Restriction, error) { return vault.Restrict(tx, who, chosen) }, between)
}

// returns gives a card back to the team.
func (m *member) returns(who person.ID) error {
	m.h.t.Helper()
	return m.moves(func(tx *store.Tx) (vault.Restriction, error) { return vault.Unrestrict(tx, who) }, func() {})
}

func (m *member) moves(read func(*store.Tx) (vault.Restriction, error), between func()) error {
	m.h.t.Helper()
	g := m.grant(policy.IdentityRestrict, "")
	var r vault.Restriction
	err := m.h.store.Read(m.h.t.Context(), g, func(tx *store.Tx) (err error) {
		r, err = read(tx)
		return err
	})
	if err != nil {
		return err
	}
	next, err := r.Seal(m.id)
	m.h.must(err)
	between()
	return m.h.store.Write(m.h.t.Context(), g, next.Record)
}

// confided is who may open a restricted card, as somebody of the organisation sees it.
func (m *member) confided(who person.ID) (list []network.AccountID, restricted bool) {
	m.h.t.Helper()
	m.h.must(m.h.store.Read(m.h.t.Context(), m.grant(policy.WorkView, ""), func(tx *store.Tx) (err error) {
		list, restricted, err = vault.Confided(tx, who)
		return err
	}))
	return list, restricted
}

// count answers a question about the tables.
func (h *house) count(sql string) (n int64) {
	h.t.Helper()
	h.must(h.store.Read(h.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error { return tx.QueryRow(sql).Scan(&n) }))
	return n
}

// reseals gives every restricted case that waits for it another key.
func (m *member) reseals() (turned int) {
	m.h.t.Helper()
	g := m.grant(policy.KeyGrant, "")
	var turnings []vault.Turning
	var staying [][]roster.Member
	m.h.must(m.h.store.Read(m.h.t.Context(), g, func(tx *store.Tx) error {
		accounts, err := network.Accounts(tx)
		if err != nil {
			return err
		}
		due, err := vault.Outdated(tx)
		for _, c := range due {
			t, err := vault.Turn(tx, c)
			if err != nil {
				return err
			}
			stay, err := vault.Staying(tx, c, accounts)
			if err != nil {
				return err
			}
			turnings, staying = append(turnings, t), append(staying, stay)
		}
		return err
	}))
	for i, t := range turnings {
		next, err := t.Seal(m.id, staying[i])
		m.h.must(err)
		m.h.must(m.h.store.Write(m.h.t.Context(), g, next.Record))
	}
	return len(turnings)
}

// TestWhatIsWrittenWhileACardIsRestrictedLeavesNothingToTheTeam: who writes a phone and who restricts the card press at once.
func TestWhatIsWrittenWhileACardIsRestrictedLeavesNothingToTheTeam(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		p := h.someone()
		h.must(h.ada.writes(p.ID, &vault.NameCard{Name: "Zefira Nuvolari"}, 0))
		h.ada.follows(p.ID)
		phone := &vault.PhoneCard{Phones: "+39 333 000 1122"}
		for _, move := range []func() error{
			func() error { return h.ada.restricts(p.ID, func() {}, h.bea) },
			func() error { return h.ada.restricts(p.ID, func() {}, h.bea, h.med) },
			func() error { return h.ada.returns(p.ID) },
		} {
			if err := h.ada.writesWhile(p.ID, phone, 0, func() { h.must(move()) }); key(err) != "vault.keys_changed" {
				t.Errorf("written with the key of before: %v", err)
			}
		}
		if n := h.count(`SELECT COUNT(*) FROM vault_tokens`); n != 0 {
			t.Errorf("%d tokens stay where the card is not", n)
		}
		h.must(h.ada.writes(p.ID, phone, 0))
	})
}

func TestARestrictedCardOpensForThoseWhoWereChosenAlone(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		p := h.someone()
		h.must(h.ada.writes(p.ID, &vault.NameCard{Name: "Zefira Nuvolari"}, 0))
		h.must(h.ada.writes(p.ID, &vault.PhoneCard{Phones: "+39 333 000 1122"}, 0))
		file, err := h.ada.attaches(p.ID, vault.Attachment{Name: "verbale", Type: "text", Body: []byte("testo")})
		h.must(err)
		if err := h.ada.restricts(p.ID, func() {}, h.med); key(err) != "vault.none" {
			t.Errorf("by somebody who does not follow the person: %v", err)
		}
		h.ada.follows(p.ID)
		h.ada.assigns(p.ID, h.bea)
		if err := h.ada.restricts(p.ID, func() {}); key(err) != "vault.restricted_to_few" {
			t.Errorf("to oneself alone: %v", err)
		}
		if err := h.ada.restricts(p.ID, func() {}, h.boss); key(err) != "vault.none" {
			t.Errorf("to an administrator: %v", err)
		}
		if err := h.ada.restricts(p.ID, func() {}, h.remo); err == nil {
			t.Error("to another organisation")
		}
		from := h.entries()
		h.must(h.ada.restricts(p.ID, func() {}, h.med))

		if list, restricted := h.cleo.confided(p.ID); !restricted || len(list) != 2 || !slices.Contains(list, h.ada.ID) || !slices.Contains(list, h.med.ID) {
			t.Errorf("may open: %v, %v", list, restricted)
		}
		if _, err := h.bea.reads(p.ID, "check", vault.Names); key(err) != "vault.glass_needed" {
			t.Errorf("one of the team who was not chosen: %v", err)
		}
		if found := append(h.bea.finds("Zefira"), h.bea.finds("3330001122")...); len(found) != 0 {
			t.Errorf("who was not chosen finds %+v", found)
		}
		if err := h.bea.writes(p.ID, &vault.NoteCard{Text: "altro"}, 0); err == nil {
			t.Error("who was not chosen writes")
		}
		if card, err := h.ada.reads(p.ID, "", vault.Names, vault.Phones); err != nil || len(card) != 2 {
			t.Errorf("who was chosen: %v, %v", card, err)
		}
		if _, err := h.ada.openFile(p.ID, file); err != nil {
			t.Errorf("a file: %v", err)
		}
		if found := h.ada.finds("333 000 1122"); len(found) != 1 {
			t.Errorf("the phone finds %+v", found)
		}
		h.must(h.ada.writes(p.ID, &vault.NameCard{Name: "Zefira N."}, 1))
		noted := map[string]bool{}
		for _, e := range h.trail(from) {
			noted[e.Object] = true
			if e.Object == "follower" && e.Person != string(p.ID) {
				t.Errorf("unfollowed: %+v", e)
			}
		}
		if !noted["restriction"] || !noted["compartment"] || !noted["grant"] || !noted["follower"] {
			t.Errorf("on record: %v", noted)
		}
		h.must(h.store.Read(t.Context(), h.officer.grant(policy.HomeView, ""), func(tx *store.Tx) error {
			list, err := vault.Warnings(tx)
			if len(list) != 1 || list[0].Kind != vault.WarningRestrict || list[0].Person != p.ID {
				t.Errorf("the officer is told %+v", list)
			}
			return err
		}))
	})
}

func TestARestrictedCardChangesHandsAndGoesBackToTheTeam(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		p := h.someone()
		h.ada.follows(p.ID)
		h.must(h.ada.restricts(p.ID, func() {}, h.med)) // nothing is written yet
		h.must(h.ada.writes(p.ID, &vault.DocumentCard{Kind1: "passport", Number1: "ZZ 123"}, 0))
		h.must(h.ada.restricts(p.ID, func() {}, h.bea))
		if _, err := h.bea.reads(p.ID, "check", vault.Documents); err != nil {
			t.Errorf("who came in: %v", err)
		}
		if found := h.med.finds("zz123"); len(found) != 0 {
			t.Errorf("who was taken out finds %+v", found)
		}
		if n := h.count(`SELECT COUNT(*) FROM vault_compartments WHERE kind = 'case'`); n != 1 {
			t.Errorf("%d cases are left", n)
		}
		h.must(h.ada.returns(p.ID))
		if _, restricted := h.ada.confided(p.ID); restricted {
			t.Error("still restricted")
		}
		h.ada.assigns(p.ID, h.med)
		if _, err := h.med.reads(p.ID, "", vault.Documents); err != nil {
			t.Errorf("the team: %v", err)
		}
		if found := h.bea.finds("ZZ123"); len(found) != 1 {
			t.Errorf("the team finds %+v", found)
		}
		if n := h.count(`SELECT COUNT(*) FROM vault_compartments WHERE kind = 'case'`); n != 0 {
			t.Errorf("%d cases are left", n)
		}
		if err := h.ada.returns(p.ID); key(err) != "vault.keys_changed" {
			t.Errorf("twice: %v", err)
		}
	})
}

func TestARestrictionThatMissedSomethingIsDoneAgain(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		p := h.someone()
		h.ada.follows(p.ID)
		for _, c := range []struct {
			name    string
			between func()
		}{
			{"the person got a key", func() { h.must(h.bea.writes(p.ID, &vault.PhoneCard{Phones: "+39 333 000 1122"}, 0)) }},
			{"a phone changed", func() { h.must(h.bea.writes(p.ID, &vault.PhoneCard{Phones: "+39 333 000 3344"}, 1)) }},
			{"the team's key turned", func() { h.must(h.ada.turns(func() {}, h.ada, h.bea, h.med)) }},
			{"other papers came in force", func() { h.ada.comes(); h.must(h.bea.renews(h.coming(), func() {})) }},
		} {
			if err := h.ada.restricts(p.ID, c.between, h.med); key(err) != "vault.keys_changed" {
				t.Errorf("%s: %v", c.name, err)
			}
		}
		if _, restricted := h.ada.confided(p.ID); restricted {
			t.Error("half done")
		}
	})
}

func TestGlassOfARestrictedCardIsAnsweredByWhoMayOpenIt(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		p := h.someone()
		h.must(h.ada.writes(p.ID, &vault.NameCard{Name: "Zefira"}, 0))
		h.ada.follows(p.ID)
		h.must(h.ada.restricts(p.ID, func() {}, h.med))
		h.must(h.bea.breaks(p.ID, "danger"))
		answerable := func(m *member) (n int) {
			h.must(h.store.Read(t.Context(), m.grant(policy.HomeView, ""), func(tx *store.Tx) error {
				list, err := vault.Answerable(tx)
				n = len(list)
				return err
			}))
			return n
		}
		if answerable(h.ada) != 1 || answerable(h.bea) != 0 {
			t.Errorf("can answer: ada %d, bea %d", answerable(h.ada), answerable(h.bea))
		}
	})
}

func TestWhoLeftARestrictedCaseKnowsItsKeyNoMore(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		p := h.someone()
		h.must(h.ada.writes(p.ID, &vault.PhoneCard{Phones: "+39 333 000 1122"}, 0))
		h.ada.follows(p.ID)
		h.must(h.ada.restricts(p.ID, func() {}, h.bea))
		if n := h.ada.reseals(); n != 0 {
			t.Errorf("%d cases wait before anybody left", n)
		}
		h.mishaps()["gone for good"](h.bea)
		if n := h.ada.reseals(); n != 1 {
			t.Errorf("%d cases wait", n)
		}
		if n := h.ada.reseals(); n != 0 {
			t.Errorf("%d cases wait afterwards", n)
		}
		if list, _ := h.ada.confided(p.ID); len(list) != 1 {
			t.Errorf("may open: %v", list)
		}
		if found := h.ada.finds("3330001122"); len(found) != 1 {
			t.Errorf("the phone finds %+v", found)
		}
	})
}

// TestAKeyThatSomebodyKnewIsToBeChangedWhateverTheTablesSay: somebody is suspended, and whoever writes to the database makes it look as if they knew nothing. Else what is written from then
// on would go on being sealed under a key that they have.
func TestAKeyThatSomebodyKnewIsToBeChangedWhateverTheTablesSay(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		p := h.someone()
		h.must(h.ada.writes(p.ID, &vault.PhoneCard{Phones: "+39 333 000 1122"}, 0))
		h.ada.follows(p.ID)
		h.must(h.ada.restricts(p.ID, func() {}, h.bea))
		h.mishaps()["suspended"](h.bea)
		h.system(func(tx *store.Tx) error {
			tx.Note("account", string(h.bea.ID), nil)
			for _, edit := range []string{`DELETE FROM vault_grants WHERE account_id = $1`, `DELETE FROM network_roles WHERE account_id = $1`, `UPDATE network_accounts SET public = NULL WHERE id = $1`} {
				if _, err := tx.Exec(edit, h.bea.ID); err != nil {
					return err
				}
			}
			return nil
		})
		knew := func() bool {
			var a network.Account
			h.must(h.store.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) (err error) {
				a, err = network.AccountOf(tx, h.bea.ID)
				return err
			}))
			return a.Knew
		}
		if !knew() {
			t.Error("the team's key is not to be changed any more")
		}
		if n := h.ada.reseals(); n != 1 {
			t.Errorf("%d restricted cards wait for another key", n)
		}
		h.must(h.ada.turns(func() {}, h.ada))
		if knew() {
			t.Error("the team's key was changed, and is to be changed still")
		}
	})
}

func TestCustodiansGiveARestrictedCaseOnlyWhenNobodyElseCanOpenIt(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		p := h.someone()
		h.must(h.ada.writes(p.ID, &vault.NameCard{Name: "Zefira"}, 0))
		h.ada.follows(p.ID)
		h.must(h.ada.restricts(p.ID, func() {}, h.med))
		custodian := h.enrol("ugo", h.Faro, policy.Custodian)
		regain := func(who *member) {
			g := custodian.grant(policy.KeysRecover, "")
			var r vault.Regain
			h.must(h.store.Read(t.Context(), g, func(tx *store.Tx) (err error) {
				r, err = vault.Regaining(tx, who.ID)
				return err
			}))
			grants, err := r.Open(h.shares[0], h.shares[2])
			h.must(err)
			h.must(h.store.Write(t.Context(), g, func(tx *store.Tx) error { return r.Record(tx, grants) }))
		}
		regain(h.cleo)
		if _, err := h.cleo.reads(p.ID, "check", vault.Names); key(err) != "vault.glass_needed" {
			t.Errorf("while others can open it: %v", err)
		}
		h.system(func(tx *store.Tx) error { return vault.Withdraw(tx, h.ada.ID) })
		h.system(func(tx *store.Tx) error { return vault.Withdraw(tx, h.med.ID) })
		regain(h.cleo)
		if _, err := h.cleo.reads(p.ID, "check", vault.Names); err != nil {
			t.Errorf("when nobody is left: %v", err)
		}
	})
}

func TestAnErasureDestroysARestrictedCaseToo(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		p := h.someone()
		h.must(h.ada.writes(p.ID, &vault.NameCard{Name: "Zefira"}, 0))
		h.ada.follows(p.ID)
		h.must(h.ada.restricts(p.ID, func() {}, h.med))
		h.system(func(tx *store.Tx) error {
			_, err := vault.Erase(tx, p.ID)
			return err
		})
		if n := h.count(`SELECT COUNT(*) FROM vault_compartments WHERE kind = 'case'`) + h.count(`SELECT COUNT(*) FROM vault_person_keys`); n != 0 {
			t.Errorf("%d keys are left", n)
		}
	})
}
