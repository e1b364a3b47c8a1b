package app

import (
	"bytes"
	"context"
	"errors"

	"approdo/internal/base/backup"
	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
)

// whose says whose backup it was: whoever has the public half of a recovery key can make one that opens, of a network of theirs, and only the founders' digits tell.
type whose struct{ name, digits string }

// stands opens what was restored from where it lies, as a server would: nothing is called done that would not start, whatever happened to the folder meanwhile.
func (p Place) stands(ctx context.Context, r *backup.Reader) (w whose, err error) {
	for name, text := range map[string][]byte{p.keyPath(): r.KeyFile, p.trustPath(): r.Trust} {
		lies, err := seal.ReadBeside(name, seal.MostBeside)
		if text != nil && (err != nil || !bytes.Equal(lies, text)) {
			return w, errs.E(errs.Unavailable, "app.unreadable", "file", name, err)
		}
	}
	there, err := store.Exists(ctx, store.Options{Dir: p.Dir, Database: p.Database})
	if err == nil && !there {
		err = errs.E(errs.NotFound, "network.none")
	}
	if err != nil {
		return w, err
	}
	in, err := open(ctx, p)
	if err != nil {
		return w, err
	}
	err = in.settle(ctx)
	if err == nil {
		w.name = in.Network.Name
		var lines []roster.Line
		if lines, _, err = roster.OpenTrust(in.Keys).Lines(); err == nil {
			w.digits, _ = roster.Sum(lines)
		}
	}
	return w, errors.Join(err, in.Store.Close())
}
