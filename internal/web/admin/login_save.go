package admin

import (
	"net/http"
	"strconv"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
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
	visit := network.Visit{Login: login, Address: r.Address()}
	if wait, err := a.knock(r, visit); err != nil || wait > 0 {
		return a.early(r, fields, wait, err, a.loginAsk)
	}
	entrance, seed, err := a.open(r, login, network.Password, password)
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

// open unlocks the seed of a log-in name. Known or not, the name costs one read and one derivation.
func (a *Admin) open(r *page.Request, login string, kind network.SlotKind, secret string) (e network.Entrance, seed seal.Seed, err error) {
	err = a.Store.Read(r.Context(), policy.System(policy.Login), func(tx *store.Tx) (err error) {
		e, err = network.FindEntrance(tx, login, kind)
		return err
	})
	if err == nil {
		seed, err = e.Open(r.Context(), a.Keys, secret)
	}
	return e, seed, err
}

// code compares the digits of a second factor; Denied when they are wrong.
func (a *Admin) code(account network.Account, typed string) (int64, error) {
	step, ok, err := account.CheckCode(a.Keys, typed, time.Now())
	if err == nil && !ok {
		err = errs.E(errs.Denied, "admin.login.wrong")
	}
	return step, err
}

// knock counts a try to enter and says how long to wait before it.
func (a *Admin) knock(r *page.Request, v network.Visit) (wait time.Duration, err error) {
	err = a.Store.Write(r.Context(), policy.System(policy.Login), func(tx *store.Tx) (err error) {
		wait, err = network.Knock(tx, a.Keys, v)
		return err
	})
	return wait, err
}

// early answers a try that came too soon, the same for every name.
func (a *Admin) early(r *page.Request, fields *page.Fields, wait time.Duration, err error, ask func(*page.Request, int, *page.Fields) error) error {
	if err != nil {
		return err
	}
	seconds := int(wait / time.Second)
	r.Writer().Header().Set("Retry-After", strconv.Itoa(seconds))
	fields.Keep(errs.E(errs.Invalid, "admin.login.wait", "count", seconds))
	return ask(r, http.StatusTooManyRequests, fields)
}

// logoutSave ends the session, here and in the store.
func (a *Admin) logoutSave(r *page.Request) error {
	if t, err := network.ParseToken(r.Token()); err == nil {
		err := a.Store.Write(r.Context(), policy.System(policy.Login), func(tx *store.Tx) error { return network.CloseSession(tx, t) })
		if err != nil {
			return err
		}
		a.forget(r.Token(), t)
	}
	r.CloseSession()
	return r.Redirect("/login")
}
