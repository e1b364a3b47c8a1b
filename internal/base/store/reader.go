package store

import (
	"context"
	"database/sql"
	"errors"
	"runtime"

	"approdo/internal/base/errs"
)

// readers are the connections that snapshots are read on.
type readers struct {
	engine engine
	db     *sql.DB
	free   chan *session // as many as may read at once; nil where the connection has to be opened
}

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
	var s *session
	var open bool
	select {
	case s, open = <-r.free:
		if !open {
			return nil, errs.E(errs.Unavailable, "store.closed")
		}
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	err := again(r.engine, func() (err error) {
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
		if s := <-r.free; s != nil {
			s.close()
		}
	}
	close(r.free)
	return r.db.Close()
}
