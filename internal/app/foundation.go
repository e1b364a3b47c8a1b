package app

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"approdo/internal/base/counter"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/web/admin"
	"approdo/internal/web/page"
)

// OpenOrAwait opens an installation, or an empty place in which one may be founded: then its Network has no id, and Await serves the set-up. A folder that
// holds something else is not touched: NotFound "network.none".
func OpenOrAwait(ctx context.Context, p Place) (*Installation, error) {
	in, err := Open(ctx, p)
	if e, known := errs.Of(err); !known || e.Key != "network.none" {
		return in, err
	}
	found, unreadable := os.ReadDir(p.Dir)
	if unreadable != nil && !os.IsNotExist(unreadable) {
		return nil, errs.E(errs.Unavailable, "app.unreadable", "file", p.Dir, unreadable)
	}
	for _, f := range found {
		if !ours(f.Name()) {
			return nil, err
		}
	}
	if err := p.bereft(); err != nil {
		return nil, err
	}
	if p, err = p.settled(filepath.Base(followed(p.Dir))); err != nil {
		return nil, err
	}
	return create(ctx, p)
}

// ours reports whether a name is of what the program itself puts into an installation's folder.
func ours(name string) bool {
	return strings.HasPrefix(name, "care.db") || name == "lost+found" || strings.HasPrefix(name, seal.KeyFile+".new-") || strings.HasPrefix(name, roster.TrustFile+".new-") ||
		strings.HasPrefix(name, counter.File+".new-") || slices.Contains([]string{seal.KeyFile, roster.TrustFile, counter.File, keyFolder, settingsFile}, name)
}

// Gate answers with the set-up until a network stands, and with its pages from then on.
type Gate struct {
	now   atomic.Pointer[page.Server]
	once  sync.Mutex
	stood bool
}

func (g *Gate) ServeHTTP(w http.ResponseWriter, r *http.Request) { g.now.Load().ServeHTTP(w, r) }

// Routes is the table served at this moment, for tests that visit every page.
func (g *Gate) Routes() []page.Route { return g.now.Load().Routes() }

// Await serves the set-up of an empty place. code is what the first browser must say: it is shown at the terminal, to whoever runs the machine. When a network
// stands, started is called once.
func Await(ctx context.Context, in *Installation, o Options, started func()) (g *Gate, code string, err error) {
	g = &Gate{}
	f := &admin.Foundation{Admin: &admin.Admin{Store: in.Store, Keys: in.Keys, Keyring: &in.Keyring, Book: in.Book}}
	f.Founded = func(context.Context) error { // not of the request that happens to come first
		g.once.Lock()
		defer g.once.Unlock()
		if g.stood {
			return nil
		}
		if err := in.begin(ctx); err != nil {
			return err
		}
		server, err := Handler(ctx, in, o)
		if err != nil {
			return err
		}
		g.now.Store(server)
		g.stood = true
		started()
		return nil
	}
	if code, err = f.NewCode(); err != nil {
		return nil, "", err
	}
	proxy, _ := page.FindProxy(o.Transport.Proxy)
	server, err := page.New(page.Options{
		Routes: f.Routes(), Log: o.Log, Secure: o.Transport.secure(), Proxy: proxy, Hosts: o.Transport.Hosts,
	})
	if err != nil {
		return nil, "", err
	}
	g.now.Store(server)
	return g, code, nil
}

// keyed opens the key file. That of a network that stands is not made: without the one it was founded with nobody could log in, and nothing sealed would open.
func (p Place) keyed(stands bool) (*seal.Keys, error) {
	if _, err := os.Stat(p.keyPath()); stands && os.IsNotExist(err) {
		return nil, errs.E(errs.Unavailable, "app.no_key_file", "file", p.keyPath())
	}
	if _, err := p.settings(); err != nil && p.KeyFile == "" {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(p.keyPath()), 0o700); err != nil {
		return nil, errs.E(errs.Unavailable, "seal.key_not_made", err)
	}
	return seal.OpenKeyFile(p.keyPath())
}

// mark recognises the key file of a network, and says nothing of what is in it.
func mark(keys *seal.Keys, n network.Network) []byte {
	token := keys.Token("key file of the network", n.ID)
	return token[:]
}
