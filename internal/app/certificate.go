package app

import (
	"context"
	"crypto/tls"
	"log/slog"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/web/admin"
	"approdo/internal/web/page"
)

// certificateSoon is how long before a certificate ends people are told: most are renewed a month before, so that by then a renewal has failed.
const certificateSoon = 21 * 24 * time.Hour

// certificateLook is how often the files are looked at for a renewed certificate, unless SIGHUP asks for it at once.
const certificateLook = time.Minute

// certificates answer with what stands in the files now: a renewed certificate needs no start, at which everybody would have to log in again. While the two files do not fit
// each other, as in the middle of a renewal, the one before goes on.
type certificates struct {
	files  Transport
	log    *slog.Logger
	mu     sync.Mutex
	held   *tls.Certificate
	stamp  [2]time.Time // when the two files were written
	looked time.Time
}

// certificates reads the certificate and its key.
func (t Transport) certificates(log *slog.Logger) (*certificates, error) {
	c := &certificates{files: t, log: log, looked: time.Now()}
	return c, c.read()
}

// read reads the files.
func (c *certificates) read() error {
	stamp := c.written()
	pair, err := tls.LoadX509KeyPair(c.files.Certificate, c.files.Key)
	if err != nil {
		return errs.E(errs.Unavailable, "app.tls_refused", err)
	}
	c.held, c.stamp = &pair, stamp
	return nil
}

// written is when the files were written, as far as the machine says.
func (c *certificates) written() (stamp [2]time.Time) {
	for i, name := range []string{c.files.Certificate, c.files.Key} {
		if info, err := os.Stat(name); err == nil {
			stamp[i] = info.ModTime()
		}
	}
	return stamp
}

// get is asked for each connection.
func (c *certificates) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := time.Now(); now.Sub(c.looked).Abs() >= certificateLook {
		c.looked = now
		c.renew()
	}
	return c.held, nil
}

// renew reads the files again if they were written since.
func (c *certificates) renew() {
	if c.written() == c.stamp {
		return
	}
	if err := c.read(); err != nil {
		c.log.Warn("the certificate was renewed, but the two files do not fit each other: the one before goes on", "error", err)
		return
	}
	c.log.Info("the certificate was renewed", "until", c.held.Leaf.NotAfter.UTC().Format(time.DateOnly))
}

// again reads the files at once.
func (c *certificates) again() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.renew()
}

// watch reads the files when SIGHUP says so, and warns once a day of a certificate that ends soon. SIGHUP ends no program that serves, with a certificate or without.
func (t Transport) watch(ctx context.Context, c *certificates, log *slog.Logger) {
	hangs := make(chan os.Signal, 1)
	signal.Notify(hangs, syscall.SIGHUP)
	defer signal.Stop(hangs)
	day := time.NewTicker(24 * time.Hour)
	defer day.Stop()
	for {
		if v, until := t.certified(time.Now()); v != Safe && t.Certificate != "" {
			log.Warn("the certificate ends soon, or has ended: renew it", "until", until.UTC().Format(time.DateOnly))
		}
		select {
		case <-hangs:
			if c != nil {
				c.again()
			}
		case <-day.C:
		case <-ctx.Done():
			return
		}
	}
}

// certified says how the certificate in the files stands, and when it ends. What has begun too late is as good as none.
func (t Transport) certified(now time.Time) (Verdict, time.Time) {
	pair, err := tls.LoadX509KeyPair(t.Certificate, t.Key)
	if err != nil {
		return Untold, time.Time{}
	}
	switch until := pair.Leaf.NotAfter; {
	case now.After(until), now.Before(pair.Leaf.NotBefore):
		return Danger, until
	case now.Add(certificateSoon).After(until):
		return Warning, until
	default:
		return Safe, until
	}
}

// line says on the check list that the certificate ends soon, or has ended.
func (t Transport) line(p *i18n.Printer) []admin.Line {
	v, until := t.certified(time.Now())
	if t.Certificate == "" || v == Safe {
		return nil
	}
	return []admin.Line{{Tone: page.Due, Text: p.T("setup.line.certificate", "day", until.UTC().Format(time.DateOnly)), Why: p.T("setup.line.certificate_why")}}
}
