package app

import (
	"context"
	"log/slog"
	"path/filepath"
	"slices"
	"time"

	"approdo/internal/base/backup"
	"approdo/internal/base/counter"
	"approdo/internal/base/errs"
	"approdo/internal/base/machine"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/rights"
	"approdo/internal/care/vault"
)

// erasuresLook is how often a server looks whether somebody was erased.
const erasuresLook = time.Minute

// keepErasures brings the registers of erasures in the installation's folder and in others up to date, with the colleagues who left, and says how far its chain reaches. A
// register only grows: who was erased before an earlier restore may still stand in some backup. Where something is to be written, other processes wait: two that
// went on from one line would make two chains of it.
func (in *Installation) keepErasures(ctx context.Context, folders ...string) (mark backup.Mark, err error) {
	defer func() { in.unwritten.Store(err != nil && ctx.Err() == nil) }()
	var behind map[string]backup.Chain
	look := func(tx *store.Tx) (err error) {
		mark, behind, err = in.registers(tx, append(folders, in.Place.Dir))
		return err
	}
	if err := in.Store.Read(ctx, policy.System(policy.Startup), look); err != nil || len(behind) == 0 {
		return mark, err
	}
	return mark, in.Store.Write(ctx, policy.System(policy.Startup), func(tx *store.Tx) error {
		err := look(tx)
		for dir, chain := range behind {
			if err == nil {
				err = chain.Keep(dir)
			}
		}
		return err
	})
}

// registers makes one chain of those in some folders, the last of which is the installation's, and of what the database knows; behind is what is to be written where.
func (in *Installation) registers(tx *store.Tx, folders []string) (mark backup.Mark, behind map[string]backup.Chain, err error) {
	known, err := erased(tx)
	if err != nil {
		return mark, nil, err
	}
	var whole backup.Chain
	stands := make([]backup.Chain, len(folders))
	missing := make([]bool, len(folders))
	for i := len(folders) - 1; i >= 0; i-- {
		r, found, err := backup.ReadErasures(filepath.Join(folders[i], backup.ErasuresFile))
		if err != nil {
			return mark, nil, err
		}
		stands[i], missing[i] = r.Under(in.Keys), !found || !r.Chained
		if i == len(folders)-1 {
			whole = stands[i]
			whole.Adopt()
		} else {
			whole.Join(stands[i])
		}
	}
	whole.Add(known)
	behind = map[string]backup.Chain{}
	for i, dir := range folders {
		c := stands[i]
		if i == len(folders)-1 {
			c.Adopt()
		}
		c.Follow(whole)
		if missing[i] || c.Text() != stands[i].Text() {
			behind[dir] = c
		}
	}
	return whole.Mark(), behind, nil
}

// erased are those of whom the database knows that they were erased, or left.
func erased(tx *store.Tx) (backup.Erasures, error) {
	e, err := vault.Erasures(tx)
	if err != nil {
		return nil, err
	}
	r, err := network.Roster(tx)
	if err != nil {
		return nil, err
	}
	for _, card := range r.Cards() { // a row that says that somebody left is no word of theirs, nor of a colleague
		if card.Standing == roster.Left {
			e[backup.Departure(tx.Keys(), card.Account)] = tx.Now().UTC().Format(time.RFC3339)
		}
	}
	return e, nil
}

// registered are those of whom the register in the installation's folder says that they were erased, or left; nobody where it cannot be read, which registerDiffers tells.
func registered(p Place, keys *seal.Keys) backup.Erasures {
	chain, _, err := counted(p, keys)
	if err != nil {
		return nil
	}
	return chain.Erasures()
}

// returned tells who stands in the database although it knows that they were erased, or the register in the folder said so before the transaction began: somebody put rows back, or the whole of it, and took the counter
// away that would tell. Read later, the register would name who is erased meanwhile.
func returned(tx *store.Tx, said backup.Erasures) (list []vault.Difference, err error) {
	known, err := vault.Erasures(tx)
	if err != nil || len(said)+len(known) == 0 {
		return nil, err
	}
	everybody, err := person.Everybody(tx)
	for _, who := range everybody {
		token := backup.Token(tx.Keys(), string(who))
		_, is := said[token]
		if _, here := known[token]; is || here {
			list = append(list, vault.Difference{What: vault.DiffReturned, ID: string(who)})
		}
	}
	return list, err
}

// watchErasures keeps the register in the installation's folder until the context ends, puts each day on record, and destroys keys of backups
// that are not needed any more.
func (in *Installation) watchErasures(ctx context.Context, log *slog.Logger) {
	look := time.NewTicker(erasuresLook)
	defer look.Stop()
	served := ""
	for {
		if today := machine.Now().UTC(); today.Format(time.DateOnly) != served {
			err := in.Store.Write(ctx, policy.System(policy.Startup), func(tx *store.Tx) error { return backup.Served(tx, today) })
			if err == nil {
				served = today.Format(time.DateOnly)
			} else if ctx.Err() == nil {
				log.Error("the day was not put on record", "error", err)
			}
		}
		if _, err := in.keepErasures(ctx); err != nil && ctx.Err() == nil {
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

// registerDiffers tells that the register in the installation's folder cannot be read, lacks lines or is not the one that the counter knows, long before a restore needs it.
func registerDiffers(p Place, keys *seal.Keys) []vault.Difference {
	if chain, known, err := counted(p, keys); err != nil || chain.Broken() || !chain.Holds(known) {
		return []vault.Difference{{What: vault.DiffErasure, ID: backup.ErasuresFile}}
	}
	return nil
}

// counted reads the register in the installation's folder, and how far the counter knows it to reach.
func counted(p Place, keys *seal.Keys) (chain backup.Chain, known backup.Mark, err error) {
	r, _, err := backup.ReadErasures(filepath.Join(p.Dir, backup.ErasuresFile))
	if err != nil {
		return chain, known, err
	}
	mark, _, err := counter.Read(keys)
	return r.Under(keys), backup.Mark(mark.Register), err
}

// reaches is the mark of the register in the installation's folder that a counter may write down: none where it does not go on from what the counter knows.
func (in *Installation) reaches(era int64) (counter.Line, error) {
	chain, known, err := counted(in.Place, in.Keys)
	if err != nil {
		return counter.Line{}, nil //nolint:nilerr // it is told as a difference
	}
	was, _, err := counter.Read(in.Keys)
	if err != nil || was.Era == era && !chain.Holds(known) {
		return counter.Line{}, err
	}
	return counter.Line(chain.Mark()), nil
}

// register is the registers of erasures that a restore has: the one named, and the one beside the backup.
type register struct {
	there []backup.Register
}

func readRegister(o RestoreOrder) (r register, err error) {
	for _, name := range []string{filepath.Join(filepath.Dir(o.File), backup.ErasuresFile), o.Erasures} {
		if name == "" {
			continue
		}
		one, found, err := backup.ReadErasures(name)
		if err == nil && !found && name == o.Erasures {
			err = errs.E(errs.Unavailable, "app.unreadable", "file", o.Erasures)
		}
		if err != nil {
			return r, err
		}
		if found {
			r.there = append(r.there, one)
		}
	}
	return r, nil
}

// under makes one chain of them.
func (r register) under(keys *seal.Keys) (chain backup.Chain) {
	chain = backup.Register{}.Under(keys)
	for _, one := range r.there {
		chain.JoinAll(one.Under(keys))
	}
	return chain
}

// wanting says why a register is not the one that a mark is of; nil where it is, or where nobody can tell.
func (r register) wanting(chain backup.Chain, mark *backup.Mark) error {
	switch {
	case chain.Broken():
		return errs.E(errs.Conflict, "app.register_broken", "lines", chain.Mark().N)
	case mark == nil: // the backup is of a program that did not chain
		return nil
	case len(r.there) == 0:
		return errs.E(errs.Conflict, "app.register_missing", "name", backup.ErasuresFile)
	case !slices.ContainsFunc(r.there, func(one backup.Register) bool { return one.Chained }):
		return errs.E(errs.Conflict, "app.register_unchained")
	case !chain.Holds(*mark):
		return errs.E(errs.Conflict, "app.register_short", "lines", chain.Mark().N, "known", mark.N)
	}
	return nil
}

// replayed is what a restore did again that had happened since the backup.
type replayed struct {
	erased, departed int
	sameEra          bool // nobody could say that the trail goes on from the backup
	register         backup.Chain
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
