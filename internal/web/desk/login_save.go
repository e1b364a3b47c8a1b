package desk

import (
	"net/http"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/web/page"
)

// loginSave opens a session. An unknown name and a wrong passphrase get the same answer, after the same work.
func (d *Desk) loginSave(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	login, passphrase := fields.Text("login"), fields.Text("passphrase")
	for _, example := range d.Examples {
		if fields.Text("account") == example.Login {
			login, passphrase = example.Login, example.Passphrase
		}
	}
	var account network.Account
	grant := policy.System(policy.Login)
	err = d.Store.Read(r.Context(), grant, func(tx *store.Tx) (err error) {
		account, err = network.FindAccount(tx, login)
		if errs.KindOf(err) == errs.NotFound {
			err = nil
		}
		return err
	})
	if err != nil {
		return err
	}
	if !account.Matches(passphrase) {
		fields.Keep(errs.E(errs.Invalid, "desk.login.wrong").On("passphrase"))
		return d.loginAsk(r, http.StatusUnprocessableEntity, fields)
	}
	token, err := seal.RandomToken()
	if err != nil {
		return err
	}
	err = d.Store.Write(r.Context(), grant, func(tx *store.Tx) error { return network.OpenSession(tx, account.ID, token) })
	if err != nil {
		return err
	}
	r.OpenSession(token)
	return r.Redirect(fields.Text("to"))
}

// logoutSave ends the session, here and in the store.
func (d *Desk) logoutSave(r *page.Request) error {
	token := r.Token()
	err := d.Store.Write(r.Context(), policy.System(policy.Login), func(tx *store.Tx) error { return network.CloseSession(tx, token) })
	if err != nil {
		return err
	}
	d.uploads.dropAll(token)
	r.CloseSession()
	return r.Redirect("/login")
}
