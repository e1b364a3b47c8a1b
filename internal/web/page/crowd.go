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
)

// crowd counts the requests that are being answered. The zero value is ready.
type crowd struct {
	mu  sync.Mutex
	all int
	of  map[string]int
}

// enter reports whether one more may come from a source. What comes from this machine, without a proxy that says from where, is of no source.
func (c *crowd) enter(from string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	ip, err := netip.ParseAddr(from)
	here := err == nil && ip.IsLoopback()
	if c.all >= mostRequests || !here && c.of[from] >= mostOfSource {
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

// crowded tells whoever is one too many to come again, at once and in few bytes: somebody who takes no answers must not keep those away who do.
func (s *Server) crowded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		from := s.options.Proxy.address(r)
		if !s.crowd.enter(from) {
			w.Header().Set("Retry-After", "30")
			http.Error(w, "Too many requests at a time. Try again in a moment.", http.StatusServiceUnavailable)
			return
		}
		defer s.crowd.leave(from)
		next.ServeHTTP(w, r)
	})
}
