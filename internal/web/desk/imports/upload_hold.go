package imports

import (
	"sync"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
	"approdo/internal/care/sheet"
	"approdo/internal/care/sheet/grid"
)

// What is held of files, at most.
const (
	uploadFile  = 32 << 20         // bytes of one file as it is sent
	uploadRoom  = 256 << 20        // bytes of all files together, once opened
	uploadsEach = 3                // files of one session; a further one takes the place of the oldest
	uploadsAll  = 24               // files of everybody
	uploadShare = 2                // an organisation has no more than one part of so many of the room and of the files, so that there is some for another
	uploadTime  = 30 * time.Minute // from sending it
	readingTime = 2 * time.Minute  // of one reading: a register of a hundred thousand rows takes some seconds
)

// uploads holds the files that wait for their owners to decide. The zero value holds none.
type uploads struct {
	mu      sync.Mutex
	held    map[string]*upload
	weights map[string]int
	turns   grid.Turns // of the organisations whose files are opened
	under   sync.WaitGroup
}

// Finish waits for the files that are being read or recorded beside the requests, for so long at most: then those are recorded not at all. The server
// answers no more by then.
func (d *Desk) Finish(within time.Duration) {
	finished := make(chan struct{})
	go func() {
		d.uploads.under.Wait()
		close(finished)
	}()
	select {
	case <-finished:
	case <-time.After(within):
	}
}

// add takes a file of so many bytes of an organisation in, under a new id. When there is no room it is Unavailable.
func (h *uploads) add(now time.Time, id, token, organisation string, kind sheet.Kind, bytes int) (*upload, error) {
	u := &upload{id: id, owner: seal.Hash([]byte(token)), organisation: organisation, kind: kind, until: now.Add(uploadTime), left: make(chan struct{}), under: &h.under}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.held == nil {
		h.held, h.weights = map[string]*upload{}, map[string]int{}
	}
	mine, oldest := 0, (*upload)(nil)
	for _, other := range h.held {
		if other.until.Before(now) {
			h.forget(other.id)
		} else if other.owner == u.owner {
			if mine++; oldest == nil || other.until.Before(oldest.until) {
				oldest = other
			}
		}
	}
	if mine >= uploadsEach {
		h.forget(oldest.id)
	}
	h.held[id], h.weights[id] = u, bytes
	if !h.fits(organisation) {
		h.forget(id)
		return nil, errs.E(errs.Unavailable, "imports.no_room")
	}
	time.AfterFunc(uploadTime, func() { h.drop(id) })
	return u, nil
}

// find gives an upload to the session that sent it, for as long as it is held.
func (h *uploads) find(now time.Time, token, id string) (*upload, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	u := h.held[id]
	if u == nil || u.owner != seal.Hash([]byte(token)) || now.After(u.until) {
		return nil, false
	}
	return u, true
}

// latest gives the file that a session sent last and has not decided about.
func (h *uploads) latest(now time.Time, token string) (latest *upload) {
	for _, u := range h.of(token) {
		if !now.After(u.until) && !u.look().Recorded && (latest == nil || u.until.After(latest.until)) {
			latest = u
		}
	}
	return latest
}

// of lists what a session sent.
func (h *uploads) of(token string) (list []*upload) {
	owner := seal.Hash([]byte(token))
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, u := range h.held {
		if u.owner == owner {
			list = append(list, u)
		}
	}
	return list
}

// weigh says how much an opened file really takes, and refuses it when that is too much.
func (h *uploads) weigh(id string, bytes int) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	u, held := h.held[id]
	if !held {
		return nil
	}
	before := h.weights[id]
	if h.weights[id] = bytes; !h.fits(u.organisation) {
		h.weights[id] = before
		return errs.E(errs.Unavailable, "imports.no_room")
	}
	return nil
}

// drop forgets an upload; if it is being read, that ends.
func (h *uploads) drop(id string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.forget(id)
}

// dropAll forgets what a session sent, when it ends.
func (h *uploads) dropAll(token string) {
	for _, u := range h.of(token) {
		h.drop(u.id)
	}
}

func (h *uploads) forget(id string) {
	if u := h.held[id]; u != nil {
		close(u.left)
	}
	delete(h.held, id)
	delete(h.weights, id)
}

// fits reports whether everybody's files have room, and those of an organisation in its part of it.
func (h *uploads) fits(organisation string) bool {
	var all, own, files int
	for id, u := range h.held {
		all += h.weights[id]
		if u.organisation == organisation {
			own += h.weights[id]
			files++
		}
	}
	return len(h.held) <= uploadsAll && all <= uploadRoom && uploadShare*files <= uploadsAll && uploadShare*own <= uploadRoom
}
