package page_test

import (
	"crypto/tls"
	"encoding/binary"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"approdo/internal/base/policy"
	"approdo/internal/web/page"
)

// frame is one of HTTP/2.
func frame(kind, flags byte, stream uint32, payload []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(payload))<<8|uint32(kind))
	b = append(b, flags)
	b = binary.BigEndian.AppendUint32(b, stream)
	return append(b, payload...)
}

// deaf opens a connection that asks for a path many times over and takes nothing of the answers: its window is closed, so they stay with the server.
func deaf(t *testing.T, server *httptest.Server, path string, streams int) net.Conn {
	t.Helper()
	c, err := tls.Dial("tcp", server.Listener.Addr().String(), &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2"}}) //nolint:gosec // the test's own
	if err != nil {
		t.Fatal(err)
	}
	out := []byte("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
	out = append(out, frame(4, 0, 0, []byte{0, 4, 0, 0, 0, 0})...) // SETTINGS_INITIAL_WINDOW_SIZE = 0
	host := server.Listener.Addr().String()
	headers := []byte{0x82, 0x87, 0x04, byte(len(path))} // GET, https, :path
	headers = append(headers, path...)
	headers = append(append(headers, 0x01, byte(len(host))), host...)
	headers = append(headers, 0x90) // accept-encoding: gzip, deflate
	for i := range streams {
		out = append(out, frame(1, 0x5, uint32(2*i+1), headers)...)
	}
	if _, err := c.Write(out); err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = io.Copy(io.Discard, c) }()
	return c
}

func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc + m.StackInuse)
}

// TestAnswersThatNobodyTakesCostLittle: a stranger asks over and over on few connections and never takes a byte. What waits to be sent must not be what compresses it.
func TestAnswersThatNobodyTakesCostLittle(t *testing.T) { //nolint:paralleltest // it measures memory
	var begun atomic.Int64
	text := make([]byte, 60_000) // that does not become short
	for i := range text {
		text[i] = "0123456789abcdef"[rand.N(16)]
	}
	s, err := page.New(page.Options{
		Sessions: sessions{}, Secure: true, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Routes: []page.Route{{Method: http.MethodGet, Pattern: "/long", Action: policy.SessionOpen, Handler: func(r *page.Request) error {
			begun.Add(1)
			r.Writer().Header().Set("Content-Type", "text/plain")
			_, err := r.Writer().Write(text)
			return err
		}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(s)
	server.EnableHTTP2 = true
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, 0)
	server.StartTLS()
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	const connections, streams = 10, 32
	before := heap()
	for range connections {
		c := deaf(t, server, "/long", streams)
		t.Cleanup(func() { _ = c.Close() })
	}
	for range 100 {
		if begun.Load() == connections*streams {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	time.Sleep(200 * time.Millisecond)
	grown := (heap() - before) >> 20
	t.Logf("%d answers wait, with %d MB", begun.Load(), grown)
	if begun.Load() == 0 || grown > 64 {
		t.Errorf("%d answers that nobody takes hold %d MB", begun.Load(), grown)
	}
}

// TestWhoAsksMuchAtATimeKeepsNobodyElseAway: one too many from a source is told at once, and others are answered.
func TestWhoAsksMuchAtATimeKeepsNobodyElseAway(t *testing.T) {
	t.Parallel()
	nginx, _ := page.FindProxy("nginx")
	wait := make(chan struct{})
	begun := make(chan struct{}, 2000)
	s, err := page.New(page.Options{
		Sessions: sessions{}, Secure: true, Proxy: nginx, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Routes: []page.Route{{Method: http.MethodGet, Pattern: "/slow", Action: policy.SessionOpen, Handler: func(*page.Request) error {
			begun <- struct{}{}
			<-wait
			return nil
		}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	ask := func(from string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, "https://127.0.0.1/slow", http.NoBody)
		r.Header.Set("X-Forwarded-Proto", "https")
		r.Header.Set("X-Real-IP", from)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		return w
	}
	var asked sync.WaitGroup
	many := func(from string, n int) {
		for range n {
			asked.Go(func() { ask(from) })
		}
		for range n {
			<-begun
		}
	}
	many("198.51.100.4", 32)
	if w := ask("198.51.100.4"); w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
		t.Errorf("one too many from a source: %d", w.Code)
	}
	for n := range 31 {
		many(fmt.Sprintf("2001:db8:0:%d::1", n), 32)
	}
	if w := ask("203.0.113.9"); w.Code != http.StatusServiceUnavailable {
		t.Errorf("one too many in all: %d", w.Code)
	}
	close(wait)
	asked.Wait()
	if w := ask("198.51.100.4"); w.Code != http.StatusOK {
		t.Errorf("when all have gone: %d", w.Code)
	}
}
