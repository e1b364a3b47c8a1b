package app

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/machine"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/demo"
)

// halfMade stands in the folder while a demonstration is made, so that one which was interrupted is made again and not taken for whole.
const halfMade = "demo.unfinished"

// MakeDemo makes the demonstration network if the folder holds no network. With reset an earlier demonstration is
// removed first, and so is one whose making was interrupted; large makes it as big as a national network. A folder that holds anything else is never touched.
func MakeDemo(ctx context.Context, p Place, seed uint64, large, reset bool, out io.Writer, lang *i18n.Printer) error {
	p.KeyBeside = true // one folder to try, and to throw away
	mark := filepath.Join(p.Dir, halfMade)
	_, interrupted := os.Stat(mark)
	in, err := Open(ctx, p)
	switch {
	case errs.KindOf(err) == errs.NotFound && err != nil:
	case err != nil:
		return err
	case !in.Network.Demonstration:
		return in.over(ctx, errs.E(errs.Conflict, "app.not_a_demo"))
	case !reset && interrupted != nil:
		if err := in.opens(ctx); err != nil {
			return in.over(ctx, err)
		}
		fmt.Fprintln(out, lang.T("app.demo_kept", "dir", p.Dir))
		return in.Close()
	default:
		if err := in.Close(); err != nil {
			return err
		}
		if p.Database != "" {
			return errs.E(errs.Conflict, "app.demo_reset_database")
		}
		if err := store.Discard(ctx, store.Options{Dir: p.Dir, LockWait: time.Second}); err != nil {
			return err
		}
		if err := forget(p); err != nil {
			return err
		}
	}
	if p, err = p.settled("demo"); err != nil {
		return err
	}
	if in, err = create(ctx, p); err != nil {
		return err
	}
	if err := os.WriteFile(mark, nil, 0o600); err != nil {
		return in.over(ctx, errs.E(errs.Unavailable, "store.cannot_open", err))
	}
	fmt.Fprintln(out, lang.T("app.demo_making"))
	started := time.Now()
	tell := counting(out, lang)
	if !large { // it stands next to nothing else then, on any machine that serves
		defer debug.SetMemoryLimit(debug.SetMemoryLimit(demo.MemoryLimit))
	}
	if large {
		err = demo.MakeLarge(ctx, in.Store, in.Keys, in.Book, seed, machine.Now(), demo.Large, tell)
	} else {
		err = demo.Make(ctx, in.Store, in.Keys, in.Book, seed, machine.Now(), tell)
	}
	if err == nil {
		err = in.sealed(ctx)
	}
	if err == nil {
		err = os.Remove(mark)
	}
	if err != nil {
		return in.over(ctx, err)
	}
	fmt.Fprintln(out, lang.T("app.demo_made", "dir", p.Dir, "seconds", lang.Tenths(time.Since(started).Milliseconds()/100)))
	return in.Close()
}

// patience is how long somebody looks at a command before they wonder whether it still works.
const patience = 3 * time.Second

// counting says now and then how far the work has come.
func counting(out io.Writer, lang *i18n.Printer) demo.Progress {
	last := time.Now()
	return func(done, total int) {
		if time.Since(last) >= patience {
			last = time.Now()
			fmt.Fprintln(out, lang.T("app.demo_progress", "done", done, "total", total))
		}
	}
}

// opens says so when nobody can enter a demonstration any more: a version that knew no keys made it.
func (in *Installation) opens(ctx context.Context) error {
	return in.Store.Read(ctx, policy.System(policy.Startup), func(tx *store.Tx) error {
		accounts, err := network.Accounts(tx)
		if err == nil && !slices.ContainsFunc(accounts, network.Account.Enters) {
			err = errs.E(errs.Conflict, "app.demo_old")
		}
		return err
	})
}

// forget removes what says who founded a network and how far it had come, before another begins in its place.
func forget(p Place) error {
	for _, name := range []string{p.trustPath(), p.counterPath()} {
		if err := os.Remove(name); err != nil && !os.IsNotExist(err) {
			return errs.E(errs.Unavailable, "store.cannot_open", err)
		}
	}
	return nil
}
