package app

import (
	"context"
	"log/slog"
	"time"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/intake"
	"approdo/internal/care/vault"
)

// keepingTime is how often what is sealed is looked through for what has to go. Nothing opens after its time in between, either.
const keepingTime = 10 * time.Minute

// keeping does Keep now and then until the server stops.
func keeping(ctx context.Context, in *Installation) {
	ticks := time.NewTicker(keepingTime)
	defer ticks.Stop()
	for {
		if err := Keep(ctx, in.Store, in.Today()); err != nil && ctx.Err() == nil {
			slog.Error("sealed things whose time is over could not be destroyed", slog.Any("error", err))
		}
		select {
		case <-ticks.C:
		case <-ctx.Done():
			return
		}
	}
}

// Keep destroys the keys of broken glass whose hour is over, and the planned outings whose time to be kept is; forgets who followed whom long ago and what was
// received long ago, and clears away papers that nothing needs.
func Keep(ctx context.Context, s *store.Store, today string) error {
	return s.Write(ctx, policy.System(policy.Keeping), func(tx *store.Tx) error {
		if err := vault.CloseGlass(tx); err != nil {
			return err
		}
		if err := vault.ClearPapers(tx); err != nil {
			return err
		}
		if err := vault.ForgetFollowings(tx); err != nil {
			return err
		}
		if err := intake.Forget(tx); err != nil {
			return err
		}
		if err := network.ForgetUnsent(tx); err != nil {
			return err
		}
		_, err := vault.Plans.Destroy(tx, today)
		return err
	})
}
