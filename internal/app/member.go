package app

import (
	"context"
	"fmt"
	"io"
	"strings"

	"approdo/internal/base/i18n"
	"approdo/internal/base/network"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
)

// InviteAgain makes a new invitation for an account from the command line, when nobody is left who could from a browser.
func InviteAgain(ctx context.Context, p Place, login string, out io.Writer, lang *i18n.Printer) error {
	token, err := seal.RandomToken()
	if err != nil {
		return err
	}
	return onMember(ctx, p, login, func(tx *store.Tx, a network.Account) error { return network.InviteAgain(tx, a.ID, token) }, func() {
		fmt.Fprintln(out, lang.T("app.invitations"))
		fmt.Fprintf(out, "  %-20s %s\n", login, join(token))
	})
}

// Confirm vouches for a member from the command line: the first of an organisation, whom no colleague can confirm. fingerprint is what the
// member reads from their own screen.
func Confirm(ctx context.Context, p Place, login, fingerprint string, out io.Writer, lang *i18n.Printer) error {
	groups := strings.Join(strings.Fields(fingerprint), " ")
	return onMember(ctx, p, login, func(tx *store.Tx, a network.Account) error {
		_, err := network.Confirm(tx, a.ID, groups)
		return err
	}, func() { fmt.Fprintln(out, lang.T("app.confirmed", "login", login)) })
}

// onMember changes one account of an installation, and then says so.
func onMember(ctx context.Context, p Place, login string, change func(tx *store.Tx, a network.Account) error, say func()) error {
	in, err := Open(ctx, p)
	if err != nil {
		return err
	}
	err = in.Store.Write(ctx, operator(), func(tx *store.Tx) error {
		a, err := network.FindAccount(tx, login)
		if err != nil {
			return err
		}
		return change(tx, a)
	})
	if err == nil {
		say()
	}
	return Closing(in, err)
}
