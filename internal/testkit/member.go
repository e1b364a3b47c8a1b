package testkit

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
)

// Employ records a confirmed member with keys of their own, and with a second factor where a role asks for one.
func Employ(tx *store.Tx, a network.Account) (network.Account, seal.Seed, error) {
	seed, err := seal.NewSeed()
	if err != nil {
		return a, seed, err
	}
	identity, err := seed.Identity()
	if err != nil {
		return a, seed, err
	}
	if a.ID == "" {
		a.ID = network.AccountID(tx.NewID())
	}
	keepPen(identity.Pen())
	if err := admit(tx, a, identity.Pen()); err != nil {
		return a, seed, err
	}
	if a, err = network.AccountOf(tx, a.ID); err == nil {
		a, err = equip(tx, a, identity.Pen())
	}
	return a, seed, err
}

// admit makes somebody a founder, or, where there is something to open, a member whom a colleague or two custodians confirm.
func admit(tx *store.Tx, a network.Account, pen seal.Pen) error {
	if founded, err := network.Founded(tx, a.OrganisationID); err != nil || !founded {
		if err == nil {
			err = network.Entrust(tx.Keys(), pen.Public())
		}
		if err == nil {
			err = network.Admit(tx, a, pen)
		}
		return err
	}
	by, err := voucher(tx, a.OrganisationID)
	if err != nil {
		return err
	}
	a.Status = policy.Invited
	if err := network.RecordAccount(tx, a); err != nil {
		return err
	}
	link := "link of " + string(a.ID)
	if err := network.InviteAgain(tx, a.ID, link, roster.By{}); err != nil {
		return err
	}
	if a, err = network.Accept(tx, link, pen); err == nil {
		_, err = network.Confirm(tx, a.ID, a.Public.Fingerprint(), a.RoleTexts(), by)
	}
	return err
}

// voucher is who can confirm: the papers, if a test made them, or else somebody who holds the team's key.
func voucher(tx *store.Tx, o network.OrganisationID) (roster.By, error) {
	r, err := network.Roster(tx)
	if err != nil {
		return roster.By{}, err
	}
	if m, found := r.InForce(string(o)); found {
		if pen, known := pens.Load(m.Public().Mark()); known {
			return roster.By{Pen: pen.(seal.Pen), Organisation: string(o), Series: m.Series()}, nil
		}
	}
	for _, c := range r.Compartments() {
		for _, holder := range c.Holders() {
			m, _ := r.Person(holder)
			if pen, known := pens.Load(m.Public().Mark()); known && c.Organisation == string(o) && c.Type == roster.Team && c.Holds(m) {
				return roster.By{Pen: pen.(seal.Pen), Account: holder}, nil
			}
		}
	}
	return roster.By{}, fmt.Errorf("testkit: nobody is left in %s who could confirm", o)
}

// pens keeps those of whom the Town has and whom tests employ, by the mark of their public key, so that a test can sign for them.
var pens sync.Map

// Hand is the hand of somebody whom the Town has or a test employed.
func Hand(a network.Account) roster.By {
	pen, known := pens.Load(a.Public.Mark())
	if !known {
		panic("testkit: nobody employed " + a.Login)
	}
	return roster.By{Pen: pen.(seal.Pen), Account: string(a.ID)}
}

func keepPen(pen seal.Pen) { pens.Store(pen.Public().Mark(), pen) }

// equip gives a member the second factor that a role asks for. Nobody knows its secret: sessions are opened by Enter.
func equip(tx *store.Tx, a network.Account, pen seal.Pen) (network.Account, error) {
	if a.SecondFactor || !policy.NeedsSecondFactor(a.Roles) {
		return a, nil
	}
	if err := network.ChangeFactor(tx, a, []byte("unknown"), 0, pen); err != nil {
		return a, err
	}
	return network.AccountOf(tx, a.ID)
}

// Enter opens a session of a member as a log-in does, but knowing the seed instead of the password, and answers the browser's cookie.
func Enter(t testing.TB, s *store.Store, ring *network.Keyring, login string, seed seal.Seed) string {
	t.Helper()
	identity, err := seed.Identity()
	if err != nil {
		t.Fatal(err)
	}
	token, err := network.NewToken()
	var a network.Account
	if err == nil {
		err = s.Write(t.Context(), policy.System(policy.Login), func(tx *store.Tx) (err error) {
			if a, err = network.FindAccount(tx, login); err == nil {
				a, err = equip(tx, a, identity.Pen())
			}
			if err != nil {
				return err
			}
			return network.OpenSession(tx, a, token, "Firefox · Linux", time.Now().UnixNano())
		})
	}
	if err == nil {
		err = ring.Keep(token, a.ID, seed, time.Now())
	}
	if err != nil {
		t.Fatalf("open a session for %s: %v", login, err)
	}
	return token.Cookie()
}

// Renew gives a member other keys, as after a lost password: invited anew, accepted, and confirmed by a colleague who holds keys.
func Renew(tx *store.Tx, a, colleague network.Account) (network.Account, seal.Seed, error) {
	seed, err := seal.NewSeed()
	if err != nil {
		return a, seed, err
	}
	pen, err := seed.Pen()
	if err != nil {
		return a, seed, err
	}
	keepPen(pen)
	link := "again " + string(a.ID)
	if err := network.InviteAgain(tx, a.ID, link, roster.By{}); err != nil {
		return a, seed, err
	}
	if a, err = network.Accept(tx, link, pen); err != nil {
		return a, seed, err
	}
	a, err = network.Confirm(tx, a.ID, a.Public.Fingerprint(), a.RoleTexts(), Hand(colleague))
	return a, seed, err
}
