package admin

import (
	"errors"
	"net/http"

	"approdo/internal/base/errs"
	"approdo/internal/base/machine"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/web/page"
)

// loginSave opens a session. An unknown name, a wrong password, a wrong code and an account that may not enter get the same answer, after
// the same work: one key derivation.
func (a *Admin) loginSave(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	login, password := fields.Text("login"), fields.Text("passphrase")
	for _, example := range a.Examples {
		if fields.Text("account") == example.Login {
			login, password = example.Login, example.Password
		}
	}
	visit, err := a.visit(r, login)
	if err != nil {
		return err
	}
	entrance, seed, err := a.try(r, visit, network.Password, password)
	if h := (*held)(nil); errors.As(err, &h) {
		return h.later(r, fields, a.loginAsk)
	}
	opened := err == nil
	var step int64
	if opened {
		step, err = a.code(entrance.Account, fields.Text("code"))
	}
	if err == nil {
		err = a.enter(r, seed, step, func(tx *store.Tx) (network.Account, error) {
			return entrance.Account, network.Welcome(tx, a.Keys, visit)
		})
	}
	switch errs.KindOf(err) {
	case errs.Denied, errs.Conflict: // a conflict: the account changed, or the code was used, while we looked
		if err := a.refused(r, entrance, opened); err != nil {
			return err
		}
		fields.Keep(errs.E(errs.Invalid, "admin.login.wrong").On("passphrase"))
		return a.loginAsk(r, http.StatusUnprocessableEntity, fields)
	}
	if err != nil {
		return err
	}
	return r.Redirect(fields.Text("to"))
}

// refused puts on record that a try failed: the same work for every name and every reason.
func (a *Admin) refused(r *page.Request, e network.Entrance, opened bool) error {
	return a.Store.Write(r.Context(), policy.System(policy.Login).Refused(e.Why(opened)), func(tx *store.Tx) error {
		e.Refuse(tx)
		return nil
	})
}

// code compares the digits of a second factor; Denied when they are wrong.
func (a *Admin) code(account network.Account, typed string) (int64, error) {
	step, ok, err := account.CheckCode(a.Keys, typed, machine.Now())
	if err == nil && !ok {
		err = errs.E(errs.Denied, "admin.login.wrong")
	}
	return step, err
}

// logoutSave ends the session, here and in the store.
func (a *Admin) logoutSave(r *page.Request) error {
	if t, err := network.ParseToken(r.Token()); err == nil {
		fields, err := r.Fields()
		if err != nil {
			return err
		}
		subject := r.Subject()
		err = a.Store.Write(r.Context(), policy.System(policy.Login), func(tx *store.Tx) error {
			if fields.Is("quick", "yes") && subject.Account != "" { // somebody looks over a shoulder
				if err := network.LockUnsent(tx, network.AccountID(subject.Account)); err != nil {
					return err
				}
			}
			return network.CloseSession(tx, t)
		})
		if err != nil {
			return err
		}
		a.forget(r.Token(), t)
	}
	r.CloseSession()
	return r.Redirect("/login")
}
