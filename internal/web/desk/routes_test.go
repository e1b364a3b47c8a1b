package desk_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"approdo/internal/web/page"
)

var update = flag.Bool("update", false, "write the golden files again")

// TestPagesKeepTheirAddresses: which address is answered under which action by which handler is written down, and a change of it is read before it is accepted. People keep addresses, and
// a handler that moves takes its rule along.
func TestPagesKeepTheirAddresses(t *testing.T) {
	t.Parallel()
	lines := []string{}
	for _, r := range open(t).desk.Routes() {
		lines = append(lines, fmt.Sprintf("%-4s %-45s %-20s %s", r.Method, r.Pattern, r.Action, handlerName(r.Handler)))
	}
	slices.Sort(lines)
	got := strings.Join(lines, "\n") + "\n"
	name := filepath.Join("testdata", "routes.golden")
	if *update {
		must(t, os.MkdirAll("testdata", 0o755))
		must(t, os.WriteFile(name, []byte(got), 0o644))
	}
	want, err := os.ReadFile(name)
	must(t, err)
	if got != string(want) {
		t.Errorf("routes changed; read the difference, then make golden:\n%s", got)
	}
}

// handlerName is the area and the method, as in outreach.contactSave; of a handler that was made for its route, the method that made it.
func handlerName(h page.Handler) string {
	name := runtime.FuncForPC(reflect.ValueOf(h).Pointer()).Name()
	name = name[strings.LastIndex(name, "/")+1:]
	name = strings.NewReplacer("(*Desk).", "", "(*Noun[...]).", "Noun.", "(*Sealed[...]).", "Sealed.", "Routes.", "", "-fm", "").Replace(name)
	before, _, _ := strings.Cut(name, ".func")
	return before
}
