package admin

import (
	"fmt"
	"net/http"

	"approdo/internal/base/errs"
	"approdo/internal/base/machine"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/web/page"
)

// newFactor is the name under which a second factor waits to be tried.
const newFactor = "second factor"

// factorShow shows the second factor: how to set one up, or that there is one and how to take it away.
func (a *Admin) factorShow(r *page.Request) error {
	return a.factorAsk(r, http.StatusOK, &page.Fields{})
}

func (a *Admin) factorAsk(r *page.Request, status int, fields *page.Fields) error {
	session, account, err := a.mine(r)
	if err != nil {
		return err
	}
	p := r.Printer()
	title := p.T("admin.factor.title")
	if account.SecondFactor {
		return r.RenderStatus(status, title, FormPage(p, FormView{
			Header: page.Header{Title: title, Trail: own(p)}, Lead: []string{p.T("admin.factor.on"), p.T("admin.factor.off_why")},
			Action: "/account/second/remove", Fields: fields, Asked: []Asked{oldPassword(p)}, Submit: p.T("admin.factor.off"),
		}))
	}
	factor, err := a.waitingFactor(session)
	if err != nil {
		return err
	}
	view := FactorView{Header: page.Header{Title: title, Trail: own(p)}, Secret: factor.Text(), Fields: fields}
	if a.detour(account) != "" {
		view.Header.Trail, view.Asked = nil, true
	}
	return r.RenderStatus(status, title, FactorPage(p, view))
}

// waitingFactor gives the secret that waits to be tried in this session, a new one if there is none.
func (a *Admin) waitingFactor(s session) (seal.Factor, error) {
	if b, laid := a.Keyring.Laid(s.Token, newFactor); laid {
		return seal.ParseFactor(b)
	}
	factor, err := seal.NewFactor()
	if err == nil {
		err = a.Keyring.Lay(s.Token, newFactor, factor.Bytes())
	}
	return factor, err
}

// factorPicture draws the secret that waits to be tried as a QR code.
func (a *Admin) factorPicture(r *page.Request) error {
	session, account, err := a.mine(r)
	if err != nil {
		return err
	}
	b, laid := a.Keyring.Laid(session.Token, newFactor)
	if !laid {
		return errs.E(errs.NotFound, "errors.not_found")
	}
	factor, err := seal.ParseFactor(b)
	if err != nil {
		return err
	}
	uri, err := factor.URI("Approdo "+a.Network.Code, account.Login)
	if err != nil {
		return err
	}
	path, side, err := seal.QR(uri)
	if err != nil {
		return err
	}
	r.Writer().Header().Set("Content-Type", "image/svg+xml")
	_, err = fmt.Fprintf(r.Writer(), `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%dv%dH0z"/><path d="%s"/></svg>`, side, side, side, side, path)
	return err
}

// factorSave sets the second factor that waits, once its digits are right.
func (a *Admin) factorSave(r *page.Request) error {
	session, account, err := a.mine(r)
	if err != nil {
		return err
	}
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	if account.SecondFactor {
		return errs.E(errs.Conflict, "network.changed")
	}
	factor, err := a.waitingFactor(session)
	if err != nil {
		return err
	}
	step, ok := factor.Check(fields.Text("code"), machine.Now(), 0)
	if !ok {
		fields.Keep(errs.E(errs.Invalid, "admin.factor.wrong").On("code"))
		return a.factorAsk(r, http.StatusUnprocessableEntity, fields)
	}
	sealed, err := network.SealFactor(a.Keys, account.ID, factor)
	if err != nil {
		return err
	}
	pen, err := session.seed.Pen()
	if err != nil {
		return err
	}
	err = a.enter(r, session.seed, 0, func(tx *store.Tx) (network.Account, error) {
		return changed(tx, account, network.ChangeFactor(tx, account, sealed, step, pen))
	})
	if err != nil {
		return err
	}
	return r.Say("/account", "admin.account.done.second")
}

// factorRemove takes the second factor away, where the password alone is long enough to do without.
func (a *Admin) factorRemove(r *page.Request) error {
	session, account, err := a.mine(r)
	if err != nil {
		return err
	}
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	if err := a.proves(r, fields, account); err != nil {
		return err
	}
	if len(fields.Problems()) == 0 {
		if e, known := errs.Of(network.CheckPassword(fields.Text("current"), false)); known && e.Key == "network.password_short" && !a.Network.Demonstration {
			fields.Keep(errs.E(errs.Invalid, "admin.factor.password_first", "least", network.PasswordAlone).On("current"))
		}
	}
	if len(fields.Problems()) > 0 {
		return a.factorAsk(r, http.StatusUnprocessableEntity, fields)
	}
	pen, err := session.seed.Pen()
	if err != nil {
		return err
	}
	err = a.enter(r, session.seed, 0, func(tx *store.Tx) (network.Account, error) {
		return changed(tx, account, network.ChangeFactor(tx, account, nil, 0, pen))
	})
	if err != nil {
		return err
	}
	return r.Redirect("/account/second")
}

// needsFactor reports whether the account's roles ask for a second factor here.
func (a *Admin) needsFactor(account network.Account) bool {
	return !a.Network.Demonstration && policy.NeedsSecondFactor(account.Roles)
}
