package app

import (
	"errors"
	"net"
	"os"
	"syscall"

	"approdo/internal/base/errs"
	"approdo/internal/web/page"
)

// Transport says how pages travel: in the open on a loopback address, over TLS with a certificate, or in the open from a
// reverse proxy on the same machine that has the TLS. There is no fourth way.
type Transport struct {
	Certificate string   // PEM files; both or neither
	Key         string   //
	Proxy       string   // make of the reverse proxy; see package page
	Hosts       []string // names the server goes by, besides the loopback ones
}

// secure reports whether browsers come over TLS.
func (t Transport) secure() bool { return t.Certificate != "" || t.Proxy != "" }

// check says what is missing or contradicts itself, before anything listens.
func (t Transport) check() error {
	_, known := page.FindProxy(t.Proxy)
	switch {
	case t.Proxy != "" && !known:
		return errs.E(errs.Invalid, "app.proxy_unknown", "name", t.Proxy)
	case (t.Certificate == "") != (t.Key == ""):
		return errs.E(errs.Invalid, "app.tls_half")
	case t.Certificate != "" && t.Proxy != "":
		return errs.E(errs.Invalid, "app.tls_twice")
	case t.secure() && len(t.Hosts) == 0:
		return errs.E(errs.Invalid, "app.host_missing")
	}
	for _, name := range []string{t.Certificate, t.Key} {
		if name == "" {
			continue
		}
		if _, err := os.Stat(name); err != nil {
			return errs.E(errs.Unavailable, "app.unreadable", "file", name, err)
		}
	}
	return nil
}

// listen opens an address. Without TLS of our own only a loopback one: what a proxy sends in the open must not leave the machine either.
func (t Transport) listen(address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, errs.E(errs.Invalid, "app.bad_address", "address", address)
	}
	if ip := net.ParseIP(host); t.Certificate == "" && host != "localhost" && (ip == nil || !ip.IsLoopback()) {
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

// address is where people find the pages.
func (t Transport) address(l net.Listener) string {
	switch {
	case t.Proxy != "":
		return "https://" + t.Hosts[0] + "/"
	case t.Certificate != "":
		_, port, err := net.SplitHostPort(l.Addr().String())
		if err != nil || port == "443" {
			return "https://" + t.Hosts[0] + "/"
		}
		return "https://" + net.JoinHostPort(t.Hosts[0], port) + "/"
	}
	return "http://" + l.Addr().String() + "/"
}
