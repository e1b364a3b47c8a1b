package page_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/web/page"
)

// led knows one person, who must do something else first.
type led struct{ sessions }

func (led) Find(_ context.Context, token string) (policy.Subject, page.Account, error) {
	if token != "led" {
		return policy.Subject{}, page.Account{}, errs.E(errs.NotFound, "network.locked")
	}
	return policy.Subject{Account: "a", Organisation: "o", Status: policy.Confirmed, Roles: []policy.Role{policy.Coordinator}},
		page.Account{Name: "Marta", Detour: "/first"}, nil
}

func TestWhoMustDoSomethingElseFirstIsLedThereFromEverywhere(t *testing.T) {
	var ended error
	table := []page.Route{
		get("/{$}", policy.HomeView, func(r *page.Request) error { return text(r, "home") }),
		get("/first", policy.AccountKeep, func(r *page.Request) error { return text(r, "first") }),
		get("/login", policy.SessionOpen, func(r *page.Request) error {
			ended = r.Ended()
			return text(r, "login")
		}),
		get("/forbidden", policy.NetworkChange, func(r *page.Request) error { return text(r, "forbidden") }),
	}
	s, err := page.New(page.Options{Routes: table, Sessions: led{}, Menu: func(*page.Request) []page.Item {
		return []page.Item{{Label: "Menu of work", Path: "/"}}
	}})
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/", "/forbidden", "/nothing"} {
		if w := (ask{path: path, session: "led"}).to(s); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/first" {
			t.Errorf("%s: status %d, to %s", path, w.Code, w.Header().Get("Location"))
		}
	}
	w := ask{path: "/first", session: "led"}.to(s)
	if w.Code != http.StatusOK || strings.Contains(w.Body.String(), "Menu of work") {
		t.Errorf("status %d:\n%s", w.Code, w.Body)
	}
	(ask{path: "/login", session: "of before"}).to(s)
	if e, known := errs.Of(ended); !known || e.Key != "network.locked" {
		t.Errorf("nobody is told why their session is over: %v", ended)
	}
	(ask{path: "/login"}).to(s)
	if ended != nil {
		t.Errorf("who had no session is told that it is over: %v", ended)
	}
}

func TestTheKeysOfASessionAreThereForItsOwnRequestsOnly(t *testing.T) {
	var identity *seal.Identity
	var failed error
	table := []page.Route{get("/open", policy.SessionOpen, func(r *page.Request) error {
		identity, failed = r.Identity()
		return text(r, "open")
	})}
	s, err := page.New(page.Options{Routes: table, Sessions: sessions{}})
	if err != nil {
		t.Fatal(err)
	}
	(ask{path: "/open", session: "coordinator"}).to(s)
	if identity == nil || failed != nil {
		t.Errorf("no keys for who is logged in: %v", failed)
	}
	(ask{path: "/open"}).to(s)
	if identity != nil || failed == nil {
		t.Error("keys for nobody")
	}
}

func TestOnlyTheProxyIsBelievedAboutWhereARequestComesFrom(t *testing.T) {
	for name, c := range map[string]struct {
		proxy   string
		remote  string
		headers map[string][]string
		want    string
	}{
		"nobody in front":          {"", "192.0.2.7:1234", map[string][]string{"X-Forwarded-For": {"203.0.113.9"}}, "192.0.2.7"},
		"half of an IPv6 address":  {"", "[2001:db8:1:2:3:4:5:6]:1234", nil, "2001:db8:1:2::/64"},
		"IPv4 inside of IPv6":      {"", "[::ffff:192.0.2.7]:1234", nil, "192.0.2.7"},
		"what the proxy added":     {"caddy", "127.0.0.1:1234", map[string][]string{"X-Forwarded-For": {"203.0.113.9, 198.51.100.4"}}, "198.51.100.4"},
		"two lines of the header":  {"caddy", "127.0.0.1:1234", map[string][]string{"X-Forwarded-For": {"203.0.113.9", "198.51.100.4"}}, "198.51.100.4"},
		"another proxy's header":   {"nginx", "127.0.0.1:1234", map[string][]string{"X-Forwarded-For": {"203.0.113.9"}, "X-Real-Ip": {"198.51.100.4"}}, "198.51.100.4"},
		"a proxy that is not well": {"nginx", "127.0.0.1:1234", map[string][]string{"X-Real-Ip": {"somewhere"}}, "unknown"},
	} {
		var proxy *page.Proxy
		if c.proxy != "" {
			var known bool
			if proxy, known = page.FindProxy(c.proxy); !known {
				t.Fatalf("%s is not known", c.proxy)
			}
		}
		var got string
		table := []page.Route{get("/open", policy.SessionOpen, func(r *page.Request) error {
			got = r.Address()
			return text(r, "open")
		})}
		s, err := page.New(page.Options{Routes: table, Proxy: proxy, Secure: proxy != nil})
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(http.MethodGet, "/open", nil)
		r.Host, r.RemoteAddr = "localhost", c.remote
		r.Header.Set("X-Forwarded-Proto", "https")
		for name, values := range c.headers {
			r.Header[name] = values
		}
		s.ServeHTTP(httptest.NewRecorder(), r)
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
