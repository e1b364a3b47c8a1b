package app

import (
	"context"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/machine"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
)

// Clock notes that the machine's clock is right, which was ahead while something was recorded: a person says which day it is, since the program cannot know which of the two times is wrong.
// Invalid "app.clock_differs" where the machine says another day.
func (d Desk) Clock(ctx context.Context, day string) error {
	return d.with(ctx, func(in *Installation, _ network.Organisation) error {
		now := machine.Now()
		if today := in.Network.Today(now); day != today {
			return errs.E(errs.Invalid, "app.clock_differs", "day", today, "command", clockCommand(today))
		}
		var ahead time.Duration
		err := in.Store.Write(ctx, operator(), func(tx *store.Tx) (err error) {
			if ahead, err = store.Ahead(tx); err == nil {
				err = store.SetClockRight(tx)
			}
			return err
		})
		switch {
		case err != nil:
			return err
		case ahead == 0:
			d.say("app.clock_right")
		default:
			d.say("app.clock_set", "day", day, "last", now.Add(ahead).UTC().Format(time.RFC3339))
		}
		return nil
	})
}

func clockCommand(day string) string { return "approdo admin clock " + day }
