package page_test

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"approdo/internal/base/policy"
	"approdo/internal/web/page"
)

func TestWhoIsNotLoggedInSendsShortForms(t *testing.T) {
	s, _ := site(t, page.Options{})
	long := "word=" + strings.Repeat("a", 20<<10)
	for session, want := range map[string]int{"": http.StatusUnprocessableEntity, "coordinator": http.StatusOK} {
		if w := (ask{method: "POST", path: "/write", body: long, session: session}).to(s); w.Code != want {
			t.Errorf("%q: status %d, want %d", session, w.Code, want)
		}
	}
}

// line is a connection of a browser to a server, whose time is the test's.
type line struct{ given chan net.Conn }

func (l line) Accept() (net.Conn, error) {
	c, open := <-l.given
	if !open {
		return nil, net.ErrClosed
	}
	return c, nil
}
func (l line) Close() error   { return nil }
func (l line) Addr() net.Addr { return &net.TCPAddr{} }

// sends opens a connection and sends the beginning of a request.
func (l line) sends(t *testing.T, request string) net.Conn {
	t.Helper()
	here, there := net.Pipe()
	l.given <- there
	if _, err := io.WriteString(here, request); err != nil {
		t.Fatal(err)
	}
	return here
}

// serve answers on lines until the test ends.
func serve(t *testing.T, routes ...page.Route) line {
	t.Helper()
	s, err := page.New(page.Options{Routes: routes, Sessions: sessions{}, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	l, server := line{make(chan net.Conn)}, &http.Server{Handler: s}
	go func() { _ = server.Serve(l) }()
	t.Cleanup(func() {
		close(l.given)
		_ = server.Close()
	})
	return l
}

const slowly = "POST /write HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\nCookie: session=coordinator\r\n" +
	"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nword="

// TestABodyThatDoesNotComeHoldsNobodyUp: a connection that goes on sending for ever is answered and closed.
func TestABodyThatDoesNotComeHoldsNobodyUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := serve(t, page.Route{Method: http.MethodPost, Pattern: "/write", Action: policy.SessionOpen, Handler: func(r *page.Request) error {
			_, err := r.Fields()
			return err
		}})
		began, here := time.Now(), l.sends(t, slowly)
		answer, err := http.ReadResponse(bufio.NewReader(here), nil)
		if err != nil || answer.StatusCode != http.StatusUnprocessableEntity {
			t.Fatalf("%v, %v", answer, err)
		}
		if waited := time.Since(began); waited > 5*time.Minute {
			t.Errorf("waited %v", waited)
		}
		_ = here.Close()
	})
}

// TestWorkThatFollowsOnABodyTakesItsTime: what bounds the sending does not bound the answer.
func TestWorkThatFollowsOnABodyTakesItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := serve(t, page.Route{Method: http.MethodPost, Pattern: "/write", Action: policy.SessionOpen, Handler: func(r *page.Request) error {
			if _, err := r.Fields(); err != nil {
				return err
			}
			time.Sleep(time.Hour)
			return r.Context().Err()
		}})
		here := l.sends(t, slowly+strings.Repeat("a", 95))
		if answer, err := http.ReadResponse(bufio.NewReader(here), nil); err != nil || answer.StatusCode != http.StatusOK {
			t.Errorf("%v, %v", answer, err)
		}
		_ = here.Close()
	})
}

// TestFewLongBodiesAtATimeAreHeldOfAnAccount: whoever sends a hundred files at once makes only themselves wait.
func TestFewLongBodiesAtATimeAreHeldOfAnAccount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, done := context.WithCancel(t.Context())
		var mu sync.Mutex
		held, most := 0, 0
		l := serve(t, page.Route{Method: http.MethodPost, Pattern: "/write", Action: policy.SessionOpen, Longest: 4 << 20, Handler: func(r *page.Request) error {
			mu.Lock()
			held++
			most = max(most, held)
			mu.Unlock()
			<-ctx.Done()
			mu.Lock()
			held--
			mu.Unlock()
			return text(r, "done")
		}})
		var lines []net.Conn
		for range 10 {
			lines = append(lines, l.sends(t, slowly))
		}
		synctest.Wait()
		done()
		for _, here := range lines {
			if answer, err := http.ReadResponse(bufio.NewReader(here), nil); err != nil || answer.StatusCode != http.StatusOK {
				t.Errorf("%v, %v", answer, err)
			}
			_ = here.Close()
		}
		if most != 3 {
			t.Errorf("%d at once", most)
		}
	})
}

// TestWhoDoesNotReadIsNotWaitedFor: an answer that nobody takes ends, and one that is taken slowly does not.
func TestWhoDoesNotReadIsNotWaitedFor(t *testing.T) {
	const long = 1 << 20
	for name, c := range map[string]struct {
		pause time.Duration // between one stretch that is read and the next
		whole bool
	}{"reads slowly": {20 * time.Second, true}, "does not read": {time.Hour, false}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ended := make(chan time.Time, 1)
				l := serve(t, page.Route{Method: http.MethodGet, Pattern: "/write", Action: policy.SessionOpen, Handler: func(r *page.Request) error {
					_, err := r.Writer().Write(make([]byte, long))
					ended <- time.Now()
					return err
				}})
				began, here := time.Now(), l.sends(t, "GET /write HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
				read := 0
				for b := make([]byte, 64<<10); ; {
					time.Sleep(c.pause)
					n, err := io.ReadFull(here, b)
					if read += n; err != nil {
						break
					}
				}
				if whole := read > long; whole != c.whole {
					t.Errorf("%d bytes arrived", read)
				}
				if took := (<-ended).Sub(began); !c.whole && took > 5*time.Minute {
					t.Errorf("held for %v", took)
				}
				_ = here.Close()
			})
		})
	}
}

// TestABodyThatNobodyReadsHoldsNobodyUp: not on a route without a form either, be it a style.
func TestABodyThatNobodyReadsHoldsNobodyUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := serve(t)
		began, here := time.Now(), l.sends(t, "GET /assets/none.css HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nword=")
		if _, err := io.Copy(io.Discard, here); err != nil {
			t.Error(err)
		}
		if waited := time.Since(began); waited > 5*time.Minute {
			t.Errorf("waited %v", waited)
		}
		_ = here.Close()
	})
}
