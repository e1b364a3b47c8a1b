package approdo_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/modfile"
)

// Each library that we chose has its line of reason, and each line its library.
func TestEveryDependencyHasItsReason(t *testing.T) {
	var chosen []string
	module, err := modfile.Parse("go.mod", []byte(text(t, "go.mod")), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range module.Require {
		if !r.Indirect {
			chosen = append(chosen, r.Mod.Path)
		}
	}
	var front struct{ Dependencies, DevDependencies map[string]string }
	if err := json.Unmarshal([]byte(text(t, "package.json")), &front); err != nil {
		t.Fatal(err)
	}
	for _, list := range []map[string]string{front.Dependencies, front.DevDependencies} {
		for name := range list {
			chosen = append(chosen, name)
		}
	}
	var explained []string
	for _, m := range regexp.MustCompile(`(?m)^\| ([^ |]+) \|`).FindAllStringSubmatch(text(t, "doc/decisions/0001-dependencies.md"), -1) {
		if m[1] != "Library" && !strings.HasPrefix(m[1], "---") {
			explained = append(explained, m[1])
		}
	}
	for _, name := range chosen {
		if !slices.Contains(explained, name) {
			t.Errorf("%s has no line in doc/decisions/0001-dependencies.md", name)
		}
	}
	for _, name := range explained {
		if !slices.Contains(chosen, name) {
			t.Errorf("doc/decisions/0001-dependencies.md explains %s, which is not used", name)
		}
	}
}

// ARCHITECTURE.md draws the rooms that there are, and no others.
func TestTheArchitectureListsTheRooms(t *testing.T) {
	drawing := text(t, "ARCHITECTURE.md")
	for _, storey := range []string{"internal", "internal/web", "internal/web/desk", "internal/care", "internal/base"} {
		rooms, err := os.ReadDir(storey)
		if err != nil {
			t.Fatal(err)
		}
		for _, room := range rooms {
			if !room.IsDir() {
				continue
			}
			if !regexp.MustCompile(`\b` + room.Name() + `\b`).MatchString(drawing) {
				t.Errorf("ARCHITECTURE.md does not draw %s/%s", storey, room.Name())
			}
		}
	}
	for _, m := range regexp.MustCompile(`(?m)^(internal/[a-z/]+|cmd/[a-z]+) `).FindAllStringSubmatch(drawing, -1) {
		if _, err := os.Stat(m[1]); err != nil {
			t.Errorf("ARCHITECTURE.md draws %s, which is not there", m[1])
		}
	}
}

// What documents point at exists.
func TestDocumentsPointAtWhatExists(t *testing.T) {
	documents, err := filepath.Glob("*.md")
	if err != nil {
		t.Fatal(err)
	}
	more, err := filepath.Glob("doc/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(documents, more...) {
		body := text(t, name)
		for _, m := range regexp.MustCompile(`\]\(([^)#:]+)\)`).FindAllStringSubmatch(body, -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(name), m[1])); err != nil {
				t.Errorf("%s points at %s, which is not there", name, m[1])
			}
		}
		for _, m := range regexp.MustCompile("`((?:internal|cmd|bench|e2e|doc)(?:/[a-z0-9_.-]+)+)/?`").FindAllStringSubmatch(body, -1) {
			if _, err := os.Stat(m[1]); err != nil {
				t.Errorf("%s names %s, which is not there", name, m[1])
			}
		}
	}
}

func text(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// Each promise of SECURITY.md names what proves it, and that is there.
func TestEveryPromiseNamesTestsThatExist(t *testing.T) {
	section, _, _ := strings.Cut(text(t, "SECURITY.md"), "## What is not promised")
	make := text(t, "Makefile")
	promises := 0
	for line := range strings.SplitSeq(section, "\n") {
		cells := strings.Split(line, "|")
		if len(cells) < 5 || strings.HasPrefix(line, "| Against") || strings.HasPrefix(line, "|---") {
			continue
		}
		promises++
		proof, in, named := cells[len(cells)-2], "", false
		for _, m := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(proof, -1) {
			name, target := m[1], strings.TrimPrefix(m[1], "make ")
			switch {
			case target != name:
				named = true
				if !strings.Contains(make, "\n"+target+":") {
					t.Errorf("%q: there is no %q", cells[1], name)
				}
			case regexp.MustCompile(`^(…|Test|Fuzz)`).MatchString(name):
				named = true
				if !tested(t, in, strings.TrimPrefix(name, "…")) {
					t.Errorf("%q: %s has no %s", cells[1], in, name)
				}
			case strings.Contains(name, "/") || name == "e2e" || strings.HasSuffix(name, "_test.go"):
				named, in = true, name
				if _, err := os.Stat(name); err != nil {
					t.Errorf("%q: %s is not there", cells[1], name)
				}
			}
		}
		if !named {
			t.Errorf("%q: nothing proves it: %s", cells[1], proof)
		}
	}
	if promises < 50 {
		t.Errorf("%d promises were read", promises)
	}
}

// tested reports whether a folder, or that of a file, has a test whose name ends so.
func tested(t *testing.T, in, name string) bool {
	t.Helper()
	if strings.HasSuffix(in, ".go") {
		in = filepath.Dir(in)
	}
	files, err := filepath.Glob(filepath.Join(in, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(files, func(file string) bool {
		return regexp.MustCompile(`(?m)^func \w*` + regexp.QuoteMeta(name) + `\(`).MatchString(text(t, file))
	})
}
