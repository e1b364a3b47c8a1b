package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"syscall"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/machine"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
)

// How old the last checkpoint may be, and how often a server looks.
const (
	checkpointEvery = time.Hour
	checkpointLook  = 5 * time.Minute
)

// Told is somebody who is told of each new checkpoint.
type Told func(context.Context, audit.Checkpoint) error

// keepCheckpoints signs the trail every hour until the context ends, and tells each checkpoint to whoever keeps a copy. It looks through the whole
// trail as often, since what is read rests on it: one that is not whole is not signed, and the officers are told.
// Several servers of one network take turns: whoever comes first signs.
func (in *Installation) keepCheckpoints(ctx context.Context, log *slog.Logger, told ...Told) {
	look := time.NewTicker(checkpointLook)
	defer look.Stop()
	var whole time.Time // when the trail was found whole last
	for {
		var c audit.Checkpoint
		var made bool
		var err error
		if time.Since(whole) >= checkpointEvery {
			if err = in.wholeTrail(ctx); err == nil {
				whole = time.Now()
				in.setWhole(machine.Now())
			}
		}
		if err == nil {
			c, made, err = in.trail().Sign(ctx, checkpointEvery)
		}
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			log.Error("no checkpoint of the audit trail", "error", in.alarm(ctx, err))
		case made:
			if err := in.advance(ctx); err != nil { // before anybody keeps it
				log.Error("how far the trail has come was not written down", "error", err)
			}
			log.Info("checkpoint of the audit trail", "number", c.N, "entries", c.Size, "root", c.Root.String())
			for _, tell := range told {
				if err := tell(ctx, c); err != nil {
					log.Error("a checkpoint was not told", "number", c.N, "error", err)
				}
			}
		}
		select {
		case <-look.C:
		case <-ctx.Done():
			return
		}
	}
}

// wholeTrail answers Forged "store.trail_forged" when the trail is not as it was written.
func (in *Installation) wholeTrail(ctx context.Context) error {
	check, err := in.trail().Check()
	if err != nil {
		return err
	}
	var verdict audit.Verdict
	err = in.Store.Read(ctx, policy.System(policy.Sealing), func(tx *store.Tx) (err error) {
		verdict, err = store.VerifyTrail(tx, check)
		return err
	})
	if err != nil && ctx.Err() == nil && unreadable(err) { // what cannot be read was not written by us
		return errs.E(errs.Forged, "store.trail_forged", "object", "trail", err)
	}
	if f := verdict.Fault; err == nil && f != nil && f.Problem != audit.OtherKey { // another key file once: said by the check, and no forgery
		err = errs.E(errs.Forged, "store.trail_forged", "object", "trail", "record", f.N, "problem", string(f.Problem))
	}
	return err
}

// appendTo tells checkpoints to a file, one after the other, to be kept elsewhere.
func appendTo(name string) Told {
	return func(_ context.Context, c audit.Checkpoint) error {
		f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY|syscall.O_NONBLOCK, 0o600)
		if err != nil {
			return errs.E(errs.Unavailable, "app.unwritable", "file", name, err)
		}
		_, err = io.WriteString(f, c.Note+"\n")
		return Closing(f, err)
	}
}

// Checkpoint signs the trail as it stands now and writes the checkpoint.
func Checkpoint(ctx context.Context, p Place, out io.Writer) error {
	in, err := Open(ctx, p)
	if err != nil {
		return err
	}
	c, _, err := in.trail().Sign(ctx, 0)
	if err == nil {
		err = in.advance(ctx)
	}
	if err == nil {
		_, err = fmt.Fprintln(out, c.Note)
	}
	return in.over(ctx, err)
}

// VerifierKey writes the key that verifies this installation's checkpoints. It is no secret.
func VerifierKey(ctx context.Context, p Place, out io.Writer) error {
	in, err := Open(ctx, p)
	if err != nil {
		return err
	}
	key, err := in.Keys.Verifier(in.trail().Origin())
	if err == nil {
		_, err = fmt.Fprintln(out, key)
	}
	return in.over(ctx, err)
}

// sealed signs the trail of an installation that was just filled.
func (in *Installation) sealed(ctx context.Context) error {
	if err := in.settle(ctx); err != nil {
		return err
	}
	_, _, err := in.trail().Sign(ctx, 0)
	return err
}

// inspection is what a bundle is held against, as it was given on the command line.
func inspection(o VerifyOrder, lang *i18n.Printer, out io.Writer) (audit.Inspection, error) {
	look := audit.Inspection{For: o.For, Person: o.Person}
	if o.Key != "" {
		var err error
		if look.Key, err = audit.Verifier(o.Key); err != nil {
			return look, err
		}
	} else {
		fmt.Fprintln(out, lang.T("audit.bundle_own_key"))
	}
	if o.Kept == "" {
		return look, nil
	}
	text, err := readFile(o.Kept, 64<<20)
	if err != nil {
		return look, err
	}
	look.Kept, err = audit.Kept(string(text))
	return look, err
}
