package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"time"

	"approdo/internal/base/backup"
	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/rights"
	"approdo/internal/care/vault"
)

// erasuresLook is how often a server looks whether somebody was erased.
const erasuresLook = time.Minute

// keepErasures brings the registers of erasures in the installation's folder and in others up to date, with the colleagues who left. A
// register only grows: who was erased before an earlier restore may still stand in some backup.
func (in *Installation) keepErasures(ctx context.Context, folders ...string) error {
	e, _, err := backup.ReadErasures(filepath.Join(in.Place.Dir, backup.ErasuresFile))
	if err != nil {
		return err
	}
	err = in.Store.Read(ctx, policy.System(policy.Startup), func(tx *store.Tx) error {
		list, err := vault.Erasures(tx)
		e.Add(list)
		if err != nil {
			return err
		}
		r, err := network.Roster(tx)
		if err != nil {
			return err
		}
		for _, card := range r.Cards() { // a row that says that somebody left is no word of theirs, nor of a colleague
			if card.Standing == roster.Left {
				e.Add(backup.Erasures{backup.Departure(in.Keys, card.Account): tx.Now().UTC().Format(time.RFC3339)})
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, dir := range append(folders, in.Place.Dir) {
		if err := e.Keep(dir); err != nil {
			return err
		}
	}
	return nil
}

// watchErasures keeps the register in the installation's folder until the context ends, puts each day on record, and destroys keys of backups
// that are not needed any more.
func (in *Installation) watchErasures(ctx context.Context, log *slog.Logger) {
	look := time.NewTicker(erasuresLook)
	defer look.Stop()
	served := ""
	for {
		if today := time.Now().UTC(); today.Format(time.DateOnly) != served {
			err := in.Store.Write(ctx, policy.System(policy.Startup), func(tx *store.Tx) error { return backup.Served(tx, today) })
			if err == nil {
				served = today.Format(time.DateOnly)
			} else if ctx.Err() == nil {
				log.Error("the day was not put on record", "error", err)
			}
		}
		if err := in.keepErasures(ctx); err != nil && ctx.Err() == nil {
			log.Error("the register of erasures was not written", "error", err)
		}
		gone, err := in.destroyKeys(ctx, filepath.Join(in.Place.Dir, keyFolder))
		for _, k := range gone {
			log.Info("a key of backups was destroyed", "key", k.ID)
		}
		if err != nil {
			log.Error("a key of backups was not destroyed", "error", err)
		}
		select {
		case <-look.C:
		case <-ctx.Done():
			return
		}
	}
}

// registerDiffers tells that the register in the installation's folder cannot be read, long before a restore needs it.
func registerDiffers(p Place) []vault.Difference {
	if _, _, err := backup.ReadErasures(filepath.Join(p.Dir, backup.ErasuresFile)); err != nil {
		return []vault.Difference{{What: vault.DiffErasure, ID: backup.ErasuresFile}}
	}
	return nil
}

// register reads the registers of erasures that a restore has: the one named, and the one beside the backup.
func register(o RestoreOrder, out io.Writer, lang *i18n.Printer) (backup.Erasures, error) {
	all, beside, err := backup.ReadErasures(filepath.Join(filepath.Dir(o.File), backup.ErasuresFile))
	if err != nil {
		return nil, err
	}
	if o.Erasures != "" {
		named, found, err := backup.ReadErasures(o.Erasures)
		if err != nil {
			return nil, err
		}
		if !found {
			return nil, errs.E(errs.Unavailable, "app.unreadable", "file", o.Erasures)
		}
		all.Add(named)
		return all, nil
	}
	if !beside {
		fmt.Fprintln(out, lang.T("app.restore_no_erasures", "name", backup.ErasuresFile))
	}
	return all, nil
}

// replayed is what a restore did again that had happened since the backup.
type replayed struct {
	erased, departed int
	sameEra          bool // nobody could say that the trail goes on from the backup
}

// replay erases again whom the register names and the backup still holds, and lets those colleagues go who left.
func (in *Installation) replay(ctx context.Context, e backup.Erasures) (done replayed, err error) {
	var people []person.ID
	var colleagues []network.AccountID
	err = in.Store.Read(ctx, operator(), func(tx *store.Tx) error {
		people, colleagues = nil, nil
		everybody, err := person.Everybody(tx)
		for _, who := range everybody {
			if _, erased := e[backup.Token(in.Keys, string(who))]; erased {
				people = append(people, who)
			}
		}
		if err != nil {
			return err
		}
		colleagues, err = in.gone(tx, e)
		return err
	})
	if err != nil {
		return done, err
	}
	for _, id := range colleagues {
		err := in.Store.Write(ctx, operator(), func(tx *store.Tx) error {
			if err := network.Depart(tx, id); err != nil {
				return err
			}
			return vault.Withdraw(tx, id)
		})
		if err != nil {
			return done, err
		}
		done.departed++
	}
	for _, who := range people {
		err := in.Store.Write(ctx, operator(), func(tx *store.Tx) error {
			_, err := rights.New(in.Book).Erase(tx, who)
			return err
		})
		if err != nil {
			return done, err
		}
		done.erased++
	}
	return done, in.finishErasures(ctx)
}

// finishErasures does what erasures left to do, here or in the installation that a copy was made of, and cleans the database's files of it. Readers of another process
// may stop the cleaning: the next erasure does it again.
func (in *Installation) finishErasures(ctx context.Context) error {
	var left bool
	err := in.Store.Read(ctx, policy.System(policy.Startup), func(tx *store.Tx) (err error) {
		left, err = rights.Unfinished(tx)
		return err
	})
	if err != nil || !left {
		return err
	}
	err = in.Store.Chunks(ctx, policy.System(policy.Startup), rights.Finish)
	if errs.KindOf(err) == errs.Conflict { // rows that nobody of us wrote stand in the way: they are told, and must not keep a network from its work
		slog.Error("what erasures left to do could not be done: rows stand in the way that the program did not write (approdo doctor)", slog.Any("error", err))
		return nil
	}
	if err != nil {
		return err
	}
	if err := in.Store.Scrub(ctx, rights.Tables()...); err != nil && errs.KindOf(err) != errs.Unavailable {
		return err
	}
	return nil
}
