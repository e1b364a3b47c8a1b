package store

import (
	"context"
	"database/sql"
	"errors"
	"runtime"
	"sync"
	"time"

	"approdo/internal/base/errs"
)

// readers are the connections that snapshots are read on.
type readers struct {
	engine engine
	db     *sql.DB
	free   chan *session // as many as may read at once; nil where the connection has to be opened

	mu   sync.Mutex
	idle map[*moment]time.Time // since when nobody reads in the state of each
}

// patience is how long somebody waits for a connection before it is taken from a moment in which nobody reads: a request may stand still while a password is derived, or be at its page.
const patience = 10 * time.Millisecond

func openReaders(e engine) (*readers, error) {
	db, err := e.openReaders()
	if err != nil {
		return nil, err
	}
	r := &readers{engine: e, db: db, free: make(chan *session, max(4, 2*runtime.GOMAXPROCS(0)))}
	for range cap(r.free) {
		r.free <- nil
	}
	// The first is opened at once, so that a database which cannot be read is known from the start.
	s, err := r.begin(context.Background())
	if err != nil {
		return nil, errors.Join(err, r.close())
	}
	r.end(s)
	return r, nil
}

// begin opens a snapshot on a connection that is free. One that died while nobody needed it is replaced.
func (r *readers) begin(ctx context.Context) (*session, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s, err := r.wait(ctx)
	if err != nil {
		return nil, err
	}
	err = again(r.engine, func() (err error) {
		if s == nil {
			if s, err = openSession(r.db, r.engine); err != nil {
				return err
			}
		}
		if err = s.do(r.engine.beginRead()); err != nil {
			s.close()
			s = nil
		}
		return err
	})
	if err != nil {
		r.free <- nil
		return nil, err
	}
	s.ctx = r.engine.during(ctx)
	return s, nil
}

// wait for a connection that is free, or is made so.
func (r *readers) wait(ctx context.Context) (*session, error) {
	late := time.NewTimer(patience)
	defer late.Stop()
	for {
		select {
		case s, open := <-r.free:
			if !open {
				return nil, errs.E(errs.Unavailable, "store.closed")
			}
			return s, nil
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-late.C:
			r.take()
			late.Reset(patience)
		}
	}
}

// rests notes that nobody reads in the state of a moment, and reads that somebody does, or that it has none any more.
func (r *readers) rests(m *moment) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.idle == nil {
		r.idle = map[*moment]time.Time{}
	}
	r.idle[m] = time.Now()
}

func (r *readers) reads(m *moment) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.idle, m)
}

// take lets go of the state in which nobody has read for longest, if that is long: its moment goes on in another.
func (r *readers) take() {
	r.mu.Lock()
	var longest *moment
	for m, since := range r.idle {
		if longest == nil || since.Before(r.idle[longest]) {
			longest = m
		}
	}
	if longest != nil && time.Since(r.idle[longest]) < patience {
		longest = nil
	}
	r.mu.Unlock()
	if longest != nil {
		longest.let(false)
	}
}

// end gives the snapshot up, and the connection back. Nothing was written: rolling back only lets go.
func (r *readers) end(s *session) {
	s.ctx = context.Background()
	if err := s.do(`ROLLBACK`); err != nil {
		s.close()
		s = nil
	}
	r.free <- s
}

// close waits for who reads, and closes the connections.
func (r *readers) close() error {
	for range cap(r.free) {
		if s, err := r.wait(context.Background()); err == nil && s != nil {
			s.close()
		}
	}
	close(r.free)
	return r.db.Close()
}
