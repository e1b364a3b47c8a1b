package main_test

import (
	"bufio"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"approdo/internal/testkit/mutant"
)

// place is a function of the sources: from its first line to its last.
type place struct {
	file        string // as the compiler names it: approdo/internal/…
	first, last int
}

// places are the functions that each of the mistakes changes.
func places(t *testing.T, mistakes [][]mutant.Change) [][]place {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	list := make([][]place, len(mistakes))
	for i, changes := range mistakes {
		for _, c := range changes {
			set := token.NewFileSet()
			tree, err := parser.ParseFile(set, c.File, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range tree.Decls {
				f, ok := d.(*ast.FuncDecl)
				if ok && set.Position(f.Pos()).Offset <= c.At && c.End <= set.Position(f.End()).Offset {
					list[i] = append(list[i], place{"approdo" + strings.TrimPrefix(c.File, root), set.Position(f.Pos()).Line, set.Position(f.End()).Line})
				}
			}
		}
	}
	return list
}

// trace is which blocks of the sources ran.
type trace map[string]bool

func (t trace) add(other trace) {
	for block := range other {
		t[block] = true
	}
}

// within are the blocks that ran in some functions and are not usual.
func (t trace) within(places []place, usual trace) (blocks []string) {
	for block := range t {
		if usual[block] {
			continue
		}
		file, span, _ := strings.Cut(block, ":")
		var line int
		if _, err := fmt.Sscanf(span, "%d.", &line); err != nil {
			continue
		}
		for _, p := range places {
			if p.file == file && p.first <= line && line <= p.last {
				blocks = append(blocks, block)
				break
			}
		}
	}
	return blocks
}

// traced is a desk whose program notes which blocks run, and what it noted.
func traced(d desk) (desk, func() trace) {
	dir, err := os.MkdirTemp(filepath.Dir(d.base), "trace")
	if err != nil {
		d.t.Fatal(err)
	}
	d.environment = []string{"GOCOVERDIR=" + dir}
	return d, func() trace {
		defer os.RemoveAll(dir)
		text := filepath.Join(dir, "ran.txt")
		if out, err := exec.Command("go", "tool", "covdata", "textfmt", "-i", dir, "-o", text).CombinedOutput(); err != nil {
			d.t.Fatalf("%v: %s", err, out)
		}
		file, err := os.Open(text)
		if err != nil {
			d.t.Fatal(err)
		}
		defer file.Close()
		ran := trace{}
		for lines := bufio.NewScanner(file); lines.Scan(); {
			if fields := strings.Fields(lines.Text()); len(fields) == 3 && fields[2] != "0" {
				ran[fields[0]] = true
			}
		}
		return ran
	}
}
