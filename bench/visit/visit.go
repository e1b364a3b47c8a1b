// Package visit starts the program as people start it, and asks it for pages as their browser does.
package visit

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"approdo/bench/gauge"
	"approdo/internal/demo"
)

// Server is a program that answers on a loopback address.
type Server struct {
	Address string // http://127.0.0.1:PORT
	process *exec.Cmd
	said    bytes.Buffer // shown only when it does not answer: it logs every request
}

// Port is a free one of this machine's.
func Port() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// Start runs a program that was told to answer on an address, and waits until it does.
func Start(address, program string, args ...string) (*Server, error) {
	s := &Server{Address: "http://" + address, process: exec.Command(program, args...)}
	s.process.Stderr = &s.said
	if err := s.process.Start(); err != nil {
		return nil, err
	}
	for until := time.Now().Add(10 * time.Minute); time.Now().Before(until); time.Sleep(50 * time.Millisecond) {
		if c, err := net.DialTimeout("tcp", address, time.Second); err == nil {
			return s, c.Close()
		}
		if s.process.ProcessState != nil {
			break
		}
	}
	return nil, errors.Join(fmt.Errorf("%s does not answer on %s", program, address), s.Stop(), errors.New(s.said.String()))
}

// CPU is the processor time that the program has used.
func (s *Server) CPU() time.Duration { return gauge.CPUOf(s.process.Process.Pid) }

// Stop asks the program to end, and waits.
func (s *Server) Stop() error {
	if err := s.process.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	var ended *exec.ExitError
	if err := s.process.Wait(); err != nil && !errors.As(err, &ended) {
		return err
	}
	return nil
}

// Browser keeps connections and the cookies of a session. It does not follow redirections: they are the answer to a form.
type Browser struct {
	server *Server
	client *http.Client
	cookie string

	Zipped bool // asks for compressed answers, as browsers do, and leaves them so
}

// Browse gives a browser with so many connections.
func (s *Server) Browse(connections int) *Browser {
	transport := &http.Transport{MaxIdleConnsPerHost: connections, MaxConnsPerHost: connections, DisableCompression: true}
	return &Browser{server: s, client: &http.Client{
		Transport: transport, Timeout: time.Minute,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Login opens a session for the demonstration's account of a role.
func (b *Browser) Login(ctx context.Context, role string) error {
	for _, a := range demo.Accounts() {
		if a.Role != role {
			continue
		}
		answer, err := b.do(ctx, http.MethodPost, "/login", "application/x-www-form-urlencoded", url.Values{"login": {a.Login}, "passphrase": {demo.Passphrase}}.Encode(), io.Discard)
		if err != nil {
			return err
		}
		var kept []string // the session, and what the device is known by
		for _, c := range answer.Cookies() {
			kept = append(kept, c.Name+"="+c.Value)
		}
		if b.cookie = strings.Join(kept, "; "); b.cookie == "" {
			return fmt.Errorf("%s could not log in: %s", a.Login, answer.Status)
		}
		return nil
	}
	return fmt.Errorf("no account of role %s", role)
}

// Get asks for a page and reads it to its end. An answer other than 200 is an error.
func (b *Browser) Get(ctx context.Context, path string) error {
	return b.read(ctx, path, io.Discard)
}

// Text is Get for a page whose links matter.
func (b *Browser) Text(ctx context.Context, path string) (string, error) {
	var page strings.Builder
	err := b.read(ctx, path, &page)
	return page.String(), err
}

func (b *Browser) read(ctx context.Context, path string, into io.Writer) error {
	answer, err := b.do(ctx, http.MethodGet, path, "", "", into)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", path, answer.Status)
	}
	return err
}

// Post sends a body and reads the answer. Anything but 200 and a redirection is an error.
func (b *Browser) Post(ctx context.Context, path, kind, body string) error {
	answer, err := b.do(ctx, http.MethodPost, path, kind, body, io.Discard)
	if err == nil && answer.StatusCode != http.StatusOK && answer.StatusCode != http.StatusSeeOther {
		err = fmt.Errorf("%s: %s", path, answer.Status)
	}
	return err
}

func (b *Browser) do(ctx context.Context, method, path, kind, body string, into io.Writer) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, method, b.server.Address+path, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Accept-Language", "en")
	if b.Zipped {
		r.Header.Set("Accept-Encoding", "gzip")
	}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	if b.cookie != "" {
		r.Header.Set("Cookie", b.cookie)
	}
	answer, err := b.client.Do(r)
	if err != nil {
		return nil, err
	}
	_, err = io.Copy(into, answer.Body)
	return answer, errors.Join(err, answer.Body.Close())
}
