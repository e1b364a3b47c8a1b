package vault

import (
	"slices"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
)

// Regain gives a member the organisation's keys with two shares of its recovery key: the team's, and of restricted cases those that nobody else can open. Two of the
// papers in force open them, or two of former ones what is still sealed to those. Who waits for a colleague is confirmed first, by the papers in force, since
// nobody may be left who could. It is opened outside of transactions.
type Regain struct {
	member   network.Account
	papers   []Papers
	reserves []Reserve
}

// Regaining reads what giving a member the keys again needs. The member is confirmed or waits to be, is of the grant's own organisation, works in a role that holds keys,
// and is not the one who acts.
func Regaining(tx *store.Tx, id network.AccountID) (g Regain, err error) {
	if g.member, err = network.Member(tx, id); err != nil {
		return g, err
	}
	fits := g.member.HoldsKeys() || g.Waits() && policy.HoldsKeys(g.member.Roles)
	if !fits || slices.Contains(g.member.Roles, policy.OrganisationAdmin) || id == me(tx) {
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
	g.reserves, err = orphaned(tx, g.member.OrganisationID)
	return g, err
}

// Waits reports whether the member has to be confirmed first.
func (g Regain) Waits() bool { return g.member.Status == policy.Accepted }

// Member is whom the keys are for.
func (g Regain) Member() network.Account { return g.member }

// Confirm confirms a member who waits, in the name of the papers in force that two shares make: fingerprint and roles are those that were compared.
func (g Regain) Confirm(a, b, fingerprint string, roles []string) (func(*store.Tx) error, error) {
	papers, identity, err := g.combine(a, b)
	if err == nil && papers.State != PapersInForce {
		err = errs.E(errs.Invalid, "setup.share_former")
	}
	if err != nil {
		return nil, err
	}
	by := roster.By{Pen: identity.Pen(), Organisation: string(g.member.OrganisationID), Series: papers.Series}
	return func(tx *store.Tx) error {
		_, err := network.Confirm(tx, g.member.ID, fingerprint, roles, by)
		return err
	}, nil
}

// orphaned lists the compartments whose keys two custodians may give: the team's, and restricted cases that nobody can open any more.
func orphaned(tx *store.Tx, o network.OrganisationID) (list []Reserve, err error) {
	reserves, err := Reserves(tx, o)
	if err != nil {
		return nil, err
	}
	accounts, err := network.Accounts(tx)
	for _, r := range reserves {
		var held []roster.Member
		if err == nil && r.kind != Team {
			held, err = Staying(tx, r.compartment, accounts)
		}
		if len(held) == 0 {
			list = append(list, r)
		}
	}
	return list, err
}

// Check says whether one share was typed without mistakes and opens something of the organisation. One of coming papers opens nothing yet
// ("setup.share_coming"), one of former papers nothing any more ("setup.share_former") once all was sealed anew, and nothing that colleagues could not
// open as well ("setup.share_held") before.
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
	case !slices.ContainsFunc(g.reserves, func(r Reserve) bool { return r.series == p.Series }):
		return p, errs.E(errs.Invalid, "setup.share_held")
	}
	return p, nil
}

// Former says how many keys former papers alone can give.
func (g Regain) Former() (n int) {
	used := find(g.papers, PapersInForce).Series
	for _, r := range g.reserves {
		if r.series != used {
			n++
		}
	}
	return n
}

// Orphans says how many keys of an organisation former papers alone can give: nobody holds them, and they were not sealed anew.
func Orphans(tx *store.Tx, o network.OrganisationID) (int, error) {
	papers, err := AllPapers(tx, o)
	if err != nil {
		return 0, err
	}
	reserves, err := orphaned(tx, o)
	return Regain{papers: papers, reserves: reserves}.Former(), err
}

// combine makes the identity of the papers that two shares are of. Shares of different papers are Invalid "setup.shares_apart".
func (g Regain) combine(a, b string) (Papers, *seal.Identity, error) {
	papers, err := g.of(a)
	if err != nil {
		return papers, nil, err
	}
	others, err := g.of(b)
	if err == nil && others.Series != papers.Series {
		err = errs.E(errs.Invalid, "setup.shares_apart")
	}
	if err != nil {
		return papers, nil, err
	}
	seed, err := seal.Combine(papers.commitment, a, b)
	if err != nil {
		return papers, nil, err
	}
	identity, err := seed.Identity()
	return papers, identity, err
}

// Open opens the keys that are sealed to the two shares' papers, and seals them to the member.
func (g Regain) Open(a, b string) (Grants, error) {
	papers, identity, err := g.combine(a, b)
	if err != nil {
		return Grants{}, err
	}
	var all Grants
	for _, r := range g.reserves {
		if r.series != papers.Series {
			continue
		}
		grants, err := r.Share(identity, g.member.Member())
		if err != nil {
			return Grants{}, err
		}
		all.papers, all.list = grants.papers, append(all.list, grants.list...)
	}
	return all, nil
}

// Record writes the grants if the member still is who was read, and tells the officers.
func (g Regain) Record(tx *store.Tx, grants Grants) error {
	again, err := Regaining(tx, g.member.ID)
	if err != nil {
		return err
	}
	if !again.member.Member().Is(g.member.Member()) {
		return errs.E(errs.Conflict, "network.changed")
	}
	if find(again.papers, PapersInForce).Series != find(g.papers, PapersInForce).Series {
		return errs.E(errs.Conflict, "vault.keys_changed")
	}
	if err := grants.Record(tx); err != nil {
		return err
	}
	tx.Note("recovery", string(g.member.OrganisationID), audit.Details{"keys given to": audit.ID(g.member.ID)})
	return warnOf(tx, g.member.OrganisationID, warning{kind: WarningRecovery, account: g.member.ID})
}
