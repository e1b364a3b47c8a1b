package page

import (
	"context"
	"errors"
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

// health is the last answer of the database. One asks at a time, and nobody waits for whoever asks: so a crowd that asks holds nothing, and takes nobody's turn.
type health struct {
	mu     sync.Mutex
	asking bool
	asked  time.Time
	err    error
}

// errUnasked is what is known before the first answer.
var errUnasked = errors.New("the database was not asked yet")

// of asks what the pages stand on, unless somebody just did or does: then it is what was answered last.
func (h *health) of(ctx context.Context, ask func(context.Context) error) error {
	if last, known := h.begins(); known {
		return last
	}
	ctx, end := context.WithTimeout(context.WithoutCancel(ctx), healthTime)
	defer end()
	err := ask(ctx)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.asking, h.err = false, err
	return err
}

// begins answers what was said last, or notes that somebody asks now.
func (h *health) begins() (last error, known bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.asked.IsZero() {
		h.err = errUnasked
	}
	now := time.Now()
	if h.asking || now.Sub(h.asked).Abs() < healthFor {
		return h.err, true
	}
	h.asking, h.asked = true, now
	return nil, false
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
