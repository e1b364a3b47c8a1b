package page

import (
	"net/http"
	"strings"
	"time"
)

// logged writes one line per request that is not for an asset: never the query, where a
// search would stand, never a header, and of the address the route alone.
func (s *Server) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		watched := &watcher{ResponseWriter: w, status: http.StatusOK}
		watched.begin(r)
		defer func() { // also of an answer that was cut off
			watched.end(r)
			if strings.HasPrefix(r.URL.Path, assetPath) || r.URL.Path == healthPath {
				return
			}
			s.options.Log.Info("request", "method", r.Method, "route", routeOf(r), "status", watched.status,
				"bytes", watched.bytes, "ms", time.Since(start).Milliseconds())
		}()
		next.ServeHTTP(watched, r)
	})
}

// routeOf is which route answered; empty where none did. The address itself may hold an invitation, or what somebody typed.
func routeOf(r *http.Request) string {
	_, pattern, _ := strings.Cut(r.Pattern, " ")
	return pattern
}

// watcher remembers what was answered, and waits for its reader as long as it goes on.
type watcher struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (w *watcher) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Write sends stretch by stretch, each within its time.
func (w *watcher) Write(b []byte) (sent int, err error) {
	for first := true; first || len(b) > 0 && err == nil; first = false {
		part := b[:min(len(b), stretch)]
		w.wait()
		var n int
		n, err = w.ResponseWriter.Write(part)
		sent, b = sent+n, b[len(part):]
	}
	w.bytes += int64(sent)
	return sent, err
}

// begin ends the deadline of the answer before, and sets one for a body, also where nobody reads it. What has no deadlines is no
// connection.
func (w *watcher) begin(r *http.Request) {
	c := http.NewResponseController(w.ResponseWriter)
	_ = c.SetWriteDeadline(time.Time{})
	if r.ContentLength != 0 {
		_ = c.SetReadDeadline(time.Now().Add(formTime))
	}
}

// linger is for how long the rest of a body is waited for when it is answered: whoever is told no while they send still reads it, and whoever never ends holds a connection no longer.
const linger = 3 * time.Second

// end bounds what net/http does when the route has answered: it waits for what is left of the body, then sends what is left of the answer.
func (w *watcher) end(r *http.Request) {
	w.wait()
	if r.ContentLength != 0 {
		_ = http.NewResponseController(w.ResponseWriter).SetReadDeadline(time.Now().Add(linger))
	}
}

// wait gives the reader the time of a stretch, from now on.
func (w *watcher) wait() {
	_ = http.NewResponseController(w.ResponseWriter).SetWriteDeadline(time.Now().Add(stretchTime))
}

// Unwrap lets http.ResponseController reach the connection.
func (w *watcher) Unwrap() http.ResponseWriter { return w.ResponseWriter }
