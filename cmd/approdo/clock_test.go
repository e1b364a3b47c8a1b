package main_test

import (
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"approdo/internal/testkit"
)

// movable is the program with a clock that a file moves, which no release has.
var movable = sync.OnceValue(func() string {
	program := filepath.Join(workshop, "movable")
	if out, err := exec.Command("go", "build", "-tags", "movable", "-o", program, ".").CombinedOutput(); err != nil {
		panic(string(out))
	}
	return program
})

// TestAClockThatWasAYearAheadLocksNobodyOutAndIsSaid: the real program serves, signs and backs up for a moment with a clock a year ahead. Then people log in as before, the backups of before open, the doctor says
// what to do, and once a person said which day it is the trail goes on with the right time, and verifies.
func TestAClockThatWasAYearAheadLocksNobodyOutAndIsSaid(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	for name, database := range map[string]func(*testing.T) string{
		"sqlite": func(*testing.T) string { return "" }, "postgres": func(t *testing.T) string { return testkit.Postgres(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			database, dir := database(t), t.TempDir()
			said := on(t, database, "init", file(t, "network.yaml", staffed), "--dir", dir)
			clock := filepath.Join(t.TempDir(), "clock")
			ahead := func(by string) {
				t.Helper()
				if err := os.WriteFile(clock, []byte(by), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			environment := []string{"APPRODO_DATABASE=" + database, "APPRODO_CLOCK=" + clock}
			run := func(args ...string) answer {
				t.Helper()
				return runs(t, movable(), environment, append(args, "--dir", dir)...)
			}
			ahead("0h")
			address, _, _ := startedOf(t, movable(), environment, "--dir", dir)
			nora := server{address, browser(t)}
			nora.joins(t, invitation(t, said, "nora"))
			enters := func(when string) {
				t.Helper()
				again := server{address, browser(t)}
				if status := again.post(t, "/login", url.Values{"login": {"nora"}, "passphrase": {password}}); status != http.StatusSeeOther {
					t.Errorf("%s a log-in answers %d", when, status)
				}
			}
			enters("before")
			ahead("8760h")
			server{address, browser(t)}.post(t, "/login", url.Values{"login": {"nora"}, "passphrase": {"wrong"}})
			enters("a year ahead")
			if a := run("audit", "checkpoint"); a.status != 0 {
				t.Error(a.err)
			}
			ahead("0h")
			enters("after")
			if a := run("doctor"); !strings.Contains(a.out, "approdo admin clock "+time.Now().Format(time.DateOnly)) {
				t.Errorf("the doctor does not say how to go on: %s", a.out)
			}
			if a := run("admin", "clock", "2020-02-02"); a.status == 0 || !strings.Contains(a.err, time.Now().Format(time.DateOnly)) {
				t.Errorf("another day than today is taken: %d %s", a.status, a.err)
			}
			if a := run("admin", "clock", time.Now().Format(time.DateOnly)); a.status != 0 || !strings.Contains(a.out, "a clock that was ahead") {
				t.Errorf("admin clock: %d %s%s", a.status, a.out, a.err)
			}
			if a := run("admin", "clock", time.Now().Format(time.DateOnly)); a.status != 0 || !strings.Contains(a.out, "Nothing to do") {
				t.Errorf("admin clock again: %d %s%s", a.status, a.out, a.err)
			}
			if a := run("doctor"); strings.Contains(a.out, "admin clock") {
				t.Errorf("the doctor still warns: %s", a.out)
			}
			enters("after it was said")
			if a := run("audit", "checkpoint"); a.status != 0 {
				t.Error(a.err)
			}
			if a := run("audit", "check"); a.status != 0 {
				t.Errorf("the trail does not verify: %s%s", a.out, a.err)
			}
		})
	}
}
