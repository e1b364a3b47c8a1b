package e2e_test

import (
	"bytes"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// running is the program as people run it: a process of its own over the demonstration, with folders that nobody else writes into.
type running struct {
	*site
	t        *testing.T
	binary   string
	root     string // of everything the program writes, but for what PostgreSQL does
	database string // empty for SQLite
	server   *exec.Cmd
}

// assemble builds the program.
func assemble(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "approdo")
	if out, err := exec.Command("go", "build", "-o", binary, "../cmd/approdo").CombinedOutput(); err != nil {
		t.Fatalf("build: %v: %s", err, out)
	}
	return binary
}

// settle makes the demonstration in folders of its own. From then on PostgreSQL writes every statement and every value that it is given into its log.
func settle(t *testing.T, binary, database string) *running {
	t.Helper()
	r := &running{t: t, binary: binary, root: t.TempDir(), database: database, site: &site{tokens: map[string]string{}}}
	for _, dir := range []string{"data", "key", "tmp", "copies", "out"} {
		if err := os.Mkdir(r.at(dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	r.does("demo", "--no-serve")
	if database != "" {
		r.database += "&log_statement=all"
	}
	t.Cleanup(r.stop)
	return r
}

// at is a path in the program's folders.
func (r *running) at(names ...string) string {
	return filepath.Join(append([]string{r.root}, names...)...)
}

// command prepares the program on its folders; what it says goes to the log.
func (r *running) command(args ...string) *exec.Cmd {
	r.t.Helper()
	cmd := exec.Command(r.binary, append(args, "--dir", r.at("data"), "--key-file", r.at("key", "key"), "--lang", "en")...)
	cmd.Env = append(os.Environ(), "TMPDIR="+r.at("tmp"), "APPRODO_DATABASE="+r.database)
	log, err := os.OpenFile(r.at("out", "log"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { _ = log.Close() })
	cmd.Stdout, cmd.Stderr = log, log
	return cmd
}

// does runs the program and demands success.
func (r *running) does(args ...string) {
	r.t.Helper()
	if err := r.command(args...).Run(); err != nil {
		r.t.Fatalf("approdo %q: %v: %s", args, err, r.said())
	}
}

// said is what the program wrote to its outputs so far.
func (r *running) said() string {
	r.t.Helper()
	b, err := os.ReadFile(r.at("out", "log"))
	if err != nil {
		r.t.Fatal(err)
	}
	return string(b)
}

// start starts the server on a free port; letters go to a file.
func (r *running) start() {
	r.t.Helper()
	before := len(r.said())
	r.server = r.command("serve", "--listen", "127.0.0.1:0", "--mail-log", r.at("out", "letters"), "--checkpoints", r.at("out", "checkpoints"))
	if err := r.server.Start(); err != nil {
		r.t.Fatal(err)
	}
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if address := regexp.MustCompile(`http://127\.0\.0\.1:[0-9]+`).FindString(r.said()[before:]); address != "" {
			r.address = address
			clear(r.tokens) // a restart locks
			return
		}
	}
	r.t.Fatalf("the server does not say where it answers: %s", r.said())
}

// stop ends the server as a machine that is switched off in the evening does.
func (r *running) stop() {
	if r.server == nil {
		return
	}
	_ = r.server.Process.Signal(syscall.SIGTERM)
	if err := r.server.Wait(); err != nil {
		r.t.Errorf("the server ended with %v", err)
	}
	r.server = nil
}

// folders are those that something of the network may be left in: the program's, and PostgreSQL's with its log.
func (r *running) folders() []string {
	list := []string{r.at("data"), r.at("key"), r.at("tmp"), r.at("copies"), r.at("out")}
	if at, err := url.Parse(r.database); err == nil && r.database != "" {
		list = append(list, at.Query().Get("host"))
	}
	return list
}

// watch sweeps the temporary folder while the program works, since what is written there may be gone a moment later; stop gives what was seen.
func (r *running) watch(s *sweeper) (stop func() map[sighting]bool) {
	over, done := make(chan struct{}), make(chan struct{})
	seen := map[sighting]bool{}
	go func() {
		defer close(done)
		for {
			for _, x := range s.folder(r.t, r.at("tmp"), &swept{}) {
				seen[x] = true
			}
			select {
			case <-over:
				return
			case <-time.After(time.Millisecond):
			}
		}
	}()
	return func() map[sighting]bool {
		close(over)
		<-done
		return seen
	}
}

// enters logs in with a password.
func (r *running) enters(login, password string) string {
	r.t.Helper()
	response := r.send(r.t, "", "/login", url.Values{"login": {login}, "passphrase": {password}})
	defer response.Body.Close()
	for _, c := range response.Cookies() {
		if c.Name == "session" {
			r.tokens[login] = c.Value
			return c.Value
		}
	}
	r.t.Fatalf("%s cannot log in: status %d", login, response.StatusCode)
	return ""
}

// reply is what the program answered.
type reply struct {
	status     int
	head, body string
}

// says sends a form, or asks for a page where there is none, wants a status, and gives the text.
func (r *running) says(token, path string, form url.Values, want int) string {
	r.t.Helper()
	got := r.replies(token, path, form)
	if got.status != want {
		r.t.Fatalf("%s answers %d instead of %d: %.1500s", path, got.status, want, words(got.body))
	}
	return got.body
}

func (r *running) replies(token, path string, form url.Values) reply {
	r.t.Helper()
	return read(r.t, r.send(r.t, token, path, form))
}

// words are those of a page's own part.
func words(text string) string {
	if _, inside, found := strings.Cut(text, "<main"); found {
		text = inside
	}
	return strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(text, " ")), " ")
}

// read reads an answer to its end.
func read(t *testing.T, response *http.Response) reply {
	t.Helper()
	defer response.Body.Close()
	var head, body bytes.Buffer
	err := response.Header.Write(&head)
	if err == nil {
		_, err = body.ReadFrom(response.Body)
	}
	if err != nil {
		t.Fatal(err)
	}
	return reply{response.StatusCode, head.String(), body.String()}
}

// control is one field of a form as the program shows it.
type control struct{ name, kind, value string }

var (
	controls   = regexp.MustCompile(`<(input|select|textarea)\b[^>]*>`)
	attributes = regexp.MustCompile(`\b(name|type|value)="([^"]*)"`)
)

// form is what stands in the page's form with that action: every field, as a browser would send it, and the kinds of those that one can type into.
func (r *running) form(text, action string) (values url.Values, asked []control) {
	r.t.Helper()
	_, inside, found := strings.Cut(text, `action="`+action+`"`)
	if !found {
		r.t.Fatalf("no form leads to %s", action)
	}
	inside, _, _ = strings.Cut(inside, "</form>")
	values = url.Values{}
	for _, tag := range controls.FindAllStringSubmatch(inside, -1) {
		c := control{kind: tag[1]}
		for _, a := range attributes.FindAllStringSubmatch(tag[0], -1) {
			switch a[1] {
			case "name":
				c.name = a[2]
			case "type":
				c.kind = a[2]
			case "value":
				c.value = a[2]
			}
		}
		chosen := c.kind != "radio" && c.kind != "checkbox" || strings.Contains(tag[0], " checked")
		if c.name != "" && chosen && tag[1] == "input" {
			values.Add(c.name, c.value)
		}
		if c.name != "" && c.kind != "hidden" && c.kind != "radio" && c.kind != "checkbox" {
			asked = append(asked, c)
		}
	}
	return values, asked
}
