package admin

import (
	"net/http"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/web/page"
)

// joinShow is where an invitation leads: the invited person chooses a password.
func (a *Admin) joinShow(r *page.Request) error {
	invitation, err := a.invited(r)
	if err != nil {
		return a.joinGone(r, err)
	}
	return a.joinAsk(r, http.StatusOK, invitation.Account, &page.Fields{})
}

// invited reads the invitation of the address.
func (a *Admin) invited(r *page.Request) (invitation network.Invitation, err error) {
	err = a.Store.Read(r.Context(), policy.System(policy.Login), func(tx *store.Tx) (err error) {
		invitation, err = network.FindInvitation(tx, r.PathValue("token"))
		return err
	})
	return invitation, err
}

// joinGone says that a link is not valid; why is told to nobody.
func (a *Admin) joinGone(r *page.Request, err error) error {
	e, known := errs.Of(err)
	if !known || e.Kind != errs.NotFound {
		return err
	}
	p := r.Printer()
	title := p.T("admin.join.gone")
	return r.RenderStatus(http.StatusNotFound, title, page.ProblemPage(p, page.Problem{Title: title, Sentences: []string{p.Error(e)}}))
}

func (a *Admin) joinAsk(r *page.Request, status int, account network.Account, fields *page.Fields) error {
	p := r.Printer()
	title := p.T("admin.join.title", "name", account.Name)
	return r.RenderStatus(status, title, FormPage(p, FormView{
		Header: page.Header{Title: title, Sub: a.Network.Name}, Steps: joining(r), Step: 0,
		Lead: []string{p.T("admin.join.lead", "organisation", account.Organisation), p.T("admin.join.why")},
		Notes: []page.Pair{
			{Name: p.T("admin.login.login"), Value: account.Login}, {Name: p.T("admin.member.roles"), Value: a.roleNames(p, account.Roles)},
		},
		Action: r.URL.Path, Fields: fields, Asked: newPassword(p, false), Submit: p.T("admin.join.save"),
	}))
}

// joining are the screens a new member passes through.
func joining(r *page.Request) []string {
	p := r.Printer()
	return []string{p.T("admin.join.step_password"), p.T("admin.join.step_recovery"), p.T("admin.join.step_wait")}
}

// joinSave makes the new member's keys, and leads on to the recovery code.
func (a *Admin) joinSave(r *page.Request) error {
	invitation, err := a.invited(r)
	if err != nil {
		return a.joinGone(r, err)
	}
	account := invitation.Account
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	password, err := chosen(fields, false, a.ownWords(account)...)
	if err != nil {
		return err
	}
	if len(fields.Problems()) > 0 {
		return a.joinAsk(r, http.StatusUnprocessableEntity, account, fields)
	}
	seed, err := seal.NewSeed()
	if err != nil {
		return err
	}
	pen, err := seed.Pen()
	if err != nil {
		return err
	}
	slots, code, err := a.slots(r, account.Login, seed, password)
	if err != nil {
		return err
	}
	if invitation.Founding {
		if err := network.Entrust(a.Keys, pen.Public()); err != nil {
			return err
		}
	}
	err = a.enterWith(r, seed, 0, code, func(tx *store.Tx) (network.Account, error) {
		return network.Accept(tx, r.PathValue("token"), pen, slots...)
	})
	if err != nil {
		return a.joinGone(r, err)
	}
	return r.Redirect("/account/recovery")
}
