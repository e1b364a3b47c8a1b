package app_test

import (
	"bytes"
	"crypto/tls"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"approdo/internal/app"
)

// heard is a log that several write to.
type heard struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (h *heard) Write(b []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.text.Write(b)
}

func (h *heard) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.text.String()
}

// TestWhoComesInVainStandsInNoLog: who speaks no TLS, or another, who goes away, and who sends what is no HTTP is logged, and not from where they came; and nobody waits for whoever does not go on.
func TestWhoComesInVainStandsInNoLog(t *testing.T) {
	t.Parallel()
	for _, host := range []string{"127.0.0.1", "[::1]"} {
		t.Run(host, func(t *testing.T) {
			t.Parallel()
			l, err := net.Listen("tcp", host+":0")
			if err != nil {
				t.Skip(err)
			}
			log := &heard{}
			server := app.NewServer(http.NotFoundHandler(), slog.New(slog.NewTextHandler(log, nil)))
			borrowed := httptest.NewUnstartedServer(nil)
			borrowed.StartTLS()
			server.TLSConfig = &tls.Config{Certificates: borrowed.TLS.Certificates}
			borrowed.Close()
			go func() { _ = server.ServeTLS(l, "", "") }()
			defer server.Close()
			var came []string
			for _, says := range []string{"GET / HTTP/1.1\r\n\r\n", "\x16\x03\x01\x00\x05nonsense", "", "\x16\x03\x01\xff\xff"} {
				c, err := net.Dial("tcp", l.Addr().String())
				if err != nil {
					t.Fatal(err)
				}
				came = append(came, c.LocalAddr().String())
				_, _ = c.Write([]byte(says))
				time.Sleep(20 * time.Millisecond)
				_ = c.Close()
			}
			secure, err := tls.Dial("tcp", l.Addr().String(), &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2"}}) //nolint:gosec // of this test
			if err != nil {
				t.Fatal(err)
			}
			came = append(came, secure.LocalAddr().String())
			_, _ = secure.Write([]byte("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + strings.Repeat("x", 64)))
			time.Sleep(50 * time.Millisecond)
			_ = secure.Close()
			for range 100 {
				if strings.Count(log.String(), "handshake") >= 3 {
					break
				}
				time.Sleep(20 * time.Millisecond)
			}
			text := log.String()
			if !strings.Contains(text, "TLS handshake error") || !strings.Contains(text, "somebody") {
				t.Errorf("nothing is logged: %s", text)
			}
			for _, who := range came {
				address, _, _ := net.SplitHostPort(who)
				if strings.Contains(text, who) || strings.Contains(text, address) {
					t.Errorf("the log says who came: %s", text)
				}
			}
		})
	}
}

// TestWhoDoesNotGoOnWithAHandshakeIsNotWaitedFor, nor who sends headers without an end.
func TestWhoDoesNotGoOnWithAHandshakeIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	server := app.NewServer(http.NotFoundHandler(), slog.New(slog.DiscardHandler))
	if server.ReadHeaderTimeout == 0 || server.ReadHeaderTimeout > 15*time.Second || server.MaxHeaderBytes > 1<<20 {
		t.Errorf("headers: %v, %d bytes", server.ReadHeaderTimeout, server.MaxHeaderBytes)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	borrowed := httptest.NewUnstartedServer(nil)
	borrowed.StartTLS()
	server.TLSConfig = &tls.Config{Certificates: borrowed.TLS.Certificates}
	borrowed.Close()
	server.ReadHeaderTimeout = time.Second // as much shorter as the test
	go func() { _ = server.ServeTLS(l, "", "") }()
	defer server.Close()
	for _, says := range []string{"", "\x16\x03\x01\x02\x00\x01"} {
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		_, _ = c.Write([]byte(says))
		_ = c.SetReadDeadline(time.Now().Add(20 * time.Second))
		if n, err := c.Read(make([]byte, 1)); n != 0 || err == nil || strings.Contains(err.Error(), "timeout") {
			t.Errorf("%q: who does not go on is waited for: %v", says, err)
		}
	}
}
