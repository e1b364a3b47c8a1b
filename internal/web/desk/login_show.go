package desk

import (
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/web/page"
)

// loginShow is where everybody begins. Who is in already goes on.
func (d *Desk) loginShow(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	if _, known := r.Account(); known {
		return r.Redirect(fields.Text("to"))
	}
	return d.loginAsk(r, 200, fields)
}

// loginAsk shows the form, with what is wrong about it if something is.
func (d *Desk) loginAsk(r *page.Request, status int, fields *page.Fields) error {
	p := r.Printer()
	view := LoginView{Fields: fields, To: page.LocalPath(fields.Text("to"))}
	if len(d.Examples) > 0 {
		accounts, err := d.accounts(r)
		if err != nil {
			return err
		}
		for _, example := range d.Examples {
			a, ok := accounts[example.Login]
			if !ok || len(a.Roles) == 0 {
				continue
			}
			view.Accounts = append(view.Accounts, LoginAccount{
				Login: a.Login, Name: a.Name, Organisation: a.Organisation,
				Role: d.roleName(p, a.Roles[0]), Can: p.T("desk.can." + string(a.Roles[0])),
			})
		}
	}
	return r.RenderStatus(status, p.T("desk.login.title"), LoginPage(p, view))
}

func (d *Desk) accounts(r *page.Request) (map[string]network.Account, error) {
	byLogin := map[string]network.Account{}
	err := d.Store.Read(r.Context(), policy.System(policy.Login), func(tx *store.Tx) error {
		list, err := network.Accounts(tx)
		for _, a := range list {
			byLogin[a.Login] = a
		}
		return err
	})
	return byLogin, err
}
