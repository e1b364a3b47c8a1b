package desk_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/report"
	"approdo/internal/care/rights"
	"approdo/internal/testkit"
	"approdo/internal/web/desk"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

var operator = policy.System(policy.Operator, "test")

// site is the staff's screens over a store of its own, where anybody can be anyone: a session is "role@organisation".
type site struct {
	t      *testing.T
	town   testkit.Town
	store  *store.Store
	engine *report.Engine
	desk   *desk.Desk
	server http.Handler
}

func open(t *testing.T) *site {
	t.Helper()
	s := &site{t: t, store: testkit.Store(t)}
	s.town = testkit.Settle(t, s.store)
	must(t, s.store.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		return network.RecordAccount(tx, network.Account{ID: "a", OrganisationID: s.town.Faro, Login: "a", Name: "A", Language: "en"})
	}))
	s.engine = report.New(s.town.Book, rights.Registry().Views())
	reports, err := report.ShippedReports(s.town.Book)
	must(t, err)
	d, err := desk.New(desk.Needs{
		Desk:   kit.Desk{Store: s.store, Book: s.town.Book, Network: network.Network{Name: "Rete della costa", Zone: "Europe/Rome"}},
		Engine: s.engine, Reports: reports,
	})
	must(t, err)
	s.desk = d
	server, err := page.New(page.Options{Routes: d.Routes(), Sessions: s, Menu: d.Menu, Typed: d.Typed, Ways: d.Ways, Keys: s.store.Keys, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	s.server = server
	return s
}

// Find makes the session's name a subject.
func (s *site) Find(_ context.Context, token string) (policy.Subject, page.Account, error) {
	role, organisation, ok := strings.Cut(token, "@")
	if !ok {
		return policy.Subject{}, page.Account{}, errs.E(errs.NotFound, "errors.not_found")
	}
	id := map[string]network.OrganisationID{"faro": s.town.Faro, "molo": s.town.Molo}[organisation]
	return policy.Subject{Account: "a", Organisation: string(id), Lead: organisation == "faro", Status: policy.Confirmed, Roles: []policy.Role{policy.Role(role)}},
		page.Account{Name: role, Language: "en"}, nil
}

// Identity is nobody's: these screens open nothing that is sealed.
func (s *site) Identity(string) (*seal.Identity, error) {
	return nil, errs.E(errs.NotFound, "errors.not_found")
}

// ask makes one request; with a form it is a POST.
func (s *site) ask(session, path string, form url.Values) *httptest.ResponseRecorder {
	s.t.Helper()
	method, body := http.MethodGet, ""
	if form != nil {
		method, body = http.MethodPost, form.Encode()
	}
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Host = "127.0.0.1:8080"
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.AddCookie(&http.Cookie{Name: "session", Value: session})
	w := httptest.NewRecorder()
	s.server.ServeHTTP(w, r)
	return w
}

// wants makes a request, demands a status, and answers the page.
func (s *site) wants(status int, session, path string, form url.Values) string {
	s.t.Helper()
	w := s.ask(session, path, form)
	if w.Code != status {
		s.t.Fatalf("%s %s: status %d, want %d\n%s", session, path, w.Code, status, w.Body)
	}
	return w.Body.String()
}

// saves posts a form that must succeed, and answers the path it leads to.
func (s *site) saves(session, path string, form url.Values) string {
	s.t.Helper()
	w := s.ask(session, path, form)
	if w.Code != http.StatusSeeOther {
		s.t.Fatalf("%s %s: status %d, want a redirect\n%s", session, path, w.Code, w.Body)
	}
	return w.Header().Get("Location")
}

func (s *site) sees(text string, words ...string) {
	s.t.Helper()
	for _, w := range words {
		if !strings.Contains(text, w) {
			s.t.Errorf("the page does not say %q:\n%s", w, text)
		}
	}
}

func (s *site) misses(text string, words ...string) {
	s.t.Helper()
	for _, w := range words {
		if strings.Contains(text, w) {
			s.t.Errorf("the page says %q", w)
		}
	}
}

// person records somebody of an organisation.
func (s *site) person(o network.OrganisationID) person.Person {
	s.t.Helper()
	var p person.Person
	err := s.store.Write(s.t.Context(), operator, func(tx *store.Tx) (err error) {
		p, err = person.New(s.town.Book).Record(tx, testkit.Person(o))
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}
