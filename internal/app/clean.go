package app

import (
	"context"
	"log/slog"
	"time"

	"approdo/internal/base/backup"
	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/rights"
	"approdo/internal/care/vault"
)

// cleaningTime is how often it is looked whether an erasure left something to do: whoever erased does not wait for readers, and is told that it goes on.
const cleaningTime = 30 * time.Second

// cleaning does Clean now and then until the server stops.
func cleaning(ctx context.Context, s *store.Store) {
	ticks := time.NewTicker(cleaningTime)
	defer ticks.Stop()
	for {
		if err := Clean(ctx, s); err != nil && ctx.Err() == nil {
			slog.Error("what an erasure left to do could not be done", slog.Any("error", err))
		}
		select {
		case <-ticks.C:
		case <-ctx.Done():
			return
		}
	}
}

// Clean does what erasures left to do, cleans the files of the database of what they destroyed, and notes it on their certificates. Unavailable "store.not_scrubbed" while somebody reads: nothing
// is noted then, and the next time does it.
func Clean(ctx context.Context, s *store.Store) error {
	grant := policy.System(policy.Keeping)
	var left bool
	var dirty []string
	var erased backup.Erasures
	var layered bool // and somebody was erased already
	err := s.Read(ctx, grant, func(tx *store.Tx) (err error) {
		if left, err = rights.Unfinished(tx); err == nil {
			dirty, err = rights.Uncleaned(tx)
		}
		if err == nil && !left && len(dirty) == 0 {
			erased, err = vault.Erasures(tx)
		}
		return err
	})
	if err == nil && len(erased) > 0 {
		layered, err = s.Layered(ctx)
	}
	if err == nil && left {
		err = s.Chunks(ctx, grant, rights.Finish)
	}
	if err != nil || !left && len(dirty) == 0 && !layered {
		return err
	}
	if err := s.Scrub(ctx, rights.Tables()...); err != nil {
		return err
	}
	if len(dirty) == 0 {
		return nil
	}
	return s.Write(ctx, grant, func(tx *store.Tx) error {
		tx.Note("husks", "", nil)
		for _, id := range dirty {
			if err := rights.New(nil).Scrubbed(tx, id); err != nil && errs.KindOf(err) != errs.NotFound {
				return err
			}
		}
		return nil
	})
}
