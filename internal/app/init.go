package app

import (
	"context"
	"fmt"
	"io"
	"slices"

	"approdo/internal/base/counter"
	"approdo/internal/base/i18n"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
)

// Init founds the network that a file describes in an empty folder, and tells each account's invitation once.
func Init(ctx context.Context, p Place, file string, out io.Writer, lang *i18n.Printer) error {
	text, err := readText(file)
	if err != nil {
		return err
	}
	charter, err := network.ReadCharter(text)
	if err != nil {
		return err
	}
	there, err := store.Exists(ctx, store.Options{Dir: p.Dir, Database: p.Database})
	if err == nil && !there {
		err = p.bereft()
	}
	if err != nil {
		return err
	}
	if p, err = p.settled(charter.Network.Code); err != nil {
		return err
	}
	in, err := create(ctx, p)
	if err != nil {
		return err
	}
	defer in.Close()
	founding, err := charter.Prepare(in.Book)
	if err != nil {
		return err
	}
	if err := founding.Invite(); err != nil {
		return err
	}
	if err := counter.Forget(in.Keys); err != nil {
		return err
	}
	if err := founding.Entrust(in.Keys); err != nil {
		return err
	}
	err = in.Store.Write(ctx, operator(), func(tx *store.Tx) error { return founding.Establish(tx, false, 0) })
	if err != nil {
		return err
	}
	fmt.Fprintln(out, lang.T("app.founded", "name", charter.Network.Name, "dir", p.Dir))
	fmt.Fprintln(out, lang.T("app.key_at", "file", p.keyPath()))
	if len(charter.Accounts) > 0 {
		fmt.Fprintln(out, lang.T("app.invitations"))
	}
	for _, a := range slices.Clone(charter.Accounts) {
		fmt.Fprintf(out, "  %-20s %s\n", a.Login, join(founding.Invitations[a.Login]))
	}
	return nil
}

// join is the address of an invitation where the program answers unless it is told otherwise.
func join(token string) string { return "http://" + Listen + "/join/" + token }
