package store_test

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the lines of new migrations, and no other")

// A migration that stands on main has been applied somewhere: a database that went through another text of it has other tables under the same
// number. So a known one never changes, never goes, and a new one gets its line here in the commit that brings it.
func TestMigrationsNeverChange(t *testing.T) {
	t.Parallel()
	frozen, err := os.ReadFile("testdata/migrations.frozen")
	must(t, err)
	for _, fault := range thawed(t, os.DirFS("migrations"), string(frozen)) {
		if _, line, isNew := strings.Cut(fault, "\n"); isNew && *update {
			frozen = append(frozen, line+"\n"...)
			continue
		}
		t.Error(fault)
	}
	if *update && !t.Failed() {
		must(t, os.WriteFile("testdata/migrations.frozen", frozen, 0o600))
	}
}

func TestAChangedMigrationIsNoticed(t *testing.T) {
	t.Parallel()
	frozen := "care/00001_a.sql " + digest([]byte("one")) + "\ncare/00002_b.sql " + digest([]byte("two")) + "\n"
	for what, c := range map[string]struct{ files, want string }{
		"as they were":       {"care/00001_a.sql=one care/00002_b.sql=two", ""},
		"edited":             {"care/00001_a.sql=one care/00002_b.sql=TWO", "care/00002_b.sql is frozen and was edited"},
		"removed":            {"care/00001_a.sql=one", "care/00002_b.sql is frozen and is gone"},
		"renamed":            {"care/00001_a.sql=one care/00002_c.sql=two", "care/00002_b.sql is frozen and is gone"},
		"new":                {"care/00001_a.sql=one care/00002_b.sql=two care/00003_c.sql=three", "care/00003_c.sql is new"},
		"a number twice":     {"care/00001_a.sql=one care/00002_b.sql=two care/00002_c.sql=three", "two migrations of care are numbered 00002"},
		"a number left out":  {"care/00001_a.sql=one care/00002_b.sql=two care/00004_d.sql=four", "care has no migration 00003"},
		"a sequence of open": {"care/00001_a.sql=one care/00002_b.sql=two open/00001_a.sql=one", "open/00001_a.sql is new"},
	} {
		t.Run(what, func(t *testing.T) {
			dir := t.TempDir()
			for file := range strings.FieldsSeq(c.files) {
				name, text, _ := strings.Cut(file, "=")
				must(t, os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o700))
				must(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
			}
			found := thawed(t, os.DirFS(dir), frozen)
			if c.want == "" && len(found) > 0 || c.want != "" && !slices.ContainsFunc(found, func(f string) bool { return strings.HasPrefix(f, c.want) }) {
				t.Errorf("said %q, want %q", found, c.want)
			}
		})
	}
}

func digest(text []byte) string { return fmt.Sprintf("%x", sha256.Sum256(text)) }

// thawed compares the sequences of migrations with the list of those that are frozen.
func thawed(t *testing.T, files fs.FS, frozen string) (faults []string) {
	t.Helper()
	names, err := fs.Glob(files, "*/*.sql")
	must(t, err)
	known := map[string]string{}
	for line := range strings.Lines(frozen) {
		name, sum, _ := strings.Cut(strings.TrimSpace(line), " ")
		known[name] = sum
		if !slices.Contains(names, name) {
			faults = append(faults, name+" is frozen and is gone")
		}
	}
	next := map[string]int{}
	for _, name := range names { // Glob sorts
		text, err := fs.ReadFile(files, name)
		must(t, err)
		switch sum, is := known[name]; {
		case !is:
			faults = append(faults, fmt.Sprintf("%s is new: make golden adds its line to testdata/migrations.frozen, when it stands as it will stay\n%s %s", name, name, digest(text)))
		case sum != digest(text):
			faults = append(faults, name+" is frozen and was edited: take the edit back, and write what you need as a new migration")
		}
		sequence := filepath.Dir(name)
		next[sequence]++
		number, want := filepath.Base(name)[:5], fmt.Sprintf("%05d", next[sequence])
		switch {
		case number < want:
			faults = append(faults, "two migrations of "+sequence+" are numbered "+number)
			next[sequence]--
		case number > want:
			faults = append(faults, sequence+" has no migration "+want)
		}
	}
	return faults
}
