package app_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"approdo/internal/app"
	"approdo/internal/base/i18n"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// founded is an installation in a folder, whose coordinator has a mail address.
func founded(t *testing.T) *app.Installation {
	t.Helper()
	in := foundedAt(t, app.Place{Dir: filepath.Join(t.TempDir(), "d")})
	must(t, in.Store.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		if _, err := tx.Exec(`UPDATE network_accounts SET email = 'somebody@example.org' WHERE login = 'corrado'`); err != nil {
			return err
		}
		a, err := network.FindAccount(tx, "corrado")
		if err != nil {
			return err
		}
		return network.Call(tx, a.ID)
	}))
	return in
}

// foundedAt founds the Town's network in a place, and opens it.
func foundedAt(t *testing.T, place app.Place) *app.Installation {
	t.Helper()
	charter := filepath.Join(t.TempDir(), "network.yaml")
	must(t, os.WriteFile(charter, []byte(testkit.TownCharter), 0o600))
	must(t, app.Init(t.Context(), place, charter, io.Discard, i18n.For("en")))
	in, err := app.Open(t.Context(), place)
	must(t, err)
	return in
}

// TestAServerThatStopsEndsWhatItHasBegun: the letter in its hands leaves, and is noted, before it ends.
func TestAServerThatStopsEndsWhatItHasBegun(t *testing.T) {
	in, mails := founded(t), openMailServer(t)
	mails.slow()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		o := app.Options{Mail: app.Mail{Server: "smtp://" + mails.address, From: "posta@example.net"}}
		ended <- app.Serve(ctx, in, o, "127.0.0.1:0", io.Discard, i18n.For("en"))
	}()
	select {
	case <-mails.arrived:
	case err := <-ended:
		t.Fatalf("the server does not serve: %v", err)
	}
	stop()
	select {
	case <-ended:
		t.Error("the server ended with a letter in its hands")
	case <-time.After(time.Second):
	}
	close(mails.release)
	select {
	case err := <-ended:
		must(t, err)
	case <-time.After(20 * time.Second):
		t.Fatal("the server does not end")
	}
	must(t, in.Store.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		var sent string
		err := tx.QueryRow(`SELECT sent FROM network_letters WHERE waiting = FALSE`).Scan(&sent)
		if sent == "" {
			t.Error("the letter is not noted")
		}
		return err
	}))
	must(t, in.Close())
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
