package store

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
)

// A batch takes what waits, but makes nobody wait long for company.
const (
	maxBatch     = 256
	maxBatchTime = 50 * time.Millisecond
)

// writer is the one goroutine that owns the writing connection. Each job's function runs in the goroutine of its
// caller, to which the writer lends the transaction: a panic, or a test that gives up, ends the caller and not the writer.
type writer struct {
	engine  engine
	db      *sql.DB
	hold    *hold
	memory  *memory
	guard   *guard
	jobs    chan *job
	keys    atomic.Pointer[seal.Keys]
	closing chan struct{}
	once    sync.Once
	stopped chan struct{}

	session *session // nil when the connection has to be opened again
	edge    edge     // of the Merkle tree as last seen
}

// job is one call of Write.
type job struct {
	ctx   context.Context
	grant policy.Grant
	clock func() time.Time
	tells bool          // of what acts by itself in the database, and so in spite of it
	turns chan *Tx      // the writer lends a transaction, once or again; closed after the last time
	ended chan struct{} // the caller gives it back
	done  chan error    // the verdict, after commit or rollback

	result error // what the function returned
	tx     *Tx   // of the last turn
}

// errAbandoned stands for a function that panicked or left its goroutine.
var errAbandoned = errors.New("store: the function of a write did not return")

func startWriter(e engine, db *sql.DB, h *hold, m *memory, g *guard) *writer {
	w := &writer{engine: e, db: db, hold: h, memory: m, guard: g, jobs: make(chan *job), closing: make(chan struct{}), stopped: make(chan struct{})}
	go w.loop()
	return w
}

func (w *writer) loop() {
	defer close(w.stopped)
	for {
		select {
		case j := <-w.jobs:
			w.batch(j)
		case <-w.closing:
			return
		}
	}
}

func (w *writer) close() error {
	w.once.Do(func() { close(w.closing) })
	<-w.stopped
	w.drop()
	return w.db.Close()
}

func (w *writer) closes() bool {
	select {
	case <-w.closing:
		return true
	default:
		return false
	}
}

// drop gives the connection and all that was remembered up; the next batch starts afresh.
func (w *writer) drop() {
	if w.session != nil {
		w.session.close()
	}
	w.session, w.edge = nil, edge{}
}

// do is the caller's side: it waits for its turn, runs fn when the transaction is lent, and waits for the verdict.
func (w *writer) do(j *job, fn func(*Tx) error) error {
	if err := w.hand(j); err != nil {
		return err
	}
	for tx := range j.turns {
		j.run(tx, fn)
	}
	return <-j.done
}

// suspicion is how long a Write waits before it asks whether it waits for itself.
const suspicion = 100 * time.Millisecond

// hand gives a job to the writer, which from then on answers.
func (w *writer) hand(j *job) error {
	late := time.NewTimer(suspicion)
	defer late.Stop()
	for {
		select {
		case w.jobs <- j:
			return nil
		case <-j.ctx.Done():
			return j.ctx.Err()
		case <-w.closing:
			return errs.E(errs.Unavailable, "store.closed")
		case <-late.C:
			if insideWrite() {
				panic("store: a Write inside a Write")
			}
		}
	}
}

// run calls fn and gives the transaction back however fn ends.
func (j *job) run(tx *Tx, fn func(*Tx) error) {
	j.result = errAbandoned
	defer func() {
		tx.end()
		j.ended <- struct{}{}
	}()
	j.result = fn(tx)
	if j.result == nil && tx.failed == nil && tx.changed {
		j.result = tx.sumUp()
	}
}

// take lends the job a transaction and waits until it comes back.
func (j *job) take(tx *Tx) error {
	j.tx = tx
	j.turns <- tx
	<-j.ended
	return tx.outcome(j.result)
}

func (j *job) answer(err error) {
	close(j.turns)
	j.done <- err
}

// waiting takes one more job if there is one.
func (w *writer) waiting() *job {
	select {
	case j := <-w.jobs:
		return j
	default:
		return nil
	}
}
