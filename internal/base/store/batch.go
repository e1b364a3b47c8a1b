package store

import (
	"context"
	"slices"
	"time"

	"approdo/internal/base/errs"
)

// batch is one database transaction with the jobs it carries.
type batch struct {
	w       *writer
	head    head
	jobs    []*job
	errs    []error // of each job
	entries []*entry
	changes []Change
	kinds   []string // of those changes
	broken  error    // the database transaction is lost, and every job with it
}

// batch runs first and what else waits, commits, and only then answers.
func (w *writer) batch(first *job) {
	h, err := w.begin(first)
	switch left := first.ctx.Err(); {
	case err != nil && left != nil: // those behind are still there
		first.answer(left)
		return
	case err != nil:
		w.refuse(first, classified(w.engine, err))
		return
	}
	b := &batch{w: w, head: h}
	until := time.Now().Add(maxBatchTime)
	for j := first; j != nil; j = w.waiting() {
		b.run(j)
		if b.broken != nil || first.tells || len(b.jobs) >= maxBatch || time.Now().After(until) {
			break
		}
	}
	b.finish()
	for i, j := range b.jobs {
		j.answer(b.errs[i])
	}
}

// refuse answers a job, and those that wait behind it, when no transaction can be had: else each of them would wait
// the full time for a lock.
func (w *writer) refuse(first *job, err error) {
	for j := first; j != nil; j = w.waiting() {
		j.answer(err)
	}
}

// begin opens a transaction for a job and locks the head, which keeps the writers of other processes out until the end. A
// connection that died while nobody needed it is replaced.
func (w *writer) begin(first *job) (h head, err error) {
	lock := func() error {
		h, err = w.lock(first.tells)
		if err != nil {
			w.drop()
		}
		return err
	}
	err = cleansed(context.Background(), w.engine, w.db, func() bool { return first.ctx.Err() != nil || w.closes() }, func() error { return again(w.engine, lock) })
	return h, err
}

func (w *writer) lock(tells bool) (head, error) {
	if err := w.hold.whole(); err != nil {
		return head{}, err
	}
	if w.session == nil {
		s, err := openSession(w.db, w.engine)
		if err != nil {
			return head{}, err
		}
		w.session = s
		if w.guard.mark.Load() != nil { // a new connection reads the definitions anew, whatever the mark says of them: it is a number that others can write
			w.guard.mark.Store(new(string))
		}
	}
	if err := w.session.begin(w.engine); err != nil {
		return head{}, err
	}
	h, err := readHead(w.session, w.engine.lockHead())
	if err == nil {
		err = w.guard.pass(w.session, h.schema, tells)
	}
	if err != nil {
		return head{}, err
	}
	var whole bool
	if h.changes, whole = w.memory.feed.follows(h.changes, w.memory.sure(w.keys.Load(), h)); !whole {
		w.memory.sums.see(FeedDiffers)
	}
	return h, w.edge.follow(w.session, h)
}

// run gives a job its turn in a savepoint. What it left is kept for the end, or undone.
func (b *batch) run(j *job) {
	err := j.ctx.Err()
	if err == nil {
		err = again(b.w.engine, func() error { return b.turn(j) })
	}
	if err != nil {
		err = classified(b.w.engine, err)
	} else {
		b.entries = append(b.entries, j.tx.entries...)
		b.changes = append(b.changes, j.tx.changes...)
		b.kinds = j.tx.kinds
	}
	b.jobs = append(b.jobs, j)
	b.errs = append(b.errs, err)
}

func (b *batch) turn(j *job) error {
	if b.broken != nil {
		return b.broken
	}
	s := b.w.session
	if err := s.do(`SAVEPOINT job`); err != nil {
		return b.lose(err)
	}
	err := j.take(&Tx{
		ctx: j.ctx, grant: j.grant, now: j.clock(), begun: time.Now(), keys: b.w.keys.Load(), run: s, write: true,
		engine: b.w.engine, memory: b.w.memory, known: b.w.memory.sums.known(), head: b.head, sure: true, kinds: slices.Clip(b.kinds),
	})
	if err != nil {
		// A full disk or a lost connection may have taken the whole transaction: then there is no savepoint to return to.
		if e := s.do(`ROLLBACK TO SAVEPOINT job`); e != nil {
			_ = b.lose(err)
			return err
		}
	}
	if e := s.do(`RELEASE SAVEPOINT job`); e != nil {
		return b.lose(e)
	}
	return err
}

func (b *batch) lose(err error) error {
	b.broken = err
	return err
}

func (b *batch) tells() bool { return len(b.jobs) == 1 && b.jobs[0].tells }

// unchanged looks once more for what acts by itself: where a server lets others add it while the transaction is open, it may have swallowed what was just written.
func (b *batch) unchanged() error {
	var mark string
	if err := b.w.session.queryRow(`SELECT `+schemaMark+` || ' ' || `+b.w.engine.surface(), nil).Scan(&mark); err != nil {
		return err
	}
	return b.w.guard.pass(b.w.session, mark, false)
}

// finish writes the trail and the feed of all jobs and commits. When that fails, everybody is told so.
func (b *batch) finish() {
	edge := b.w.edge.clone()
	err := b.broken
	if err == nil && len(b.entries)+len(b.changes) > 0 {
		err = b.seal(&edge)
	}
	if err == nil && !b.w.engine.still() && !b.tells() {
		err = b.unchanged()
	}
	if err == nil {
		err = b.w.session.do(`COMMIT`)
	}
	if err == nil {
		err = b.w.hold.whole() // else it was written to files that nobody finds again
	}
	if err == nil {
		b.w.edge = edge
		b.remember()
		b.w.memory.feed.wrote(b.head.changes, b.changes)
		if root, err := edge.Root(); err == nil {
			b.w.memory.tip.Store(&tip{edge.Size(), root})
		}
		return
	}
	// Closing the connection rolls back whatever is left of the transaction.
	b.w.drop()
	err = classified(b.w.engine, errs.Wrap(err, "commit"))
	for i := range b.errs {
		if b.errs[i] == nil {
			b.errs[i] = err
		}
	}
}

// remember keeps in mind which hashes were committed over small tables.
func (b *batch) remember() {
	for i, j := range b.jobs {
		if b.errs[i] != nil || j.tx == nil {
			continue
		}
		if len(j.tx.marks) > 0 {
			b.w.memory.sums.learn(j.tx.marks)
		}
	}
}
