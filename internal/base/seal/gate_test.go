package seal_test

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
)

// keysOn are those of a machine with so many cores.
func keysOn(t *testing.T, cores int) *seal.Keys {
	t.Helper()
	before := runtime.GOMAXPROCS(cores)
	defer runtime.GOMAXPROCS(before)
	return open(t, t.TempDir())
}

func stranger(source any) seal.Line { return seal.Line{Source: fmt.Sprint(source)} }

// queue is people who wait, and who comes to their turn, in the order in which they do.
type queue struct {
	t    *testing.T
	keys *seal.Keys
	come chan string
	turn chan *seal.Turn
	gone chan string
}

func queueOf(t *testing.T, keys *seal.Keys) *queue {
	return &queue{t, keys, make(chan string, 2000), make(chan *seal.Turn, 2000), make(chan string, 2000)}
}

// waits lets somebody wait, and is sure that they do before it goes on.
func (q *queue) waits(name string, l seal.Line) {
	q.t.Helper()
	begun := make(chan bool)
	go func() {
		close(begun)
		turn, err := q.keys.Turn(q.t.Context(), l)
		if err != nil {
			q.gone <- name
			return
		}
		q.turn <- turn
		q.come <- name
	}()
	<-begun
	time.Sleep(2 * time.Millisecond)
}

// next is who comes when the one before leaves.
func (q *queue) next(leaves *seal.Turn) (string, *seal.Turn) {
	q.t.Helper()
	leaves.End()
	select {
	case name := <-q.come:
		return name, <-q.turn
	case <-time.After(5 * time.Second):
		q.t.Fatal("nobody comes")
		return "", nil
	}
}

func (q *queue) none() {
	q.t.Helper()
	select {
	case name := <-q.come:
		q.t.Fatalf("%s comes too early", name)
	case <-time.After(20 * time.Millisecond):
	}
}

func TestWhoWasLetInBeforeWaitsForNoStranger(t *testing.T) {
	keys := keysOn(t, 1)
	q := queueOf(t, keys)
	turn := must(keys.Turn(t.Context(), stranger("first")))(t)
	for i := range 30 {
		q.waits(fmt.Sprint("stranger ", i), stranger(i))
	}
	q.waits("nora", seal.Line{Known: true, Source: "nora's telephone"})
	q.none()
	name, turn := q.next(turn)
	if name != "nora" {
		t.Errorf("%s comes before nora", name)
	}
	if name, turn = q.next(turn); name != "stranger 0" {
		t.Errorf("then %s", name)
	}
	turn.End()
}

func TestStrangersLeaveACoreFree(t *testing.T) {
	keys := keysOn(t, 3)
	q := queueOf(t, keys)
	one, two := must(keys.Turn(t.Context(), stranger(1)))(t), must(keys.Turn(t.Context(), stranger(2)))(t)
	q.waits("a third stranger", stranger(3))
	q.none()
	nora := must(keys.Turn(t.Context(), seal.Line{Known: true, Source: "nora"}))(t)
	nora.End()
	q.none()
	name, turn := q.next(one)
	if name != "a third stranger" {
		t.Errorf("%s comes", name)
	}
	turn.End()
	two.End()
}

func TestStrangersComeToTheirTurnBesideManyWhoAreKnown(t *testing.T) {
	keys := keysOn(t, 1)
	q := queueOf(t, keys)
	turn := must(keys.Turn(t.Context(), stranger("first")))(t)
	for i := range 20 {
		q.waits("known", seal.Line{Known: true, Source: fmt.Sprint(i)})
	}
	q.waits("stranger", stranger("x"))
	for i := range 5 {
		var name string
		if name, turn = q.next(turn); name == "stranger" {
			turn.End()
			return
		}
		if i == 4 {
			t.Error("five who are known go first")
		}
	}
}

// TestALineThatIsFullSaysSoAtOnce: nobody's browser hangs for a minute, and what waits takes no memory beyond a bound.
func TestALineThatIsFullSaysSoAtOnce(t *testing.T) {
	keys := keysOn(t, 1)
	q := queueOf(t, keys)
	turn := must(keys.Turn(t.Context(), stranger("first")))(t)
	defer turn.End()
	for i := range 200 {
		q.waits(fmt.Sprint(i), stranger(i))
	}
	if n := len(q.gone); n < 100 || n > 190 {
		t.Errorf("%d of 200 are sent away", n)
	}
	start := time.Now()
	_, err := keys.Turn(t.Context(), stranger("one more"))
	wantError(t, err, errs.Unavailable, "seal.busy")
	for range 8 { // one source does not fill the line that others wait in
		q.waits("greedy", seal.Line{Known: true, Source: "greedy"})
	}
	if took := time.Since(start); took > time.Second {
		t.Errorf("it takes %v to say so", took)
	}
	if n := len(q.gone); n < 106 {
		t.Errorf("a source of which eight wait: %d sent away in all", n)
	}
}

// TestWhoAsksWithoutAPauseTakesNobodyElsesTurn: five hundred sources that had turns already ask on and on. Whoever comes for the first time finds a
// place in the full line, and has the next turn.
func TestWhoAsksWithoutAPauseTakesNobodyElsesTurn(t *testing.T) {
	keys := keysOn(t, 1)
	for i := range 500 {
		must(keys.Turn(t.Context(), stranger(i)))(t).End()
	}
	q := queueOf(t, keys)
	turn := must(keys.Turn(t.Context(), stranger(0)))(t)
	for i := range 500 {
		q.waits(fmt.Sprint(i), stranger(i))
	}
	for round := range 3 {
		newcomer := fmt.Sprint("newcomer ", round)
		q.waits(newcomer, stranger(newcomer))
		for i := range 50 { // they go on meanwhile
			q.waits(fmt.Sprint(i), stranger(i))
		}
		var name string
		if name, turn = q.next(turn); name != newcomer {
			t.Fatalf("%s has the next turn, not %s", name, newcomer)
		}
	}
	// Among those who had turns, whose was longest ago is next.
	name, turn := q.next(turn)
	var last int
	if _, err := fmt.Sscan(name, &last); err != nil {
		t.Fatal(name)
	}
	for range 5 {
		name, turn = q.next(turn)
		var n int
		if _, err := fmt.Sscan(name, &n); err != nil || n <= last {
			t.Fatalf("%s after %d", name, last)
		}
		last = n
	}
	turn.End()
}

// TestWhoIsSentAwayAndComesAgainComesToTheirTurn: many that nobody saw before poll a full line. Whoever comes again every now and then is let in once those
// had their turn who asked earlier, and does not need luck.
func TestWhoIsSentAwayAndComesAgainComesToTheirTurn(t *testing.T) {
	keys := keysOn(t, 1)
	q := queueOf(t, keys)
	turn := must(keys.Turn(t.Context(), stranger("first")))(t)
	poll := func() {
		for i := range 60 {
			q.waits(fmt.Sprint(i), stranger(i))
		}
	}
	poll()
	q.waits("ada", stranger("ada"))
	for turns := 1; ; turns++ {
		var name string
		if name, turn = q.next(turn); name == "ada" {
			t.Logf("after %d turns", turns)
			break
		}
		if turns > 70 {
			t.Fatal("ada never comes to her turn")
		}
		if turns%5 == 0 {
			q.waits("ada", stranger("ada"))
			poll()
		}
	}
	turn.End()
}

func TestWhoGoesAwayLeavesTheLine(t *testing.T) {
	keys := keysOn(t, 1)
	turn := must(keys.Turn(t.Context(), stranger("first")))(t)
	ctx, cancel := context.WithCancel(t.Context())
	gone := make(chan error, 32)
	for i := range 32 {
		go func() {
			_, err := keys.Turn(ctx, stranger(i))
			gone <- err
		}()
	}
	time.Sleep(50 * time.Millisecond)
	_, err := keys.Turn(t.Context(), stranger("too many"))
	wantError(t, err, errs.Unavailable, "seal.busy")
	cancel()
	for range 32 {
		wantError(t, <-gone, errs.Unavailable, "seal.busy")
	}
	q := queueOf(t, keys)
	q.waits("ada", stranger("ada"))
	name, turn := q.next(turn)
	if name != "ada" {
		t.Error(name)
	}
	turn.End()
	turn.End() // no harm
	must(keys.Turn(t.Context(), stranger("after")))(t).End()
}
