package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
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

// Serve answers on an address until it is told to stop: with the set-up where no network stands yet.
func Serve(ctx context.Context, in *Installation, o Options, address string, out io.Writer, lang *i18n.Printer) error {
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := in.Place.apart(o.Checkpoints, o.Mail.Log); err != nil {
		return err
	}
	in.Checkpoints = o.Checkpoints
	if in.Network.ID != "" {
		if err := in.compare(ctx); err != nil {
			return err
		}
	}
	post, err := o.Mail.Post()
	if err != nil {
		return err
	}
	if err := o.Transport.check(); err != nil {
		return err
	}
	certificate, err := o.Transport.certificate(slog.Default())
	if err != nil {
		return err
	}
	listener, err := o.Transport.listen(address)
	if err != nil {
		return err
	}
	var jobs sync.WaitGroup
	defer jobs.Wait()
	defer stop()
	jobs.Go(func() { o.Transport.watch(ctx, certificate, slog.Default()) })
	begin := func() {
		jobs.Go(func() { in.keepCheckpoints(ctx, slog.Default(), o.told()...) })
		jobs.Go(func() { in.count(ctx, slog.Default()) })
		jobs.Go(func() { in.watch(ctx, slog.Default()) })
		jobs.Go(func() { in.watchErasures(ctx, slog.Default()) })
		jobs.Go(func() { keeping(ctx, in) })
		jobs.Go(func() { cleaning(ctx, in.Store) })
		jobs.Go(func() { post.run(ctx, in) })
	}
	handler, code, err := in.answering(ctx, o, begin)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	fmt.Fprintln(out, lang.T("app.serving", "address", o.Transport.address(listener)))
	if code != "" {
		fmt.Fprintln(out, lang.T("app.set_up", "code", code))
		fmt.Fprintln(out, lang.T("app.key_at", "file", in.Place.keyPath()))
	}
	if in.adopted {
		fmt.Fprintln(out, lang.T("app.trust_first"))
		if err := in.tellTrust(ctx, out, lang); err != nil {
			fmt.Fprintln(out, lang.Error(err))
		}
	}
	if putBack := in.PutBack(); putBack != nil {
		fmt.Fprintln(out, lang.Error(putBack))
	}
	if in.Network.Demonstration {
		fmt.Fprintln(out, lang.T("app.demo_accounts"))
		for _, a := range demo.Accounts() {
			fmt.Fprintf(out, "  %-20s %-20s %s\n", a.Login, a.Role, demo.Passphrase)
		}
	}
	listener = NewLines(listener, mostConnections, mostOfSource)
	server := NewServer(handler, slog.Default())
	failed := make(chan error, 1)
	go func() {
		if certificate != nil {
			server.TLSConfig = certificate.Config()
			failed <- server.ServeTLS(listener, "", "")
			return
		}
		failed <- server.Serve(listener)
	}()
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
