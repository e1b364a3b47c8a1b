package admin

import (
	"errors"
	"net/http"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/web/page"
)

// passwordEdit asks for another password.
func (a *Admin) passwordEdit(r *page.Request) error {
	_, account, err := a.mine(r)
	if err != nil {
		return err
	}
	return a.passwordAsk(r, http.StatusOK, account, &page.Fields{})
}

func (a *Admin) passwordAsk(r *page.Request, status int, account network.Account, fields *page.Fields) error {
	p := r.Printer()
	title := p.T("admin.password.title")
	return r.RenderStatus(status, title, FormPage(p, FormView{
		Header: page.Header{Title: title, Trail: own(p)}, Lead: []string{p.T("admin.password.lead")},
		Action: "/account/password", Fields: fields, Submit: p.T("admin.password.save"),
		Asked: append([]Asked{oldPassword(p)}, newPassword(p, account.SecondFactor)...),
	}))
}

// passwordSave puts another password slot around the same seed. Every session ends but this one, which gets a token of its own.
func (a *Admin) passwordSave(r *page.Request) error {
	session, account, err := a.mine(r)
	if err != nil {
		return err
	}
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	password, err := chosen(fields, account.SecondFactor, a.ownWords(account)...)
	if err != nil {
		return err
	}
	if len(fields.Problems()) == 0 {
		if err := a.proves(r, fields, account); err != nil {
			return err
		}
	}
	if len(fields.Problems()) > 0 {
		return a.passwordAsk(r, http.StatusUnprocessableEntity, account, fields)
	}
	slot, err := network.NewSlot(r.Context(), a.Keys, account.Login, session.seed, network.Password, password)
	if err != nil {
		return err
	}
	pen, err := session.seed.Pen()
	if err != nil {
		return err
	}
	err = a.enter(r, session.seed, 0, func(tx *store.Tx) (network.Account, error) {
		return changed(tx, account, network.ChangePassword(tx, account, slot, pen))
	})
	if err != nil {
		return err
	}
	return r.Say("/account", "admin.account.done.password")
}

// proves asks for the password one has, since somebody else may sit at an open screen. Guesses are slowed down as at the door; what is wrong is
// kept on the form.
func (a *Admin) proves(r *page.Request, fields *page.Fields, account network.Account) error {
	token, err := network.ParseToken(r.Token())
	if err != nil {
		return err
	}
	visit := network.Visit{Login: account.Login, Address: r.Address(), Device: token.Device()} // who is in is known
	_, _, err = a.try(r, visit, network.Password, fields.Text("current"))
	var h *held
	switch {
	case err == nil:
	case errors.As(err, &h):
		fields.Keep(h.problem.On("current"))
		return nil
	case errs.KindOf(err) == errs.Denied:
		fields.Keep(errs.E(errs.Invalid, "admin.password.wrong").On("current"))
		return nil
	default:
		return err
	}
	return a.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error {
		tx.Note("account", string(account.ID), audit.Details{"proved": audit.Code(network.Password)})
		return network.Welcome(tx, a.Keys, visit)
	})
}

// changed reads an account again after a change of it.
func changed(tx *store.Tx, account network.Account, err error) (network.Account, error) {
	if err != nil {
		return network.Account{}, err
	}
	return network.AccountOf(tx, account.ID)
}

// slots makes both slots of a seed and the recovery code of the second.
func (a *Admin) slots(r *page.Request, login string, seed seal.Seed, password string) ([]network.Slot, string, error) {
	first, err := network.NewSlot(r.Context(), a.Keys, login, seed, network.Password, password)
	if err != nil {
		return nil, "", err
	}
	second, code, err := a.recoverySlot(r, login, seed)
	return []network.Slot{first, second}, code, err
}

// recoverySlot makes a recovery code and its slot.
func (a *Admin) recoverySlot(r *page.Request, login string, seed seal.Seed) (network.Slot, string, error) {
	code, err := seal.RecoveryCode()
	if err != nil {
		return network.Slot{}, "", err
	}
	slot, err := network.NewSlot(r.Context(), a.Keys, login, seed, network.RecoveryCode, code)
	return slot, code, err
}
