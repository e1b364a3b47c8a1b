package app

import (
	"context"
	"fmt"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
)

// MakePapers makes the recovery key and shows its shares one after the other, each to its custodian, who is there and copies it: at a terminal each is wiped before the
// next. Whoever runs this could copy them all; the page in the browser shows them to a key holder, who opens everything anyway. So once there is something to
// open, papers are made there only.
func (d Desk) MakePapers(ctx context.Context, custodians []string) error {
	return d.with(ctx, func(in *Installation, o network.Organisation) error {
		if len(custodians) != 3 {
			return errs.E(errs.Invalid, "setup.three_custodians")
		}
		if r, err := in.ready(ctx, o); err != nil || r.Live {
			if err == nil {
				err = errs.E(errs.Conflict, "setup.live_browser")
			}
			return err
		}
		ceremony, err := vault.Convene(o.ID, [3]string(custodians))
		if err != nil {
			return err
		}
		if err := network.EntrustPapers(in.Keys, ceremony.Public()); err != nil {
			return err
		}
		if err := in.Store.Write(ctx, operator(), ceremony.Record); err != nil {
			return err
		}
		for i, share := range ceremony.Shares {
			d.say("setup.paper.terminal", "number", i+1, "name", custodians[i])
			fmt.Fprintln(d.Out, "  "+strings.ReplaceAll(share, "-", " "))
			if _, err := d.Ask.Line(d.Lang.T("setup.paper.next")); err != nil {
				return err
			}
			if d.Ask.Person() {
				fmt.Fprint(obeyed(d.Out), "\x1b[3A\x1b[J") // the share and what stands about it
			}
		}
		d.say("setup.paper.then")
		return nil
	})
}

// CheckPapers asks for each paper, of the coming ones or else of those in force, that was not typed back yet, and notes those that are right. An empty line leaves one for later.
func (d Desk) CheckPapers(ctx context.Context) error {
	return d.with(ctx, func(in *Installation, o network.Organisation) error {
		r, err := in.ready(ctx, o)
		if err != nil {
			return err
		}
		shares := r.AtWork().Shares
		if len(shares) == 0 {
			return errs.E(errs.Conflict, "setup.missing_recovery")
		}
		for _, share := range shares {
			if share.Checked == "" {
				if err := d.checkPaper(ctx, in, o, share); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (d Desk) checkPaper(ctx context.Context, in *Installation, o network.Organisation, share vault.Share) error {
	prompt := d.Lang.T("setup.check.terminal", "number", share.Number, "name", share.Custodian)
	var refused error
	for range tries {
		typed, err := d.Ask.Line(prompt)
		if err != nil || typed == "" {
			return err
		}
		refused = in.Store.Write(ctx, operator(), func(tx *store.Tx) error { return vault.CheckShare(tx, o.ID, share.Number, typed) })
		if refused == nil {
			d.say("setup.check.right", "number", share.Number)
			return nil
		}
		if !d.Ask.Person() || errs.KindOf(refused) != errs.Invalid {
			break
		}
		prompt = d.Lang.Error(refused)
	}
	return refused
}

// Recover gives a member the organisation's keys with two shares, when no colleague is left who could. One who waits for a colleague is confirmed first: then
// fingerprint is what the member reads from their own screen.
func (d Desk) Recover(ctx context.Context, login, fingerprint string) error {
	return d.with(ctx, func(in *Installation, o network.Organisation) error {
		var regain vault.Regain
		read := func() error {
			return in.Store.Read(ctx, operator(), func(tx *store.Tx) error {
				a, err := account(tx, o, login)
				if err == nil {
					regain, err = vault.Regaining(tx, a.ID)
				}
				return err
			})
		}
		if err := read(); err != nil {
			return err
		}
		typed := strings.Join(strings.Fields(fingerprint), " ")
		if regain.Waits() && typed == "" {
			return errs.E(errs.Invalid, "setup.compare_first", "login", login)
		}
		if n := regain.Former(); n > 0 {
			d.say("setup.regain.former", "count", n)
		}
		first, err := askShare(d.Ask, regain.Check, d.Lang.T("app.ask_first_share"), d.Lang)
		if err != nil {
			return err
		}
		second, err := askShare(d.Ask, regain.Check, d.Lang.T("app.ask_second_share"), d.Lang)
		if err != nil {
			return err
		}
		if regain.Waits() {
			confirm, err := regain.Confirm(first, second, typed, regain.Member().RoleTexts())
			if err == nil {
				err = in.Store.Write(ctx, operator(), confirm)
			}
			if err == nil {
				err = read()
			}
			if err != nil {
				return err
			}
		}
		grants, err := regain.Open(first, second)
		if err != nil {
			return err
		}
		if err := in.Store.Write(ctx, operator(), func(tx *store.Tx) error { return regain.Record(tx, grants) }); err != nil {
			return err
		}
		d.say("setup.regained", "login", login)
		return nil
	})
}
