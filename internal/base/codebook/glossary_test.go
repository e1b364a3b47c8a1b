package codebook_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const root = "../../.."

// terms reads the rows of the glossary's tables whose first cell is a name of the code, written list.code or package.Type.
func terms(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "doc", "glossary.md"))
	if err != nil {
		t.Fatal(err)
	}
	terms := map[string][]string{}
	for line := range strings.SplitSeq(string(text), "\n") {
		cells := strings.Split(strings.Trim(line, "| "), " | ")
		name := strings.Trim(cells[0], "`")
		if name == cells[0] || len(cells) < 3 {
			continue
		}
		if terms[name] != nil {
			t.Errorf("%s is explained twice", name)
		}
		terms[name] = cells[1:]
	}
	return terms
}

func TestTheGlossarySaysWhatTheListsSay(t *testing.T) {
	t.Parallel()
	book, explained := shipped(t), map[string]int{}
	for name, cells := range terms(t) {
		listName, code, _ := strings.Cut(name, ".")
		l, ok := book.List(listName)
		if !ok {
			continue // a type: the next test's
		}
		explained[listName]++
		c, ok := l.Find(code)
		if !ok || len(cells) != 3 {
			t.Errorf("the glossary explains %s with %d cells; known: %t", name, len(cells), ok)
			continue
		}
		if cells[0] != c.Label["it"] || cells[1] != c.Label["en"] {
			t.Errorf("%s: the glossary says %q and %q, the list %q and %q", name, cells[0], cells[1], c.Label["it"], c.Label["en"])
		}
	}
	for _, name := range []string{"channel", "setting", "newness", "place", "action_type", "unit_kind", "enrolment_source", "enrolment_kind", "partner_role"} {
		if want := len(list(t, book, name).Codes); explained[name] != want {
			t.Errorf("the glossary explains %d of the %d codes of %s", explained[name], want, name)
		}
	}
	if explained["gender"] != 4 {
		t.Errorf("the glossary explains %d of the four absences", explained["gender"])
	}
}

func TestTheGlossaryNamesTypesThatExist(t *testing.T) {
	t.Parallel()
	typeName := regexp.MustCompile(`^([a-z]+)\.([A-Z]\w*)$`)
	checked := 0
	for name := range terms(t) {
		match := typeName.FindStringSubmatch(name)
		if match == nil {
			continue
		}
		checked++
		if !declares(t, match[1], match[2]) {
			t.Errorf("the glossary names %s, which no source declares", name)
		}
	}
	if checked < 20 {
		t.Errorf("only %d types are explained", checked)
	}
	if declares(t, "network", "Zebra") {
		t.Error("the search finds types that do not exist")
	}
}

// declares reports whether the package in folder base/NAME or care/NAME declares the type.
func declares(t *testing.T, pkg, typeName string) bool {
	t.Helper()
	var files []string
	for _, wing := range []string{"base", "base/seal", "care", "care/report"} {
		found, err := filepath.Glob(filepath.Join(root, "internal", wing, pkg, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, declaration := range file.Decls {
			types, ok := declaration.(*ast.GenDecl)
			if !ok || types.Tok != token.TYPE {
				continue
			}
			for _, spec := range types.Specs {
				if spec.(*ast.TypeSpec).Name.Name == typeName {
					return true
				}
			}
		}
	}
	return false
}
