package admin

import (
	"net/http"
	"slices"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/web/page"
)

// recoveryCode is the name under which a code waits to be copied. It lies in the process's memory only, sealed for this session.
const recoveryCode = "recovery code"

// asked back are these groups of the code, counted from one.
var provenGroups = []int{3, 6}

// recoveryShow shows a recovery code that was just made, until two groups of it are typed back; otherwise it offers to make another.
func (a *Admin) recoveryShow(r *page.Request) error {
	return a.recoveryAsk(r, http.StatusOK, &page.Fields{})
}

func (a *Admin) recoveryAsk(r *page.Request, status int, fields *page.Fields) error {
	session, account, err := a.mine(r)
	if err != nil {
		return err
	}
	p := r.Printer()
	title := p.T("admin.recovery.title")
	code, laid := a.Keyring.Laid(session.Token, recoveryCode)
	if !laid {
		lead := []string{p.T("admin.recovery.lead"), p.T("admin.recovery.renew_lead")}
		if account.Recovery == network.Unproven {
			lead = []string{p.T("admin.recovery.unproven")}
		}
		return r.RenderStatus(status, title, FormPage(p, FormView{
			Header: page.Header{Title: title, Trail: own(p)}, Lead: lead, Action: "/account/recovery/renew", Fields: fields,
			Asked: []Asked{oldPassword(p)}, Submit: p.T("admin.recovery.renew"),
		}))
	}
	view := RecoveryView{Header: page.Header{Title: title}, Groups: strings.Split(string(code), "-"), Fields: fields}
	if account.Status == policy.Accepted {
		view.Steps = joining(r)
	}
	return r.RenderStatus(status, title, RecoveryPage(p, view))
}

// recoverySave compares the groups that were typed back: only who has written the code down goes on.
func (a *Admin) recoverySave(r *page.Request) error {
	session, account, err := a.mine(r)
	if err != nil {
		return err
	}
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	code, laid := a.Keyring.Laid(session.Token, recoveryCode)
	if !laid {
		return r.Redirect("/account/recovery")
	}
	groups := strings.Split(string(code), "-")
	var want string
	for _, n := range provenGroups {
		want += groups[n-1]
	}
	if tidy(fields.Text("groups")) != want {
		fields.Keep(errs.E(errs.Invalid, "admin.recovery.wrong").On("groups"))
		return a.recoveryAsk(r, http.StatusUnprocessableEntity, fields)
	}
	err = a.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error { return network.ProveRecovery(tx, account.ID) })
	if err != nil {
		return err
	}
	a.Keyring.Lift(session.Token, recoveryCode)
	return r.Say("/account", "admin.account.done.recovery")
}

// lookalikes are letters that the code does not have, and what was meant.
var lookalikes = strings.NewReplacer("O", "0", "I", "1", "L", "1", "U", "V")

// tidy writes typed groups as they stand in a code.
func tidy(typed string) string {
	kept := slices.DeleteFunc([]rune(strings.ToUpper(typed)), func(r rune) bool { return !strings.ContainsRune("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", r) })
	return lookalikes.Replace(string(kept))
}

// recoveryRenew makes another recovery code; the one before opens nothing any more.
func (a *Admin) recoveryRenew(r *page.Request) error {
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
	if len(fields.Problems()) > 0 {
		return a.recoveryAsk(r, http.StatusUnprocessableEntity, fields)
	}
	slot, code, err := a.recoverySlot(r, account.Login, session.seed)
	if err != nil {
		return err
	}
	pen, err := session.seed.Pen()
	if err != nil {
		return err
	}
	err = a.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error { return network.ChangeRecovery(tx, account, slot, pen) })
	if err != nil {
		return err
	}
	if err := a.Keyring.Lay(session.Token, recoveryCode, []byte(code)); err != nil {
		return err
	}
	return r.Redirect("/account/recovery")
}
