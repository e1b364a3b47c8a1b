package kit

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/web/page"
)

// lookingTime is for how long what an account looks at is gathered into one entry, and lookingMost how many rows are: who reads more has an entry more, so that a
// machine that is stopped in the middle takes little with it.
const (
	lookingTime = time.Hour
	lookingMost = 1000
)

// Looking puts on record how much of lists and reports an account read on screen, since what can be read can be copied by hand: how many pages, and how many rows
// stood on them; never which, nor what was asked for. The zero Looking needs a Store.
type Looking struct {
	Store *store.Store

	mu   sync.Mutex
	open map[string]*looked
}

// looked is what an account looked at since the entry before.
type looked struct {
	grant       policy.Grant // of the first page
	pages, rows int
	timer       *time.Timer
}

// Put counts one page.
func (l *Looking) Put(ctx context.Context, grant policy.Grant, rows int) {
	account := grant.Actor()
	l.mu.Lock()
	if l.open == nil {
		l.open = map[string]*looked{}
	}
	x := l.open[account]
	if x == nil {
		x = &looked{grant: grant}
		x.timer = time.AfterFunc(lookingTime, func() { l.told(context.Background(), account) })
		l.open[account] = x
	}
	x.pages++
	x.rows += rows
	much := x.rows >= lookingMost
	l.mu.Unlock()
	if much {
		l.told(ctx, account)
	}
}

// told writes the entry of an account, and says in the log if that is not possible: the page was shown.
func (l *Looking) told(ctx context.Context, account string) {
	err := l.settle(ctx, account)
	if e, known := errs.Of(err); err != nil && !(known && e.Key == "store.closed") { // who closes the store settles before
		slog.Error("what was looked at is not on record", "error", err)
	}
}

// Settle writes what is counted and not yet on record, before the program ends.
func (l *Looking) Settle(ctx context.Context) (all error) {
	l.mu.Lock()
	var accounts []string
	for account := range l.open {
		accounts = append(accounts, account)
	}
	l.mu.Unlock()
	for _, account := range accounts {
		all = errors.Join(all, l.settle(ctx, account))
	}
	return all
}

func (l *Looking) settle(ctx context.Context, account string) error {
	l.mu.Lock()
	x := l.open[account]
	delete(l.open, account)
	l.mu.Unlock()
	if x == nil {
		return nil
	}
	x.timer.Stop()
	return l.Store.Write(context.WithoutCancel(ctx), x.grant, func(tx *store.Tx) error {
		tx.Note("looking", account, audit.Details{"pages": audit.Count(x.pages), "rows": audit.Count(x.rows)})
		return nil
	})
}

// Looks counts a page of so many rows that the reader is shown.
func (d *Desk) Looks(r *page.Request, rows int) {
	if d.Looking != nil {
		d.Looking.Put(r.Context(), r.Grant(), rows)
	}
}

// LooksAt counts a page of tables.
func (d *Desk) LooksAt(r *page.Request, tables []ReportTable) {
	rows := 0
	for _, t := range tables {
		rows += len(t.Table.Rows)
	}
	d.Looks(r, rows)
}
