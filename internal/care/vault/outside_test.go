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

// thief writes to the database, and has neither the key file nor anybody's keys but their own. What they seal, they seal as anybody can: to a public key.
type thief struct {
	*house
	id *seal.Identity
}

func (h *house) thief() *thief {
	h.t.Helper()
	seed, err := seal.NewSeed()
	h.must(err)
	id, err := seed.Identity()
	h.must(err)
	return &thief{h, id}
}

// edits changes the tables.
func (x *thief) edits(sql string, args ...any) {
	x.t.Helper()
	x.system(func(tx *store.Tx) error {
		_, err := tx.Exec(sql, args...)
		tx.Note("edit", "outside", nil)
		return err
	})
}

// opens reports whether the thief's keys open anything that stands in a table.
func (x *thief) opens(sql string, context ...string) bool {
	x.t.Helper()
	found := false
	x.must(x.store.Read(x.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		found = false
		_, err := store.List(tx, func(row store.Row) (b []byte, err error) {
			err = row.Scan(&b)
			if _, e := x.id.Open(b, context...); e == nil {
				found = true
			}
			return b, err
		}, sql)
		return err
	}))
	return found
}

func (h *house) compartment(kind vault.CompartmentKind) (c vault.CompartmentID) {
	h.t.Helper()
	h.must(h.store.Read(h.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		return tx.QueryRow(`SELECT id FROM vault_compartments WHERE organisation_id = $1 AND kind = $2`, h.Faro, kind).Scan(&c)
	}))
	return c
}

// staying is who would hold the next key.
func (h *house) staying(c vault.CompartmentID) (list []roster.Member) {
	h.t.Helper()
	h.must(h.store.Read(h.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		accounts, err := network.Accounts(tx)
		if err != nil {
			return err
		}
		list, err = vault.Staying(tx, c, accounts)
		return err
	}))
	return list
}

// turnsNow turns the team's key as the page does, for whoever stays.
func (m *member) turnsNow() error {
	m.h.t.Helper()
	return m.turnsTo(m.h.staying(m.h.compartment(vault.Team))...)
}

func (m *member) turnsTo(staying ...roster.Member) error {
	m.h.t.Helper()
	c, _ := m.h.team(m)
	var turning vault.Turning
	err := m.h.store.Read(m.h.t.Context(), m.grant(policy.KeyGrant, ""), func(tx *store.Tx) (err error) {
		turning, err = vault.Turn(tx, c.ID)
		return err
	})
	if err != nil {
		return err
	}
	turned, err := turning.Seal(m.id, staying)
	if err != nil {
		return err
	}
	return m.h.store.Write(m.h.t.Context(), m.grant(policy.KeyGrant, ""), turned.Record)
}

// TestAKeyThatWasPutIntoTheDatabaseIsSealedToByNobody: the thief writes their own public key wherever one stands. The next change of the team's key seals nothing to them.
func TestAKeyThatWasPutIntoTheDatabaseIsSealedToByNobody(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		p := h.someone()
		h.must(h.ada.writes(p.ID, &vault.NameCard{Name: "Zefira"}, 0))
		x := h.thief()
		team := h.compartment(vault.Team)
		x.edits(`UPDATE network_accounts SET public = $1 WHERE id = $2`, []byte(x.id.Public()), h.bea.ID)
		x.edits(`UPDATE vault_grants SET public = $1 WHERE account_id = $2`, x.id.Public().Fingerprint(), h.bea.ID)
		h.must(h.ada.turnsNow())
		if x.opens(`SELECT sealed FROM vault_grants`, "grant", string(team), "2") {
			t.Error("the team's key was sealed to whom the database named")
		}
		if err := h.ada.shares(h.bea); err == nil {
			t.Error("the key is given to a row that the roster does not vouch for")
		}
		x.edits(`UPDATE vault_recoveries SET public = $1 WHERE organisation_id = $2`, []byte(x.id.Public()), h.Faro)
		if err := h.ada.turnsNow(); key(err) != "vault.outside" {
			t.Errorf("turned with another recovery key in the database: %v", err)
		}
		if x.opens(`SELECT recovery FROM vault_compartments`, "recovery", string(team), "3") {
			t.Error("the team's key was sealed to a recovery key that the database named")
		}
	})
}

// TestAKeyThatTheThiefKnowsIsNotUsed: whoever can write makes a key, and seals it to everybody as if it were the team's. What is written then would be theirs to read.
func TestAKeyThatTheThiefKnowsIsNotUsed(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		x := h.thief()
		team := h.compartment(vault.Team)
		theirs, err := seal.NewKey()
		h.must(err)
		tokens, err := theirs.Wrap(theirs, "tokens", string(team), "1")
		h.must(err)
		x.edits(`UPDATE vault_compartments SET tokens = $1 WHERE id = $2`, tokens, team)
		for _, m := range []*member{h.ada, h.bea, h.med} {
			x.edits(`UPDATE vault_grants SET sealed = $1 WHERE account_id = $2`, testkit.SealTo(t, m.id.Public(), theirs.Bytes(), "grant", string(team), "1"), m.ID)
		}
		p := h.someone()
		if err := h.ada.writes(p.ID, &vault.NameCard{Name: "Zefira"}, 0); key(err) != "vault.outside" {
			t.Errorf("written under a key that the thief knows: %v", err)
		}
	})
}

// TestAnEarlierKeyDoesNotComeBack: who left knew the key of before, and puts the tables of before back.
func TestAnEarlierKeyDoesNotComeBack(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		x := h.thief()
		before := x.keeps("vault_compartments", "vault_grants", "vault_person_keys")
		h.must(h.ada.turnsTo(h.ada.member(), h.med.member())) // bea left
		before()
		p := h.someone()
		if err := h.ada.writes(p.ID, &vault.NameCard{Name: "Zefira"}, 0); key(err) != "vault.outside" {
			t.Errorf("written under the key of before: %v", err)
		}
		if err := h.bea.writes(p.ID, &vault.NameCard{Name: "Zefira"}, 0); key(err) == "" {
			t.Error("who left writes again")
		}
	})
}

// keeps copies tables, and gives what puts them back as they were.
func (x *thief) keeps(tables ...string) (back func()) {
	x.t.Helper()
	for _, table := range tables {
		x.edits(`CREATE TABLE edit_` + table + ` AS SELECT * FROM ` + table)
	}
	return func() {
		x.t.Helper()
		for i := range tables {
			x.edits(`DELETE FROM ` + tables[len(tables)-1-i])
		}
		for _, table := range tables {
			x.edits(`INSERT INTO ` + table + ` SELECT * FROM edit_` + table)
		}
	}
}

// TestARestrictedCardStaysWithThoseWhoWereChosen: the key of the person is put back where the team had it, a grant is planted, the compartment taken away.
func TestARestrictedCardStaysWithThoseWhoWereChosen(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		x := h.thief()
		p := h.called("Zefira Nuvolari")
		h.ada.follows(p)
		back := x.keeps("vault_person_keys")
		h.must(h.ada.restricts(p, func() {}, h.med))
		few := h.compartment(vault.Case)
		reads := func(what string) {
			t.Helper()
			if card, err := h.bea.reads(p, "check", vault.Names); err == nil {
				t.Errorf("%s: the team reads %v", what, card)
			}
			for _, hit := range h.bea.finds("Zefira Nuvolari") {
				if hit.Person == p {
					t.Errorf("%s: the team finds her", what)
				}
			}
			if err := h.bea.writes(p, &vault.NoteCard{Text: "of a card that only some may know"}, 0); err == nil {
				t.Errorf("%s: the team writes", what)
			}
		}
		back()
		reads("her key was put back")
		x.edits(`DELETE FROM vault_person_keys WHERE person_id = $1`, p)
		reads("her key was taken away")
		x.edits(`DELETE FROM vault_grants WHERE compartment_id = $1`, few)
		x.edits(`DELETE FROM vault_compartments WHERE id = $1`, few)
		reads("her compartment was taken away")

		q := h.called("Altra Persona")
		h.ada.follows(q)
		h.must(h.ada.restricts(q, func() {}, h.med))
		few = h.compartment(vault.Case)
		x.edits(`INSERT INTO vault_grants (compartment_id, account_id, epoch, public, sealed, by_account, made) SELECT compartment_id, $1, epoch, $2, sealed, by_account, made FROM vault_grants WHERE compartment_id = $3 AND account_id = $4`,
			h.bea.ID, h.bea.id.Public().Fingerprint(), few, h.ada.ID)
		if n := len(h.staying(few)); n != 2 {
			t.Errorf("the next key of her case would be sealed to %d", n)
		}
	})
}

// TestPapersThatWerePutIntoTheDatabaseComeIntoForceByNobody: a planted series, and another key in the place of one that is coming.
func TestPapersThatWerePutIntoTheDatabaseComeIntoForceByNobody(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		x := h.thief()
		h.ada.comes()
		x.edits(`UPDATE vault_recoveries SET public = $1 WHERE organisation_id = $2 AND state = 'coming'`, []byte(x.id.Public()), h.Faro)
		if err := h.bea.renews(h.coming(), func() {}); key(err) != "vault.outside" {
			t.Errorf("papers of the thief's are put in force: %v", err)
		}
		x.edits(`UPDATE vault_recoveries SET state = 'former' WHERE state = 'in_force'`)
		x.edits(`UPDATE vault_recoveries SET state = 'in_force' WHERE state = 'coming'`)
		if err := h.bea.renews("", func() {}); key(err) != "vault.outside" {
			t.Errorf("sealed anew to papers of the thief's: %v", err)
		}
		if err := h.ada.turnsNow(); key(err) != "vault.outside" {
			t.Errorf("turned to papers of the thief's: %v", err)
		}
		if x.opens(`SELECT recovery FROM vault_compartments`, "recovery", string(h.compartment(vault.Team)), "1") {
			t.Error("the team's key was sealed to them")
		}
	})
}

// TestRowsThatWerePlantedOpenNothing: somebody is made to follow, an hour of broken glass is made longer or begun by nobody.
func TestRowsThatWerePlantedOpenNothing(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		x := h.thief()
		p := h.called("Zefira Nuvolari")
		x.edits(`INSERT INTO vault_followers (person_id, follower, since) VALUES ($1, $2, '2024-05-01')`, p, followerHash(h.store.Keys(), h.med.ID))
		if card, err := h.med.reads(p, "", vault.Names); err == nil {
			t.Errorf("a mediator whom the database lets follow reads %v", card)
		}
		h.must(h.cleo.breaks(p, "danger"))
		question := h.ada.questions()[0]
		h.must(h.ada.answers(question, h.cleo))
		if _, err := h.cleo.reads(p, "", vault.Names); err != nil {
			t.Fatalf("glass that was opened: %v", err)
		}
		x.edits(`UPDATE vault_glasses SET until = '2999-01-01T00:00:00Z'`)
		if _, err := h.cleo.reads(p, "", vault.Names); err == nil {
			t.Error("the hour was made longer")
		}
	})
}

// TestACardIsNotOpenedUnderASwappedCode: who asks for somebody by the code would read another's card.
func TestACardIsNotOpenedUnderASwappedCode(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		x := h.thief()
		p := h.called("Zefira Nuvolari")
		h.ada.follows(p)
		if _, err := h.ada.reads(p, "check", vault.Names); err != nil {
			t.Fatalf("under their own code: %v", err)
		}
		x.edits(`UPDATE person_persons SET code = 'K0-NULLA' WHERE id = $1`, p)
		if card, err := h.ada.reads(p, "check", vault.Names); key(err) != "person.forged" {
			t.Errorf("under another code: %v, %v", card, err)
		}
	})
}
