package page_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"approdo/internal/base/audit"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
	"approdo/internal/web/page"
)

// kept finds sessions as others do, after reading in the store.
type kept struct {
	sessions
	read func(context.Context) int
	seen *int
}

func (k kept) Find(ctx context.Context, token string) (policy.Subject, page.Account, error) {
	*k.seen = k.read(ctx)
	return k.sessions.Find(ctx, token)
}

// dripping is a body, before whose every byte something happens.
type dripping struct {
	io.Reader
	before func()
}

func (s dripping) Read(p []byte) (int, error) {
	s.before()
	return s.Reader.Read(p[:1])
}

func TestARequestIsDecidedAndAnsweredFromOneState(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	operator := policy.System(policy.Operator)
	write := func(code string) {
		t.Helper()
		err := s.Write(context.Background(), operator, func(tx *store.Tx) error {
			tx.Note("code", code, audit.Details{"code": audit.Code(code)})
			_, err := tx.Exec(`INSERT INTO codebook_codes (list, code, labels, attributes, retired) VALUES ('test', $1, '{}', '{}', FALSE)`, code)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	read := func(ctx context.Context) (n int) {
		t.Helper()
		if err := s.Read(ctx, operator, func(tx *store.Tx) error { return tx.QueryRow(`SELECT COUNT(*) FROM codebook_codes`).Scan(&n) }); err != nil {
			t.Fatal(err)
		}
		return n
	}
	var found int
	answered := map[string]int{}
	handler := func(r *page.Request) error {
		write("between-" + r.Method)
		answered[r.Method] = read(r.Context())
		if r.Method == http.MethodPost {
			if err := r.ParseForm(); err != nil {
				return err
			}
			answered["after the body"] = read(r.Context())
		}
		_, err := io.WriteString(r.Writer(), "it is said")
		answered["after the first byte"] = read(r.Context())
		return err
	}
	server, err := page.New(page.Options{
		Sessions: kept{read: read, seen: &found},
		Routes: []page.Route{
			{Method: http.MethodGet, Pattern: "/{$}", Action: policy.SessionOpen, Handler: handler},
			{Method: http.MethodPost, Pattern: "/{$}", Action: policy.SessionOpen, Handler: handler},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	ask{path: "/", session: "giulia"}.to(server)
	if found != 0 || answered[http.MethodGet] != 0 || answered["after the first byte"] != 1 {
		t.Errorf("found in state %d, answered from %v", found, answered)
	}
	hr, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://127.0.0.1:8080/", dripping{strings.NewReader("a=b"), func() {
		write("body-" + string(rune('a'+answered["bytes"])))
		answered["bytes"]++
	}})
	if err != nil {
		t.Fatal(err)
	}
	hr.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	hr.Header.Set("Sec-Fetch-Site", "same-origin")
	hr.AddCookie(&http.Cookie{Name: "session", Value: "giulia"})
	server.ServeHTTP(&discarded{header: http.Header{}}, hr)
	if found != 1 || answered[http.MethodPost] != 1 || answered["after the body"] != 2+answered["bytes"] {
		t.Errorf("a form: found in state %d, answered from %v", found, answered)
	}
}

// discarded takes an answer that nobody reads.
type discarded struct{ header http.Header }

func (d *discarded) Header() http.Header         { return d.header }
func (d *discarded) Write(p []byte) (int, error) { return len(p), nil }
func (d *discarded) WriteHeader(int)             {}
