package main_test

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"approdo/internal/demo"
	"approdo/internal/testkit"
)

// rows is a file of n contacts of a unit, each with a number of its own.
func rows(unit string, from, n int) string {
	var b strings.Builder
	b.WriteString("id;data;unità;canale;ambito;novità;età\n")
	for i := range n {
		fmt.Fprintf(&b, "%s-%d;2024-%02d-%02d;%s;unità di contatto;sexual_outdoor;nuova;%d\n", unit, from+i, 1+i%12, 1+i%28, unit, 18+i/84%36)
	}
	return b.String()
}

// Two processes write at once; each report, made by a process of its own, says the same, and there is one tree.
func TestTwoProcessesShareOneTruth(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	dir := founded(t)
	var both sync.WaitGroup
	for _, unit := range []string{"faro-strada", "molo-strada"} {
		for part := range 4 {
			path := file(t, "c.csv", rows(unit, part*250, 250))
			both.Go(func() {
				if a := approdo(t, "import", "contacts", path, "--dir", dir); a.status != 0 {
					t.Errorf("import ended with %d: %s", a.status, a.err)
				}
			})
		}
	}
	both.Wait()
	one, other := must(t, "report", "interim", "--dir", dir), must(t, "report", "interim", "--dir", dir)
	if one != other {
		t.Error("two processes give two reports")
	}
	if n := read(t, one).cell("T1", "contact_unit", "attributed"); n != 2000 {
		t.Errorf("%v contacts, want 2000", n)
	}
	must(t, "audit", "--dir", dir)
}

// A process is killed at any moment of an import: the file is recorded whole or not at all, the tree stands, and
// importing again makes it whole.
func TestAKilledImportLeavesAllOrNothing(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	dir := founded(t)
	const each = 400
	whole := 0
	for round := range 10 {
		path := file(t, "c.csv", rows("faro-strada", round*each, each))
		kill(t, 20+rand.N(300), "import", "contacts", path, "--dir", dir)
		d := read(t, must(t, "report", "interim", "--dir", dir))
		n := int(max(0, d.cell("T1", "contact_unit", "attributed")))
		if n != round*each && n != (round+1)*each {
			t.Fatalf("round %d: %d contacts, want %d or %d", round, n, round*each, (round+1)*each)
		}
		if n == (round+1)*each {
			whole++
		}
		must(t, "audit", "--dir", dir)
		must(t, "import", "contacts", path, "--dir", dir)
	}
	t.Logf("%d of 10 imports were whole when killed", whole)
	if n := read(t, must(t, "report", "interim", "--dir", dir)).cell("T1", "contact_unit", "attributed"); n != 10*each {
		t.Errorf("%v contacts in the end, want %d", n, 10*each)
	}
}

// kill runs the program and sends it SIGKILL after some milliseconds, if it still runs.
func kill(t *testing.T, after int, args ...string) {
	t.Helper()
	cmd := exec.Command(binary, args...)
	cmd.Env = append(os.Environ(), "APPRODO_DATABASE=")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(time.Duration(after)*time.Millisecond, func() { _ = cmd.Process.Signal(syscall.SIGKILL) })
	defer timer.Stop()
	_ = cmd.Wait()
}

// TestADemonstrationIsNotMadeAnewUnderAServer: what the server goes on writing would be gone.
func TestADemonstrationIsNotMadeAnewUnderAServer(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	dir := demonstrated(t)
	address, _ := start(t, "", "--dir", dir)
	if a := approdo(t, "demo", "--dir", dir, "--reset", "--no-serve", "--lang", "en"); a.status != 1 || !strings.Contains(a.err, "Nothing was removed") {
		t.Errorf("%d %s%s", a.status, a.out, a.err)
	}
	server{address, browser(t)}.leads(t, "/login", url.Values{"login": {"nora"}, "passphrase": {demo.Passphrase}})
}

// A demonstration that was interrupted is not taken for whole: the next start makes it again.
func TestAHalfMadeDemonstrationIsMadeAgain(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	dir := t.TempDir()
	mark := filepath.Join(dir, "demo.unfinished")
	cmd := exec.Command(binary, "demo", "--dir", dir, "--no-serve")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for range 2000 {
		if _, err := os.Stat(mark); err == nil {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	time.Sleep(200 * time.Millisecond)
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	if _, err := os.Stat(mark); err != nil {
		t.Fatalf("killed too early or too late: %v", err)
	}
	if out := must(t, "demo", "--dir", dir, "--no-serve"); !strings.Contains(out, "is ready") {
		t.Errorf("half a demonstration is kept: %s", out)
	}
	if n := read(t, must(t, "report", "interim", "--dir", dir)).cell("T1", "total", "unique"); n != published(t).Reached.Total {
		t.Errorf("%v persons reached", n)
	}
	if out := must(t, "demo", "--dir", dir, "--no-serve"); !strings.Contains(out, "already there") {
		t.Errorf("a whole demonstration is made again: %s", out)
	}
}
