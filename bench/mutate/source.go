package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// room is one package whose sources are mutated.
type room struct {
	path, dir string
	names     []string // of files, absolute
	texts     map[string]string
	imports   types.Importer
}

// listed is a package as `go list` tells it.
type listed struct {
	ImportPath, Dir, Export   string
	GoFiles, Imports, Deps    []string
	TestGoFiles, XTestGoFiles []string
	TestImports, XTestImports []string
	Standard                  bool
}

// goList runs `go list -json` in a folder.
func goList(dir string, args ...string) (packages []listed, err error) {
	cmd := exec.Command("go", append([]string{"list", "-json=ImportPath,Dir,Export,GoFiles,Imports,Deps,TestGoFiles,XTestGoFiles,TestImports,XTestImports,Standard"}, args...)...)
	cmd.Dir, cmd.Stderr = dir, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	decoder := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return packages, nil
		} else if err != nil {
			return nil, err
		}
		packages = append(packages, p)
	}
}

// load reads the sources of rooms below a folder. What a tool wrote is left out.
func load(dir string, patterns []string) (rooms []*room, err error) {
	exports := map[string]string{}
	deps, err := goList(dir, append([]string{"-deps", "-export"}, patterns...)...)
	if err != nil {
		return nil, err
	}
	for _, p := range deps {
		exports[p.ImportPath] = p.Export
	}
	found, err := goList(dir, patterns...)
	if err != nil {
		return nil, err
	}
	for _, p := range found {
		r := &room{path: p.ImportPath, dir: p.Dir, texts: map[string]string{}}
		r.imports = importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
		for _, name := range p.GoFiles {
			name = filepath.Join(p.Dir, name)
			text, err := os.ReadFile(name)
			if err != nil {
				return nil, err
			}
			r.names = append(r.names, name)
			r.texts[name] = string(text)
		}
		if len(r.names) > 0 {
			rooms = append(rooms, r)
		}
	}
	return rooms, nil
}

// parsed is a room with one file changed, or none, and what the types are.
type parsed struct {
	files []*ast.File
	set   *token.FileSet
	info  *types.Info
}

// check reads the room as the compiler would. An error says that it would not compile.
func (r *room) check(changed, text string) (*parsed, error) {
	p := &parsed{set: token.NewFileSet(), info: &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}}
	for _, name := range r.names {
		source := r.texts[name]
		if name == changed {
			source = text
		}
		file, err := parser.ParseFile(p.set, name, source, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		p.files = append(p.files, file)
	}
	config := types.Config{Importer: r.imports, Sizes: types.SizesFor("gc", "amd64")}
	_, err := config.Check(r.path, p.set, p.files, p.info)
	return p, err
}
