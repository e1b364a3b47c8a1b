package e2e_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/a-h/templ"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/web/page"
)

// exhibit is a template in one state, filled with invented figures.
type exhibit struct {
	name   string
	title  string
	open   bool // seen by somebody who is not logged in
	status int
	body   func(*i18n.Printer) templ.Component
}

// somebody stands in for the session store: every token is the same coordinator's.
type somebody struct{}

func (somebody) Find(context.Context, string) (policy.Subject, page.Account, error) {
	return policy.Subject{Account: "a", Organisation: "o", Lead: true, Status: policy.Confirmed, Roles: []policy.Role{policy.Coordinator}},
		page.Account{Name: "Marta Riva", Login: "coordinatrice", Organisation: "Porto Sicuro"}, nil
}

func (somebody) Identity(string) (*seal.Identity, error) {
	return nil, errs.E(errs.NotFound, "errors.not_found")
}

// gallery serves the exhibits.
func gallery(t *testing.T) *httptest.Server {
	t.Helper()
	var routes []page.Route
	for _, x := range exhibits {
		action := policy.HomeView
		if x.open {
			action = policy.SessionOpen
		}
		routes = append(routes, page.Route{Method: http.MethodGet, Pattern: "/gallery/" + x.name, Action: action, Handler: func(r *page.Request) error {
			if x.body == nil {
				return errs.E(errs.Unavailable, "errors.unavailable")
			}
			return r.RenderStatus(max(x.status, http.StatusOK), x.title, x.body(r.Printer()))
		}})
	}
	server, err := page.New(page.Options{
		Routes: routes, Sessions: somebody{}, Example: true, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Menu: func(r *page.Request) []page.Item {
			say := speaker(r.Printer())
			return []page.Item{
				{Label: say("Oggi", "Today"), Path: "/"},
				{Label: say("Prepara", "Make"), Path: "/reports/new"},
				{Label: say("Relazioni", "Reports"), Path: "/runs", Current: true},
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	http := httptest.NewServer(server)
	t.Cleanup(http.Close)
	return http
}

// TestEveryTemplateCanBeReadByEverybody shows each template in states that the demonstration never reaches.
func TestEveryTemplateCanBeReadByEverybody(t *testing.T) {
	t.Parallel()
	b := open(t)
	server := gallery(t)
	for _, x := range exhibits {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			v := visit{name: "gallery-" + x.name, address: server.URL + "/gallery/" + x.name, status: int64(x.status)}
			if !x.open {
				v.session = "any"
			}
			b.readable(t, v.name, v)
		})
	}
}
