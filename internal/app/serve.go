package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/demo"
)

// Listen is the address to answer on, unless another is given; the command line says the same.
const Listen = "127.0.0.1:8420"

// Serve answers on a loopback address until it is told to stop: with the set-up where no network stands yet. Other addresses are refused until accounts and keys exist.
func Serve(ctx context.Context, in *Installation, o Options, address string, out io.Writer, lang *i18n.Printer) error {
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	listener, err := listen(address)
	if err != nil {
		return err
	}
	var jobs sync.WaitGroup
	defer jobs.Wait()
	defer stop()
	begin := func() { jobs.Go(func() { in.keepCheckpoints(ctx, slog.Default(), o.told()...) }) }
	handler, code, err := in.answering(ctx, o, begin)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	fmt.Fprintln(out, lang.T("app.serving", "address", "http://"+listener.Addr().String()+"/"))
	if code != "" {
		fmt.Fprintln(out, lang.T("app.set_up", "code", code))
	}
	if in.Network.Demonstration {
		fmt.Fprintln(out, lang.T("app.demo_accounts"))
		for _, a := range demo.Accounts() {
			fmt.Fprintf(out, "  %-20s %-20s %s\n", a.Login, a.Role, demo.Passphrase)
		}
	}
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute,
		ErrorLog: slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn),
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return errs.Wrap(err, "serve")
	case <-ctx.Done():
		last, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		return errs.Wrap(server.Shutdown(last), "stop serving")
	}
}

// answering gives the network's pages, or the set-up where there is no network yet: then code is what its first browser must say. begin starts what runs
// beside a network.
func (in *Installation) answering(ctx context.Context, o Options, begin func()) (http.Handler, string, error) {
	if in.Network.ID == "" {
		return Await(ctx, in, o, begin)
	}
	handler, err := Handler(ctx, in, o)
	if err == nil {
		begin()
	}
	return handler, "", err
}

// listen opens a loopback address.
func listen(address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, errs.E(errs.Invalid, "app.bad_address", "address", address)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, errs.E(errs.Invalid, "app.not_loopback", "address", address)
	}
	listener, err := net.Listen("tcp", address)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, errs.E(errs.Unavailable, "app.port_taken", "address", address)
	case err != nil:
		return nil, errs.E(errs.Unavailable, "app.no_listener", "address", address, err)
	}
	return listener, nil
}
