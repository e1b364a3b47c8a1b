package i18n_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"approdo/internal/base/i18n"
)

// keyAt says which argument of a call holds a message key, by the name of the function called.
var keyAt = map[string]int{"T": 0, "E": 1, "Refuse": 1}

// use is one place of the sources that names a key, or the beginning of one.
type use struct {
	place  string
	key    string
	prefix bool            // the key is completed while the program runs
	given  map[string]bool // names of the values given; nil when they are not all literals
}

func TestEveryKeyTheProgramNamesExists(t *testing.T) {
	uses, err := usesOfKeys(os.DirFS("../../.."))
	if err != nil {
		t.Fatal(err)
	}
	if len(uses) == 0 {
		t.Fatal("no key found in the sources: the search is broken")
	}
	for _, complaint := range missing(uses, i18n.Shipped()) {
		t.Error(complaint)
	}
}

func TestASourceThatNamesAMissingKeyIsRefused(t *testing.T) {
	c := small()
	tree := fstest.MapFS{
		"a/good.go":   {Data: []byte(`package a; func f() { p.T("desk.queue"); p.T("sheet.kind." + code); errs.E(errs.Invalid, "sheet.bad_row", "row", 1, "reason", r) }`)},
		"a/bad.go":    {Data: []byte(`package a; func f() { p.T("desk.gone"); p.T("desk.gone_too." + code); errs.E(errs.Invalid, "sheet.bad_row", "row", 1); check.Refuse("day", "desk.refused") }`)},
		"a/x.templ":   {Data: []byte("<p>{ p.T(\"desk.queue\") }</p>\n<p>{ p.T(\"desk.typo\") }</p>")},
		"a/x_test.go": {Data: []byte(`package a; func f() { p.T("desk.only_in_a_test") }`)},
	}
	uses, err := usesOfKeys(tree)
	if err != nil {
		t.Fatal(err)
	}
	complaints := missing(uses, c)
	for _, want := range []string{"desk.gone", "desk.gone_too.", "reason", "desk.refused", "x.templ:2: desk.typo"} {
		if !slices.ContainsFunc(complaints, func(got string) bool { return strings.Contains(got, want) }) {
			t.Errorf("nothing said about %s in %q", want, complaints)
		}
	}
	if len(complaints) != 5 {
		t.Errorf("want 5 complaints, got %q", complaints)
	}
}

// missing lists the uses whose key no catalogue has, or whose message wants a value that is not given.
func missing(uses []use, c *i18n.Catalogue) []string {
	var complaints []string
	keys := c.Keys("it")
	for _, u := range uses {
		if u.prefix {
			if !slices.ContainsFunc(keys, func(key string) bool { return strings.HasPrefix(key, u.key) }) {
				complaints = append(complaints, fmt.Sprintf("%s: no key begins with %s", u.place, u.key))
			}
			continue
		}
		if !c.Has("it", u.key) {
			complaints = append(complaints, fmt.Sprintf("%s: %s is in no catalogue", u.place, u.key))
			continue
		}
		for _, name := range c.Placeholders("it", u.key) {
			if u.given != nil && !u.given[name] {
				complaints = append(complaints, fmt.Sprintf("%s: %s wants a value named %s", u.place, u.key, name))
			}
		}
	}
	return complaints
}

func usesOfKeys(tree fs.FS) ([]use, error) {
	var uses []use
	err := fs.WalkDir(tree, ".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != "." && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "node_modules" || entry.Name() == "testdata"):
			return fs.SkipDir
		case strings.HasSuffix(path, ".templ"):
			text, err := fs.ReadFile(tree, path)
			uses = append(uses, usesInTemplate(path, string(text))...)
			return err
		case strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go"):
			text, err := fs.ReadFile(tree, path)
			if err != nil {
				return err
			}
			found, err := usesInGo(path, text)
			uses = append(uses, found...)
			return err
		}
		return nil
	})
	return uses, err
}

var templateCall = regexp.MustCompile(`\bT\("([^"]*)"\s*(\+?)`)

func usesInTemplate(path, text string) []use {
	var uses []use
	for n, line := range strings.Split(text, "\n") {
		for _, match := range templateCall.FindAllStringSubmatch(line, -1) {
			uses = append(uses, use{place: fmt.Sprintf("%s:%d", path, n+1), key: match[1], prefix: match[2] != ""})
		}
	}
	return uses
}

func usesInGo(path string, text []byte) ([]use, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, text, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var uses []use
	ast.Inspect(file, func(node ast.Node) bool {
		call, ok := node.(*ast.CallExpr)
		if !ok {
			return true
		}
		selector, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		at, ok := keyAt[selector.Sel.Name]
		if !ok || len(call.Args) <= at {
			return true
		}
		place := files.Position(call.Args[at].Pos()).String()
		if key, ok := literal(call.Args[at]); ok {
			uses = append(uses, use{place: place, key: key, given: names(call, at+1)})
		} else if sum, ok := call.Args[at].(*ast.BinaryExpr); ok {
			if key, ok := literal(sum.X); ok {
				uses = append(uses, use{place: place, key: key, prefix: true})
			}
		}
		return true
	})
	return uses, nil
}

func literal(x ast.Expr) (string, bool) {
	lit, ok := x.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}

// names collects the names of the name, value pairs of a call from an argument on, or nil when one is not a literal.
func names(call *ast.CallExpr, from int) map[string]bool {
	if call.Ellipsis.IsValid() {
		return nil
	}
	given := map[string]bool{}
	for i := from; i+1 < len(call.Args); i += 2 {
		name, ok := literal(call.Args[i])
		if !ok {
			return nil
		}
		given[name] = true
	}
	return given
}
