package network

import (
	"encoding/json"
	"slices"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
)

// Step is what may happen to a member by the will of an administrator; of whoever watches over others, and of the last who holds keys, it takes a second person.
type Step string

// The steps.
const (
	StepSuspend Step = "suspended"
	StepLeave   Step = "left"
	StepInvite  Step = "invited" // anew: their keys go
	StepRoles   Step = "roles"
)

// Proposal is a step that waits for the second person.
type Proposal struct {
	Account AccountID
	Step    Step
	Roles   []policy.Role // of a step that changes them, who they are or where they are called
	Name    string        // of such a step; empty in one of an earlier version, for no other
	Email   string
	By      AccountID // empty for the command line
	Made    string    // UTC
	planted bool      // the program did not write it: nobody proposed it
}

// Mark recognises a proposal as somebody saw it.
func (p Proposal) Mark() string {
	sum := seal.Hash([]byte(string(p.Account) + "\n" + string(p.Step) + "\n" + p.roles() + "\n" + string(p.By) + "\n" + p.Made + "\n" + p.Name + "\n" + p.Email))
	return seal.Hex(sum[:12])
}

func (p Proposal) roles() string {
	text, _ := json.Marshal(p.Roles) // of strings: it cannot fail
	return string(text)
}

func (p Proposal) says() []string {
	says := []string{string(p.Account), string(p.Step), p.roles(), string(p.By), p.Made}
	if p.Name != "" {
		says = append(says, p.Name, p.Email)
	}
	return says
}

// asks is the account as it would be by a step that changes roles, name or address.
func (p Proposal) asks(a Account) Account {
	a.Roles = slices.Clone(p.Roles)
	if p.Name != "" {
		a.Name, a.Email = p.Name, p.Email
	}
	return a
}

// TakesTwo reports whether a step was not done because it takes a second person.
func TakesTwo(err error) bool {
	e, known := errs.Of(err)
	return known && e.Key == "network.takes_two"
}

// alone answers Conflict "network.takes_two" where one person may not take something from an account.
func alone(tx *store.Tx, a Account) error {
	r, err := Roster(tx)
	if err == nil && r.Guarded(string(a.ID)) {
		err = errs.E(errs.Conflict, "network.takes_two")
	}
	return err
}

// renames answers Conflict "network.takes_two" where one person may not call an account by another name, or at another address: who watches by neither, and who holds keys by no other name.
func renames(tx *store.Tx, a, changed Account) error {
	r, err := Roster(tx)
	if err != nil {
		return err
	}
	name, mail := a.Name != changed.Name, a.Email != changed.Email
	if r.Watches(string(a.ID)) && (name || mail) || r.Holds(string(a.ID)) && name {
		err = errs.E(errs.Conflict, "network.takes_two")
	}
	return err
}

// Propose keeps a step for the second person, in place of what was proposed for the account before.
func Propose(tx *store.Tx, p Proposal) error {
	a, err := other(tx, p.Account)
	if err != nil {
		return err
	}
	if p.Step == StepRoles {
		changed := p.asks(a)
		if err := checkMember(tx, &changed, false); err != nil {
			return err
		}
		p.Roles, p.Name, p.Email = changed.Roles, changed.Name, changed.Email
	}
	p.Made = stamp(tx.Now())
	if tx.Grant().Organisation() != "" {
		p.By = AccountID(tx.Grant().Actor())
	}
	_, err = tx.Exec(`INSERT INTO network_proposals (account_id, step, roles, name, email, by_account, made, guard) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (account_id) DO UPDATE SET step = excluded.step, roles = excluded.roles, name = excluded.name, email = excluded.email, by_account = excluded.by_account, made = excluded.made, guard = excluded.guard`,
		p.Account, p.Step, p.roles(), p.Name, p.Email, p.By, p.Made, tx.Guard("proposal", p.says()...))
	tx.NoteOf(string(a.OrganisationID), "proposal", string(a.ID), audit.Details{
		"step": audit.Code(p.Step), "roles": audit.Codes(p.Roles), "renamed": audit.Yes(p.Step == StepRoles && p.Name != a.Name), "called": audit.Yes(p.Step == StepRoles && p.Email != a.Email),
	})
	return errs.Wrap(err, "propose", a.ID)
}

// Proposals lists what waits for the second person in the organisations that the grant sees into, with whom it is about.
func Proposals(tx *store.Tx) ([]Proposal, []Account, error) {
	list, err := allProposals(tx)
	if err != nil {
		return nil, nil, err
	}
	var kept []Proposal
	var about []Account
	for _, p := range list {
		a, err := Member(tx, p.Account)
		if p.planted || errs.KindOf(err) == errs.NotFound && err != nil {
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		kept, about = append(kept, p), append(about, a)
	}
	return kept, about, nil
}

func allProposals(tx *store.Tx) ([]Proposal, error) {
	list, err := store.List(tx, func(row store.Row) (p Proposal, err error) {
		var roles string
		var guard []byte
		if err = row.Scan(&p.Account, &p.Step, &roles, &p.Name, &p.Email, &p.By, &p.Made, &guard); err != nil {
			return p, err
		}
		p.planted = json.Unmarshal([]byte(roles), &p.Roles) != nil || !tx.Guarded(guard, "proposal", p.says()...)
		return p, nil
	}, `SELECT account_id, step, roles, name, email, by_account, made, guard FROM network_proposals ORDER BY made, account_id`)
	return list, errs.Wrap(err, "list proposals")
}

// ProposalOf finds what waits for the second person about an account.
func ProposalOf(tx *store.Tx, id AccountID) (Proposal, bool, error) {
	list, _, err := Proposals(tx)
	if i := slices.IndexFunc(list, func(p Proposal) bool { return p.Account == id }); i >= 0 {
		return list[i], true, err
	}
	return Proposal{}, false, err
}

// WithdrawProposal gives a proposal up.
func WithdrawProposal(tx *store.Tx, id AccountID) error {
	a, err := Member(tx, id)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`DELETE FROM network_proposals WHERE account_id = $1`, id)
	tx.NoteOf(string(a.OrganisationID), "proposal", string(id), audit.Details{"step": audit.Code("withdrawn")})
	return errs.Wrap(err, "withdraw proposal", id)
}

// Second does what was proposed, as it was seen, by another than who proposed it and than whom it is about. Who gains a role by it is confirmed in their roles by one who
// confirms colleagues.
func Second(tx *store.Tx, id AccountID, seen string, by roster.By) error {
	a, err := other(tx, id)
	if err != nil {
		return err
	}
	p, found, err := ProposalOf(tx, id)
	switch {
	case err != nil:
		return err
	case !found || p.Mark() != seen:
		return errs.E(errs.Conflict, "network.proposal_changed")
	case string(p.By) == tx.Grant().Actor():
		return errs.E(errs.Conflict, "network.proposal_own")
	}
	if err := WithdrawProposal(tx, id); err != nil {
		return err
	}
	// Things may have changed since it was proposed: what is not possible any more is not done.
	switch p.Step {
	case StepSuspend, StepLeave:
		if !slices.Contains(steps[policy.Status(p.Step)], a.Status) {
			return errs.E(errs.Conflict, "network.not_now")
		}
		return moved(tx, a, policy.Status(p.Step), by)
	case StepInvite:
		if a.Status == policy.Left || a.Status == policy.Suspended {
			return errs.E(errs.Conflict, "network.not_now")
		}
		return uninvited(tx, a, by)
	}
	changed := p.asks(a)
	if a.Status != policy.Confirmed {
		return errs.E(errs.Conflict, "network.not_now")
	}
	if err := checkMember(tx, &changed, false); err != nil {
		return err
	}
	return reroled(tx, a, changed, by)
}

// reroled gives a confirmed account other roles, another name or address, signed by the second person: fewer roles, or others too where that is one who confirms colleagues.
func reroled(tx *store.Tx, a, changed Account, by roster.By) error {
	roles := changed.Roles
	gains := slices.ContainsFunc(roles, func(r policy.Role) bool { return !slices.Contains(a.Roles, r) })
	err := turn(tx, a, `UPDATE network_accounts SET epoch = epoch + 1, name = $3, email = $4 WHERE id = $1 AND epoch = $2`, changed.Name, changed.Email)
	if err == nil {
		_, err = tx.Exec(`DELETE FROM network_roles WHERE account_id = $1`, a.ID)
	}
	if err == nil {
		err = place(tx, a.ID, roles, nil)
	}
	a.Roles, a.Name, a.Email = roles, changed.Name, changed.Email
	if err == nil && gains {
		err = a.vouch(tx, roster.Colleague, by)
	} else if err == nil {
		err = a.change(tx, by)
	}
	tx.Note("account", string(a.ID), audit.Details{"roles": audit.Codes(roles)})
	return errs.Wrap(err, "change roles", a.ID)
}
