package testkit

import (
	"testing"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
)

// Papers are a recovery key with its three shares.
type Papers struct {
	Seed       seal.Seed
	Shares     [3]string
	Commitment []byte
}

// Establish gives an organisation a recovery key that no custodian keeps.
func Establish(t testing.TB, s *store.Store, o network.OrganisationID) (p Papers) {
	t.Helper()
	try := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	var err error
	p.Seed, err = seal.NewSeed()
	try(err)
	id, err := p.Seed.Identity()
	try(err)
	keepPen(id.Pen())
	p.Shares, p.Commitment, err = seal.Split(p.Seed)
	try(err)
	try(network.EntrustPapers(s.Keys(), id.Public()))
	try(s.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error { return vault.Establish(tx, o, id.Public(), p.Commitment) }))
	return p
}

// Vault founds the vault of an organisation, with those who hold the key of its team, by log-in name.
func Vault(t testing.TB, s *store.Store, o network.OrganisationID, holders ...string) Papers {
	t.Helper()
	p := Establish(t, s, o)
	operator := policy.System(policy.Operator, "test")
	var recovery roster.Member
	var members []roster.Member
	err := s.Read(t.Context(), operator, func(tx *store.Tx) (err error) {
		recovery, err = vault.FindRecovery(tx, o)
		for _, login := range holders {
			a, e := network.FindAccount(tx, login)
			if members = append(members, a.Member()); err == nil {
				err = e
			}
		}
		return err
	})
	var f vault.Founding
	if err == nil {
		f, err = vault.Start(o, recovery, members)
	}
	if err == nil {
		err = s.Write(t.Context(), operator, f.Record)
	}
	if err != nil {
		t.Fatalf("found a vault: %v", err)
	}
	return p
}

// SealTo seals to any public key, as whoever has one can with a program of their own: here, in an installation of their own, where the key is that of the papers.
func SealTo(t testing.TB, public seal.Public, plain []byte, context ...string) []byte {
	t.Helper()
	keys := Keys(t)
	anchor := roster.Anchor{Keys: keys, Trust: roster.OpenTrust(keys)}
	err := anchor.Trust.Add(roster.PapersLine(public))
	var r *roster.Roster
	if err == nil {
		r, _, err = (&roster.Roster{}).Next(anchor, roster.By{}, roster.Statement{
			Kind: roster.Recovery, Organisation: "elsewhere", State: roster.InForce, Series: 1, Public: public, Commitment: []byte("none"),
		})
	}
	var sealed []byte
	if err == nil {
		m, _ := r.InForce("elsewhere")
		sealed, err = m.Seal(plain, context...)
	}
	if err != nil {
		t.Fatalf("seal to somebody: %v", err)
	}
	return sealed
}
