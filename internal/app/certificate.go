package app

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/machine"
	"approdo/internal/base/seal"
	"approdo/internal/web/admin"
	"approdo/internal/web/page"
)

// certificateSoon is how long before a certificate ends people are told: most are renewed a month before, so that by then a renewal has failed.
const certificateSoon = 21 * 24 * time.Hour

// certificate reads the certificate of the server; nil where a proxy has it, or nobody.
func (t Transport) certificate(log *slog.Logger) (*seal.Certificate, error) {
	if t.Certificate == "" {
		return nil, nil
	}
	c, err := seal.OpenCertificate(t.Certificate, t.Key, func(until time.Time, err error) {
		if err != nil {
			log.Warn("the certificate in the two files cannot be used: the one before goes on", "error", err)
			return
		}
		log.Info("the certificate was renewed", "until", until.UTC().Format(time.DateOnly))
	})
	if err != nil {
		return nil, errs.E(errs.Unavailable, "app.tls_refused", err)
	}
	return c, nil
}

// watch looks for a renewed certificate when SIGHUP says so, which ends no program that serves, and warns once a day of one that ends soon.
func (t Transport) watch(ctx context.Context, c *seal.Certificate, log *slog.Logger) {
	hangs := make(chan os.Signal, 1)
	signal.Notify(hangs, syscall.SIGHUP)
	defer signal.Stop(hangs)
	day := time.NewTicker(24 * time.Hour)
	defer day.Stop()
	for {
		if v, until := t.certified(machine.Now()); c != nil && v != Safe {
			log.Warn("the certificate ends soon, or has ended: renew it", "until", until.UTC().Format(time.DateOnly))
		}
		select {
		case <-hangs:
			if c != nil {
				c.Renew()
			}
		case <-day.C:
		case <-ctx.Done():
			return
		}
	}
}

// certified says how the certificate in the files stands, and when it ends. What has not begun yet is as good as none.
func (t Transport) certified(now time.Time) (Verdict, time.Time) {
	from, until, err := seal.CertificateGood(t.Certificate, t.Key)
	switch {
	case err != nil:
		return Untold, until
	case now.After(until), now.Before(from):
		return Danger, until
	case now.Add(certificateSoon).After(until):
		return Warning, until
	}
	return Safe, until
}

// line says on the check list that the certificate ends soon, or has ended.
func (t Transport) line(p *i18n.Printer) []admin.Line {
	if t.Certificate == "" {
		return nil
	}
	v, until := t.certified(machine.Now())
	if v == Safe {
		return nil
	}
	return []admin.Line{{Tone: page.Due, Text: p.T("setup.line.certificate", "day", until.UTC().Format(time.DateOnly)), Why: p.T("setup.line.certificate_why")}}
}
