package page_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"approdo/internal/web/page"
)

// TestACrowdThatAsksWhetherTheProgramAnswersHoldsNothing: while the database does not answer, one question waits for it; whoever else asks is told at once what was known last.
func TestACrowdThatAsksWhetherTheProgramAnswersHoldsNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var asked atomic.Int64
		var stuck atomic.Bool
		s, err := page.New(page.Options{Sessions: sessions{}, Log: slog.New(slog.DiscardHandler), Health: func(ctx context.Context) error {
			asked.Add(1)
			if stuck.Load() {
				<-ctx.Done()
			}
			return ctx.Err()
		}})
		if err != nil {
			t.Fatal(err)
		}
		ask := func() int {
			w := httptest.NewRecorder()
			s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/health", nil))
			return w.Code
		}
		if got := ask(); got != http.StatusOK {
			t.Errorf("status %d of a database that answers", got)
		}
		time.Sleep(2 * time.Second)
		stuck.Store(true)
		const many = 2000
		var answered atomic.Int64
		var all sync.WaitGroup
		for range many {
			all.Go(func() { ask(); answered.Add(1) })
		}
		synctest.Wait()
		if n, k := answered.Load(), asked.Load(); n != many-1 || k != 2 {
			t.Errorf("%d of %d were answered at once, and the database was asked %d times", n, many-1, k-1)
		}
		all.Wait()
		if got := ask(); got != http.StatusServiceUnavailable {
			t.Errorf("status %d of one that does not", got)
		}
	})
}
