package admin

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/web/page"
)

// memberConfirm vouches for a colleague whose fingerprint the reader compared, and gives them the team's key. The form says which fingerprint
// that was, and in which roles: what an administrator gave since waits to be seen. Once there is something to open, who confirms shows the key.
func (a *Admin) memberConfirm(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	by, err := signing(r)
	if err != nil {
		return err
	}
	if err := a.showsKey(r); err != nil {
		return err
	}
	id := network.AccountID(r.PathValue("id"))
	var member network.Account
	err = a.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		if member, err = network.Confirm(tx, id, fields.Text("fingerprint"), fields.All("roles"), by); err == nil && policy.Watches(member.Roles) {
			err = vault.WarnOfMember(tx, vault.WarningWatcher, id)
		}
		return err
	})
	if err == nil {
		err = a.hand(r, member)
	}
	if err != nil {
		return err
	}
	return r.Redirect("/members/" + string(id))
}

// showsKey answers nil if the reader opens the team's door, or there is nothing to open yet.
func (a *Admin) showsKey(r *page.Request) error {
	var door vault.Door
	var live bool
	err := a.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		if live, err = vault.Live(tx, network.OrganisationID(r.Subject().Organisation)); err == nil && live {
			door, err = vault.TeamDoor(tx)
		}
		return err
	})
	if err != nil || !live {
		return err
	}
	id, err := r.Identity()
	if err == nil {
		err = door.Proves(id)
	}
	return err
}

// signing is the reader's hand, for what the roster is told in their name.
func signing(r *page.Request) (roster.By, error) {
	id, err := r.Identity()
	return roster.By{Pen: id.Pen(), Account: r.Subject().Account}, err
}

// hand seals the team's key to a colleague who was just confirmed, if they work with people and the reader holds it; else the page of keys goes
// on saying that they wait for it.
func (a *Admin) hand(r *page.Request, member network.Account) error {
	grant, err := policy.Authorize(r.Subject(), policy.KeyGrant)
	if err != nil || !member.HoldsKeys() {
		return nil //nolint:nilerr // who may not give keys confirms all the same
	}
	var door vault.Door
	err = a.Store.Read(r.Context(), grant, func(tx *store.Tx) (err error) {
		door, err = vault.TeamDoor(tx)
		return err
	})
	if errs.KindOf(err) == errs.Conflict {
		return nil // nobody has a key before the organisation is live, nor the reader before somebody gives it
	}
	if err != nil {
		return err
	}
	id, err := r.Identity()
	if err != nil {
		return err
	}
	grants, err := door.Share(id, member.Member())
	if err != nil {
		return err
	}
	err = a.Store.Write(r.Context(), grant, grants.Record)
	if seal.KeysChanged(err) {
		return nil // the confirmation stands; the page of keys offers the key of now
	}
	return err
}

// memberInvite makes a new link for a member: the first was lost, or the password and the recovery code were.
func (a *Admin) memberInvite(r *page.Request) error {
	token, err := seal.RandomToken()
	if err != nil {
		return err
	}
	by, err := signing(r)
	if err != nil {
		return err
	}
	id := network.AccountID(r.PathValue("id"))
	err = a.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error {
		if err := vault.Withdraw(tx, id); err != nil { // what was sealed to their lost keys opens for nobody
			return err
		}
		return network.InviteAgain(tx, id, token, by)
	})
	if network.TakesTwo(err) {
		return a.proposes(r, network.Proposal{Account: id, Step: network.StepInvite})
	}
	if err != nil {
		return err
	}
	return a.tell(r, id, token)
}

// memberMove changes a member's status. What takes two people is proposed.
func (a *Admin) memberMove(step network.Step, move func(tx *store.Tx, id network.AccountID, by roster.By) error) page.Handler {
	return func(r *page.Request) error {
		by, err := signing(r)
		if err != nil {
			return err
		}
		id := network.AccountID(r.PathValue("id"))
		err = a.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error {
			return move(tx, id, by)
		})
		if network.TakesTwo(err) {
			return a.proposes(r, network.Proposal{Account: id, Step: step})
		}
		if err != nil {
			return err
		}
		return r.Redirect("/members/" + string(id))
	}
}
