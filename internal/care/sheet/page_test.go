package sheet_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// doc/field-cases.md has a row for every case that is kept as files, and names for each a test that there is: for those kept here, one in a file that reads them.
func TestThePageOfFieldCasesIsTrue(t *testing.T) {
	text, err := os.ReadFile("../../../doc/field-cases.md")
	must(t, err)
	cases, _, _ := strings.Cut(string(text), "\n## ")
	held := map[string]string{} // case → test
	for _, row := range regexp.MustCompile(`(?m)^\| (\d+[a-z]?) \|.*\| (Test\w+) \|$`).FindAllStringSubmatch(cases, -1) {
		if held[row[1]] != "" {
			t.Errorf("case %s has two rows", row[1])
		}
		held[row[1]] = row[2]
	}
	if rows := strings.Count(cases, "\n| ") - 1; len(held) != rows || rows < 35 {
		t.Errorf("%d rows, of which %d name a case and a test", rows, len(held))
	}
	where := map[string][]string{} // test → texts of the files with one of this name
	must(t, filepath.WalkDir("../../..", func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git") {
			return fs.SkipDir
		}
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		for _, f := range regexp.MustCompile(`(?m)^func (Test\w+)\(`).FindAllStringSubmatch(string(source), -1) {
			where[f[1]] = append(where[f[1]], string(source))
		}
		return err
	}))
	for name, test := range held {
		if len(where[test]) == 0 {
			t.Errorf("case %s: there is no %s", name, test)
		}
	}
	folders, err := os.ReadDir("testdata/field-cases")
	must(t, err)
	for _, f := range folders {
		name, _, _ := strings.Cut(f.Name(), "-")
		switch {
		case !f.IsDir():
		case held[name] == "":
			t.Errorf("the page has no row for %s", f.Name())
		case len(where[held[name]]) == 0 || !strings.Contains(where[held[name]][0], f.Name()+"/"):
			t.Errorf("%s does not read %s", held[name], f.Name())
		}
	}
}
