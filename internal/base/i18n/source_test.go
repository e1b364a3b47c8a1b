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
	"approdo/internal/base/policy"
)

// keyAt says which argument of a call holds a message key, by the name of the function called.
var keyAt = map[string]int{"T": 0, "E": 1, "Refuse": 1}

// use is one place of the sources that names a key, or the beginning of one.
type use struct {
	place string
	key   string
	part  bool            // perhaps only the beginning of a key, completed while the program runs
	loose bool            // a text that looks like a key, on its way to whoever prints it
	given map[string]bool // names of the values given; nil when they are not all literals
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
		"a/table.go":  {Data: []byte(`package a; var menu = []string{"desk.queue", "desk.in_a_table", "sheet.kind", "desk.yaml", "/desk/queue", "report.run", "moon.phase"}`)},
		"a/x.templ":   {Data: []byte("<p>{ p.T(\"desk.queue\") }</p>\n<p>{ p.T(\"desk.typo\") }</p>")},
		"a/x_test.go": {Data: []byte(`package a; func f() { p.T("desk.only_in_a_test") }`)},
	}
	uses, err := usesOfKeys(tree)
	if err != nil {
		t.Fatal(err)
	}
	complaints := missing(uses, c)
	for _, want := range []string{"desk.gone ", "desk.gone_too.", "reason", "desk.refused", "x.templ:2: desk.typo", "desk.in_a_table"} {
		if !slices.ContainsFunc(complaints, func(got string) bool { return strings.Contains(got, want) }) {
			t.Errorf("nothing said about %s in %q", want, complaints)
		}
	}
	if len(complaints) != 6 {
		t.Errorf("want 6 complaints, got %q", complaints)
	}
}

// missing lists the uses whose key no catalogue has, or whose message wants a value that is not given.
func missing(uses []use, c *i18n.Catalogue) []string {
	var complaints []string
	keys, others := c.Keys("it"), actions()
	begins := func(with string) bool {
		return slices.ContainsFunc(keys, func(key string) bool { return strings.HasPrefix(key, with) })
	}
	for _, u := range uses {
		area, _, _ := strings.Cut(u.key, ".")
		switch {
		case u.loose && (!begins(area+".") || others[u.key] || strings.HasSuffix(u.key, ".yaml")):
		case u.part && !begins(u.key):
			complaints = append(complaints, fmt.Sprintf("%s: no key begins with %s", u.place, u.key))
		case u.part:
		case u.loose && begins(u.key+"."):
		case !c.Has("it", u.key):
			complaints = append(complaints, fmt.Sprintf("%s: %s is in no catalogue", u.place, u.key))
		case u.given != nil:
			for _, name := range c.Placeholders("it", u.key) {
				if !u.given[name] {
					complaints = append(complaints, fmt.Sprintf("%s: %s wants a value named %s", u.place, u.key, name))
				}
			}
		}
	}
	return complaints
}

// actions are texts that look like keys and are none.
func actions() map[string]bool {
	actions := map[string]bool{}
	for _, rule := range policy.Table() {
		for _, action := range rule.Actions {
			actions[string(action)] = true
		}
	}
	actions[string(policy.SessionOpen)] = true
	return actions
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

var (
	keyForm      = regexp.MustCompile(`^[a-z]+\.[a-z0-9_.]*$`)
	templateText = regexp.MustCompile(`(\bT\()?"([a-z]+\.[a-z0-9_.]*)"\s*(\+?)`)
)

func usesInTemplate(path, text string) []use {
	var uses []use
	for n, line := range strings.Split(text, "\n") {
		for _, match := range templateText.FindAllStringSubmatch(line, -1) {
			uses = append(uses, use{place: fmt.Sprintf("%s:%d", path, n+1), key: match[2], part: match[3] != "", loose: match[1] == ""})
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
	seen := map[ast.Node]bool{} // literals taken as the argument of a call
	ast.Inspect(file, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.CallExpr:
			at, ok := keyArgument(node)
			if !ok {
				return true
			}
			u := use{place: files.Position(node.Args[at].Pos()).String()}
			argument := node.Args[at]
			if sum, ok := argument.(*ast.BinaryExpr); ok {
				argument, u.part = sum.X, true
			} else {
				u.given = names(node, at+1)
			}
			if u.key, ok = literal(argument); ok {
				seen[argument] = true
				uses = append(uses, u)
			}
		case *ast.BasicLit:
			if key, ok := literal(node); ok && !seen[node] && keyForm.MatchString(key) {
				uses = append(uses, use{place: files.Position(node.Pos()).String(), key: key, part: strings.HasSuffix(key, "."), loose: true})
			}
		}
		return true
	})
	return uses, nil
}

// keyArgument finds the argument that holds a key in a call of one of the functions of keyAt.
func keyArgument(call *ast.CallExpr) (int, bool) {
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return 0, false
	}
	at, ok := keyAt[selector.Sel.Name]
	return at, ok && len(call.Args) > at
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
