package page_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/web/page"
)

// anybody knows everybody by the name of their session.
type anybody struct{ sessions }

func (anybody) Find(_ context.Context, token string) (policy.Subject, page.Account, error) {
	return policy.Subject{Account: token, Organisation: "o1", Status: policy.Confirmed, Roles: []policy.Role{policy.Coordinator}}, page.Account{Name: token, Language: "en"}, nil
}

// TestAnAccountHasFewHeavyAnswersAtATime: one more is told so at once, while others are served, and it works again when one has ended.
func TestAnAccountHasFewHeavyAnswersAtATime(t *testing.T) {
	begun, finish := make(chan struct{}), make(chan struct{})
	route := get("/report", policy.HomeView, func(r *page.Request) error {
		begun <- struct{}{}
		<-finish
		return text(r, "counted")
	})
	route.Heavy = true
	server, err := page.New(page.Options{Routes: []page.Route{route}, Sessions: anybody{}, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	answers := make(chan int, 4)
	asks := func(session string) *httptest.ResponseRecorder {
		return (ask{method: "GET", path: "/report", session: session}).to(server)
	}
	ask := func(session string) { answers <- asks(session).Code }
	for range 2 {
		go ask("ada")
		<-begun
	}
	if w := asks("ada"); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "still being made") {
		t.Errorf("a third: status %d\n%s", w.Code, w.Body)
	}
	go ask("bea")
	<-begun // somebody else is served
	for range 3 {
		finish <- struct{}{}
		if code := <-answers; code != http.StatusOK {
			t.Errorf("status %d", code)
		}
	}
	go ask("ada")
	<-begun
	finish <- struct{}{}
	if code := <-answers; code != http.StatusOK {
		t.Errorf("afterwards: status %d", code)
	}
}
