// Package admin holds the screens about who may enter: log-in and log-out, invitations, one's own account, and the members
// of an organisation. It stands behind page.Sessions too. Like in package desk each file is one screen, and routes.go is
// the table of contents.
package admin

import (
	"context"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/machine"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/web/page"
)

// Admin is what the screens depend on.
type Admin struct {
	Store    *store.Store
	Keys     *seal.Keys
	Keyring  *network.Keyring
	Book     *codebook.Book
	Network  network.Network
	Examples []Example                                            // accounts of a demonstration that anybody may enter
	Leaving  func(string)                                         // told the token of a session that ends here; may be nil
	Machine  func(context.Context, *i18n.Printer) ([]Line, error) // what the check list says of the machine; may be nil
}

// Example is an account of the demonstration, entered with one press.
type Example struct{ Login, Password string }

// Menu lists the screens the reader may open, besides those of their daily work.
func (a *Admin) Menu(r *page.Request) []page.Item {
	if !policy.May(r.Subject(), policy.MembersView) {
		return nil
	}
	const path = "/members"
	current := r.URL.Path == path || strings.HasPrefix(r.URL.Path, path+"/")
	return []page.Item{{Label: r.Printer().T("admin.members.menu"), Path: path, Current: current}}
}

// Find stands behind page.Sessions: it reads the account of a live session whose seed this process holds, and notes its use once
// a minute.
func (a *Admin) Find(ctx context.Context, cookie string) (policy.Subject, page.Account, error) {
	session, account, err := a.session(ctx, cookie)
	if err != nil {
		return policy.Subject{}, page.Account{}, err
	}
	if session.stale {
		err = a.Store.Write(ctx, policy.System(policy.Login), func(tx *store.Tx) error { return network.SeenSession(tx, account, session.ID) })
	}
	if err != nil {
		return policy.Subject{}, page.Account{}, errs.Wrap(err, "note session")
	}
	return account.Subject(), page.Account{
		Name: account.Name, Login: account.Login, Language: account.Language, Organisation: account.Organisation, Detour: a.detour(account),
	}, nil
}

// Identity stands behind page.Sessions: it gives the keys of a session.
func (a *Admin) Identity(cookie string) (*seal.Identity, error) {
	t, err := network.ParseToken(cookie)
	if err != nil {
		return nil, err
	}
	seed, err := a.Keyring.Seed(t)
	if err != nil {
		return nil, err
	}
	return seed.Identity()
}

type session struct {
	network.Session
	network.Token
	seed  seal.Seed
	stale bool
}

// session reads everything about a live session. Where the database knows it and this process holds no seed for it, the error is
// NotFound "network.locked".
func (a *Admin) session(ctx context.Context, cookie string) (s session, account network.Account, err error) {
	if s.Token, err = network.ParseToken(cookie); err != nil {
		return s, account, err
	}
	err = a.Store.Read(ctx, policy.System(policy.Login), func(tx *store.Tx) (err error) {
		s.Session, account, err = network.FindSession(tx, s.Token)
		s.stale = err == nil && s.Stale(tx.Now())
		return err
	})
	if errs.KindOf(err) == errs.NotFound && err != nil {
		a.Keyring.Drop(s.Token)
	}
	if err == nil {
		s.seed, err = a.Keyring.Seed(s.Token)
	}
	return s, account, errs.Wrap(err, "find session")
}

// mine reads the session and account of whoever asks.
func (a *Admin) mine(r *page.Request) (session, network.Account, error) {
	return a.session(r.Context(), r.Token())
}

// detour is where somebody must go before anything else: to copy their recovery code, to set up the second factor that their role asks
// for, or to wait for a colleague. The accounts of a demonstration are public and ask for no second factor.
func (a *Admin) detour(account network.Account) string {
	switch {
	case account.Recovery == network.Unproven:
		return "/account/recovery"
	case !account.SecondFactor && a.needsFactor(account):
		return "/account/second"
	case account.Status == policy.Accepted:
		return "/account/waiting"
	}
	return ""
}

// enter opens a session and gives it to the browser, in the transaction in which first makes the account as it then is. Whatever
// token the browser came with is over. step is of the second factor, 0 where no code was asked for.
func (a *Admin) enter(r *page.Request, seed seal.Seed, step int64, first func(tx *store.Tx) (network.Account, error)) error {
	_, err := a.entering(r, seed, step, first)
	return err
}

// enterWith is enter with a recovery code that the next screen shows.
func (a *Admin) enterWith(r *page.Request, seed seal.Seed, step int64, code string, first func(tx *store.Tx) (network.Account, error)) error {
	token, err := a.entering(r, seed, step, first)
	if err != nil {
		return err
	}
	return a.Keyring.Lay(token, recoveryCode, []byte(code))
}

func (a *Admin) entering(r *page.Request, seed seal.Seed, step int64, first func(tx *store.Tx) (network.Account, error)) (network.Token, error) {
	token, err := network.NewToken()
	if err != nil {
		return token, err
	}
	old, oldErr := network.ParseToken(r.Token())
	grant := policy.System(policy.Login)
	var devices string
	var who network.AccountID
	err = a.Store.Write(r.Context(), grant, func(tx *store.Tx) error {
		if oldErr == nil {
			if err := network.CloseSession(tx, old); err != nil {
				return err
			}
		}
		account, err := first(tx)
		if err != nil {
			return err
		}
		who = account.ID
		if err := network.OpenSession(tx, account, token, device(r.UserAgent()), step); err != nil {
			return err
		}
		devices, err = network.RememberDevice(tx, a.Keys, account, token, r.Devices())
		return err
	})
	if err != nil {
		return token, err
	}
	if err := a.Keyring.Keep(token, who, seed, machine.Now()); err != nil {
		return token, err
	}
	if oldErr == nil {
		if err := a.follow(old, token, seed); err != nil {
			return token, err
		}
		a.forget(r.Token(), old)
	}
	r.OpenSession(token.Cookie())
	r.KeepDevices(devices, network.DeviceKept)
	return token, nil
}

// follow carries what waits to be shown once over into the next session, if it is the same person's.
func (a *Admin) follow(old, token network.Token, seed seal.Seed) error {
	if was, err := a.Keyring.Seed(old); err != nil || !was.Equal(seed) {
		return nil // nobody was in, or somebody else: there is nothing to carry
	}
	return a.Keyring.Carry(old, token, links, paperName(1), paperName(2), paperName(3))
}

// forget drops what the process holds for a session.
func (a *Admin) forget(cookie string, t network.Token) {
	a.Keyring.Drop(t)
	if a.Leaving != nil {
		a.Leaving(cookie)
	}
}

// device is the family of a browser and its system, and no more: enough for a member to tell their own sessions apart.
func device(agent string) string {
	find := func(words []string) string {
		for _, w := range words {
			if name, mark, _ := strings.Cut(w, "="); strings.Contains(agent, mark) {
				return name
			}
		}
		return ""
	}
	browser := find([]string{"Edge=Edg", "Opera=OPR/", "Firefox=Firefox/", "Chrome=Chrome/", "Safari=Safari/"})
	system := find([]string{"Android=Android", "iPhone=iPhone", "iPad=iPad", "Windows=Windows", "macOS=Mac OS X", "Linux=Linux"})
	return strings.Trim(browser+" · "+system, " ·")
}

// roleName is the role in the reader's language.
func (a *Admin) roleName(p *i18n.Printer, role policy.Role) string {
	return a.Book.Label("role", string(role), p.Lang())
}

// roleNames are several roles in a line.
func (a *Admin) roleNames(p *i18n.Printer, roles []policy.Role) string {
	names := make([]string, len(roles))
	for i, role := range roles {
		names[i] = a.roleName(p, role)
	}
	return strings.Join(names, ", ")
}
