package app

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"slices"
	"time"

	"approdo/internal/base/i18n"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"

	"approdo/internal/base/codebook"
	"approdo/internal/care/report"
	"approdo/internal/care/rights"
	"approdo/internal/care/sheet"
	"approdo/internal/care/vault"
	"approdo/internal/demo"
	"approdo/internal/web/admin"
	"approdo/internal/web/desk"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// Options of a server.
type Options struct {
	Definitions string // folder of report definitions instead of the shipped ones
	Checkpoints string // file to which each new checkpoint of the audit trail is added; may be empty
	Log         *slog.Logger
	Mail        Mail
	Transport   Transport
	Readings    int64 // of how many people who are not their own cases somebody may learn who they are in an hour; 0 for the usual number
}

// lastWork is how long a program that ends waits for files that are being read or recorded beside the requests.
const lastWork = 30 * time.Second

// told lists who keeps a copy of checkpoints.
func (o Options) told() (list []Told) {
	if o.Checkpoints != "" {
		list = append(list, appendTo(o.Checkpoints))
	}
	return list
}

// Handler gives each room what it depends on and answers with their routes. It reads the report's columns first, so that nobody waits for them later.
func Handler(ctx context.Context, in *Installation, o Options) (*page.Server, error) {
	reports, err := define(o.Definitions, in.Book)
	if err != nil {
		return nil, err
	}
	budget := vault.UsualBudget()
	if o.Readings > 0 {
		budget.People = o.Readings
	}
	sheets, err := sheet.New(in.Book, in.Keys, rights.Registry())
	if err != nil {
		return nil, err
	}
	looking, engine := &kit.Looking{Store: in.Store}, report.New(in.Book, rights.Registry().Views())
	d, err := desk.New(desk.Needs{
		Desk:   kit.Desk{Store: in.Store, Book: in.Book, Network: in.Network, Looking: looking},
		Engine: engine, Sheets: sheets, Reports: reports, Trail: in.trail(), Budget: budget,
		Register:  func(ctx context.Context) error { _, err := in.keepErasures(ctx); return err },
		Unwritten: in.unwritten.Load,
	})
	if err != nil {
		return nil, err
	}
	refusals := &desk.Refusals{Store: in.Store}
	in.last = append(in.last, func() error {
		d.Finish(lastWork)
		return errors.Join(refusals.Settle(context.WithoutCancel(ctx)), looking.Settle(context.WithoutCancel(ctx)))
	})
	if _, err := engine.Snapshot(ctx, in.Store); err != nil {
		return nil, err
	}
	a := &admin.Admin{Store: in.Store, Keys: in.Keys, Keyring: &in.Keyring, Book: in.Book, Network: in.Network, Leaving: d.Leaving, Machine: func(ctx context.Context, p *i18n.Printer) ([]admin.Line, error) {
		lines, err := in.machine(ctx, p)
		return append(lines, o.Transport.line(p)...), err
	}}
	if in.Network.Demonstration {
		for _, account := range demo.Accounts() {
			a.Examples = append(a.Examples, admin.Example{Login: account.Login, Password: demo.Passphrase})
		}
	}
	proxy, _ := page.FindProxy(o.Transport.Proxy)
	return page.New(page.Options{
		Routes: slices.Concat(a.Routes(), d.Routes()), Sessions: a, Example: in.Network.Demonstration, Refused: refusals.Put, Forged: desk.Alarms{Store: in.Store}.Put, Log: o.Log,
		Secure: o.Transport.secure(), Proxy: proxy, Hosts: o.Transport.Hosts,
		Typed: d.Typed, Unsent: d.KeepUnsent, Ways: d.Ways, Keys: in.Store.Keys,
		Health: func(ctx context.Context) error {
			return in.Store.Read(ctx, policy.System(policy.Startup), func(*store.Tx) error { return nil })
		},
		Menu: func(r *page.Request) []page.Item { return append(d.Menu(r), a.Menu(r)...) },
	})
}

// define gives the reports that come with the program, or the one of a folder.
func define(folder string, book *codebook.Book) (report.Reports, error) {
	if folder == "" {
		return report.ShippedReports(book)
	}
	d, err := report.LoadDefinitions(os.DirFS(folder), book)
	return report.Reports{d}, err
}
