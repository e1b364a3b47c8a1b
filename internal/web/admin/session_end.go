package admin

import (
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/web/page"
)

// sessionEnd ends one of one's own sessions. Its browser is sent to log in at its next request.
func (a *Admin) sessionEnd(r *page.Request) error {
	_, account, err := a.mine(r)
	if err != nil {
		return err
	}
	var held [32]byte
	err = a.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		held, err = network.EndSession(tx, account.ID, r.PathValue("id"))
		return err
	})
	if err != nil {
		return err
	}
	a.Keyring.DropHeld(held)
	return r.Say("/account", "admin.account.done.sessions")
}

// sessionsEnd ends all of one's own sessions but this.
func (a *Admin) sessionsEnd(r *page.Request) error {
	session, account, err := a.mine(r)
	if err != nil {
		return err
	}
	err = a.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error {
		return network.EndOtherSessions(tx, account.ID, session.ID)
	})
	if err != nil {
		return err
	}
	a.Keyring.DropOf(account.ID, session.Token)
	return r.Say("/account", "admin.account.done.sessions")
}
