package page_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/web/page"
)

// sessions knows one token per role, and one that cannot be looked up at the moment.
type sessions struct{}

func (sessions) Find(_ context.Context, token string) (policy.Subject, page.Account, error) {
	switch token {
	case "coordinator":
		return policy.Subject{Account: "a1", Organisation: "o1", Lead: true, Status: policy.Confirmed, Roles: []policy.Role{policy.Coordinator}},
			page.Account{Name: "Marta Riva", Login: "marta", Organisation: "Porto Sicuro", Language: "en"}, nil
	case "locked":
		return policy.Subject{}, page.Account{}, errs.E(errs.Unavailable, "errors.unavailable")
	}
	return policy.Subject{}, page.Account{}, errs.E(errs.NotFound, "errors.not_found")
}

// Identity is of the coordinator; nobody else unlocked anything.
func (sessions) Identity(token string) (*seal.Identity, error) {
	if token != "coordinator" {
		return nil, errs.E(errs.NotFound, "errors.not_found")
	}
	seed, err := seal.NewSeed()
	if err != nil {
		return nil, err
	}
	return seed.Identity()
}

func text(r *page.Request, words string) error {
	return r.Render(words, templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, "<h1>"+words+"</h1>")
		return err
	}))
}

func get(pattern string, action policy.Action, h page.Handler) page.Route {
	return page.Route{Method: http.MethodGet, Pattern: pattern, Action: action, Handler: h}
}

var routes = []page.Route{
	get("/{$}", policy.HomeView, func(r *page.Request) error { return text(r, "home") }),
	get("/open", policy.SessionOpen, func(r *page.Request) error { return text(r, "open "+r.Printer().Lang()) }),
	get("/forbidden", policy.NetworkChange, func(r *page.Request) error { return text(r, "forbidden") }),
	get("/hidden", policy.HomeView, func(*page.Request) error { return errs.E(errs.NotFound, "errors.not_found", "id", "secret") }),
	get("/panic", policy.HomeView, func(*page.Request) error { panic("boom") }),
	get("/broken", policy.HomeView, func(*page.Request) error { return errors.New("disk says no") }),
	get("/join/{token}", policy.SessionOpen, func(*page.Request) error { return errors.New("disk says no") }),
	get("/conflict", policy.HomeView, func(*page.Request) error { return errs.E(errs.Conflict, "errors.conflict") }),
	{Method: http.MethodPost, Pattern: "/write", Action: policy.SessionOpen, Handler: func(r *page.Request) error {
		f, err := r.Fields()
		if err != nil {
			return err
		}
		return text(r, "form "+f.Text("word"))
	}},
	{Method: http.MethodPost, Pattern: "/enter", Action: policy.SessionOpen, Handler: func(r *page.Request) error {
		r.OpenSession("coordinator")
		return r.Redirect("//elsewhere.example/")
	}},
}

// site serves the routes and collects what is logged.
func site(t *testing.T, o page.Options) (*page.Server, *bytes.Buffer) {
	t.Helper()
	var log bytes.Buffer
	o.Routes, o.Sessions, o.Log = routes, sessions{}, slog.New(slog.NewTextHandler(&log, nil))
	s, err := page.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s, &log
}

type ask struct {
	method, path, session, body string
	headers                     map[string]string
	host                        string
}

func (a ask) to(s http.Handler) *httptest.ResponseRecorder {
	method := a.method
	if method == "" {
		method = http.MethodGet
	}
	r := httptest.NewRequest(method, a.path, strings.NewReader(a.body))
	r.Host = "127.0.0.1:8080"
	if a.host != "" {
		r.Host = a.host
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for name, value := range a.headers {
		r.Header.Set(name, value)
		if value == "" {
			r.Header.Del(name)
		}
	}
	if a.session != "" {
		r.AddCookie(&http.Cookie{Name: "session", Value: a.session})
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestATableWithAFaultDoesNotStart(t *testing.T) {
	ok := func(*page.Request) error { return nil }
	for name, table := range map[string][]page.Route{
		"an action is missing":    {get("/a", "", ok)},
		"a handler is missing":    {get("/a", policy.HomeView, nil)},
		"a method is not ours":    {{Method: "PUT", Pattern: "/a", Action: policy.HomeView, Handler: ok}},
		"a pattern is no path":    {get("a", policy.HomeView, ok)},
		"a pattern is repeated":   {get("/a", policy.HomeView, ok), get("/a", policy.HomeView, ok)},
		"two patterns meet":       {get("/a/{x}/c", policy.HomeView, ok), get("/{y}/b/c", policy.HomeView, ok)},
		"the language is taken":   {{Method: "POST", Pattern: "/language", Action: policy.HomeView, Handler: ok}},
		"the assets are shadowed": {get("/assets/", policy.HomeView, ok)},
	} {
		if _, err := page.New(page.Options{Routes: table}); err == nil {
			t.Errorf("a server started although %s", name)
		}
	}
}

func TestWhoIsNotLoggedInIsSentToLogInAndBack(t *testing.T) {
	s, _ := site(t, page.Options{})
	for path, want := range map[string]string{
		"/":               "/login",
		"/forbidden?a=1":  "/login?to=%2Fforbidden%3Fa%3D1",
		"/does/not/exist": "/login?to=%2Fdoes%2Fnot%2Fexist",
	} {
		w := ask{path: path}.to(s)
		if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != want {
			t.Errorf("%s: status %d, sent to %q, want %q", path, w.Code, got, want)
		}
	}
}

func TestAnExpiredSessionIsNobodys(t *testing.T) {
	s, _ := site(t, page.Options{})
	if w := (ask{path: "/", session: "expired"}).to(s); w.Code != http.StatusSeeOther {
		t.Errorf("status %d", w.Code)
	}
}

func TestSessionsThatCannotBeReadAreSaidToBeUnavailable(t *testing.T) {
	s, _ := site(t, page.Options{})
	if w := (ask{path: "/", session: "locked"}).to(s); w.Code != http.StatusServiceUnavailable {
		t.Errorf("status %d", w.Code)
	}
}

func TestForbiddenHiddenAndMissingPagesAreTheSame(t *testing.T) {
	s, _ := site(t, page.Options{})
	same := func(path string) string {
		w := ask{path: path, session: "coordinator"}.to(s)
		if w.Code != http.StatusNotFound {
			t.Errorf("%s: status %d", path, w.Code)
		}
		return strings.ReplaceAll(w.Body.String(), path, "PATH")
	}
	missing := same("/missing")
	if !strings.Contains(missing, "There is nothing here") {
		t.Errorf("the page does not say so: %s", missing)
	}
	for _, path := range []string{"/forbidden", "/hidden", "/write"} {
		if same(path) != missing {
			t.Errorf("%s can be told from a page that does not exist", path)
		}
	}
}

func TestAFaultShowsItsNumberAndNothingOfItsInside(t *testing.T) {
	s, log := site(t, page.Options{})
	for path, inside := range map[string]string{"/panic": "boom", "/broken": "disk says no"} {
		log.Reset()
		w := ask{path: path + "?name=rossi", session: "coordinator"}.to(s)
		if w.Code != http.StatusInternalServerError {
			t.Errorf("%s: status %d", path, w.Code)
		}
		if strings.Contains(w.Body.String(), inside) {
			t.Errorf("%s: the page tells the inside", path)
		}
		_, rest, _ := strings.Cut(log.String(), "incident=")
		number, _, _ := strings.Cut(rest, " ")
		if len(number) != 9 || !strings.Contains(w.Body.String(), number) || !strings.Contains(log.String(), inside) {
			t.Errorf("%s: page and log do not share a number: %s", path, log)
		}
		if strings.Contains(log.String(), "rossi") {
			t.Errorf("%s: the log has the query: %s", path, log)
		}
	}
}

func TestAConflictIsExplained(t *testing.T) {
	s, _ := site(t, page.Options{})
	w := ask{path: "/conflict", session: "coordinator"}.to(s)
	if w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "no longer possible") {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
}

func TestRenderedPagesCarryTheAccountAndTheMark(t *testing.T) {
	s, _ := site(t, page.Options{Example: true, Menu: func(*page.Request) []page.Item {
		return []page.Item{{Label: "First <page>", Path: "/", Current: true}}
	}})
	body := ask{path: "/", session: "coordinator"}.to(s).Body.String()
	for _, want := range []string{"Marta Riva", "Porto Sicuro", "Example data", "First &lt;page&gt;", `aria-current="page"`, `action="/logout"`} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(body, "style=") || strings.Contains(body, "<style") || strings.Contains(body, "onclick") {
		t.Error("the page has inline style or script")
	}
}

// TestNoAddressStandsInALog: an address may hold the secret of an invitation, and whoever reads logs must not be able to use it.
func TestNoAddressStandsInALog(t *testing.T) {
	s, log := site(t, page.Options{})
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodOptions} {
		for _, path := range []string{"/join/Yw4hAwZ6", "/join//Yw4hAwZ6", "/joins/Yw4hAwZ6"} {
			(ask{method: method, path: path}).to(s)
		}
	}
	for want, there := range map[string]bool{"route=/join/{token} ": true, "incident=": true, "Yw4hAwZ6": false} {
		if strings.Contains(log.String(), want) != there {
			t.Errorf("the log has %q: %v\n%s", want, !there, log)
		}
	}
}
