package admin

import (
	"errors"
	"net/http"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/web/page"
)

// recoverShow is for who lost their password and has the recovery code.
func (a *Admin) recoverShow(r *page.Request) error {
	return a.recoverAsk(r, http.StatusOK, &page.Fields{})
}

func (a *Admin) recoverAsk(r *page.Request, status int, fields *page.Fields) error {
	p := r.Printer()
	title := p.T("admin.recover.title")
	return r.RenderStatus(status, title, FormPage(p, FormView{
		Header: page.Header{Title: title}, Lead: []string{p.T("admin.recover.lead"), p.T("admin.recover.none")},
		Action: "/recover", Fields: fields, Submit: p.T("admin.recover.save"),
		Asked: append([]Asked{
			{Field: page.Field{Name: "login", Label: p.T("admin.login.login"), Autocomplete: "username"}},
			{Field: page.Field{Name: "recovery", Label: p.T("admin.recover.code"), Hint: p.T("admin.recover.code_hint"), Autocomplete: "off"}},
		}, newPassword(p, false)...),
		Else: page.Link{Label: p.T("admin.recover.back"), Path: "/login", Quiet: true},
	}))
}

// recoverSave opens the seed with the recovery code and puts a new password around it. The code is spent: a new one is shown next. The second factor falls too,
// since whoever needs this may have lost the telephone. Unknown names get the same answers as wrong codes, after the same work.
func (a *Admin) recoverSave(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	login := fields.Text("login")
	code, slip := seal.NormalizeCode(fields.Text("recovery"))
	if e, known := errs.Of(slip); known {
		fields.Keep(e.On("recovery")) // a slip of the pen costs no try
	}
	password, err := chosen(fields, false, login, a.Network.Name, a.Network.Code)
	if err != nil {
		return err
	}
	if len(fields.Problems()) > 0 {
		return a.recoverAsk(r, http.StatusUnprocessableEntity, fields)
	}
	visit, err := a.visit(r, login)
	if err != nil {
		return err
	}
	entrance, seed, err := a.try(r, visit, network.RecoveryCode, code)
	if h := (*held)(nil); errors.As(err, &h) {
		return h.later(r, fields, a.recoverAsk)
	}
	if err == nil {
		if _, err := chosen(fields, false, a.ownWords(entrance.Account)...); err != nil {
			return err
		}
		if len(fields.Problems()) > 0 {
			return a.recoverAsk(r, http.StatusUnprocessableEntity, fields)
		}
		err = a.recovered(r, entrance.Account, seed, password, visit)
	}
	switch errs.KindOf(err) {
	case errs.Denied, errs.Conflict:
		if err := a.refused(r, entrance, false); err != nil {
			return err
		}
		fields.Keep(errs.E(errs.Invalid, "admin.recover.wrong").On("recovery"))
		return a.recoverAsk(r, http.StatusUnprocessableEntity, fields)
	}
	if err != nil {
		return err
	}
	return r.Redirect("/account/recovery")
}

// recovered gives an account a new password and a new recovery code for the seed it had, and enters.
func (a *Admin) recovered(r *page.Request, account network.Account, seed seal.Seed, password string, visit network.Visit) error {
	slots, code, err := a.slots(r, account.Login, seed, password)
	if err != nil {
		return err
	}
	pen, err := seed.Pen()
	if err != nil {
		return err
	}
	return a.enterWith(r, seed, 0, code, func(tx *store.Tx) (network.Account, error) {
		if err := network.Recover(tx, account, pen, slots...); err != nil {
			return network.Account{}, err
		}
		return changed(tx, account, network.Welcome(tx, a.Keys, visit))
	})
}
