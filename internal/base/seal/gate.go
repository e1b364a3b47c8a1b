package seal

import (
	"cmp"
	"context"
	"maps"
	"runtime"
	"slices"
	"sync"

	"approdo/internal/base/errs"
)

// Line says who waits for a key derivation. Whoever was let in before stands in a line of their own, which goes first: however many strangers
// come at once, they wait for one derivation at most, not for all of theirs.
type Line struct {
	Known  bool   // a device that was let in before, or the program itself
	Source string // where the wish comes from: a device, an address; empty for the program itself, which is many
}

// gate lets one key derivation per core run at a time. Each needs 64 MiB and a core for itself, so that two hundred
// log-ins at once would otherwise take 13 GB; behind the gate they queue, and more at once would not be faster.
//
// Strangers leave one core free, where there are several, and stand in a line that ends: whoever comes when it is full is told so at once. Within it
// the turn is of the source whose turn was longest ago, and one that never had a turn is before all others and finds a place also in a full line. So a
// machine that asks without a pause takes its own turns away, and nobody else's. Of several that never had one the first to ask is the first: that is
// remembered of those who are sent away too, and so whoever comes again comes to their turn.
type gate struct {
	mu      sync.Mutex
	places  int // derivations at once
	running int
	known   lane
	others  lane
	streak  int // turns of the known since one of the others
}

// lane is one of the two lines.
type lane struct {
	atOnce  int // of the derivations that run
	most    int // who may wait
	each    int // of one source
	running int
	waiting []*waiter
	clock   int64            // counts who comes and who goes on
	last    map[string]int64 // when a source had its turn
	asked   map[string]int64 // when a source asked first that was sent away since
}

type waiter struct {
	source string
	asked  int64
	let    chan bool // false: somebody else has the place in the line
}

const (
	strangersWait = 32 // for each derivation that may run: some seconds
	knownWait     = 256
	streakMost    = 3 // turns of the known while others wait
	mostSources   = 20_000
)

func newGate() *gate { return gateOf(runtime.GOMAXPROCS(0)) }

func gateOf(places int) *gate {
	strangers := max(1, places-1)
	return &gate{
		places: places,
		known:  lane{atOnce: places, most: knownWait, each: 2, last: map[string]int64{}, asked: map[string]int64{}},
		others: lane{atOnce: strangers, most: strangersWait * strangers, each: 4, last: map[string]int64{}, asked: map[string]int64{}},
	}
}

// Turn is somebody's turn to derive a key. Who has one must End it.
type Turn struct {
	keys *Keys
	lane *lane
	once sync.Once
}

// Turn waits for a turn until ctx ends. Unavailable "seal.busy" when it does, and at once when the line is full.
func (k *Keys) Turn(ctx context.Context, l Line) (*Turn, error) {
	if k == nil || k.key.IsZero() {
		return nil, noKey()
	}
	if err := ctx.Err(); err != nil {
		return nil, errs.E(errs.Unavailable, "seal.busy", err)
	}
	lane := &k.gate.others
	if l.Known {
		lane = &k.gate.known
	}
	if err := k.gate.enter(ctx, lane, l.Source); err != nil {
		return nil, err
	}
	return &Turn{keys: k, lane: lane}, nil
}

// End gives the turn up; more than once is no harm.
func (t *Turn) End() { t.once.Do(func() { t.keys.gate.leave(t.lane) }) }

func (g *gate) enter(ctx context.Context, l *lane, source string) error {
	g.mu.Lock()
	w := l.join(source)
	g.dispatch()
	g.mu.Unlock()
	if w == nil {
		return errs.E(errs.Unavailable, "seal.busy")
	}
	select {
	case let := <-w.let:
		if !let {
			return errs.E(errs.Unavailable, "seal.busy")
		}
		return nil
	case <-ctx.Done():
	}
	g.mu.Lock()
	gone := l.leave(w)
	g.mu.Unlock()
	if !gone && <-w.let { // the turn came in the same moment
		g.leave(l)
	}
	return errs.E(errs.Unavailable, "seal.busy", ctx.Err())
}

func (g *gate) leave(l *lane) {
	g.mu.Lock()
	defer g.mu.Unlock()
	l.running--
	g.running--
	g.dispatch()
}

// dispatch gives the places that are free to those who are next.
func (g *gate) dispatch() {
	for g.running < g.places {
		l := g.next()
		if l == nil {
			return
		}
		w := l.first()
		l.leave(w)
		l.note(w.source)
		l.running++
		g.running++
		w.let <- true
	}
}

// next is the line whose turn it is; nil when nobody may go on.
func (g *gate) next() *lane {
	known, others := g.known.ready(), g.others.ready()
	switch {
	case known && (!others || g.streak < streakMost):
		g.streak++
		return &g.known
	case others:
		g.streak = 0
		return &g.others
	}
	return nil
}

func (l *lane) ready() bool { return len(l.waiting) > 0 && l.running < l.atOnce }

// join puts somebody into the line; nil when there is no place. In a full line a source takes the place of one that is behind it.
func (l *lane) join(source string) *waiter {
	l.clock++
	w := &waiter{source: source, asked: l.clock, let: make(chan bool, 1)}
	of := 0
	for _, other := range l.waiting {
		if source != "" && other.source == source {
			of++
		}
	}
	if before, ok := l.asked[source]; ok && of == 0 {
		w.asked = before
	}
	switch {
	case of >= l.each:
		return nil
	case len(l.waiting) >= l.most:
		last := l.behind()
		if l.before(last, w) <= 0 {
			l.sent(w)
			return nil
		}
		l.leave(last)
		l.sent(last)
		last.let <- false
	}
	l.waiting = append(l.waiting, w)
	return w
}

// sent remembers since when somebody asks who is sent away.
func (l *lane) sent(w *waiter) {
	if w.source == "" {
		return
	}
	if len(l.asked) >= mostSources { // who has not come again for long does not come
		maps.DeleteFunc(l.asked, func(_ string, since int64) bool { return since < l.clock-4*mostSources })
	}
	if _, known := l.asked[w.source]; !known && len(l.asked) < mostSources {
		l.asked[w.source] = w.asked
	}
}

// leave takes somebody out of the line; false when they are not in it any more.
func (l *lane) leave(w *waiter) bool {
	i := slices.Index(l.waiting, w)
	if i < 0 {
		return false
	}
	l.waiting = slices.Delete(l.waiting, i, i+1)
	return true
}

func (l *lane) before(a, b *waiter) int {
	return cmp.Or(cmp.Compare(l.last[a.source], l.last[b.source]), cmp.Compare(a.asked, b.asked))
}

func (l *lane) first() *waiter  { return slices.MinFunc(l.waiting, l.before) }
func (l *lane) behind() *waiter { return slices.MaxFunc(l.waiting, l.before) }

// note remembers that a source had its turn. Of very many the earlier half is forgotten: their turn was long ago.
func (l *lane) note(source string) {
	l.clock++
	if source == "" {
		return
	}
	delete(l.asked, source)
	l.last[source] = l.clock
	if len(l.last) > mostSources {
		turns := slices.Sorted(maps.Values(l.last))
		maps.DeleteFunc(l.last, func(_ string, turn int64) bool { return turn < turns[len(turns)/2] })
	}
}
