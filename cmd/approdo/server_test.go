package main_test

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
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

// password is what the worker chooses when she joins.
const password = "onda lunga sul molo quieto"

// serving starts the program on a free port. With an invitation the worker joins, as a browser would; without one she logs in.
func serving(t *testing.T, dir, database, invitation string) server {
	t.Helper()
	address, _ := start(t, database, "--dir", dir)
	s := server{address, browser(t)}
	if invitation == "" {
		s.leads(t, "/login", url.Values{"login": {"nora"}, "passphrase": {password}})
		return s
	}
	s.joins(t, invitation)
	return s
}

// joins accepts an invitation and copies the recovery code.
func (s server) joins(t *testing.T, invitation string) {
	t.Helper()
	s.leads(t, invitation, url.Values{"password": {password}, "again": {password}})
	var groups []string
	for _, m := range regexp.MustCompile(`<li class="figure">(\w+)</li>`).FindAllStringSubmatch(s.page(t, "/account/recovery"), -1) {
		groups = append(groups, m[1])
	}
	if len(groups) != 7 {
		t.Fatalf("the recovery code has the groups %q", groups)
	}
	s.leads(t, "/account/recovery", url.Values{"groups": {groups[2] + " " + groups[5]}})
}

// browser follows no redirection and keeps its cookies.
func browser(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// leads sends a form that must be accepted.
func (s server) leads(t *testing.T, path string, form url.Values) {
	t.Helper()
	if status := s.post(t, path, form); status != http.StatusSeeOther {
		t.Fatalf("%s answered %d", path, status)
	}
}

// start runs the server on a free port until the test ends, and gives the address it tells and the port.
func start(t *testing.T, database string, args ...string) (address, port string) {
	t.Helper()
	address, port, _ = started(t, database, args...)
	return address, port
}

// started is start, and gives the process.
func started(t *testing.T, database string, args ...string) (address, port string, process *os.Process) {
	t.Helper()
	return startedOf(t, binary, []string{"APPRODO_DATABASE=" + database}, args...)
}

// startedOf is started of another program than the one that people run, with more in its environment.
func startedOf(t *testing.T, program string, environment []string, args ...string) (address, port string, process *os.Process) {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port = strings.TrimPrefix(free.Addr().String(), "127.0.0.1:")
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, append([]string{"serve", "--listen", "127.0.0.1:" + port, "--lang", "en"}, args...)...)
	cmd.Env = append(os.Environ(), environment...)
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
	address = regexp.MustCompile(`https?://[a-z0-9.:]*[a-z0-9]`).FindString(line)
	if err != nil || address == "" {
		t.Fatalf("the server said %q, %v", line, err)
	}
	return address, port, cmd.Process
}

// page asks for a page and gives its text.
func (s server) page(t *testing.T, path string) string {
	t.Helper()
	response, err := s.client.Get(s.address + path)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var text bytes.Buffer
	if _, err := text.ReadFrom(response.Body); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

// form is a form sent from the program's own page.
func (s server) form(t *testing.T, path string, form url.Values) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.address+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", s.address)
	return r
}

// post sends a form and gives the status.
func (s server) post(t *testing.T, path string, form url.Values) int {
	t.Helper()
	response, err := s.client.Do(s.form(t, path, form))
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
	id := regexp.MustCompile(`<option value="([0-9a-f-]{36})"[^>]*>Unità di strada`).FindStringSubmatch(s.page(t, "/contacts/new"))
	if id == nil {
		t.Fatal("the form offers no unit")
	}
	return id[1]
}

// A server and an import on SQLite, two servers on PostgreSQL: each writes a thousand contacts; both then give one report.
func TestAServerAndAnotherProcessWriteAThousandEach(t *testing.T) {
	testkit.Long(t)
	for name, database := range map[string]func(*testing.T) string{
		"sqlite": func(*testing.T) string { return "" }, "postgres": func(t *testing.T) string { return testkit.Postgres(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			database, dir := database(t), t.TempDir()
			said := on(t, database, "init", file(t, "network.yaml", staffed), "--dir", dir)
			s := serving(t, dir, database, invitation(t, said, "nora"))
			unit := s.unit(t)
			var both sync.WaitGroup
			both.Go(func() { s.record(t, unit, 1000) })
			if database == "" {
				path := file(t, "c.csv", rows("molo-strada", 0, 1000))
				both.Go(func() { on(t, database, "import", "contacts", path, "--dir", dir) })
			} else {
				other := serving(t, dir, database, "")
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
