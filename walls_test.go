// Package approdo_test holds the walls of the house: rules about which room may know which, checked by parsing the sources.
package approdo_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// storeys says which rooms a room may import, by path prefix. The first line that matches a room decides;
// a room always may import below itself. A new room needs a line here, and that is the moment to think about its arrows.
var storeys = []struct {
	room string
	may  []string
}{
	{"cmd/", []string{"internal/app", "internal/base/errs", "internal/base/i18n"}},
	{"internal/app", []string{"internal/web/", "internal/care/", "internal/open/", "internal/base/", "internal/demo"}},
	{"internal/demo", []string{"internal/care/", "internal/base/"}},
	{"internal/web/page", []string{"internal/base/"}},
	{"internal/web/public", []string{"internal/web/page", "internal/open/", "internal/base/"}},
	{"internal/web/node", []string{"internal/web/page", "internal/open/", "internal/base/"}},
	{"internal/web/", []string{"internal/web/page", "internal/care/", "internal/open/", "internal/base/"}},
	{"internal/care/sheet", []string{"internal/care/intake", "internal/care/casework", "internal/care/outreach", "internal/care/person", "internal/base/"}},
	{"internal/care/casework", []string{"internal/care/person", "internal/base/"}},
	{"internal/care/outreach", []string{"internal/care/person", "internal/care/territory", "internal/base/"}},
	{"internal/care/report", []string{"internal/base/"}},
	{"internal/care/clock", []string{"internal/base/errs"}},
	{"internal/care/rights", []string{"internal/care/clock", "internal/care/vault", "internal/care/sheet", "internal/care/casework", "internal/care/outreach", "internal/care/person", "internal/base/"}},
	{"internal/care/vault", []string{"internal/care/person", "internal/base/"}},
	{"internal/care/person", []string{"internal/base/"}},
	{"internal/open/", []string{"internal/open/content", "internal/base/"}},
	{"internal/base/errs", nil},
	{"internal/base/i18n", []string{"internal/base/errs"}},
	{"internal/base/seal", []string{"internal/base/errs"}},
	{"internal/base/policy", []string{"internal/base/errs"}},
	{"internal/base/audit", []string{"internal/base/errs", "internal/base/seal"}},
	{"internal/base/store", []string{"internal/base/errs", "internal/base/seal", "internal/base/policy", "internal/base/audit"}},
	{"internal/base/backup", []string{"internal/base/errs", "internal/base/seal", "internal/base/policy", "internal/base/store"}},
	{"internal/base/machine", nil},
	{"internal/base/codebook", []string{"internal/base/errs", "internal/base/i18n", "internal/base/store", "internal/base/policy"}},
	{"internal/base/network", []string{"internal/base/errs", "internal/base/store", "internal/base/policy", "internal/base/seal", "internal/base/codebook"}},
	{"internal/testkit", []string{"internal/base/", "internal/care/"}},
	{"bench/", []string{"internal/"}},
	{"e2e", []string{"internal/"}},
}

// keepers says which rooms alone may import a thing from outside.
var keepers = []struct {
	rule    string
	outside *regexp.Regexp
	rooms   []string
}{
	{"only seal touches cryptography", regexp.MustCompile(`^(crypto(/|$)|golang\.org/x/crypto|filippo\.io/|github\.com/cloudflare/circl)`), []string{"internal/base/seal"}},
	{"only store knows a database driver", regexp.MustCompile(`^(database/sql/driver|modernc\.org/sqlite|github\.com/jackc/|github\.com/pressly/goose)`), []string{"internal/base/store"}},
}

// openers says which functions alone open a file, and what it is. The system drops all locks of this process on a file as soon as
// the process closes that file anywhere: opened beside SQLite, even to read it, the database would lose its log to the next program that comes
// by. A new line here is the moment to ask whether the name can ever be the database's. (New files under a name that is made up are no danger.)
var openers = map[string][]string{
	"internal/app/audit.go":               {"VerifyBundle"},           // a bundle, without an installation
	"internal/app/checkpoint.go":          {"appendTo"},               // checkpoints, to a file that is named
	"internal/app/demo.go":                {"MakeDemo"},               // the mark of a demonstration half made
	"internal/app/file.go":                {"openFile"},               // what somebody names, before the database is opened or never the database
	"internal/app/handler.go":             {"define"},                 // definitions of a report
	"internal/app/import.go":              {"saveMap"},                // a mapping, to a file that is named
	"internal/app/post.go":                {"keep"},                   // letters, to a file that is named
	"internal/app/report.go":              {"Definitions"},            // definitions, to an empty folder
	"internal/app/restore.go":             {"sweep"},                  // key files
	"internal/base/backup/erasures.go":    {"ReadErasures"},           // the register of erasures
	"internal/base/backup/key.go":         {"Keys"},                   // keys of backups
	"internal/base/machine/volume.go":     {"block", "mountOf"},       // the system's own
	"internal/base/seal/keyfile.go":       {"readKey", "syncFolder"},  // the key file, a folder
	"internal/base/seal/roster/trust.go":  {"read"},                   // the founders' keys
	"internal/base/store/sqlite_stage.go": {"syncFile", "SyncFolder"}, // a stage that is closed, a folder
}

type source struct {
	room string // folder, slash-separated
	file string
	tree *ast.File
}

func TestWalls(t *testing.T) {
	for _, fault := range faults(t, ".") {
		t.Error(fault)
	}
}

// Each miniature tree in testdata/walls breaks one rule; a wall that lets it stand is no wall.
func TestWallsRejectBrokenTrees(t *testing.T) {
	trees, err := os.ReadDir("testdata/walls")
	if err != nil {
		t.Fatal(err)
	}
	if len(trees) < 8 {
		t.Fatalf("%d broken trees, want one for each rule", len(trees))
	}
	for _, tree := range trees {
		t.Run(tree.Name(), func(t *testing.T) {
			want, err := os.ReadFile(filepath.Join("testdata/walls", tree.Name(), "fault"))
			if err != nil {
				t.Fatal(err)
			}
			found := faults(t, filepath.Join("testdata/walls", tree.Name()))
			if len(found) != 1 || found[0] != strings.TrimSpace(string(want)) {
				t.Errorf("faults %q, want exactly %q", found, strings.TrimSpace(string(want)))
			}
		})
	}
}

func faults(t *testing.T, root string) []string {
	t.Helper()
	var list []string
	sources := parse(t, root)
	for _, s := range sources {
		list = append(list, arrowFaults(s)...)
		list = append(list, keeperFaults(s)...)
		list = append(list, tableFaults(s)...)
		list = append(list, openerFaults(s)...)
	}
	return append(list, routeFaults(sources)...)
}

func parse(t *testing.T, root string) []source {
	t.Helper()
	var list []source
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && file != root && (strings.HasPrefix(entry.Name(), ".") || slices.Contains([]string{"node_modules", "testdata", "bin", "data"}, entry.Name())) {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
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

func arrowFaults(s source) []string {
	var list []string
	for _, name := range imports(s) {
		target, ours := strings.CutPrefix(name, "approdo/")
		if !ours {
			continue
		}
		known := false
		for _, storey := range storeys {
			if !under(s.room, storey.room) {
				continue
			}
			known = true
			if !under(target, storey.room) && !slices.ContainsFunc(storey.may, func(p string) bool { return under(target, p) }) {
				list = append(list, s.file+": "+s.room+" may not import "+target)
			}
			break
		}
		if !known {
			list = append(list, s.file+": no line of storeys covers "+s.room)
		}
	}
	return list
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

// tableName finds the tables and views that a piece of SQL names.
var tableName = regexp.MustCompile(`\b(?:FROM|JOIN|INTO|UPDATE|TABLE)\s+([a-z]+)_[a-z_]+`)

// tableOwners are rooms whose tables carry another prefix than the room's own name.
var tableOwners = map[string][]string{
	"internal/base/store":  {"store", "audit", "goose", "pg", "sqlite"},
	"internal/care/report": {"report", "view"},
	"internal/care/rights": {"rights", "view"},
}

func tableFaults(s source) []string {
	if !under(s.room, "internal/base") && !under(s.room, "internal/care") && !under(s.room, "internal/open") && !under(s.room, "internal/web") && !under(s.room, "internal/app") {
		return nil
	}
	owned := []string{path.Base(s.room)}
	for room, prefixes := range tableOwners {
		if under(s.room, room) {
			owned = prefixes
		}
	}
	var list []string
	ast.Inspect(s.tree, func(n ast.Node) bool {
		lit, ok := n.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			return true
		}
		for _, m := range tableName.FindAllStringSubmatch(lit.Value, -1) {
			if !slices.Contains(owned, m[1]) {
				list = append(list, s.file+": names a table of another package: "+m[1]+"_…")
			}
		}
		return true
	})
	return list
}

// opening finds what opens a file by its name.
var opening = map[string][]string{
	"os":   {"Open", "OpenFile", "Create", "ReadFile", "WriteFile", "Truncate", "CopyFS", "DirFS", "OpenRoot", "OpenInRoot"},
	"http": {"ServeFile", "Dir"}, "syscall": {"Open", "Truncate"}, "unix": {"Open", "Openat", "Truncate"},
}

func openerFaults(s source) []string {
	if !under(s.room, "internal") && !under(s.room, "cmd") || under(s.room, "internal/testkit") || under(s.room, "internal/web/page/build") {
		return nil
	}
	var list []string
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
			if ok && slices.Contains(opening[of.Name], sel.Sel.Name) && !slices.Contains(openers[s.file], name) {
				list = append(list, s.file+": "+name+" opens a file and no line of openers says which: "+of.Name+"."+sel.Sel.Name)
			}
			return true
		})
	}
	return list
}

// routeFaults demands one table of contents in each web room that answers requests.
func routeFaults(sources []source) []string {
	rooms := map[string]bool{}
	for _, s := range sources {
		if path.Dir(s.room) == "internal/web" && s.room != "internal/web/page" {
			rooms[s.room] = rooms[s.room] || path.Base(s.file) == "routes.go"
		}
	}
	var list []string
	for room, has := range rooms {
		if !has {
			list = append(list, room+": has no routes.go")
		}
	}
	slices.Sort(list)
	return list
}
