package page_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/web/page"
)

// sink is a log that several write to.
type sink struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *sink) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *sink) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// TestAnAnswerThatBeganAndFailsIsCutOff: no page of an error comes after the half of a file, nobody takes that for the whole, and no second status is tried.
func TestAnAnswerThatBeganAndFailsIsCutOff(t *testing.T) {
	for what, fail := range map[string]func() error{
		"an error":  func() error { return errors.New("the disk is gone") },
		"a problem": func() error { return errs.E(errs.Conflict, "page.busy", "most", 2) },
		"a panic":   func() error { panic("nobody thought of this") },
	} {
		for _, coding := range []string{"identity", "gzip"} {
			t.Run(what+" "+coding, func(t *testing.T) {
				var own, lines sink
				s, err := page.New(page.Options{
					Sessions: sessions{}, Log: slog.New(slog.NewTextHandler(&lines, nil)),
					Routes: []page.Route{{Method: http.MethodGet, Pattern: "/half", Action: policy.SessionOpen, Handler: func(r *page.Request) error {
						r.Writer().Header().Set("Content-Type", "text/csv")
						for range 2000 {
							if _, err := fmt.Fprintln(r.Writer(), "one of many lines of a file"); err != nil {
								return err
							}
						}
						return fail()
					}}},
				})
				if err != nil {
					t.Fatal(err)
				}
				server := httptest.NewUnstartedServer(s)
				server.Config.ErrorLog = log.New(&own, "", 0)
				server.Start()
				ask, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/half", http.NoBody)
				ask.Header.Set("Accept-Encoding", coding)
				var text []byte
				answer, err := http.DefaultClient.Do(ask) //nolint:bodyclose // it is
				if err == nil {                           // else nothing had left yet
					text, err = io.ReadAll(answer.Body)
					_ = answer.Body.Close()
				}
				if err == nil {
					t.Error("half of an answer is taken for the whole")
				}
				server.Close()
				if strings.Contains(string(text), "<html") {
					t.Error("a page comes after the half of a file")
				}
				if strings.Contains(own.String(), "superfluous") {
					t.Errorf("another status was tried: %s", own.String())
				}
				if !strings.Contains(lines.String(), "an answer was cut off") || !strings.Contains(lines.String(), "route=/half status=200") {
					t.Errorf("the log says %s", lines.String())
				}
			})
		}
	}
}
