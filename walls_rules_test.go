package approdo_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

type source struct {
	room string // folder, slash-separated
	file string
	tree *ast.File
}

// faults looks at all sources below a folder with every rule.
func faults(t *testing.T, root string) []string {
	t.Helper()
	sources := parse(t, root)
	tables, list := tableNames(t, root)
	said := constants(sources)
	for _, s := range sources {
		list = append(list, arrowFaults(s)...)
		list = append(list, keeperFaults(s)...)
		list = append(list, tableFaults(s, tables, said)...)
		list = append(list, callFaults(s)...)
	}
	return append(list, routeFaults(sources)...)
}

// unbuilt ends the names of sources in testdata that import a room which is not there yet, so that the compiler leaves them alone.
const unbuilt = ".txt"

func parse(t *testing.T, root string) []source {
	t.Helper()
	var list []source
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && name != root && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "node_modules" || entry.Name() == "testdata") {
			return filepath.SkipDir
		}
		file := strings.TrimSuffix(name, unbuilt)
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file, text, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		within, err := filepath.Rel(root, file)
		list = append(list, source{room: path.Dir(filepath.ToSlash(within)), file: filepath.ToSlash(within), tree: tree})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func imports(s source) []string {
	var list []string
	for _, spec := range s.tree.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err == nil {
			list = append(list, name)
		}
	}
	return list
}

// under reports whether room is prefix or lies below it.
func under(room, prefix string) bool {
	prefix = strings.TrimSuffix(prefix, "/")
	return room == prefix || strings.HasPrefix(room, prefix+"/")
}

// house is the room of a line that another room belongs to: the line's own, or with a slash at its end the one below it; "" if the line is not about it.
func house(room, line string) string {
	if !strings.HasSuffix(line, "/") {
		if under(room, line) {
			return line
		}
		return ""
	}
	rest, below := strings.CutPrefix(room, line)
	if !below {
		return ""
	}
	first, _, _ := strings.Cut(rest, "/")
	return line + first
}

func arrowFaults(s source) []string {
	for _, storey := range storeys {
		own := house(s.room, storey.room)
		if own == "" {
			continue
		}
		var list []string
		for _, name := range imports(s) {
			target, ours := strings.CutPrefix(name, "approdo/")
			if ours && !under(target, own) && !slices.ContainsFunc(storey.may, func(p string) bool { return under(target, p) }) {
				list = append(list, s.file+": "+s.room+" may not import "+target)
			}
		}
		return list
	}
	return []string{s.file + ": no line of storeys covers " + s.room}
}

func keeperFaults(s source) []string {
	var list []string
	for _, name := range imports(s) {
		for _, k := range keepers {
			if k.outside.MatchString(name) && !slices.ContainsFunc(k.rooms, func(r string) bool { return under(s.room, r) }) {
				list = append(list, s.file+": "+k.rule+": "+name)
			}
		}
	}
	return list
}

// created finds the tables and views that a migration makes.
var created = regexp.MustCompile(`(?im)^\s*CREATE\s+(TABLE|VIEW)\s+(?:IF\s+NOT\s+EXISTS\s+)?"?([a-z]+_[a-z0-9_]+)`)

// tables are the names of all tables and views, and of the rooms that have any.
type tables struct{ whole, begun *regexp.Regexp }

// tableNames finds the tables and views in the migrations; the zero tables where there are no migrations. A view that is no view_… would carry one room's rows into another.
func tableNames(t *testing.T, root string) (found tables, list []string) {
	t.Helper()
	texts, err := filepath.Glob(filepath.Join(root, "internal/base/store/migrations/*/*.sql"))
	if err != nil {
		t.Fatal(err)
	}
	names, rooms := map[string]bool{}, map[string]bool{}
	for _, file := range texts {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range created.FindAllSubmatch(text, -1) {
			name := strings.ToLower(string(m[2]))
			prefix, _, _ := strings.Cut(name, "_")
			if names[name], rooms[prefix] = true, true; strings.EqualFold(string(m[1]), "VIEW") && prefix != "view" {
				list = append(list, filepath.ToSlash(strings.TrimPrefix(file, root+string(filepath.Separator)))+": a view is called view_…: "+name)
			}
		}
	}
	if len(names) == 0 {
		return tables{}, list
	}
	either := func(of map[string]bool) string { return `(?:` + strings.Join(slices.Sorted(maps.Keys(of)), "|") + `)` }
	return tables{regexp.MustCompile(`\b` + either(names) + `\b`), regexp.MustCompile(`\b(` + either(rooms) + `_)(?:%|\x00|$)`)}, list
}

// constants are the texts that constants of each room stand for.
func constants(sources []source) map[string]map[string]string {
	said := map[string]map[string]string{}
	for _, s := range sources {
		if said[s.room] == nil {
			said[s.room] = map[string]string{}
		}
		for _, d := range s.tree.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.CONST && g.Tok != token.VAR {
				continue
			}
			for _, spec := range g.Specs {
				v, ok := spec.(*ast.ValueSpec)
				for i := 0; ok && i < min(len(v.Names), len(v.Values)); i++ {
					if text := written(v.Values[i], nil); text != unknown {
						said[s.room][v.Names[i].Name] = text
					}
				}
			}
		}
	}
	return said
}

// scope is what names mean in a source: the room's own constants, and those of other rooms as this source calls them. What the store says of its own tables it says for others.
func scope(s source, said map[string]map[string]string) map[string]string {
	known := maps.Clone(said[s.room])
	for _, spec := range s.tree.Imports {
		whole, err := strconv.Unquote(spec.Path.Value)
		room, ours := strings.CutPrefix(whole, "approdo/")
		if err != nil || !ours || room == "internal/base/store" {
			continue
		}
		called := path.Base(room)
		if spec.Name != nil {
			called = spec.Name.Name
		}
		for name, text := range said[room] {
			known[called+"."+name] = text
		}
	}
	return known
}

// unknown stands for the part of a text that only the running program knows.
const unknown = "\x00"

// written is the text that an expression stands for: literals, names of constants, and what is added up from them.
func written(e ast.Expr, said map[string]string) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		if text, err := strconv.Unquote(e.Value); err == nil && e.Kind == token.STRING {
			return text
		}
	case *ast.Ident:
		if text, ok := said[e.Name]; ok {
			return text
		}
	case *ast.SelectorExpr:
		if of, ok := e.X.(*ast.Ident); ok {
			if text, known := said[of.Name+"."+e.Sel.Name]; known {
				return text
			}
		}
	case *ast.ParenExpr:
		return written(e.X, said)
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			return written(e.X, said) + written(e.Y, said)
		}
	}
	return unknown
}

// named tells which rooms may name a table.
func named(table string) []string {
	prefix, _, _ := strings.Cut(table, "_")
	for _, name := range []string{table, prefix} {
		if rooms := owners[name]; rooms != nil {
			return rooms
		}
	}
	return []string{"internal/care/" + prefix, "internal/open/" + prefix, "internal/base/" + prefix}
}

// tableFaults looks for tables of others in every text of a source, whatever becomes of the text: whole, begun, added up from constants, in any letters. What the
// running program alone puts together it cannot see.
func tableFaults(s source, t tables, said map[string]map[string]string) []string {
	if t.whole == nil || !under(s.room, "internal") && !under(s.room, "cmd") || under(s.room, "internal/testkit") {
		return nil
	}
	var list []string
	known := scope(s, said)
	look := func(e ast.Expr) {
		text := strings.ToLower(written(e, known))
		found := t.whole.FindAllString(text, -1)
		for _, begun := range t.begun.FindAllStringSubmatch(text, -1) {
			found = append(found, begun[1])
		}
		for _, table := range found {
			if !slices.ContainsFunc(named(table), func(r string) bool { return under(s.room, r) }) {
				list = append(list, s.file+": names a table of another room: "+table)
			}
		}
		if strings.Contains(text, "pragma ") && !under(s.room, "internal/base/store") {
			list = append(list, s.file+": speaks to the database about itself: pragma")
		}
	}
	ast.Inspect(s.tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			if n.Op == token.ADD {
				look(n)
				return false
			}
		case *ast.SelectorExpr:
			look(n)
		case *ast.BasicLit:
			look(n)
		}
		return true
	})
	return list
}

// opening finds what opens a file by its name, or a database.
var opening = map[string][]string{
	"os":        {"Open", "OpenFile", "Create", "ReadFile", "WriteFile", "Truncate", "CopyFS", "DirFS", "OpenRoot", "OpenInRoot"},
	"io/ioutil": {"ReadFile", "WriteFile"}, "net/http": {"ServeFile", "Dir"}, "database/sql": {"Open", "OpenDB"}, "syscall": {"Open", "Truncate"}, "golang.org/x/sys/unix": {"Open", "Openat", "Truncate"},
}

// clockReading finds what asks the machine what time it is.
var clockReading = map[string][]string{"time": {"Now"}}

// callFaults are calls that some functions alone may make, as a table says.
func callFaults(s source) []string {
	if !under(s.room, "internal") && !under(s.room, "cmd") || under(s.room, "internal/testkit") || under(s.room, "internal/web/page/build") {
		return nil
	}
	var list []string
	packages := map[string]string{} // by the names that this source has for them
	for _, spec := range s.tree.Imports {
		whole, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		called := path.Base(whole)
		if spec.Name != nil {
			called = spec.Name.Name
		}
		if packages[called] = whole; called == "." {
			list = append(list, s.file+": imports all names of "+whole+", so that nobody sees what is opened")
		}
	}
	for _, d := range s.tree.Decls {
		name := "a variable"
		if f, ok := d.(*ast.FuncDecl); ok {
			name = f.Name.Name
		}
		ast.Inspect(d, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			of, ok := sel.X.(*ast.Ident)
			for _, rule := range []struct {
				calls, lines map[string][]string
				fault        string
			}{
				{opening, openers, "opens a file and no line of openers says which"},
				{clockReading, clocks, "reads the clock past machine.Now and no line of clocks says for what"},
			} {
				if ok && slices.Contains(rule.calls[packages[of.Name]], sel.Sel.Name) && !slices.Contains(rule.lines[s.file], name) {
					list = append(list, s.file+": "+name+" "+rule.fault+": "+of.Name+"."+sel.Sel.Name)
				}
			}
			return true
		})
	}
	return list
}

// routeFaults demands one table of contents in each web room that answers requests, the areas below others too.
func routeFaults(sources []source) []string {
	contents, answering := map[string]bool{}, map[string]bool{}
	for _, s := range sources {
		if !under(s.room, "internal/web") || under(s.room, "internal/web/page") || under(s.room, "internal/web/kit") {
			continue
		}
		contents[s.room] = contents[s.room] || path.Base(s.file) == "routes.go"
		answering[s.room] = answering[s.room] || answers(s.tree)
	}
	var list []string
	for room := range answering {
		if answering[room] && !contents[room] {
			list = append(list, room+": has no routes.go")
		}
	}
	slices.Sort(list)
	return list
}

// answers reports whether a source has a function that takes a request.
func answers(tree *ast.File) (found bool) {
	ast.Inspect(tree, func(n ast.Node) bool {
		f, ok := n.(*ast.FuncType)
		if !ok {
			return true
		}
		for _, p := range f.Params.List {
			star, ok := p.Type.(*ast.StarExpr)
			if !ok {
				continue
			}
			if sel, ok := star.X.(*ast.SelectorExpr); ok && sel.Sel.Name == "Request" {
				found = true
			}
		}
		return true
	})
	return found
}
