package seal_test

import (
	"bytes"
	"context"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal"

	"approdo/internal/testkit"
)

func TestASlotOpensWithItsPasswordOnly(t *testing.T) {
	keys, elsewhere := open(t, t.TempDir()), open(t, t.TempDir())
	seed := must(seal.NewSeed())(t)
	slot := must(keys.NewSlot(t.Context(), seed, "è una frase lunga", "account-1", "password"))(t)

	for _, typed := range []string{"è una frase lunga", "e\u0300 una frase lunga"} { // the accent as a character of its own
		if got := must(keys.OpenSlot(t.Context(), slot, typed, "account-1", "password"))(t); !got.Equal(seed) {
			t.Errorf("%q opens another seed", typed)
		}
	}
	flipped, otherSuite := bytes.Clone(slot), bytes.Clone(slot)
	flipped[len(flipped)-1] ^= 1
	otherSuite[0]++
	for name, x := range map[string]struct {
		keys     *seal.Keys
		slot     []byte
		password string
		bound    []string
	}{
		"wrong password":                   {keys, slot, "è una frase lunga ", []string{"account-1", "password"}},
		"another account":                  {keys, slot, "è una frase lunga", []string{"account-2", "password"}},
		"another kind":                     {keys, slot, "è una frase lunga", []string{"account-1", "recovery"}},
		"a stolen database, another key":   {elsewhere, slot, "è una frase lunga", []string{"account-1", "password"}},
		"damaged":                          {keys, flipped, "è una frase lunga", []string{"account-1", "password"}},
		"another suite":                    {keys, otherSuite, "è una frase lunga", []string{"account-1", "password"}},
		"cut":                              {keys, slot[:len(slot)-1], "è una frase lunga", []string{"account-1", "password"}},
		"no such account":                  {keys, nil, "è una frase lunga", []string{"account-1", "password"}},
		"no such account, and no password": {keys, nil, "", nil},
	} {
		got, err := x.keys.OpenSlot(t.Context(), x.slot, x.password, x.bound...)
		wantError(t, err, errs.Denied, "seal.slot_refused")
		if !got.IsZero() {
			t.Errorf("%s: a seed came out", name)
		}
	}
}

func TestDamagedSlotsAreRefused(t *testing.T) {
	testkit.Long(t)
	keys := open(t, t.TempDir())
	slot := must(keys.NewSlot(t.Context(), must(seal.NewSeed())(t), "a password", "a"))(t)
	random := rand.New(rand.NewPCG(3, 4))
	for range 10 { // each costs a key derivation
		damaged := bytes.Clone(slot)
		bit := random.IntN(len(slot) * 8)
		damaged[bit/8] ^= 1 << (bit % 8)
		_, err := keys.OpenSlot(t.Context(), damaged, "a password", "a")
		wantError(t, err, errs.Denied, "seal.slot_refused")
	}
}

// Who asks for an account that is not there waits as long as for one that is: the same memory is filled, in about the
// same time of the processor. (How well the times agree is measured at the log-in page, on a quiet machine; here other programs may run.)
func TestAMissingSlotCostsTheSame(t *testing.T) {
	testkit.Long(t)
	keys := open(t, t.TempDir())
	slot := must(keys.NewSlot(t.Context(), must(seal.NewSeed())(t), "a password", "a"))(t)
	shortest, memory := map[string]time.Duration{}, map[string]uint64{}
	for range 5 {
		for name, x := range map[string]struct {
			slot     []byte
			password string
		}{"right": {slot, "a password"}, "wrong": {slot, "b password"}, "missing": {nil, "a password"}, "damaged": {slot[:50], "a password"}} {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := testkit.Worked(t)
			_, _ = keys.OpenSlot(t.Context(), x.slot, x.password, "a")
			if took := testkit.Worked(t) - start; shortest[name] == 0 || took < shortest[name] {
				shortest[name] = took
			}
			runtime.ReadMemStats(&after)
			memory[name] = after.TotalAlloc - before.TotalAlloc
		}
	}
	t.Logf("shortest of 5: %v; bytes: %v", shortest, memory)
	for name := range shortest {
		if ratio := float64(shortest[name]) / float64(shortest["right"]); ratio < 0.5 || ratio > 2 {
			t.Errorf("%s takes %.2f times as long as right", name, ratio)
		}
		if ratio := float64(memory[name]) / float64(64<<20); ratio < 1 || ratio > 1.01 {
			t.Errorf("%s fills %.3f times 64 MiB", name, ratio)
		}
	}
}

// Two hundred log-ins at once would take 13 GB without the gate. Behind it, as many run as there are cores, and who
// waits longer than a request may is told that the house is busy.
func TestManyAttemptsAtOnceTakeTurns(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long: left out with -short")
	}
	defer debug.SetGCPercent(debug.SetGCPercent(100)) // as a server collects, however the tests do
	keys := open(t, t.TempDir())
	slot := must(keys.NewSlot(t.Context(), must(seal.NewSeed())(t), "a password", "a"))(t)
	ctx, stop := context.WithTimeout(t.Context(), 3*time.Second)
	defer stop()

	cores := runtime.GOMAXPROCS(0)
	var refused, busy atomic.Int64
	var attempts sync.WaitGroup
	for range 200 {
		attempts.Go(func() {
			_, err := keys.OpenSlot(ctx, slot, "b password", "a")
			switch e, _ := errs.Of(err); e.Key {
			case "seal.slot_refused":
				refused.Add(1)
			case "seal.busy":
				busy.Add(1)
			}
		})
	}
	over := make(chan struct{})
	go func() { attempts.Wait(); close(over) }()
	most, heap := watch(over)
	t.Logf("200 attempts on %d cores: at most %d at once, heap at most %d MiB; %d answered, %d told to come back", cores, most, heap>>20, refused.Load(), busy.Load())
	if most == 0 || most > cores {
		t.Errorf("%d derivations at once on %d cores", most, cores)
	}
	if limit := uint64(64<<20) * uint64(3*cores+2); heap > limit { // each running one, and what the collector has not yet fetched
		t.Errorf("heap of %d MiB", heap>>20)
	}
	if refused.Load() == 0 || refused.Load()+busy.Load() != 200 {
		t.Errorf("%d answered, %d busy", refused.Load(), busy.Load())
	}
}

// watch looks every few milliseconds, until over, how many goroutines derive a key and how large the heap is.
func watch(over <-chan struct{}) (most int, heap uint64) {
	stacks := make([]byte, 8<<20)
	for {
		select {
		case <-over:
			return most, heap
		case <-time.After(5 * time.Millisecond):
		}
		var memory runtime.MemStats
		runtime.ReadMemStats(&memory)
		heap = max(heap, memory.HeapInuse)
		most = max(most, strings.Count(string(stacks[:runtime.Stack(stacks, true)]), "\ngolang.org/x/crypto/argon2.IDKey("))
	}
}

func TestWhoNoLongerWaitsDerivesNothing(t *testing.T) {
	keys := open(t, t.TempDir())
	ctx, stop := context.WithCancel(t.Context())
	stop()
	start := time.Now()
	_, err := keys.OpenSlot(ctx, nil, "x", "a")
	wantError(t, err, errs.Unavailable, "seal.busy")
	_, err = keys.NewSlot(ctx, must(seal.NewSeed())(t), "x", "a")
	wantError(t, err, errs.Unavailable, "seal.busy")
	if took := time.Since(start); took > 50*time.Millisecond {
		t.Errorf("took %v", took)
	}
}

func TestASessionsSeedNeedsTheBrowsersKey(t *testing.T) {
	session, other := must(seal.NewKey())(t), must(seal.NewKey())(t)
	seed := must(seal.NewSeed())(t)
	locked := must(seed.Lock(session, "session-1"))(t)
	if got := must(seal.Unlock(session, locked, "session-1"))(t); !got.Equal(seed) {
		t.Error("another seed")
	}
	_, err := seal.Unlock(other, locked, "session-1")
	wantRefused(t, "another browser", err)
	_, err = seal.Unlock(session, locked, "session-2")
	wantRefused(t, "another session", err)
	_, err = seal.ParseSeed(bytes.Repeat([]byte{0xff}, 32))
	wantRefused(t, "a number that cannot be split", err)
}

// Tests elsewhere make guesses cheap, through the linker. Nothing in the program can: what a guess costs is assigned nowhere, and only
// the fixtures of tests reach for another package's variables.
func TestNothingInTheProgramChangesWhatAGuessCosts(t *testing.T) {
	t.Parallel()
	const root = "../../.."
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		within, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		within = filepath.ToSlash(within)
		if entry.IsDir() && within != "." && (strings.HasPrefix(entry.Name(), ".") || slices.Contains([]string{"node_modules", "bin", "data", "internal/testkit"}, within)) {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		text := must(os.ReadFile(file))(t)
		if bytes.Contains(text, []byte("//go:linkname")) {
			t.Errorf("%s reaches for variables of other packages", within)
		}
		if n := bytes.Count(text, []byte("slotMemory")); within == "internal/base/seal/slot.go" && n != 3 || within != "internal/base/seal/slot.go" && n > 0 {
			t.Errorf("%s names what a guess costs %d times: once to say it, once to declare it and once to use it, all in slot.go", within, n)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
