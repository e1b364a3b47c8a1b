package admin

import (
	"strings"

	"approdo/internal/base/i18n"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/web/page"
)

// accountShow shows one's own account: what opens it, and where one is logged in.
func (a *Admin) accountShow(r *page.Request) error {
	session, account, err := a.mine(r)
	if err != nil {
		return err
	}
	var sessions []network.Session
	var devices int64
	err = a.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		if sessions, err = network.Sessions(tx, account); err == nil {
			devices, err = network.CountDevices(tx, account)
		}
		return err
	})
	if err != nil {
		return err
	}
	p := r.Printer()
	view := AccountView{
		Header: page.Header{Title: p.T("admin.account.title"), Sub: account.Organisation},
		Facts: []page.Pair{
			{Name: p.T("admin.member.name"), Value: account.Name},
			{Name: p.T("admin.login.login"), Value: account.Login},
			{Name: p.T("admin.member.roles"), Value: a.roleNames(p, account.Roles)},
		},
		Fingerprint: strings.Fields(account.Public.Fingerprint()), Ways: a.ways(p, account), Devices: devices,
	}
	for _, s := range sessions {
		line := SessionLine{ID: s.ID, Device: s.Device, Since: p.Day(a.Network.Today(s.Made)), Here: s.ID == session.ID}
		if line.Device == "" {
			line.Device = p.T("admin.account.unknown_device")
		}
		view.Sessions = append(view.Sessions, line)
	}
	return r.Render(view.Header.Title, AccountPage(p, view))
}

// ways are what opens the account, and how each stands.
func (a *Admin) ways(p *i18n.Printer, account network.Account) []Way {
	second := Way{Title: p.T("admin.factor.title"), Tone: page.Plain, State: p.T("admin.factor.state_off"), Go: p.T("admin.factor.set"), Path: "/account/second"}
	if account.SecondFactor {
		second.Tone, second.State, second.Go = page.Well, p.T("admin.factor.state_on"), p.T("admin.account.change")
	}
	recovery := Way{Title: p.T("admin.recovery.title"), Tone: page.Due, State: p.T("admin.recovery.state_none"), Go: p.T("admin.recovery.renew"), Path: "/account/recovery"}
	if account.Recovery == network.Proven {
		recovery.Tone, recovery.State = page.Well, p.T("admin.recovery.state_proven")
	}
	return []Way{
		{Title: p.T("admin.password.word"), Tone: page.Well, State: p.T("admin.password.state"), Go: p.T("admin.account.change"), Path: "/account/password"},
		second, recovery,
	}
}

// waitingShow is what a member sees until a colleague confirms them: their key's fingerprint, to be compared.
func (a *Admin) waitingShow(r *page.Request) error {
	_, account, err := a.mine(r)
	if err != nil {
		return err
	}
	if account.Status != policy.Accepted {
		return r.Redirect("/account")
	}
	p := r.Printer()
	title := p.T("admin.waiting.title")
	return r.Render(title, WaitingPage(p, WaitingView{
		Header: page.Header{Title: title, Sub: account.Organisation}, Steps: joining(r), Fingerprint: strings.Fields(account.Public.Fingerprint()),
	}))
}
