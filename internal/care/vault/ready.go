package vault

import (
	"slices"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
)

// Live reports whether an organisation may be entrusted with identities: its team has a key.
func Live(tx *store.Tx, o network.OrganisationID) (bool, error) {
	_, found, err := store.One(tx, scanCompartment, `SELECT `+compartmentColumns+` FROM vault_compartments WHERE organisation_id = $1 AND kind = $2`, o, Team)
	return found, errs.Wrap(err, "find team", o)
}

// started refuses before the organisation is live.
func started(tx *store.Tx, o network.OrganisationID) error {
	live, err := Live(tx, o)
	if err == nil && !live {
		err = errs.E(errs.Conflict, "setup.not_live")
	}
	return err
}

// Readiness is how far an organisation has come towards being entrusted with identities.
type Readiness struct {
	Organisation network.Organisation
	Live         bool
	Holders      []network.Account // confirmed, who may hold keys and hand them on
	Coming       []network.Account // will hold keys, and are invited or accepted yet
	Papers       []Papers          // of all recovery keys, the first ones first
	Shares       []Share           // of the one in force
	Maker        string            // who made the papers that are coming, by name
	Today        string            // UTC
	Unfactored   []network.Account // confirmed in a role that asks for a second factor, without one
	Both         []network.Account // have roles that may not be one person's
	Officers     []network.Account // who are told what happens to the data, and can log in
	members      []roster.Member
	recovery     roster.Member
}

// What going live asks for.
const (
	HoldersNeeded = 2
	SharesNeeded  = 2
)

// InForce are the papers in force; none before the ceremony.
func (r Readiness) InForce() Papers { return find(r.Papers, PapersInForce) }

// Next are the papers that were made after going live and are not in force yet, if there are any.
func (r Readiness) Next() Papers { return find(r.Papers, PapersComing) }

// AtWork are the papers that are printed and typed back.
func (r Readiness) AtWork() Papers { return AtWork(r.Papers) }

// Checked says how many papers in force were typed back.
func (r Readiness) Checked() int { return r.InForce().Checked() }

// Needed says how many compartments open with former papers only.
func (r Readiness) Needed() int { return needed(r.Papers) }

// Missing says what stands in the way of going live.
func (r Readiness) Missing() (list errs.List) {
	if n := len(r.Holders); n < HoldersNeeded {
		list.Add(errs.E(errs.Invalid, "setup.missing_holders", "count", n, "needed", HoldersNeeded))
	}
	for _, a := range r.Both {
		list.Add(errs.E(errs.Invalid, "setup.missing_apart", "login", a.Login))
	}
	if len(r.Officers) == 0 {
		list.Add(errs.E(errs.Invalid, "setup.missing_officer"))
	}
	switch n := r.Checked(); {
	case len(r.Shares) == 0:
		list.Add(errs.E(errs.Invalid, "setup.missing_recovery"))
	case n < SharesNeeded:
		list.Add(errs.E(errs.Invalid, "setup.missing_shares", "count", n, "needed", SharesNeeded))
	}
	return list
}

// Ready reads how far an organisation has come.
func Ready(tx *store.Tx, o network.OrganisationID) (r Readiness, err error) {
	organisations, err := network.Organisations(tx)
	if err != nil {
		return r, err
	}
	i := slices.IndexFunc(organisations, func(x network.Organisation) bool { return x.ID == o })
	if i < 0 || !tx.Grant().Own().Sees(string(o)) {
		return r, none()
	}
	r.Organisation, r.Today = organisations[i], tx.Now().UTC().Format(time.DateOnly)
	if r.Live, err = Live(tx, o); err != nil {
		return r, err
	}
	if r.Papers, err = AllPapers(tx, o); err != nil {
		return r, err
	}
	r.Shares = r.InForce().Shares
	if r.recovery, _, err = recovery(tx, o); err != nil {
		return r, err
	}
	accounts, err := network.Accounts(tx)
	if err != nil {
		return r, err
	}
	watching, err := officers(tx, o, "")
	for _, a := range accounts {
		if watching[a.ID] && a.Vouched() {
			r.Officers = append(r.Officers, a)
		}
		if a.OrganisationID == o {
			r.count(a)
		}
		if a.ID == r.Next().By {
			r.Maker = a.Name
		}
	}
	return r, err
}

// count puts a member where they belong.
func (r *Readiness) count(a network.Account) {
	if a.Status == policy.Confirmed && policy.NeedsSecondFactor(a.Roles) && !a.SecondFactor {
		r.Unfactored = append(r.Unfactored, a)
	}
	if policy.Apart(a.Roles) && a.Status != policy.Left {
		r.Both = append(r.Both, a)
		return
	}
	if !policy.HoldsKeys(a.Roles) {
		return
	}
	hands := a.Subject()
	hands.Status = policy.Confirmed
	switch {
	case a.HoldsKeys():
		r.members = append(r.members, a.Member())
		if policy.May(hands, policy.KeyGrant) {
			r.Holders = append(r.Holders, a)
		}
	case a.Status == policy.Invited || a.Status == policy.Accepted:
		r.Coming = append(r.Coming, a)
	}
}

// Start makes the first key of the organisation's team for all who may hold it, if nothing is missing; else the error names what is. Nobody sees
// the key: it is sealed at once to each of them and to the recovery key.
func (r Readiness) Start() (Founding, error) {
	if r.Live {
		return Founding{}, errs.E(errs.Conflict, "setup.live_already")
	}
	if err := r.Missing().Err(); err != nil {
		return Founding{}, err
	}
	return Start(r.Organisation.ID, r.recovery, r.members)
}

// StartRecord writes what Start made, if the organisation still is as it was read.
func (r Readiness) StartRecord(tx *store.Tx, f Founding) error {
	now, err := Ready(tx, r.Organisation.ID)
	if err != nil {
		return err
	}
	same := slices.EqualFunc(now.members, r.members, roster.Member.Is)
	if err := now.Missing().Err(); err != nil {
		return err
	}
	if !same {
		return errs.E(errs.Conflict, "vault.keys_changed")
	}
	return f.Record(tx)
}
