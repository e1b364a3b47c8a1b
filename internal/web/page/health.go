package page

import (
	"context"
	"io"
	"net/http"
	"sync"
	"time"
)

// healthPath is where a machine asks whether the program answers: whoever starts it again when it does not, or a proxy that sends people elsewhere. It says nothing but ok, to
// whoever asks, by whatever name and over whatever line; it is in no log.
const healthPath = "/health"

// healthTime is how long the database may take to answer.
const healthTime = 5 * time.Second

// healthFor is how long an answer holds: whoever asks often costs no more.
const healthFor = time.Second

// health is the last answer of the database.
type health struct {
	mu    sync.Mutex
	asked time.Time
	err   error
}

// of asks what the pages stand on, unless somebody just did.
func (h *health) of(ctx context.Context, ask func(context.Context) error) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if now := time.Now(); h.asked.IsZero() || now.Sub(h.asked).Abs() >= healthFor {
		ctx, end := context.WithTimeout(context.WithoutCancel(ctx), healthTime)
		defer end()
		h.asked, h.err = now, ask(ctx)
	}
	return h.err
}

// healthy answers whether the program and what it stands on do.
func (s *Server) healthy(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != healthPath || r.Method != http.MethodGet && r.Method != http.MethodHead {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		if s.options.Health != nil {
			if err := s.health.of(r.Context(), s.options.Health); err != nil {
				w.WriteHeader(http.StatusServiceUnavailable)
				_, _ = io.WriteString(w, "no\n")
				return
			}
		}
		_, _ = io.WriteString(w, "ok\n") // what can fail is the connection
	})
}
