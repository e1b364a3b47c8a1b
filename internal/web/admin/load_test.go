package admin_test

import (
	"fmt"
	"net/http"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"approdo/internal/base/policy"
	"approdo/internal/testkit"
)

// derivation is what one key derivation takes from memory: so its number can be counted without a clock.
const derivation = 64 << 20

// TestEveryTryCostsOneDerivation counts them, whoever the name belongs to: this is why the time says nothing. `make bench-login` measures that it does not.
func TestEveryTryCostsOneDerivation(t *testing.T) {
	testkit.FullPasswords(t)
	h := open(t, testkit.Store(t))
	h.joined("ada", policy.DeskWorker)
	teo := h.member("teo", h.Faro, policy.OrganisationAdmin)
	teo.invites("invitata", policy.DeskWorker)
	for i, c := range []struct{ login, path string }{
		{"ada", "/login"}, {"nessuno", "/login"}, {"invitata", "/login"}, {"", "/login"}, {"ada", "/recover"}, {"nessuno", "/recover"}, {"invitata", "/recover"},
	} {
		s := h.somebody(fmt.Sprintf("203.0.113.%d", i))
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		a := s.post(c.path, "login", c.login, "passphrase", "non è questa", "recovery", "0000-0000-0000-0000-0000-0000-0000",
			"password", "tre gatti e una barca", "again", "tre gatti e una barca")
		runtime.ReadMemStats(&after)
		if a.status != http.StatusUnprocessableEntity {
			t.Errorf("%q at %s: status %d", c.login, c.path, a.status)
		}
		if n := (after.TotalAlloc - before.TotalAlloc) / derivation; n != 1 {
			t.Errorf("%q at %s costs %d derivations", c.login, c.path, n)
		}
	}
}

// TestTwoHundredLogInsAtOnceStayWithinMemory: they queue for a core each, instead of taking 13 GB; who finds the queue full is told at once, and a
// colleague in a browser of hers comes in meanwhile. `make bench-login` does the same for two minutes.
func TestTwoHundredLogInsAtOnceStayWithinMemory(t *testing.T) {
	testkit.Long(t)
	testkit.FullPasswords(t)
	h := open(t, testkit.Store(t))
	ada, _ := h.joined("ada", policy.DeskWorker)
	runtime.GC()
	stop, peak := make(chan struct{}), make(chan uint64)
	go func() {
		var most uint64
		for {
			select {
			case <-stop:
				peak <- most
				return
			case <-time.After(5 * time.Millisecond):
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapInuse)
			}
		}
	}()
	defer debug.SetGCPercent(debug.SetGCPercent(100)) // as a server collects, however the tests do
	alone := time.Now()
	ada.post("/login", "login", "ada", "passphrase", password).leads(t, "/")
	patience := max(3*time.Second, 8*time.Since(alone)) // on a machine with other work; behind thirty strangers it would be thirty times
	var all sync.WaitGroup
	var looked, sent atomic.Int64
	start := time.Now()
	for i := range 200 {
		all.Go(func() {
			s := h.somebody(fmt.Sprintf("10.9.%d.%d", i/100, i%100))
			login := fmt.Sprint("nessuno", i)
			if i%2 == 0 {
				login = fmt.Sprint("ada", i/100)
			}
			switch a := s.post("/login", "login", login, "passphrase", "non è questa"); a.status {
			case http.StatusUnprocessableEntity:
				looked.Add(1)
			case http.StatusServiceUnavailable:
				sent.Add(1)
			default:
				t.Errorf("log-in %d: status %d", i, a.status)
			}
		})
	}
	for range 4 {
		began := time.Now()
		if a := ada.post("/login", "login", "ada", "passphrase", password); a.status != http.StatusSeeOther {
			t.Errorf("ada: status %d", a.status)
		}
		if took := time.Since(began); took > patience {
			t.Errorf("ada waits %v in a browser of hers, more than %v", took, patience)
		}
	}
	all.Wait()
	if looked.Load() == 0 || looked.Load()+sent.Load() != 200 {
		t.Errorf("%d looked at, %d sent away", looked.Load(), sent.Load())
	}
	took := time.Since(start)
	close(stop)
	most := <-peak
	t.Logf("200 log-ins at once: %.1f s, at most %d MB of heap, %d cores", took.Seconds(), most>>20, runtime.GOMAXPROCS(0))
	// A finished derivation's memory may wait for the collector, which lets the heap double.
	if limit := uint64(runtime.GOMAXPROCS(0))*3*derivation + 128<<20; most > limit {
		t.Errorf("%d MB of heap, more than %d", most>>20, limit>>20)
	}
}
