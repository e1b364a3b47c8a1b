// Package mutant compiles many small mistakes into one program, so that tests can be asked about each without building anew.
//
// A change replaces a piece of a source file. A program that holds a hundred changes is the program itself, in which every
// function that is changed begins with its changed bodies, each behind a question for its number:
//
//	func older(a, b int) bool {
//		if MutantAtWork == 17 {
//			return a <= b
//		}
//		return a < b
//	}
//
// The files exist only in an overlay that the compiler is told of; nothing on the disk changes. MutantAtWork is a variable of each
// package, set by the environment or by a test; 0 is the program as it stands.
package mutant

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Number is the environment variable that says which mutant is at work in a program.
const Number = "APPRODO_MUTANT"

// Change is one small mistake: the bytes from At to End of a file become Text.
type Change struct {
	File    string // absolute
	At, End int
	Text    string
}

// Replacing is the change of a text that a file must hold exactly once.
func Replacing(file, was, now string) (Change, error) {
	source, err := os.ReadFile(file)
	if err != nil {
		return Change{}, err
	}
	if n := strings.Count(string(source), was); n != 1 {
		return Change{}, fmt.Errorf("%s holds %d times %q, want it once", file, n, was)
	}
	at := strings.Index(string(source), was)
	return Change{file, at, at + len(was), now}, nil
}

// Apply makes the change in the text of its file.
func (c Change) Apply(source string) string { return source[:c.At] + c.Text + source[c.End:] }

// ErrOutside is said of a change that lies in no function, so that nothing can switch it: it needs a program of its own.
var ErrOutside = errors.New("the change lies in no function")

// Switched gives the files of a program that holds all changes, by path. Changes are numbered from 1; the zero Change only takes its number.
func Switched(changes []Change) (files map[string]string, err error) {
	each := make([][]Change, len(changes))
	for i, c := range changes {
		each[i] = []Change{c}
	}
	return SwitchedTogether(each)
}

// numbered is a change and the number at which it is at work.
type numbered struct {
	Change
	number int
}

// SwitchedTogether is Switched for mistakes of several changes, each of another function.
func SwitchedTogether(mistakes [][]Change) (files map[string]string, err error) {
	of := map[string][]numbered{}
	for i, changes := range mistakes {
		for _, c := range changes {
			if c.File != "" {
				of[c.File] = append(of[c.File], numbered{c, i + 1})
			}
		}
	}
	files = map[string]string{}
	for _, file := range slices.Sorted(maps.Keys(of)) {
		source, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		tree, err := parse(string(source))
		if err != nil {
			return nil, err
		}
		s := switched{source: string(source), tree: tree}
		for _, c := range of[file] {
			if err := s.add(c.Change, c.number); err != nil {
				return nil, fmt.Errorf("%s at byte %d: %w", file, c.At, err)
			}
		}
		files[file] = s.text()
		files[filepath.Join(filepath.Dir(file), "mutant_at_work.go")] = fmt.Sprintf(atWork, tree.Name.Name, Number)
	}
	return files, nil
}

// atWork is the file that each package with changes gets.
const atWork = `package %s

import (
	"os"
	"strconv"
)

// MutantAtWork is the number of the change that holds now.
var MutantAtWork, _ = strconv.Atoi(os.Getenv(%q))
`

// switched is a file that is being given its changed bodies.
type switched struct {
	source string
	tree   *ast.File
	pieces []piece
}

// piece is text that is put into a file.
type piece struct {
	at   int
	text string
}

// parse reads a file alone, so that its first byte is at position 1: see offset.
func parse(source string) (*ast.File, error) {
	return parser.ParseFile(token.NewFileSet(), "", source, parser.SkipObjectResolution)
}

func offset(p token.Pos) int { return int(p) - 1 }

func (s *switched) add(c Change, number int) error {
	for i, d := range s.tree.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Body == nil || c.At <= offset(f.Body.Lbrace) || c.End > offset(f.Body.Rbrace) {
			continue
		}
		changed := c.Apply(s.source)
		tree, err := parse(changed)
		if err != nil {
			return err
		}
		f, ok = tree.Decls[i].(*ast.FuncDecl)
		if !ok {
			return ErrOutside
		}
		s.pieces = append(s.pieces, piece{offset(f.Body.Lbrace) + 1, fmt.Sprintf("\nif MutantAtWork == %d {%s}\n", number, body(changed, f, number))})
		return nil
	}
	return ErrOutside
}

// body is what stands between the braces of a function. Labels belong to the whole function, and so each body has its own; a body
// that ends without a return must not go on into the next.
func body(source string, f *ast.FuncDecl, number int) string {
	var labels []int // where they end
	note := func(l *ast.Ident) {
		if l != nil {
			labels = append(labels, offset(l.End()))
		}
	}
	ast.Inspect(f.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.LabeledStmt:
			note(n.Label)
		case *ast.BranchStmt:
			note(n.Label)
		}
		return true
	})
	slices.Sort(labels)
	var out strings.Builder
	from := offset(f.Body.Lbrace) + 1
	for _, end := range labels {
		fmt.Fprintf(&out, "%s_%d", source[from:end], number)
		from = end
	}
	out.WriteString(source[from:offset(f.Body.Rbrace)])
	if f.Type.Results == nil {
		out.WriteString("\nreturn\n")
	}
	return out.String()
}

// text is the file with all pieces, in their order.
func (s *switched) text() string {
	slices.SortStableFunc(s.pieces, func(a, b piece) int { return a.at - b.at })
	var out strings.Builder
	from := 0
	for _, p := range s.pieces {
		out.WriteString(s.source[from:p.at])
		out.WriteString(p.text)
		from = p.at
	}
	out.WriteString(s.source[from:])
	return out.String()
}
