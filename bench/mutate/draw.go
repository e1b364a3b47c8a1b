package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"approdo/internal/testkit/mutant"
)

// mutation is one mistake that could be made.
type mutation struct {
	mutant.Change
	room *room
	line int
}

// String tells the place, and what became of what.
func (m mutation) String() string {
	name := m.File
	if here, err := os.Getwd(); err == nil {
		if within, err := filepath.Rel(here, m.File); err == nil {
			name = within
		}
	}
	return fmt.Sprintf("%s:%d: %q → %q", filepath.ToSlash(name), m.line, m.room.texts[m.File][m.At:m.End], m.Text)
}

// diff shows the lines that change.
func (m mutation) diff() string {
	text := m.room.texts[m.File]
	from := strings.LastIndex(text[:m.At], "\n") + 1
	to := m.End + strings.Index(text[m.End:]+"\n", "\n")
	mark := func(sign, lines string) string { return sign + strings.ReplaceAll(lines, "\n", "\n"+sign) + "\n" }
	return mark("    -", text[from:to]) + mark("    +", text[from:m.At]+m.Text+text[m.End:to])
}

// draw takes n of all mutations that compile, and tells how many places there are.
func draw(rooms []*room, seed uint64, n int) (drawn []mutation, all int, err error) {
	var candidates []mutation
	for _, r := range rooms {
		found, err := r.find()
		if err != nil {
			return nil, 0, err
		}
		candidates = append(candidates, found...)
	}
	for _, i := range rand.New(rand.NewPCG(seed, 0x3a)).Perm(len(candidates)) {
		if len(drawn) == n {
			break
		}
		m := candidates[i]
		if _, err := m.room.check(m.File, m.Apply(m.room.texts[m.File])); err == nil {
			drawn = append(drawn, m)
		}
	}
	return drawn, len(candidates), nil
}

// find lists every mutation of a room's sources.
func (r *room) find() (list []mutation, err error) {
	p, err := r.check("", "")
	if err != nil {
		return nil, err
	}
	for _, file := range p.files {
		name := p.set.Position(file.FileStart).Filename
		if ast.IsGenerated(file) {
			continue
		}
		s := finder{parsed: p, room: r, file: name}
		ast.Inspect(file, s.look)
		list = append(list, s.found...)
	}
	return list, nil
}

// finder goes through one file.
type finder struct {
	*parsed
	room    *room
	file    string
	found   []mutation
	results []*types.Signature // of the functions around
	around  []ast.Node
}

func (f *finder) offset(p token.Pos) int { return f.set.Position(p).Offset }

// becomes notes a mutation.
func (f *finder) becomes(from, to token.Pos, text string) {
	f.found = append(f.found, mutation{mutant.Change{File: f.file, At: f.offset(from), End: f.offset(to), Text: text}, f.room, f.set.Position(from).Line})
}

func (f *finder) text(n ast.Node) string {
	return f.room.texts[f.file][f.offset(n.Pos()):f.offset(n.End())]
}

// swapped are the operators that are taken for one another.
var swapped = map[token.Token]string{
	token.LSS: "<=", token.LEQ: "<", token.GTR: ">=", token.GEQ: ">", token.EQL: "!=", token.NEQ: "==", token.LAND: "||", token.LOR: "&&", token.ADD: "-", token.SUB: "+",
}

// look is called by ast.Inspect, and with nil when a node is left.
func (f *finder) look(n ast.Node) bool {
	if n == nil {
		left := f.around[len(f.around)-1]
		f.around = f.around[:len(f.around)-1]
		switch left.(type) {
		case *ast.FuncDecl, *ast.FuncLit:
			f.results = f.results[:len(f.results)-1]
		}
		return true
	}
	f.around = append(f.around, n)
	switch n := n.(type) {
	case *ast.FuncDecl:
		f.results = append(f.results, f.info.Defs[n.Name].Type().(*types.Signature))
	case *ast.FuncLit:
		f.results = append(f.results, f.info.Types[n].Type.(*types.Signature))
	case *ast.IfStmt:
		f.becomes(n.Cond.Pos(), n.Cond.End(), "false && ("+f.text(n.Cond)+")")
		f.becomes(n.Cond.Pos(), n.Cond.End(), "true || ("+f.text(n.Cond)+")")
	case *ast.ForStmt:
		if n.Cond != nil {
			f.becomes(n.Cond.Pos(), n.Cond.End(), "false && ("+f.text(n.Cond)+")")
		}
	case *ast.BinaryExpr:
		other, known := swapped[n.Op]
		if sum := n.Op == token.ADD || n.Op == token.SUB; known && (!sum || numeric(f.info.Types[n].Type)) {
			f.becomes(n.OpPos, n.OpPos+token.Pos(len(n.Op.String())), other)
		}
	case *ast.UnaryExpr:
		if n.Op == token.NOT {
			f.becomes(n.OpPos, n.OpPos+1, "")
		}
	case *ast.BasicLit:
		if f.beside() {
			break
		}
		if value, ok := new(big.Int).SetString(strings.ReplaceAll(n.Value, "_", ""), 0); n.Kind == token.INT && ok {
			f.becomes(n.Pos(), n.End(), value.Add(value, big.NewInt(1)).String())
		}
	case *ast.Ident:
		if f.beside() {
			break
		}
		if of := f.info.Uses[n]; of == types.Universe.Lookup("true") {
			f.becomes(n.Pos(), n.End(), "false")
		} else if of == types.Universe.Lookup("false") {
			f.becomes(n.Pos(), n.End(), "true")
		}
	case *ast.ReturnStmt:
		f.returned(n)
	}
	return true
}

// returned forgets the error that a function returns last.
func (f *finder) returned(n *ast.ReturnStmt) {
	results := f.results[len(f.results)-1].Results()
	if results.Len() == 0 || len(n.Results) != results.Len() || results.At(results.Len()-1).Type() != types.Universe.Lookup("error").Type() {
		return
	}
	last := n.Results[len(n.Results)-1]
	if text := f.text(last); text != "nil" {
		f.becomes(last.Pos(), last.End(), "[]error{nil, "+text+"}[0]") // and the compiler still sees whatever it is made of in use
	}
}

// beside reports whether the node is returned as it stands beside an error, where nobody looks at it.
func (f *finder) beside() bool {
	if len(f.around) < 2 {
		return false
	}
	n, ok := f.around[len(f.around)-2].(*ast.ReturnStmt)
	return ok && len(n.Results) > 1 && f.info.Types[n.Results[len(n.Results)-1]].Type == types.Universe.Lookup("error").Type() &&
		n.Results[len(n.Results)-1] != f.around[len(f.around)-1] && f.text(n.Results[len(n.Results)-1]) != "nil"
}

func numeric(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsNumeric != 0
}
