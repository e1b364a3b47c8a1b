package main_test

import (
	"bufio"
	"bytes"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"

	"approdo/internal/testkit"
)

const staffed = town + `
accounts:
  - {login: nora, name: Nora, organisation: faro, language: en, roles: [outreach_worker]}
`

// server is a running `approdo serve`, with a worker logged in.
type server struct {
	address string
	client  *http.Client
}

// serving starts the program on a free port and logs a worker in, as a browser would.
func serving(t *testing.T, dir, database, passphrase string) server {
	t.Helper()
	cmd := exec.Command(binary, "serve", "--dir", dir, "--listen", "127.0.0.1:0", "--lang", "en")
	cmd.Env = append(os.Environ(), "APPRODO_DATABASE="+database)
	var log bytes.Buffer
	cmd.Stderr = &log
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		if err := cmd.Wait(); err != nil {
			t.Errorf("the server ended with %v: %s", err, log.String())
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	address := regexp.MustCompile(`http://127\.0\.0\.1:\d+`).FindString(line)
	if err != nil || address == "" {
		t.Fatalf("the server said %q, %v", line, err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	s := server{address, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	if status := s.post(t, "/login", url.Values{"login": {"nora"}, "passphrase": {passphrase}}); status != http.StatusSeeOther {
		t.Fatalf("log-in answered %d", status)
	}
	return s
}

// post sends a form from the program's own page and gives the status.
func (s server) post(t *testing.T, path string, form url.Values) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.address+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", s.address)
	response, err := s.client.Do(r)
	if err != nil {
		t.Error(err)
		return 0
	}
	defer response.Body.Close()
	return response.StatusCode
}

// record types n contacts into the server's form.
func (s server) record(t *testing.T, unit string, n int) {
	t.Helper()
	for i := range n {
		form := url.Values{"unit": {unit}, "day": {fmt.Sprintf("2024-06-%02d", 1+i%28)}, "channel": {"contact_unit"}, "newness": {"new"}, "setting": {"sexual_outdoor"}}
		if status := s.post(t, "/contacts", form); status != http.StatusSeeOther {
			t.Errorf("contact %d answered %d", i, status)
			return
		}
	}
}

// unit is the id of the only unit the worker can choose.
func (s server) unit(t *testing.T) string {
	t.Helper()
	response, err := s.client.Get(s.address + "/contacts/new")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var page bytes.Buffer
	if _, err := page.ReadFrom(response.Body); err != nil {
		t.Fatal(err)
	}
	id := regexp.MustCompile(`<option value="([0-9a-f-]{36})"[^>]*>Unità di strada`).FindStringSubmatch(page.String())
	if id == nil {
		t.Fatal("the form offers no unit")
	}
	return id[1]
}

// A server and an import on SQLite, two servers on PostgreSQL: each writes a thousand contacts; both then give one report.
func TestAServerAndAnotherProcessWriteAThousandEach(t *testing.T) {
	for name, database := range map[string]func(*testing.T) string{
		"sqlite": func(*testing.T) string { return "" }, "postgres": func(t *testing.T) string { return testkit.Postgres(t) },
	} {
		t.Run(name, func(t *testing.T) {
			database, dir := database(t), t.TempDir()
			t.Setenv("APPRODO_DATABASE", database)
			said := on(t, database, "init", file(t, "network.yaml", staffed), "--dir", dir)
			passphrase := regexp.MustCompile(`nora\s+(\S+)`).FindStringSubmatch(said)
			if passphrase == nil {
				t.Fatalf("init told no passphrase: %s", said)
			}
			s := serving(t, dir, database, passphrase[1])
			unit := s.unit(t)
			var both sync.WaitGroup
			both.Go(func() { s.record(t, unit, 1000) })
			if database == "" {
				path := file(t, "c.csv", rows("molo-strada", 0, 1000))
				both.Go(func() { on(t, database, "import", "contacts", path, "--dir", dir) })
			} else {
				other := serving(t, dir, database, passphrase[1])
				both.Go(func() { other.record(t, unit, 1000) })
			}
			both.Wait()
			one, other := on(t, database, "report", "interim", "--dir", dir), on(t, database, "report", "interim", "--dir", dir)
			if one != other {
				t.Error("two processes give two reports")
			}
			if n := read(t, one).cell("T1", "contact_unit", "attributed"); n != 2000 {
				t.Errorf("%v contacts, want 2000", n)
			}
			on(t, database, "audit", "--dir", dir)
		})
	}
}

// on runs the program on a database and demands success.
func on(t *testing.T, database string, args ...string) string {
	t.Helper()
	cmd := exec.Command(binary, args...)
	cmd.Env = append(os.Environ(), "LC_ALL=en_GB.UTF-8", "APPRODO_DATABASE="+database)
	var out, failure bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &failure
	if err := cmd.Run(); err != nil {
		t.Errorf("approdo %q: %v: %s", args, err, failure.String())
	}
	return out.String()
}
