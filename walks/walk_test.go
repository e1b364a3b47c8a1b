package walks_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// walks are those of CONTRIBUTING that are walked, by the end of their heading, which is also the name of their patch. All patches are made
// before the first command runs, so that the program is built once; the screen's commands come first, since its template is no Go yet.
var walks = []string{"screen", "code", "report table", "field"}

func TestWhatContributingTellsLeadsWhereItSays(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds the program anew")
	}
	c := copySources(t)
	var commands []string
	for _, walk := range walks {
		text := c.section(t, walk)
		for _, file := range c.apply(t, walk) {
			if !names(text, file) {
				t.Errorf("the walk to add a %s has to change %s, and does not say so", walk, file)
			}
		}
		for _, command := range regexp.MustCompile("`((?:make|go test) [^`]+)`").FindAllStringSubmatch(text, -1) {
			if !slices.Contains(commands, command[1]) {
				commands = append(commands, command[1])
			}
		}
	}
	if len(commands) < 5 {
		t.Fatalf("read only the commands %q", commands)
	}
	for _, command := range commands {
		if out, err := c.run(command); err != nil {
			t.Errorf("%s: %v\n%s", command, err, tail(out))
		}
	}
	if t.Failed() {
		return
	}
	n := c.demonstration(t)
	t.Run("the code is offered and understood", n.code)
	t.Run("the table is counted", n.table)
	t.Run("the screen answers", n.screen)
	t.Run("the field is asked, kept, shown and imported", n.field)
}

// sources are a copy of the repository that may be changed.
type sources struct{ dir string }

// copySources copies what is in the repository, with the files that `make assets` made; not its history, nor what others made.
func copySources(t *testing.T) sources {
	t.Helper()
	c := sources{t.TempDir()}
	err := filepath.WalkDir("..", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		to := filepath.Join(c.dir, strings.TrimPrefix(name, ".."))
		switch {
		case entry.IsDir() && (entry.Name() == ".git" || entry.Name() == "node_modules" || name == "../bin" || name == "../data"):
			return filepath.SkipDir
		case entry.IsDir():
			return os.MkdirAll(to, 0o700)
		case !entry.Type().IsRegular():
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return os.WriteFile(to, text, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (c sources) path(name string) string { return filepath.Join(c.dir, filepath.FromSlash(name)) }

// run runs a command line in the copy. Without the folder's name in what is compiled, the next run finds it in the build cache.
func (c sources) run(line string) (string, error) {
	words := strings.Fields(line)
	cmd := exec.Command(words[0], words[1:]...)
	cmd.Dir = c.dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-trimpath", "GIT_CEILING_DIRECTORIES="+filepath.Dir(c.dir))
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	return out.String(), err
}

// section is the text of a walk.
func (c sources) section(t *testing.T, walk string) string {
	t.Helper()
	text, err := os.ReadFile(c.path("CONTRIBUTING.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(text), "\n## Walk: add a "+walk+"\n")
	if !found {
		t.Fatalf("CONTRIBUTING has no walk to add a %s", walk)
	}
	section, _, _ := strings.Cut(rest, "\n## ")
	return section
}

// apply makes the change of a walk, and tells which files it touched.
func (c sources) apply(t *testing.T, walk string) (touched []string) {
	t.Helper()
	patch, err := os.ReadFile(filepath.Join("testdata", strings.ReplaceAll(walk, " ", "_")+".diff"))
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("git", "apply", "-C1", "-")
	cmd.Dir, cmd.Stdin = c.dir, bytes.NewReader(patch)
	cmd.Env = append(os.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(c.dir))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("the patch of the walk to add a %s does not fit any more (%v): walk it by hand and keep the new one\n%s", walk, err, out)
	}
	for _, m := range regexp.MustCompile(`(?m)^\+\+\+ b/(.+)$`).FindAllSubmatch(patch, -1) {
		file := string(m[1])
		if strings.Contains(file, "/NEXT_") {
			file = c.number(t, file)
			touched = append(touched, frozen)
		}
		touched = append(touched, file)
	}
	return touched
}

const frozen = "internal/base/store/testdata/migrations.frozen"

// number gives a migration the next number, and adds the line that the test of the migrations asks for.
func (c sources) number(t *testing.T, file string) string {
	t.Helper()
	others, err := filepath.Glob(c.path(filepath.Dir(file) + "/0*.sql"))
	if err != nil {
		t.Fatal(err)
	}
	numbered := strings.Replace(file, "NEXT", fmt.Sprintf("%05d", len(others)+1), 1)
	if err := os.Rename(c.path(file), c.path(numbered)); err != nil {
		t.Fatal(err)
	}
	out, err := c.run("go test ./internal/base/store -run MigrationsNeverChange")
	line := regexp.MustCompile(`(?m)^\s*(\w+/` + regexp.QuoteMeta(filepath.Base(numbered)) + ` [0-9a-f]{64})$`).FindStringSubmatch(out)
	if err == nil || line == nil {
		t.Fatalf("the test of the migrations does not ask for a line: %v\n%s", err, tail(out))
	}
	list, err := os.OpenFile(c.path(frozen), os.O_APPEND|os.O_WRONLY, 0)
	if err == nil {
		_, err = fmt.Fprintln(list, line[1])
	}
	if err == nil {
		err = list.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return numbered
}

// names reports whether a text names a file, or the folder in which it lies; a brace stands for each word in it.
func names(text, file string) bool {
	for _, m := range regexp.MustCompile("`([^` ]+)`").FindAllStringSubmatch(text, -1) {
		for _, name := range braced(m[1]) {
			if name == file || name == path.Dir(file)+"/" {
				return true
			}
		}
	}
	return false
}

// braced writes a name out for each word in its braces.
func braced(name string) []string {
	before, rest, found := strings.Cut(name, "{")
	if !found {
		return []string{name}
	}
	words, after, _ := strings.Cut(rest, "}")
	var list []string
	for word := range strings.SplitSeq(words, ",") {
		list = append(list, before+word+after)
	}
	return list
}

// A walk that names a file too few is noticed.
func TestAFileThatIsNotNamedIsNoticed(t *testing.T) {
	text := "Copy a file in `a/lists/`, change `b/noun.go`, and say it in `c/noun.{it,en}.yaml`."
	for file, want := range map[string]bool{
		"a/lists/x.yaml": true, "b/noun.go": true, "c/noun.it.yaml": true, "c/noun.en.yaml": true,
		"a/x.yaml": false, "a/lists/deeper/x.yaml": false, "b/other.go": false, "c/noun.de.yaml": false,
	} {
		if names(text, file) != want {
			t.Errorf("%s is named: %t", file, !want)
		}
	}
}

// tail is the end of what a command said.
func tail(out string) string {
	const most = 4000
	if len(out) > most {
		return "…" + out[len(out)-most:]
	}
	return out
}
