package vault

import (
	"slices"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
)

// Regain gives a member the organisation's keys with two shares of its recovery key: the team's, and of restricted cases those
// that nobody else can open. It is opened outside of transactions.
type Regain struct {
	member   network.Account
	recovery Recovery
	reserves []Reserve
}

// Regaining reads what giving a member the keys again needs. The member is confirmed, of the grant's own organisation, works in a role that holds keys, and is
// not the one who acts.
func Regaining(tx *store.Tx, id network.AccountID) (g Regain, err error) {
	if g.member, err = network.Member(tx, id); err != nil {
		return g, err
	}
	if !g.member.HoldsKeys() || slices.Contains(g.member.Roles, policy.OrganisationAdmin) || id == me(tx) {
		return g, errs.E(errs.Invalid, "setup.cannot_regain").On("member")
	}
	if g.recovery, err = FindRecovery(tx, g.member.OrganisationID); err != nil {
		return g, err
	}
	if err := started(tx, g.member.OrganisationID); err != nil {
		return g, err
	}
	g.reserves, err = orphaned(tx, g.member.OrganisationID)
	return g, err
}

// orphaned lists the compartments whose keys two custodians may give: the team's, and restricted cases that nobody can open any more.
func orphaned(tx *store.Tx, o network.OrganisationID) (list []Reserve, err error) {
	reserves, err := Reserves(tx, o)
	if err != nil {
		return nil, err
	}
	accounts, err := network.Accounts(tx)
	for _, r := range reserves {
		var held []Member
		if err == nil && r.kind != Team {
			held, err = Staying(tx, r.compartment, accounts)
		}
		if len(held) == 0 {
			list = append(list, r)
		}
	}
	return list, err
}

// Check says whether one share was typed without mistakes and is the organisation's.
func (g Regain) Check(typed string) error { return seal.CheckShare(g.recovery.Commitment, typed) }

// Commitment recognises the shares.
func (g Regain) Commitment() []byte { return g.recovery.Commitment }

// Open opens the keys with two shares and seals them to the member.
func (g Regain) Open(a, b string) (Grants, error) {
	seed, err := seal.Combine(g.recovery.Commitment, a, b)
	if err != nil {
		return nil, err
	}
	identity, err := seed.Identity()
	if err != nil {
		return nil, err
	}
	var all Grants
	for _, r := range g.reserves {
		grants, err := r.Share(identity, Member{g.member.ID, g.member.Public})
		if err != nil {
			return nil, err
		}
		all = append(all, grants...)
	}
	return all, nil
}

// Record writes the grants if the member still is who was read, and tells the officers.
func (g Regain) Record(tx *store.Tx, grants Grants) error {
	again, err := Regaining(tx, g.member.ID)
	if err != nil {
		return err
	}
	if string(again.member.Public) != string(g.member.Public) {
		return errs.E(errs.Conflict, "network.changed")
	}
	if err := grants.Record(tx); err != nil {
		return err
	}
	tx.Note("recovery", string(g.member.OrganisationID), map[string]string{"keys given to": string(g.member.ID)})
	return warnOf(tx, g.member.OrganisationID, notice{kind: NoticeRecovery, about: g.member.ID})
}
