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
		next.ServeHTTP(watched, r)
		if strings.HasPrefix(r.URL.Path, assetPath) {
			return
		}
		s.options.Log.Info("request", "method", r.Method, "route", routeOf(r), "status", watched.status,
			"bytes", watched.bytes, "ms", time.Since(start).Milliseconds())
	})
}

// routeOf is which route answered; empty where none did. The address itself may hold an invitation, or what somebody typed.
func routeOf(r *http.Request) string {
	_, pattern, _ := strings.Cut(r.Pattern, " ")
	return pattern
}

// watcher remembers what was answered.
type watcher struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (w *watcher) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

func (w *watcher) Write(b []byte) (int, error) {
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (w *watcher) Unwrap() http.ResponseWriter { return w.ResponseWriter }
