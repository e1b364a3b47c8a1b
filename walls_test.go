// Package approdo_test holds the walls of the house: rules about which room may know which, checked by parsing the sources.
package approdo_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// storeys says which rooms a room may import, by path prefix. The first line that matches a room decides. A prefix that ends with a
// slash means the rooms below it, each of which stands apart from its siblings; any other means one room with all below it. A
// room always may import below itself. A new room needs a line here, and that is the moment to think about its arrows.
// Lines of rooms that are not built yet are those of the plan in ARCHITECTURE.md.
var storeys = []struct {
	room string
	may  []string
}{
	{"cmd/", []string{"internal/app", "internal/base/errs", "internal/base/i18n"}},
	{"internal/app", []string{"internal/web/", "internal/care/", "internal/open/", "internal/base/", "internal/demo"}},
	{"internal/demo", []string{"internal/care/", "internal/open/", "internal/base/"}},

	{"internal/web/page", []string{"internal/base/"}},
	{"internal/web/kit", []string{"internal/web/page", "internal/care/intake", "internal/care/vault", "internal/care/work", "internal/care/person", "internal/base/"}},
	{"internal/web/desk/", []string{"internal/web/page", "internal/web/kit", "internal/care/", "internal/base/"}},
	{"internal/web/desk", []string{"internal/web/page", "internal/web/kit", "internal/care/", "internal/base/"}},
	{"internal/web/field", []string{"internal/web/page", "internal/web/kit", "internal/care/", "internal/base/"}},
	{"internal/web/api", []string{"internal/web/page", "internal/web/kit", "internal/care/", "internal/base/"}},
	{"internal/web/admin", []string{"internal/web/page", "internal/web/kit", "internal/care/", "internal/base/"}},
	{"internal/web/public/", []string{"internal/web/page", "internal/open/", "internal/base/"}},
	{"internal/web/public", []string{"internal/web/page", "internal/open/", "internal/base/"}},
	{"internal/web/exchange/", []string{"internal/web/page", "internal/open/", "internal/base/"}},
	{"internal/web/exchange", []string{"internal/web/page", "internal/open/", "internal/base/"}},
	{"internal/web/node", []string{"internal/web/page", "internal/open/", "internal/base/"}},

	{"internal/care/track", []string{"internal/base/errs"}},
	{"internal/care/clock", []string{"internal/base/errs"}},
	{"internal/care/work", []string{"internal/base/"}},
	{"internal/care/person", []string{"internal/care/work", "internal/base/"}},
	{"internal/care/consent", []string{"internal/care/work", "internal/base/"}},
	{"internal/care/territory", nouns},
	{"internal/care/outreach", slices.Concat(nouns, []string{"internal/care/territory"})},
	{"internal/care/assessment", nouns},
	{"internal/care/programme", nouns},
	{"internal/care/shelter", nouns},
	{"internal/care/legal", nouns},
	{"internal/care/signal", nouns},
	{"internal/care/casework", nouns},
	{"internal/care/vault", []string{"internal/care/person", "internal/care/work", "internal/base/"}},
	{"internal/care/intake", []string{"internal/care/track", "internal/care/outreach", "internal/care/casework", "internal/care/programme", "internal/care/vault", "internal/care/person", "internal/care/work", "internal/base/"}},
	{"internal/care/referral", []string{"internal/care/programme", "internal/care/vault", "internal/care/consent", "internal/care/person", "internal/care/work", "internal/base/"}},
	{"internal/care/linkage/match", []string{"internal/base/errs"}},
	{"internal/care/linkage", []string{"internal/care/vault", "internal/care/person", "internal/base/"}},
	{"internal/care/sheet/grid", []string{"internal/base/errs"}},
	{"internal/care/sheet/written", []string{"internal/base/codebook"}},
	{"internal/care/sheet/personcode", []string{"internal/care/sheet/written", "internal/care/person", "internal/base/codebook"}},
	{"internal/care/sheet/years", []string{"internal/care/sheet/written", "internal/base/codebook"}},
	{"internal/care/sheet", []string{"internal/care/intake", "internal/care/track", "internal/care/casework", "internal/care/outreach", "internal/care/programme", "internal/care/person", "internal/care/work", "internal/base/"}},
	{"internal/care/rights", []string{"internal/care/work", "internal/care/clock", "internal/care/report", "internal/care/vault", "internal/care/sheet", "internal/care/intake", "internal/care/casework", "internal/care/outreach", "internal/care/person", "internal/base/"}},
	{"internal/care/report/disclose", []string{"internal/base/errs"}},
	{"internal/care/report", []string{"internal/care/work", "internal/base/"}},

	{"internal/open/content", []string{"internal/base/"}},
	{"internal/open/", []string{"internal/open/content", "internal/base/"}},

	{"internal/base/errs", nil},
	{"internal/base/i18n", []string{"internal/base/errs"}},
	{"internal/base/period", []string{"internal/base/errs"}},
	{"internal/base/formula", nil},
	{"internal/base/seal", []string{"internal/base/errs"}},
	{"internal/base/policy", []string{"internal/base/errs"}},
	{"internal/base/audit", []string{"internal/base/errs", "internal/base/seal"}},
	{"internal/base/store", []string{"internal/base/errs", "internal/base/machine", "internal/base/seal", "internal/base/policy", "internal/base/audit"}},
	{"internal/base/backup", []string{"internal/base/errs", "internal/base/machine", "internal/base/audit", "internal/base/seal", "internal/base/policy", "internal/base/store"}},
	{"internal/base/counter", []string{"internal/base/errs", "internal/base/machine", "internal/base/seal", "internal/base/store", "internal/base/network"}},
	{"internal/base/machine", nil},
	{"internal/base/codebook", []string{"internal/base/errs", "internal/base/period", "internal/base/audit", "internal/base/i18n", "internal/base/store", "internal/base/policy"}},
	{"internal/base/network", []string{"internal/base/errs", "internal/base/audit", "internal/base/store", "internal/base/policy", "internal/base/seal", "internal/base/codebook", "internal/base/period"}},
	{"internal/testkit", []string{"internal/base/", "internal/care/"}},
	{"walks", nil},
	{"bench/", []string{"internal/", "bench/gauge", "bench/gen", "bench/visit"}},
	{"e2e", []string{"internal/"}},
}

// nouns is what a room of the protected wing may know that keeps records of one kind about people.
var nouns = []string{"internal/care/person", "internal/care/work", "internal/care/track", "internal/care/clock", "internal/base/"}

// keepers says which rooms alone may import a thing from outside.
var keepers = []struct {
	rule    string
	outside *regexp.Regexp
	rooms   []string
}{
	{"only seal touches cryptography", regexp.MustCompile(`^(crypto(/|$)|golang\.org/x/crypto|filippo\.io/|github\.com/cloudflare/circl)`), []string{"internal/base/seal"}},
	{"nobody imports what lies among test data, where no rule looks", regexp.MustCompile(`^approdo/(.*/)?testdata(/|$)`), nil},
	{"nobody runs another program", regexp.MustCompile(`^os/exec$`), []string{"internal/testkit", "bench", "e2e", "walks"}},
	{"only store knows a database driver", regexp.MustCompile(`^(database/sql/driver|modernc\.org/sqlite|github\.com/jackc/|github\.com/pressly/goose)`), []string{"internal/base/store"}},
}

// owners says which rooms may name a table or a view, by its name or the first word of it, where that is not the room's own name.
var owners = map[string][]string{
	"view_husks": {"internal/care/report", "internal/care/work"}, // of what is left of erased people no kind of record is one
	"audit":      {"internal/base/store"},
	"view":       {"internal/care/report", "internal/care/rights"},
}

// openers says which functions alone open a file, and what it is. The system drops all locks of this process on a file as soon as
// the process closes that file anywhere: opened beside SQLite, even to read it, the database would lose its log to the next program that comes
// by. A new line here is the moment to ask whether the name can ever be the database's. (New files under a name that is made up are no danger.)
var openers = map[string][]string{
	"internal/app/audit.go":                {"VerifyBundle"},                        // a bundle, without an installation
	"internal/app/checkpoint.go":           {"appendTo"},                            // checkpoints, to a file that is named
	"internal/app/demo.go":                 {"MakeDemo"},                            // the mark of a demonstration half made
	"internal/app/file.go":                 {"openFile"},                            // what somebody names, before the database is opened or never the database
	"internal/app/handler.go":              {"define"},                              // definitions of a report
	"internal/app/import.go":               {"saveMap"},                             // a mapping, to a file that is named
	"internal/app/keyplace.go":             {"settled"},                             // where the key file lies
	"internal/app/post.go":                 {"keep"},                                // letters, to a file that is named
	"internal/app/report.go":               {"Definitions"},                         // definitions, to an empty folder
	"internal/base/machine/hold_unix.go":   {"hold"},                                // the key file and folders, which are not the database's and whose locks are of another kind
	"internal/base/machine/hold_other.go":  {"Hold", "Claim", "ClaimName"},          // the same
	"internal/base/machine/volume.go":      {"block", "mountOf"},                    // the system's own
	"internal/base/machine/now_movable.go": {"Now"},                                 // what moves the clock of a program built for tests
	"internal/base/seal/beside.go":         {"ReadBeside"},                          // small files of the program's, and the register of erasures
	"internal/base/seal/keyfile.go":        {"syncFolder"},                          // a folder
	"internal/base/store/sqlite.go":        {"openOne", "openReaders", "migrating"}, // the database itself
	"internal/base/store/shape_sqlite.go":  {"sqliteIdeal"},                         // no file: a database in memory
	"internal/base/store/sqlite_hold.go":   {"hold"},                                // the database itself
	"internal/base/store/sqlite_stage.go":  {"syncFile", "SyncFolder"},              // a stage that is closed, a folder
}

// clocks says which functions alone read the machine's clock by themselves, to measure how long something takes within one process. What is written down, or decided by, goes by machine.Now, which a
// test can move: a clock was wrong once, and locked everybody out.
var clocks = map[string][]string{
	"internal/app/audit.go":                {"VerifyBundle"},              // how long it took, on the screen
	"internal/app/backup.go":               {"progress"},                  // how often it says how far it is
	"internal/app/checkpoint.go":           {"keepCheckpoints"},           // how often the whole trail is looked through
	"internal/app/demo.go":                 {"MakeDemo", "counting"},      // how long it took, how often it says so
	"internal/app/held.go":                 {"news", "misfits", "astray"}, // how often something is told, or looked at
	"internal/base/machine/now.go":         {"Now"},
	"internal/base/machine/now_movable.go": {"Now"},
	"internal/base/network/roster.go":      {"Roster"},                         // how long a state is remembered
	"internal/base/seal/certificate.go":    {"OpenCertificate", "Config"},      // how often the file is looked at
	"internal/base/store/batch.go":         {"batch", "turn"},                  // how long writers share a transaction
	"internal/base/store/inspect.go":       {"Inspect"},                        // how long it took
	"internal/base/store/moment.go":        {"open"},                           // how long a state is shared
	"internal/base/store/reader.go":        {"rests"},                          // how long a connection rested
	"internal/base/store/sqlite_scrub.go":  {"move"},                           // how long rows are moved at a time
	"internal/web/page/body.go":            {"bound"},                          // deadlines of the network
	"internal/web/page/health.go":          {"begins"},                         // how often it is asked
	"internal/web/page/log.go":             {"logged", "begin", "end", "wait"}, // how long an answer took, deadlines of the network
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
	if len(trees) < 20 {
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
