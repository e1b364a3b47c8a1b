package trail

import (
	"context"
	"sync"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/i18n"
	"approdo/internal/base/machine"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/web/page"
)

// awhile is how long a request waits for a check that is often done at once.
const awhile = 2 * time.Second

// checking is the verification of the whole trail that the officer asked for: one at a time, and its result until the next.
type checking struct {
	mu      sync.Mutex
	working bool
	done    int64
	size    int64
	ended   time.Time // zero before the first
	verdict audit.Verdict
	held    Held
	err     error
	result  chan struct{} // closed when the one at work ends
}

// auditCheckStart begins to verify the trail, unless somebody's verification is at work, and shows it.
func (d *Desk) auditCheckStart(r *page.Request) error {
	c := &d.checking
	c.mu.Lock()
	if !c.working {
		c.working, c.done, c.size, c.err, c.result = true, 0, 0, nil, make(chan struct{})
		go d.checkTrail(context.WithoutCancel(r.Context()), r.Grant()) // whoever asked may go elsewhere meanwhile
	}
	result := c.result
	c.mu.Unlock()
	select {
	case <-result:
	case <-time.After(awhile):
	}
	return r.Redirect("/audit/check")
}

// checkTrail verifies the trail and puts the result on record.
func (d *Desk) checkTrail(ctx context.Context, grant policy.Grant) {
	c := &d.checking
	var verdict audit.Verdict
	var held Held
	if d.Trail.Held != nil {
		held.PutBack = d.Trail.Held().PutBack
	}
	check, err := d.Trail.Check()
	check.Progress = func(n int64) {
		c.mu.Lock()
		c.done = n
		c.mu.Unlock()
	}
	if err == nil {
		err = d.Store.Read(ctx, grant, func(tx *store.Tx) error {
			h, err := store.TrailHead(tx)
			if err != nil {
				return err
			}
			c.mu.Lock()
			c.size = h.Size
			c.mu.Unlock()
			if verdict, err = store.VerifyTrail(tx, check); err != nil || verdict.Fault != nil {
				return err // what the trail says is not compared with anything then
			}
			held.Differ, err = d.Trail.Examine(tx)
			return err
		})
	}
	if err == nil {
		problem := ""
		if verdict.Fault != nil {
			problem = string(verdict.Fault.Problem)
		}
		err = d.Store.Write(ctx, grant, func(tx *store.Tx) error {
			tx.Note("check", "", audit.Details{"entries": audit.Count(verdict.Entries), "checkpoints": audit.Count(verdict.Checkpoints), "problem": audit.Code(problem), "differ": audit.Count(len(held.Differ))})
			return nil
		})
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.working, c.verdict, c.held, c.err, c.ended = false, verdict, held, err, machine.Now()
	close(c.result)
}

// Words says what does not agree, one line each.
func (h Held) Words(p *i18n.Printer) (list []string) {
	if h.PutBack != nil {
		list = append(list, p.Error(h.PutBack))
	}
	for _, c := range vault.Tally(h.Differ) {
		list = append(list, p.T("audit.differ."+c.What, "count", c.N))
	}
	return list
}

// auditCheckShow shows how far a verification is, or what the last one found.
func (d *Desk) auditCheckShow(r *page.Request) error {
	p, c := r.Printer(), &d.checking
	c.mu.Lock()
	defer c.mu.Unlock()
	view := CheckView{Header: page.Header{Title: p.T("audit.check.title"), Sub: p.T("audit.check.sub"), Trail: []page.Link{{Label: p.T("audit.title"), Path: "/audit"}}}}
	switch {
	case c.working:
		r.Writer().Header().Set("Refresh", "2") // the page asks again by itself
		view.Working, view.Done, view.All = p.T("audit.check.working", "done", c.done, "total", c.size), int(c.done), int(max(c.size, 1))
	case c.ended.IsZero():
		view.Title, view.Tone, view.What = p.T("audit.check.never"), page.Plain, p.T("audit.check.never_what")
	case c.err != nil:
		err := c.err
		c.ended, c.err = time.Time{}, nil
		return err // a fault of ours: it is logged, and the trail can be checked again
	case c.verdict.Fault != nil:
		f := c.verdict.Fault
		view.Title, view.Tone = p.T("audit.check.broken"), page.Blocked
		view.What, view.Then = p.T("audit.fault."+string(f.Problem), "entry", f.N, "checkpoint", f.Checkpoint-1), p.T("audit.check.then")
	case !c.held.Right():
		view.Title, view.Tone, view.What, view.Then = p.T("audit.check.differs"), page.Blocked, p.T("audit.check.differs_what"), p.T("audit.check.then")
		view.Differ = c.held.Words(p)
	default:
		view.Title, view.Tone = p.T("audit.check.whole"), page.Well
		view.What = p.T("audit.check.counts", "entries", c.verdict.Entries, "checkpoints", c.verdict.Checkpoints)
	}
	if !c.ended.IsZero() && !c.working {
		view.When = p.T("audit.check.when", "when", d.Moment(p, c.ended.UTC().Format(time.RFC3339)))
	}
	return r.Render(view.Header.Title, CheckPage(p, view))
}
