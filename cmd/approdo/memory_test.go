package main_test

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"sync"
	"syscall"
	"testing"

	"approdo/internal/testkit"
)

// mostMemory is what a small machine has for the program, in MB: doc/operating.md says so.
const mostMemory = 256

// TestASmallMachineMakesADemonstrationAndTakesFortyLogInsAtOnce: each try at a password takes 64 MB for as long as it lasts, and a stranger may bring forty at once from as many addresses.
func TestASmallMachineMakesADemonstrationAndTakesFortyLogInsAtOnce(t *testing.T) {
	testkit.Long(t)
	if runtime.GOOS != "linux" {
		t.Skip("the memory of a process is read as Linux tells it")
	}
	dir := filepath.Join(t.TempDir(), "d")
	cmd := exec.Command(binary, "demo", "--dir", dir, "--no-serve")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		t.Fatal("nobody says what the process took")
	}
	if mb := usage.Maxrss >> 10; mb > mostMemory {
		t.Errorf("the demonstration took %d MB while it was made", mb)
	} else {
		t.Logf("making the demonstration took %d MB", mb)
	}
	address, _, process := started(t, "", "--dir", dir)
	var wait sync.WaitGroup
	answers := make([]int, 40)
	for i := range answers {
		wait.Go(func() {
			s := server{address, browser(t)}
			from := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 1, byte(1+i))}}
			s.client.Transport = &http.Transport{DialContext: from.DialContext}
			answers[i] = s.post(t, "/login", url.Values{"login": {fmt.Sprintf("nobody-%d", i)}, "passphrase": {"whatever it is"}})
		})
	}
	wait.Wait()
	tried := 0
	for _, status := range answers {
		switch status {
		case http.StatusUnprocessableEntity:
			tried++
		case http.StatusServiceUnavailable, http.StatusTooManyRequests: // at once, since the line is full
		default:
			t.Errorf("a log-in was answered %d", status)
		}
	}
	if tried < 20 {
		t.Errorf("only %d of the tries were looked at: %v", tried, answers)
	}
	if mb := peak(t, process); mb > mostMemory {
		t.Errorf("%d log-ins took %d MB", tried, mb)
	} else {
		t.Logf("%d log-ins took %d MB", tried, mb)
	}
}

// peak is the most memory that a process had at a time, in MB.
func peak(t *testing.T, process *os.Process) int {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(text)
	if m == nil {
		t.Fatalf("nobody says what the process takes: %s", text)
	}
	kb, err := strconv.Atoi(string(m[1]))
	if err != nil {
		t.Fatal(err)
	}
	return kb >> 10
}
