package walks_test

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"approdo/internal/demo"
)

// installation is a demonstration of the program that was built from the changed sources.
type installation struct {
	program, dir, address string
}

// demonstration builds the program, makes a demonstration and serves it.
func (c sources) demonstration(t *testing.T) installation {
	t.Helper()
	n := installation{program: filepath.Join(t.TempDir(), "approdo"), dir: t.TempDir()}
	if out, err := c.run("go build -o " + n.program + " ./cmd/approdo"); err != nil {
		t.Fatalf("%v\n%s", err, tail(out))
	}
	n.does(t, "demo", "--no-serve", "--dir", n.dir)
	server := exec.Command(n.program, "serve", "--listen", "127.0.0.1:0", "--lang", "en", "--dir", n.dir)
	out, err := server.StdoutPipe()
	if err == nil {
		err = server.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Signal(syscall.SIGTERM)
		if err := server.Wait(); err != nil {
			t.Errorf("the server ended with %v", err)
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	n.address = regexp.MustCompile(`http://[0-9.:]*\d`).FindString(line)
	if err != nil || n.address == "" {
		t.Fatalf("the server said %q, %v", line, err)
	}
	go io.Copy(io.Discard, out)
	return n
}

// does runs a command of the program and demands success.
func (n installation) does(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.Command(n.program, args...)
	cmd.Env = append(os.Environ(), "LC_ALL=en_GB.UTF-8", "APPRODO_DATABASE=")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("approdo %q: %v", args, err)
	}
	return string(out)
}

// imports takes in a file and demands that a row was added.
func (n installation) imports(t *testing.T, kind, text string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), kind+".csv")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if out := n.does(t, "import", kind, file, "--dir", n.dir); !strings.Contains(out, "1 rows added") {
		t.Errorf("importing %s said %s", kind, out)
	}
}

// somebody who has logged in.
type somebody struct {
	n      installation
	client http.Client
}

func (n installation) enter(t *testing.T, login string) somebody {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	w := somebody{n, http.Client{Jar: jar}}
	if page := w.sends(t, "/login", url.Values{"login": {login}, "passphrase": {demo.Passphrase}}); strings.Contains(page, `name="passphrase"`) {
		t.Fatalf("%s does not get in", login)
	}
	return w
}

// sends posts a form as the program's own page does, and gives the page it leads to.
func (w somebody) sends(t *testing.T, path string, form url.Values) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.n.address+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", w.n.address)
	return w.reads(t, r)
}

func (w somebody) sees(t *testing.T, path string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.n.address+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	return w.reads(t, r)
}

func (w somebody) reads(t *testing.T, r *http.Request) string {
	t.Helper()
	r.Header.Set("Accept-Language", "it")
	response, err := w.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%s answered %d, %v\n%s", r.URL.Path, response.StatusCode, err, tail(string(text)))
	}
	return string(text)
}

// A worker of the demonstration, and the code of a unit whose outings its report counts.
const (
	worker = "nora"
	unit   = "BRINA-STRADA"
)

func (n installation) code(t *testing.T) {
	if page := n.enter(t, worker).sees(t, "/actions/new"); !strings.Contains(page, `value="pharmacy_accompaniment"`) {
		t.Error("the form does not offer the new code")
	}
	shown := slices.ContainsFunc(n.reports(t, "T5B", "--project", "BUSSOLA").Rows, func(r row) bool { return r.Code == "pharmacy_accompaniment" && r.Values["count"] > 0 })
	if !shown {
		t.Error("the demonstration shows nothing of the new code")
	}
	n.imports(t, "actions", "data;unità;tipo\n2024-06-10;"+unit+";in farmacia\n")
}

// figures of a report: rows and total of one table.
type figures struct {
	ID    string
	Rows  []row
	Total *row
}

type row struct {
	Code   string
	Values map[string]float64
}

// reports makes the report and gives one table of it.
func (n installation) reports(t *testing.T, id string, args ...string) figures {
	t.Helper()
	var report struct{ Tables []figures }
	if err := json.Unmarshal([]byte(n.does(t, append([]string{"report", "interim", "--dir", n.dir}, args...)...)), &report); err != nil {
		t.Fatal(err)
	}
	for _, table := range report.Tables {
		if table.ID == id && table.Total != nil {
			return table
		}
	}
	t.Fatalf("the report has no table %s with a total", id)
	return figures{}
}

func (n installation) table(t *testing.T) {
	table := n.reports(t, "T8")
	sum := 0.0
	for _, row := range table.Rows {
		sum += row.Values["count"]
	}
	if sum < 1 || table.Total.Values["count"] != sum {
		t.Errorf("the rows of the new table hold %v, its total is %v", sum, table.Total.Values)
	}
}

func (n installation) screen(t *testing.T) {
	if page := n.enter(t, worker).sees(t, "/units"); !strings.Contains(page, "Unità della rete") || strings.Count(page, "<tr") < 3 {
		t.Errorf("the new screen shows %s", tail(page))
	}
}

func (n installation) field(t *testing.T) {
	w := n.enter(t, worker)
	mine := regexp.MustCompile(`<option value="([0-9a-f-]{36})"`).FindStringSubmatch(w.sees(t, "/outings/new"))
	if mine == nil {
		t.Fatal("the form offers no unit")
	}
	page := w.sends(t, "/outings", url.Values{"unit": {mine[1]}, "day": {"2024-06-11"}, "mode": {"outdoor"}, "minutes": {"90"}, "volunteers": {"7"}})
	if !regexp.MustCompile(`Volontari</dt>\s*<dd[^>]*>\s*7\s*<`).MatchString(page) {
		t.Errorf("the outing does not show its volunteers: %s", tail(page))
	}
	before := n.reports(t, "T14", "--definitions", n.summing(t)).Total.Values["volunteers"]
	n.imports(t, "outings", "data;unità;modalità;volontari\n2024-06-12;"+unit+";outdoor;4\n")
	if after := n.reports(t, "T14", "--definitions", n.summing(t)).Total.Values["volunteers"]; after != before+4 {
		t.Errorf("the report counts %v volunteers, and %v before 4 were imported", after, before)
	}
}

// summing are the report's definitions, with a column that sums the new field.
func (n installation) summing(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "definitions")
	n.does(t, "definitions", "--out", dir)
	file := filepath.Join(dir, "T14.yaml")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	column := "measures:\n  - {measure: sum, of: volunteers, code: volunteers, label: {it: Volontari, en: Volunteers}}\n"
	if err := os.WriteFile(file, []byte(strings.Replace(string(text), "measures:\n", column, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}
