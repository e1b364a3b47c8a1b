package rights_test

import (
	"testing"

	"approdo/internal/care/rights"
)

// follow finishes what erasures leave to do, as whoever erases does.
func (w *crowd) follow(t *testing.T) {
	t.Helper()
	must(t, w.s.Chunks(t.Context(), w.operator, rights.Finish))
}
