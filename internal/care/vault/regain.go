package vault

import (
	"slices"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
)

// Regain gives a member the organisation's keys with two shares of its recovery key: two of the papers in force, or two of former ones for what is
// still sealed to those. It is opened outside of transactions.
type Regain struct {
	member   network.Account
	papers   []Papers
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
	if _, err := FindRecovery(tx, g.member.OrganisationID); err != nil {
		return g, err
	}
	if g.papers, err = AllPapers(tx, g.member.OrganisationID); err != nil {
		return g, err
	}
	if err := started(tx, g.member.OrganisationID); err != nil {
		return g, err
	}
	g.reserves, err = Reserves(tx, g.member.OrganisationID)
	return g, err
}

// Check says whether one share was typed without mistakes and opens something of the organisation. One of coming papers opens nothing yet
// ("setup.share_coming"), one of former papers nothing any more ("setup.share_former") once all was sealed anew.
func (g Regain) Check(typed string) error {
	_, err := g.of(typed)
	return err
}

func (g Regain) of(typed string) (Papers, error) {
	p, err := whose(g.papers, typed)
	switch {
	case err != nil:
		return p, err
	case p.State == PapersComing:
		return p, errs.E(errs.Invalid, "setup.share_coming")
	case p.Sealed == 0 && p.State != PapersInForce:
		return p, errs.E(errs.Invalid, "setup.share_former")
	}
	return p, nil
}

// Former says how many compartments only former papers open.
func (g Regain) Former() int { return needed(g.papers) }

// Open opens the keys that are sealed to the two shares' papers, and seals them to the member. Shares of different papers are Invalid "setup.shares_apart".
func (g Regain) Open(a, b string) (Grants, error) {
	papers, err := g.of(a)
	if err != nil {
		return nil, err
	}
	others, err := g.of(b)
	if err == nil && others.Series != papers.Series {
		err = errs.E(errs.Invalid, "setup.shares_apart")
	}
	if err != nil {
		return nil, err
	}
	seed, err := seal.Combine(papers.commitment, a, b)
	if err != nil {
		return nil, err
	}
	identity, err := seed.Identity()
	if err != nil {
		return nil, err
	}
	var all Grants
	for _, r := range g.reserves {
		if r.series != papers.Series {
			continue
		}
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
	if find(again.papers, PapersInForce).Series != find(g.papers, PapersInForce).Series {
		return errs.E(errs.Conflict, "vault.keys_changed")
	}
	if err := grants.Record(tx); err != nil {
		return err
	}
	tx.Note("recovery", string(g.member.OrganisationID), map[string]string{"keys given to": string(g.member.ID)})
	return warnOf(tx, g.member.OrganisationID, notice{kind: NoticeRecovery, about: g.member.ID})
}
