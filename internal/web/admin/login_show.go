package admin

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/web/page"
)

// loginShow is where everybody begins. Who is in already goes on; whose session is over is told why.
func (a *Admin) loginShow(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	if _, known := r.Account(); known {
		return r.Redirect(fields.Text("to"))
	}
	return a.loginAsk(r, 200, fields)
}

// loginAsk shows the form, with what is wrong about it if something is.
func (a *Admin) loginAsk(r *page.Request, status int, fields *page.Fields) error {
	p := r.Printer()
	view := LoginView{Fields: fields, To: page.LocalPath(fields.Text("to"))}
	if e, known := errs.Of(r.Ended()); known && len(fields.Problems()) == 0 {
		view.Ended = p.Error(e)
	}
	if len(a.Examples) > 0 {
		accounts, err := a.accounts(r)
		if err != nil {
			return err
		}
		for _, example := range a.Examples {
			account, ok := accounts[example.Login]
			if !ok || len(account.Roles) == 0 {
				continue
			}
			view.Accounts = append(view.Accounts, LoginAccount{
				Login: account.Login, Name: account.Name, Organisation: account.Organisation,
				Role: a.roleName(p, account.Roles[0]), Can: p.T("admin.can." + string(account.Roles[0])),
			})
		}
	}
	return r.RenderStatus(status, p.T("admin.login.title"), LoginPage(p, view))
}

func (a *Admin) accounts(r *page.Request) (map[string]network.Account, error) {
	byLogin := map[string]network.Account{}
	err := a.Store.Read(r.Context(), policy.System(policy.Login), func(tx *store.Tx) error {
		list, err := network.Accounts(tx)
		for _, account := range list {
			byLogin[account.Login] = account
		}
		return err
	})
	return byLogin, err
}
