package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/web/admin"
	"approdo/internal/web/page"
)

// Desk is a command that does without a browser what the set-up's pages do. What it does is on record as the operating-system user's. It gives nobody a
// key: keys come from a colleague who holds them, from two shares, or from going live.
type Desk struct {
	Place Place
	Ask   Asker
	Out   io.Writer
	Lang  *i18n.Printer
	Code  string // of the organisation; empty for the lead
}

// with opens the installation and finds the organisation that the command is about.
func (d Desk) with(ctx context.Context, do func(*Installation, network.Organisation) error) error {
	in, err := Open(ctx, d.Place)
	if err != nil {
		return err
	}
	var chosen network.Organisation
	err = in.Store.Read(ctx, operator(), func(tx *store.Tx) error {
		list, err := network.Organisations(tx)
		for _, o := range list {
			if d.Code == "" && o.Lead || d.Code != "" && strings.EqualFold(o.Code, d.Code) && o.Member {
				chosen = o
			}
		}
		if err == nil && chosen.ID == "" {
			err = errs.E(errs.Invalid, "app.unknown_organisation", "code", d.Code)
		}
		return err
	})
	if err == nil {
		err = do(in, chosen)
	}
	return in.over(ctx, err)
}

func (d Desk) say(key string, args ...any) { fmt.Fprintln(d.Out, d.Lang.T(key, args...)) }

func (in *Installation) ready(ctx context.Context, o network.Organisation) (r vault.Readiness, err error) {
	err = in.Store.Read(ctx, operator(), func(tx *store.Tx) (err error) {
		r, err = vault.Ready(tx, o.ID)
		return err
	})
	return r, err
}

// Status prints the check list. It answers an error, and so an exit status, while something stands in the way of going live.
func (d Desk) Status(ctx context.Context) error {
	return d.with(ctx, func(in *Installation, o network.Organisation) error {
		r, err := in.ready(ctx, o)
		if err != nil {
			return err
		}
		more, err := in.machine(ctx, d.Lang)
		if err != nil {
			return err
		}
		fmt.Fprintln(d.Out, o.Name)
		for _, line := range append(admin.CheckList(d.Lang, r, in.Network.Demonstration), more...) {
			fmt.Fprintf(d.Out, "  %s %s\n", signs[line.Tone], line.Text)
			if line.Why != "" && line.Tone != page.Well {
				fmt.Fprintf(d.Out, "      %s\n", line.Why)
			}
		}
		if r.Live {
			d.say("setup.list.live")
			return nil
		}
		if len(r.Missing()) > 0 {
			return errs.E(errs.Conflict, "setup.not_ready", "command", "approdo admin live")
		}
		d.say("setup.ready")
		return nil
	})
}

// signs stand before the lines of the check list on a terminal.
var signs = map[page.Tone]string{page.Well: "[x]", page.Due: "[!]", page.Late: "[!]", page.Blocked: "[ ]", page.Plain: "[-]"}

// Newcomer is whom `approdo admin invite` invites.
type Newcomer struct {
	Login, Name, Email, Language string
	Roles                        []string
}

// Invite invites a member and tells their link once.
func (d Desk) Invite(ctx context.Context, n Newcomer) error {
	return d.with(ctx, func(in *Installation, o network.Organisation) error {
		a := network.Account{OrganisationID: o.ID, Login: n.Login, Name: n.Name, Email: n.Email, Language: n.Language}
		for _, role := range n.Roles {
			a.Roles = append(a.Roles, policy.Role(role))
		}
		token, err := seal.RandomToken()
		if err != nil {
			return err
		}
		err = in.Store.Write(ctx, operator(), func(tx *store.Tx) error {
			a.ID = network.AccountID(tx.NewID())
			return network.Invite(tx, a, token)
		})
		if err != nil {
			return err
		}
		d.tell(a, token)
		return nil
	})
}

func (d Desk) tell(a network.Account, token string) {
	d.say("app.invitations")
	fmt.Fprintf(d.Out, "  %-20s %s\n", network.NormalLogin(a.Login), join(token))
}

// account reads a member of the organisation by log-in name. Forged "store.sum_differs" where log-in names were changed past the program: they would name somebody else.
func account(tx *store.Tx, o network.Organisation, login string) (network.Account, error) {
	if err := store.Trusted(tx, store.SumLogins); err != nil {
		return network.Account{}, err
	}
	a, err := network.FindAccount(tx, login)
	if err == nil && a.OrganisationID != o.ID {
		err = errs.E(errs.NotFound, "network.no_account")
	}
	return a, err
}

// Confirm vouches for the first member of an organisation, whom no colleague can confirm. fingerprint is what the member reads from their own screen, roles are those in which they are to work:
// where the account has others they are told, and nothing is confirmed.
func (d Desk) Confirm(ctx context.Context, login, fingerprint string, roles []string) error {
	return d.with(ctx, func(in *Installation, o network.Organisation) error {
		var a network.Account
		err := in.Store.Read(ctx, operator(), func(tx *store.Tx) (err error) {
			if err := store.Trusted(tx, store.SumRoles); err != nil { // before the key is named beside the key file
				return err
			}
			if a, err = account(tx, o, login); err != nil {
				return err
			}
			if founded, err := network.Founded(tx, o.ID); err != nil || founded {
				return errors.Join(err, errs.E(errs.Conflict, "network.colleague_confirms"))
			}
			return nil
		})
		typed := strings.Join(strings.Fields(fingerprint), " ")
		if err == nil && a.Public.Fingerprint() == typed {
			if slices.Sort(roles); !slices.Equal(a.RoleTexts(), roles) {
				return errs.E(errs.Conflict, "app.confirm_roles", "login", login, "roles", d.roleNames(in, a), "flags", "--role "+strings.Join(a.RoleTexts(), ","))
			}
			err = network.Entrust(in.Keys, a.Public)
		}
		if err == nil {
			err = in.Store.Write(ctx, operator(), func(tx *store.Tx) error {
				_, err := network.Confirm(tx, a.ID, typed, roles, roster.By{})
				return err
			})
		}
		if err == nil {
			d.say("app.confirmed", "login", login, "roles", d.roleNames(in, a))
			d.whom(a, o)
		}
		return err
	})
}

// roleNames are the roles of an account, in words.
func (d Desk) roleNames(in *Installation, a network.Account) string {
	list := make([]string, len(a.Roles))
	for i, role := range a.Roles {
		list[i] = in.Book.Label("role", string(role), d.Lang.Lang())
	}
	return strings.Join(list, ", ")
}

// Suspend keeps a member out for now, and takes the keys they held.
func (d Desk) Suspend(ctx context.Context, login string) error {
	return d.with(ctx, func(in *Installation, o network.Organisation) error {
		var a network.Account
		err := in.Store.Write(ctx, operator(), func(tx *store.Tx) (err error) {
			if a, err = account(tx, o, login); err == nil {
				err = network.Suspend(tx, a.ID, roster.By{})
			}
			if err == nil {
				err = vault.Withdraw(tx, a.ID)
			}
			return err
		})
		if network.TakesTwo(err) {
			return d.propose(ctx, in, o, login, network.StepSuspend)
		}
		if err == nil {
			d.say("setup.suspended", "login", login)
			d.whom(a, o)
		}
		return err
	})
}

// propose keeps a step that takes two for the second person, and says who that may be.
func (d Desk) propose(ctx context.Context, in *Installation, o network.Organisation, login string, step network.Step) error {
	err := in.Store.Write(ctx, operator(), func(tx *store.Tx) error {
		a, err := account(tx, o, login)
		if err == nil {
			err = network.Propose(tx, network.Proposal{Account: a.ID, Step: step})
		}
		if err == nil {
			err = vault.WarnOfMember(tx, vault.WarningProposed, a.ID)
		}
		return err
	})
	if err == nil {
		err = errs.E(errs.Conflict, "network.takes_two")
	}
	return err
}

// Reset makes a new link for a member who lost everything, and tells it once. Their keys are gone, and so is what was sealed to them: a colleague or two
// custodians give it again.
func (d Desk) Reset(ctx context.Context, login string) error {
	return d.with(ctx, func(in *Installation, o network.Organisation) error {
		token, err := seal.RandomToken()
		if err != nil {
			return err
		}
		var a network.Account
		err = in.Store.Write(ctx, operator(), func(tx *store.Tx) (err error) {
			if a, err = account(tx, o, login); err != nil {
				return err
			}
			if err := vault.Withdraw(tx, a.ID); err != nil {
				return err
			}
			return network.InviteAgain(tx, a.ID, token, roster.By{})
		})
		if network.TakesTwo(err) {
			return d.propose(ctx, in, o, login, network.StepInvite)
		}
		if err == nil {
			d.whom(a, o)
			d.tell(a, token)
		}
		return err
	})
}

// whom says who an account is that something was done to: a log-in name alone is soon another's.
func (d Desk) whom(a network.Account, o network.Organisation) {
	fingerprint := "-"
	if a.Public != nil {
		fingerprint = a.Public.Fingerprint()
	}
	d.say("app.whom", "name", a.Name, "organisation", o.Name, "fingerprint", fingerprint)
}

// GoLive gives the team its first key, if nothing is missing.
func (d Desk) GoLive(ctx context.Context) error {
	return d.with(ctx, func(in *Installation, o network.Organisation) error {
		r, err := in.ready(ctx, o)
		if err != nil {
			return err
		}
		founding, err := r.Start()
		if err != nil {
			return err
		}
		if err := in.Store.Write(ctx, operator(), func(tx *store.Tx) error { return r.StartRecord(tx, founding) }); err != nil {
			return err
		}
		d.say("setup.list.live")
		return nil
	})
}
