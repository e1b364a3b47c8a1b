package app

import (
	"context"
	"log/slog"
	"time"

	"approdo/internal/base/backup"
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
		if err := Keep(ctx, in.Store, in.Network); err != nil && ctx.Err() == nil {
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
// received long ago, and clears away papers that nothing needs. All but the first go by days on which the program served: no clock that is wrong once destroys anything.
func Keep(ctx context.Context, s *store.Store, n network.Network) error {
	return s.Write(ctx, policy.System(policy.Keeping), func(tx *store.Tx) error {
		if err := vault.CloseGlass(tx); err != nil {
			return err
		}
		settled, found, err := backup.Settled(tx)
		if err != nil || !found {
			return err
		}
		for _, forget := range []func(*store.Tx, time.Time) error{vault.ClearPapers, vault.ForgetFollowings, intake.Forget, network.ForgetUnsent} {
			if err := forget(tx, settled); err != nil {
				return err
			}
		}
		_, err = vault.Plans.Destroy(tx, n.Today(settled))
		return err
	})
}
