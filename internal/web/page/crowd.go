package page

import (
	"net/http"
	"net/netip"
	"sync"
)

// How many requests are answered at a time, in all and from one source. Over HTTP/2 one connection carries many, so that connections alone bound nothing; an office behind one address has a
// few for each browser.
const (
	mostRequests = 1024
	mostOfSource = 256
	mostBehind   = 32 // of one source behind a proxy, each of which takes one of the few hundred connections that all share
)

// crowd counts the requests that are being answered. The zero value is ready.
type crowd struct {
	mu  sync.Mutex
	all int
	of  map[string]int
}

// enter reports whether one more may come from a source of which so many may be there.
func (c *crowd) enter(from string, most int) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.all >= mostRequests || c.of[from] >= most {
		return false
	}
	if c.of == nil {
		c.of = map[string]int{}
	}
	c.all++
	c.of[from]++
	return true
}

func (c *crowd) leave(from string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.all--
	if c.of[from]--; c.of[from] == 0 {
		delete(c.of, from)
	}
}

// mostOf is how many requests of a source are answered at a time. What comes from this machine, without a proxy that says from where, is of no source.
func (s *Server) mostOf(from string) int {
	ip, err := netip.ParseAddr(from)
	switch {
	case s.options.Proxy != nil:
		return mostBehind
	case err == nil && ip.IsLoopback():
		return mostRequests
	}
	return mostOfSource
}

// crowded tells whoever is one too many to come again, at once and in few bytes: somebody who takes no answers must not keep those away who do.
func (s *Server) crowded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		from := s.options.Proxy.address(r)
		if !s.crowd.enter(from, s.mostOf(from)) {
			w.Header().Set("Retry-After", "30")
			w.Header().Set("Connection", "close")
			http.Error(w, "Too many requests at a time. Try again in a moment.", http.StatusServiceUnavailable)
			return
		}
		defer s.crowd.leave(from)
		next.ServeHTTP(w, r)
	})
}
