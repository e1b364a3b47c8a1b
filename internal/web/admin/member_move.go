package admin

import (
	"approdo/internal/base/network"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/web/page"
)

// memberConfirm vouches for a colleague whose fingerprint the reader compared. The form says which fingerprint that was.
func (a *Admin) memberConfirm(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	id := network.AccountID(r.PathValue("id"))
	err = a.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error {
		_, err := network.Confirm(tx, id, fields.Text("fingerprint"))
		return err
	})
	if err != nil {
		return err
	}
	return r.Redirect("/members/" + string(id))
}

// memberInvite makes a new link for a member: the first was lost, or the password and the recovery code were.
func (a *Admin) memberInvite(r *page.Request) error {
	token, err := seal.RandomToken()
	if err != nil {
		return err
	}
	id := network.AccountID(r.PathValue("id"))
	err = a.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error {
		if err := vault.Withdraw(tx, id); err != nil { // what was sealed to their lost keys opens for nobody
			return err
		}
		return network.InviteAgain(tx, id, token)
	})
	if err != nil {
		return err
	}
	return a.tell(r, id, token)
}

// memberMove changes a member's status. Keys they know are to be replaced where they may hold them no more.
func (a *Admin) memberMove(move func(tx *store.Tx, id network.AccountID) error) page.Handler {
	return func(r *page.Request) error {
		id := network.AccountID(r.PathValue("id"))
		err := a.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error {
			if err := move(tx, id); err != nil {
				return err
			}
			return vault.Reconsider(tx, id)
		})
		if err != nil {
			return err
		}
		return r.Redirect("/members/" + string(id))
	}
}
