package seal

import (
	"context"
	"runtime"

	"approdo/internal/base/errs"
)

// gate lets one key derivation per core run at a time. Each needs 64 MiB and a core for itself, so that two hundred
// log-ins at once would otherwise take 13 GB; behind the gate they queue, and more at once would not be faster.
type gate chan struct{}

func newGate() gate { return make(gate, runtime.GOMAXPROCS(0)) }

// enter waits for a place until ctx ends. Who entered must leave.
func (g gate) enter(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return errs.E(errs.Unavailable, "seal.busy", err)
	}
	select {
	case g <- struct{}{}:
		return nil
	case <-ctx.Done():
		return errs.E(errs.Unavailable, "seal.busy", ctx.Err())
	}
}

func (g gate) leave() { <-g }
