package desk

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
)

// Why something was refused, as the trail says it in place of a rule.
const (
	whyDenied  = "no rule allows it"
	whyNothing = "nothing there that they may see"
)

// gathering is how long further refusals of the same kind are only counted.
const gathering = time.Minute

// Refusals puts on record who was refused what: the action, never the address or what was typed. The first of an account
// and an action is written at once. Those that follow within a minute are counted and written as one entry, so that
// nobody can make the trail grow by asking faster. The zero Refusals needs a Store.
type Refusals struct {
	Store *store.Store

	mu   sync.Mutex
	open map[refused]*more
}

// refused is what is gathered under one count. Why it was refused is not part of it: else the time of an answer would
// tell what exists.
type refused struct {
	account string
	action  policy.Action
}

// more is what followed the first refusal.
type more struct {
	subject policy.Subject
	why     string
	times   int64
	timer   *time.Timer
}

// Put puts one refusal on record.
func (f *Refusals) Put(ctx context.Context, s policy.Subject, a policy.Action, kind errs.Kind) error {
	why := whyNothing
	if kind == errs.Denied {
		why = whyDenied
	}
	key := refused{s.Account, a}
	f.mu.Lock()
	if m := f.open[key]; m != nil {
		m.times++
		if m.why != why {
			m.why = whyDenied // the graver of the two
		}
		f.mu.Unlock()
		return nil
	}
	if f.open == nil {
		f.open = map[refused]*more{}
	}
	m := &more{subject: s, why: why}
	m.timer = time.AfterFunc(gathering, func() {
		err := f.settle(context.Background(), key)
		if e, known := errs.Of(err); err != nil && !(known && e.Key == "store.closed") { // who closes the store settles before
			slog.Error("refusals are not on record", "error", err)
		}
	})
	f.open[key] = m
	f.mu.Unlock()
	return f.write(ctx, s, a, why, 1)
}

// Settle writes what is counted and not yet on record, before the program ends.
func (f *Refusals) Settle(ctx context.Context) error {
	f.mu.Lock()
	var keys []refused
	for key := range f.open {
		keys = append(keys, key)
	}
	f.mu.Unlock()
	var all error
	for _, key := range keys {
		all = errors.Join(all, f.settle(ctx, key))
	}
	return all
}

func (f *Refusals) settle(ctx context.Context, key refused) error {
	f.mu.Lock()
	m := f.open[key]
	delete(f.open, key)
	f.mu.Unlock()
	if m == nil {
		return nil
	}
	m.timer.Stop()
	if m.times == 0 {
		return nil
	}
	return f.write(ctx, m.subject, key.action, m.why, m.times)
}

func (f *Refusals) write(ctx context.Context, s policy.Subject, a policy.Action, why string, times int64) error {
	noun, _, _ := strings.Cut(string(a), ".")
	return f.Store.Write(context.WithoutCancel(ctx), policy.Refusal(s, a, why), func(tx *store.Tx) error {
		tx.NoteTimes(noun, times)
		return nil
	})
}
