package page

import (
	"io"
	"net/http"
	"sync"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
)

// How long a body may be, in bytes, on routes that expect no file: from a member, and from whoever is not logged in, who sends a name and a password.
const (
	bodyLimit     = 1 << 20
	strangerLimit = 16 << 10
)

// How long a body may take to arrive, on a bad line too; one with a file takes longer.
const (
	formTime = time.Minute
	fileTime = 15 * time.Minute
)

// atOnce is how many long bodies an account sends at a time: more than one, since a line may break without anybody noticing, and the next try must not wait for it.
const atOnce = 3

// bodies lets each account send few long bodies at a time, since they stay in memory. The zero value is ready.
type bodies struct {
	mu    sync.Mutex
	turns map[string]chan struct{} // holds as many as the account sends
}

// of gives the turns of an account.
func (b *bodies) of(account string) chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.turns == nil {
		b.turns = map[string]chan struct{}{}
	}
	turns := b.turns[account]
	if turns == nil {
		turns = make(chan struct{}, atOnce)
		b.turns[account] = turns
	}
	return turns
}

// A reader takes a stretch of an answer within this time, or is not waited for: it would hold its connection for ever.
const (
	stretch     = 64 << 10
	stretchTime = time.Minute
)

// bound says how much a request may send, and for how long. The deadline ends with the body: work that follows takes the time it takes.
func (r *Request) bound(route Route) {
	limit, within := route.Longest, fileTime
	if limit == 0 || !r.known && route.Action != policy.SessionOpen {
		if limit, within = strangerLimit, formTime; r.known {
			limit = bodyLimit
		}
	}
	if r.ContentLength != 0 {
		_ = http.NewResponseController(r.writer).SetReadDeadline(time.Now().Add(within)) // in place of the shorter one of any body
	}
	r.began = time.Now()
	r.Body = arriving{http.MaxBytesReader(r.writer, r.Body, limit), r.pause}
}

// arriving is a body. While it comes, however slowly, its request holds nothing that others wait for.
type arriving struct {
	io.ReadCloser
	pause func()
}

func (a arriving) Read(p []byte) (int, error) {
	a.pause()
	return a.ReadCloser.Read(p)
}

// late is how long a body takes that nobody holds back.
const late = 50 * time.Millisecond

// arrived looks once more who asks where a body took its time: meanwhile the session may have ended, or its account may be another's no more. What is done then is asked about in its own transaction (store.Require).
func (r *Request) arrived() error {
	if !r.known || time.Since(r.began) < late {
		return nil
	}
	r.subject, r.account, r.known = policy.Subject{}, Account{}, false
	if err := r.identify(); err != nil {
		return err
	}
	return r.authorize(r.grant.Action())
}

// handle lets the route answer. Who sends a long body waits for their turn; who asks too much at once is told so at once.
func (r *Request) handle(route Route) error {
	if route.Heavy {
		end, err := r.Begin()
		if err != nil {
			return err
		}
		defer end()
	}
	if route.Longest == 0 {
		return route.Handler(r)
	}
	turns, patience := r.server.bodies.of(r.subject.Account), time.NewTimer(fileTime)
	defer patience.Stop()
	select {
	case turns <- struct{}{}:
		defer func() { <-turns }()
		return route.Handler(r)
	case <-patience.C:
	case <-r.Context().Done():
	}
	return errs.E(errs.Unavailable, "errors.unavailable")
}
