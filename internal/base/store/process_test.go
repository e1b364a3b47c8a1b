package store_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// What a child process is told.
const (
	childRole     = "STORE_TEST_ROLE"
	childDir      = "STORE_TEST_DIR"
	childDatabase = "STORE_TEST_DATABASE"
	childName     = "STORE_TEST_NAME" // begins the codes it writes
)

const rowsPerProcess = 1000

// run runs another program to its end.
func run(program string, args ...string) error {
	out, err := exec.Command(program, args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w: %s", program, err, out)
	}
	return nil
}

// child is the main function of a child process.
func child(role string) int {
	if role == "glance" {
		if err := testkit.Glance(os.Getenv(childDir)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		return 0
	}
	s, err := store.Open(context.Background(), store.Options{Dir: os.Getenv(childDir), Database: os.Getenv(childDatabase)})
	if err == nil {
		switch role {
		case "thousand":
			err = writeThousand(s, os.Getenv(childName))
		case "forever":
			err = writeForever(s, os.Getenv(childName), false)
		case "boastful":
			err = writeForever(s, os.Getenv(childName), true)
		case "disk":
			err = fillDisk(s)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if err := s.Close(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func spawn(t *testing.T, role, name string, o store.Options) *exec.Cmd {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(program)
	c.Env = append(os.Environ(), childRole+"="+role, childDir+"="+o.Dir, childDatabase+"="+o.Database, childName+"="+name)
	c.Stderr = os.Stderr
	return c
}

func writeThousand(s *store.Store, name string) error {
	const writers = 4
	errs := make(chan error, writers)
	var signed atomic.Int64
	for w := range writers {
		go func() {
			for i := range rowsPerProcess / writers {
				err := add(context.Background(), s, fmt.Sprintf("%s-%d-%d", name, w, i))
				if err == nil && i%50 == 49 {
					var made bool
					if made, err = signHere(s); made {
						signed.Add(1)
					}
				}
				if err != nil {
					errs <- err
					return
				}
			}
			errs <- nil
		}()
	}
	for range writers {
		if err := <-errs; err != nil {
			return err
		}
	}
	fmt.Println(signed.Load())
	return nil
}

// signHere signs the trail with the key file that the processes share, unless the other has just done so.
func signHere(s *store.Store) (made bool, err error) {
	o, err := officerOf(os.Getenv(childDir))
	if err != nil {
		return false, err
	}
	err = s.Write(context.Background(), operator, func(tx *store.Tx) (err error) {
		_, made, err = store.SignCheckpoint(tx, o.signer, o.verifier, 0, audit.Roster{})
		return err
	})
	return made, err
}

func TestTwoProcessesLeaveOneTrailAndOneFeed(t *testing.T) {
	t.Parallel()
	for name, options := range testkit.Places() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := options(t)
			var all sync.WaitGroup
			var signed atomic.Int64
			for _, who := range []string{"one", "two"} { // both also make the tables at once
				c := spawn(t, "thousand", who, o)
				all.Go(func() {
					said, err := c.Output()
					n, unread := strconv.ParseInt(strings.TrimSpace(string(said)), 10, 64)
					if err != nil || unread != nil || n == 0 {
						t.Errorf("process %s signed %q: %v", who, said, err)
					}
					signed.Add(n)
				})
			}
			all.Wait()
			s := reopen(t, o)
			if n := len(codes(t, s)); n != 2*rowsPerProcess {
				t.Errorf("%d rows", n)
			}
			if n := len(changes(t, s)); n != 2*rowsPerProcess {
				t.Errorf("%d changes", n)
			}
			signs, err := officerOf(o.Dir)
			if err != nil {
				t.Fatal(err)
			}
			v := verdict(t, s, audit.Check{Verifier: signs.verifier})
			if v.Fault != nil || v.Checkpoints != signed.Load() {
				t.Errorf("two processes that sign in turns, %d times in all: %+v", signed.Load(), v)
			}
			if n := int64(len(entries(t, s))); n != 2*rowsPerProcess+v.Checkpoints {
				t.Errorf("%d entries with %d checkpoints", n, v.Checkpoints)
			}
			wantWhole(t, s)
		})
	}
}

func reopen(t *testing.T, o store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// bulk is how many rows the big writes of writeForever have.
const bulk = 300

// writeForever writes until it is killed: small writes of several writers, and now and then a big one. After each it
// prints the code it was told is safe; when boastful, before.
func writeForever(s *store.Store, name string, boastful bool) error {
	errs := make(chan error)
	for w := range 6 {
		go func() {
			for i := 0; ; i++ {
				code := fmt.Sprintf("%s-%d-%d", name, w, i)
				if boastful {
					fmt.Println(code)
				}
				var err error
				if w == 0 {
					err = addMany(s, code)
				} else {
					err = add(context.Background(), s, code)
				}
				if err != nil {
					errs <- err
					return
				}
				if !boastful {
					fmt.Println(code) // one system call: whole, or not at all
				}
			}
		}()
	}
	return <-errs
}

func addMany(s *store.Store, code string) error {
	return s.Write(context.Background(), operator, func(tx *store.Tx) error {
		for i := range bulk {
			if err := addCode(tx, fmt.Sprintf("%s+%d", code, i)); err != nil {
				return err
			}
		}
		return nil
	})
}

func TestKillingTheProcessLosesNothingAcknowledged(t *testing.T) {
	t.Parallel()
	rounds := map[string]int{"sqlite": 30, "postgres": 5} // of PostgreSQL only the client dies
	for name, options := range testkit.Places() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o, n := options(t), rounds[name]
			if testing.Short() {
				n = 3
			}
			acknowledged := map[string]bool{}
			for round := range n {
				for _, code := range killed(t, "forever", fmt.Sprint("r", round), o) {
					acknowledged[code] = true
				}
				s, err := store.Open(t.Context(), o)
				if err != nil {
					t.Fatalf("round %d: %v", round, err)
				}
				if lost := missing(t, s, acknowledged); len(lost) > 0 {
					t.Errorf("round %d lost %v", round, lost)
				}
				if err := s.Close(); err != nil {
					t.Fatal(err)
				}
			}
			s := reopen(t, o)
			wantWhole(t, s)
			t.Logf("%d writes acknowledged, %d rows, %d rounds", len(acknowledged), len(codes(t, s)), n)
		})
	}
}

// killed runs a process that writes, kills it at a random moment of its work, and returns what it had been told is safe.
func killed(t *testing.T, role, name string, o store.Options) (acknowledged []string) {
	t.Helper()
	c := spawn(t, role, name, o)
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if len(acknowledged) == 0 { // it is at work
			time.AfterFunc(time.Duration(rand.IntN(100_000))*time.Microsecond, func() { _ = c.Process.Kill() })
		}
		acknowledged = append(acknowledged, lines.Text())
	}
	if err := c.Wait(); err == nil || len(acknowledged) == 0 {
		t.Fatalf("the process ended by itself: %v", err)
	}
	return acknowledged
}

// TestAnEarlyAcknowledgementIsCaught shows that the test above can fail: a program that acknowledges first loses writes.
func TestAnEarlyAcknowledgementIsCaught(t *testing.T) {
	t.Parallel()
	o := store.Options{Dir: t.TempDir()}
	for round := range 20 {
		acknowledged := map[string]bool{}
		for _, code := range killed(t, "boastful", fmt.Sprint("r", round), o) {
			acknowledged[code] = true
		}
		if len(missing(t, reopen(t, o), acknowledged)) > 0 {
			return
		}
	}
	t.Error("twenty kills lost nothing that was acknowledged before it was written")
}

// missing lists the acknowledged writes that are not there. It also checks that big writes are there wholly or not at
// all, and that the trail is whole.
func missing(t *testing.T, s *store.Store, acknowledged map[string]bool) (lost []string) {
	t.Helper()
	kept, parts := map[string]bool{}, map[string]int{}
	for _, code := range codes(t, s) {
		kept[code] = true
		if whole, _, big := strings.Cut(code, "+"); big {
			kept[whole] = true
			parts[whole]++
		}
	}
	for code := range acknowledged {
		if !kept[code] {
			lost = append(lost, code)
		}
	}
	for code, n := range parts {
		if n != bulk {
			t.Errorf("%s has %d rows of %d", code, n, bulk)
		}
	}
	if v := verdict(t, s, audit.Check{}); v.Fault != nil {
		t.Errorf("entry %d of the trail is %s", v.Fault.N, v.Fault.Problem)
	}
	return lost
}
