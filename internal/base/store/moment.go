package store

import (
	"context"
	"sync"
	"time"

	"approdo/internal/base/policy"
)

// moment is the one state of the database that all reads of a request see. The first read opens its snapshot and the others find it open, until something is written under the
// same context, the request lets go of it, or somebody has waited for a connection while nobody read in it.
type moment struct {
	mu    sync.Mutex
	state *state
	busy  bool // a function reads in it: who comes from its inside, or beside it, opens a snapshot of their own
	stale bool // whoever reads in it is the last
	over  bool
}

// state is a snapshot with what was found out about it when it was opened.
type state struct {
	readers *readers
	session *session
	begun   time.Time
	known   sumMarks
	head    head
}

func (st *state) end() { st.readers.end(st.session) }

type momentKey struct{}

// Moment lets all reads under the context it answers see one state, which is opened once: that of the first of them, or of the first after a write. pause lets go of the state
// while something may take long, such as a body that arrives: of snapshots there are few, and whoever waits for one takes it. end does so for good; reads that come later are like any others.
func Moment(ctx context.Context) (_ context.Context, pause, end func()) {
	m := &moment{}
	return context.WithValue(ctx, momentKey{}, m), func() { m.let(false) }, func() { m.let(true) }
}

// let goes of the state; where a function reads in it, its end does.
func (m *moment) let(over bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.over = m.over || over
	m.stale = m.busy
	if !m.busy {
		m.drop()
	}
}

func (m *moment) drop() {
	if m.state != nil {
		m.state.readers.reads(m)
		m.state.end()
	}
	m.state, m.stale = nil, false
}

// take gives the state to a function that reads, opened unless it stands; nil where it has to open one of its own.
func (m *moment) take(s *Store, ctx context.Context) (*state, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.over || m.busy {
		return nil, nil
	}
	if m.state != nil && m.state.readers != s.readers { // of another store
		m.drop()
	}
	if m.state == nil {
		st, err := s.open(ctx)
		if err != nil {
			return nil, err
		}
		m.state = st
	}
	m.busy = true
	m.state.readers.reads(m)
	m.state.session.ctx = s.engine.during(ctx)
	return m.state, nil
}

// give takes the state back; after a failure nothing more can be read in it.
func (m *moment) give(failed bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.busy = false
	if failed || m.stale || m.over {
		m.drop()
		return
	}
	m.state.readers.rests(m)
}

// pause lets go of the state that reads under a context see: what comes after a write sees what was written.
func pause(ctx context.Context) {
	if m, ok := ctx.Value(momentKey{}).(*moment); ok {
		m.let(false)
	}
}

// stateFor gives the state that a read under a context sees, and what ends the read, which is told whether the database failed it.
func (s *Store) stateFor(ctx context.Context) (*state, func(failed bool), error) {
	if m, ok := ctx.Value(momentKey{}).(*moment); ok {
		if st, err := m.take(s, ctx); st != nil || err != nil {
			return st, m.give, err
		}
	}
	st, err := s.open(ctx)
	return st, func(bool) { st.end() }, err
}

// open opens a snapshot.
func (s *Store) open(ctx context.Context) (*state, error) {
	st := &state{readers: s.readers, begun: time.Now(), known: s.memory.sums.known()}
	var err error
	if st.session, err = s.readers.begin(ctx); err != nil {
		return nil, err
	}
	if st.head, err = readHead(st.session, headQuery(s.engine)); err == nil {
		err = s.guard.pass(st.session, st.head.schema, false)
	}
	if err != nil {
		st.end()
		return nil, err
	}
	return st, nil
}

// reading is the transaction of one read in a state.
func (s *Store) reading(ctx context.Context, grant policy.Grant, st *state) *Tx {
	return &Tx{
		ctx: ctx, grant: grant, now: s.now(), begun: st.begun, keys: s.writer.keys.Load(), run: st.session, engine: s.engine,
		memory: &s.memory, known: st.known, head: st.head, sure: s.memory.sure(s.writer.keys.Load(), st.head),
	}
}
