package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"approdo/internal/app"
	"approdo/internal/base/i18n"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/demo"
	"approdo/internal/web/page"
)

// site is the whole program, serving a demonstration network made for this run of the tests.
type site struct {
	dir       string
	in        *app.Installation
	address   string
	routes    []page.Route
	mu        sync.Mutex
	tokens    map[string]string // by login
	furnished sync.Once
}

// built is set once a network stands, so that the end of the tests does not make one only to tear it down.
var built bool

// standing makes the network once; every test walks through the same one.
var standing = sync.OnceValues(func() (*site, error) {
	built = true
	dir, err := os.MkdirTemp("", "approdo-e2e-")
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	place := app.Place{Dir: dir}
	if err := app.MakeDemo(ctx, place, 1, false, false, io.Discard, i18n.For("en")); err != nil {
		return nil, err
	}
	in, err := app.Open(ctx, place)
	if err != nil {
		return nil, err
	}
	return serve(ctx, in, dir, "")
})

// serve answers for an installation, with the definitions of a folder or the shipped ones.
func serve(ctx context.Context, in *app.Installation, dir, definitions string) (*site, error) {
	server, err := app.Handler(ctx, in, app.Options{Definitions: definitions, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		return nil, err
	}
	listener := httptest.NewServer(server)
	return &site{dir: dir, in: in, address: listener.URL, routes: server.Routes(), tokens: map[string]string{}}, nil
}

// visitSite gives the site, which lives until the tests end.
func visitSite(t *testing.T) *site {
	t.Helper()
	s, err := standing()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// tearDown closes the network that the tests shared and removes its folder.
func tearDown() {
	s, err := standing()
	if err == nil {
		err = errors.Join(s.in.Close(), os.RemoveAll(s.dir))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
}

// login opens a session as an account of the demonstration, without a browser.
func (s *site) login(t *testing.T, login string) string {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if token := s.tokens[login]; token != "" {
		return token
	}
	s.tokens[login] = s.another(t, login)
	return s.tokens[login]
}

// another opens one more session of an account.
func (s *site) another(t *testing.T, login string) string {
	t.Helper()
	response := s.send(t, "", "/login", url.Values{"login": {login}, "passphrase": {demo.Passphrase}})
	defer response.Body.Close()
	for _, c := range response.Cookies() {
		if c.Name == "session" {
			return c.Value
		}
	}
	t.Fatalf("%s cannot log in: status %d", login, response.StatusCode)
	return ""
}

// ends lets a session end, as it does by itself when nobody uses it: the browser still has its cookie.
func (s *site) ends(t *testing.T, session string) {
	t.Helper()
	token, err := network.ParseToken(session)
	if err == nil {
		err = s.in.Store.Write(t.Context(), policy.System(policy.Login), func(tx *store.Tx) error { return network.CloseSession(tx, token) })
	}
	if err != nil {
		t.Fatal(err)
	}
}

// fetch asks for a path as a program would, and gives the status, the kind of content and the text.
func (s *site) fetch(t *testing.T, token, path string) (status int, kind, text string) {
	t.Helper()
	response := s.send(t, token, path, nil)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, response.Header.Get("Content-Type"), string(body)
}

// send makes one request and follows nothing; with a form it is a POST of this site's own.
func (s *site) send(t *testing.T, token, path string, form url.Values) *http.Response {
	t.Helper()
	method, body := http.MethodGet, ""
	if form != nil {
		method, body = http.MethodPost, form.Encode()
	}
	r, err := http.NewRequestWithContext(t.Context(), method, s.address+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if token != "" {
		r.AddCookie(&http.Cookie{Name: "session", Value: token})
	}
	return exchange(t, r)
}
