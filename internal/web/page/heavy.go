package page

import (
	"sync"

	"approdo/internal/base/errs"
)

// heavyAtOnce is how many heavy answers an account has at a time: one to read, and one that was asked for by mistake. Work goes on when a browser
// gives up, so that whoever presses again and again would otherwise keep the whole machine busy.
const heavyAtOnce = 2

// heavy counts what each account waits for. The zero value is ready.
type heavy struct {
	mu   sync.Mutex
	busy map[string]int
}

// Begin takes one of the account's places for a heavy answer until end is called; Conflict "page.busy" at once when there is none. Routes that are always Heavy
// have one already. What takes long holds no state of the database: each of its readings has its own.
func (r *Request) Begin() (end func(), err error) {
	r.apart()
	h, account := &r.server.heavy, r.subject.Account
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.busy[account] >= heavyAtOnce {
		return nil, errs.E(errs.Conflict, "page.busy", "most", heavyAtOnce)
	}
	if h.busy == nil {
		h.busy = map[string]int{}
	}
	h.busy[account]++
	return sync.OnceFunc(func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		if h.busy[account]--; h.busy[account] == 0 {
			delete(h.busy, account)
		}
	}), nil
}
