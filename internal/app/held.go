package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/counter"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/rights"
	"approdo/internal/care/vault"
	"approdo/internal/web/desk/trail"
)

// held is what an installation knows of itself from outside its database.
type held struct {
	mu     sync.Mutex
	now    trail.Held
	said   string // what was told last of the tables
	saidAt time.Time
	whole  time.Time // when all tables were looked through last for what belongs into none
	sound  time.Time // when all indexes were found to say what their tables say
	blind  int       // how often in a row the tables could not be looked at
}

// news reports whether something about the tables was not told within the hour. It is remembered here: rows of the database could be the writer's.
func (h *held) news(what string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if what == h.said && time.Since(h.saidAt) < time.Hour {
		return false
	}
	h.said, h.saidAt = what, time.Now()
	return true
}

// Held is what does not agree, as far as was looked last.
func (in *Installation) Held() trail.Held {
	in.held.mu.Lock()
	defer in.held.mu.Unlock()
	return in.held.now
}

// PutBack is what is wrong if the database was put back to an earlier state: nothing is signed then.
func (in *Installation) PutBack() *errs.Error {
	return in.Held().PutBack
}

func (in *Installation) setPutBack(why *errs.Error) {
	in.held.mu.Lock()
	defer in.held.mu.Unlock()
	in.held.now.PutBack = why
}

// setWhole remembers when the whole trail was found whole.
func (in *Installation) setWhole(at time.Time) {
	in.held.mu.Lock()
	defer in.held.mu.Unlock()
	in.held.now.Whole = at
}

// kept reads what lies outside the database, the counter beside the key file and the file of checkpoints, and gives the comparison with it. Nothing is read while that runs.
func (in *Installation) kept() (func(*store.Tx) error, error) {
	counted, err := in.counted()
	if err != nil {
		return nil, err
	}
	last, err := in.lastKept()
	if err != nil {
		return nil, err
	}
	return func(tx *store.Tx) error {
		if err := counted(tx); err != nil {
			return err
		}
		return compareKept(tx, last)
	}, nil
}

// counted is kept with the counter alone.
func (in *Installation) counted() (func(*store.Tx) error, error) {
	mark, found, err := counter.Read(in.Keys)
	return func(tx *store.Tx) error {
		if !found {
			return nil
		}
		return mark.Compare(tx)
	}, err
}

// lastKept is the last of the checkpoints in the file to which each is added; zero without one.
func (in *Installation) lastKept() (c audit.Checkpoint, err error) {
	if in.Checkpoints == "" {
		return c, nil
	}
	if _, err := os.Stat(in.Checkpoints); os.IsNotExist(err) {
		return c, nil
	}
	text, err := readFile(in.Checkpoints, 64<<20)
	if err != nil {
		return c, err
	}
	list, err := audit.Kept(string(text))
	if err == nil && len(list) > 0 {
		c = list[len(list)-1]
	}
	return c, err
}

// compareKept answers Conflict "counter.put_back" unless a checkpoint that was kept is in the database, to the letter; one from before the present era need not be.
func compareKept(tx *store.Tx, c audit.Checkpoint) error {
	if c.Note == "" {
		return nil
	}
	r, err := network.Roster(tx)
	if err != nil {
		return err
	}
	if c.Roster.Era < r.Era().N {
		return nil
	}
	stands, found, err := store.FindCheckpoint(tx, c.N)
	if err == nil && (!found || stands.Note != c.Note) {
		err = errs.E(errs.Conflict, network.PutBack, "part", counter.Checkpoints)
	}
	return err
}

// compare compares the database with what was kept outside, and says what it found: to the log, to the officers, and to whoever asks PutBack. What was put back is not signed; and nothing
// is sealed by a roster that was.
func (in *Installation) compare(ctx context.Context) error {
	compare, err := in.kept()
	if err != nil {
		return err
	}
	var putBack *errs.Error
	err = in.Store.Read(ctx, policy.System(policy.Startup), func(tx *store.Tx) error {
		network.Doubt(tx, nil)
		e, known := errs.Of(compare(tx))
		if putBack = nil; known && e.Key == network.PutBack {
			putBack = e
			if e.Arg("part") == counter.Roster {
				network.Doubt(tx, e)
			}
			return nil
		}
		if known {
			return e
		}
		r, err := network.Roster(tx)
		if err != nil {
			return err
		}
		if fault := r.Fault(); fault != nil && fault.Key == "roster.put_back" { // since this process began: the counter knows no more
			putBack = errs.E(errs.Conflict, network.PutBack, "part", counter.Roster)
		}
		return nil
	})
	if err != nil {
		return err
	}
	news := putBack != nil && in.PutBack() == nil
	in.setPutBack(putBack)
	if !news {
		return nil
	}
	slog.Error("the database was put back to an earlier state: no checkpoint of the trail is signed until it is put right, or two custodians begin another era (approdo restore --era)", slog.String("part", putBack.Arg("part")))
	return in.Store.Write(ctx, policy.System(policy.Startup), func(tx *store.Tx) error {
		return vault.TellPutBack(tx, putBack.Arg("part"))
	})
}

// advance writes down how far the database has come, unless it was put back.
func (in *Installation) advance(ctx context.Context) error {
	if in.PutBack() != nil {
		return nil
	}
	compare, err := in.counted()
	if err != nil {
		return err
	}
	var mark counter.Mark
	behind := false
	err = in.Store.Read(ctx, policy.System(policy.Startup), func(tx *store.Tx) (err error) {
		r, err := network.Roster(tx)
		if err != nil || r.Fault() != nil {
			return err // what cannot be believed is not written down
		}
		if e, known := errs.Of(compare(tx)); known {
			if behind = e.Key == network.PutBack; !behind {
				err = e
			}
			return err
		}
		mark, err = counter.Now(tx)
		return err
	})
	switch {
	case behind:
		return in.compare(ctx) // which says so
	case err != nil || mark.Network == "":
		return err
	}
	if mark.Register, err = in.reaches(mark.Era); err != nil {
		return err
	}
	return mark.Keep(in.Keys)
}

// How often a server writes down how far it has come, and how often it compares the tables with the roster.
const (
	advanceEvery = 5 * time.Second
	examineEvery = time.Minute
)

// count writes down how far it has come, and watch compares, until the context ends: neither waits for the other.
func (in *Installation) count(ctx context.Context, log *slog.Logger) {
	each(ctx, log, advanceEvery, in.advance)
}

func (in *Installation) watch(ctx context.Context, log *slog.Logger) {
	each(ctx, log, examineEvery, in.Watch)
}

func each(ctx context.Context, log *slog.Logger, every time.Duration, do func(context.Context) error) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		err := do(ctx)
		if err != nil && ctx.Err() == nil {
			log.Error("the database could not be compared with what vouches for it", slog.Any("error", err))
		}
	}
}

// unreadable reports whether a database answered and could not be understood: what stands there was not written by us. One that does not answer says nothing.
func unreadable(err error) bool {
	e, known := errs.Of(err)
	return errs.KindOf(err) != errs.Unavailable || known && e.Key == "store.tables_damaged"
}

// mostBlind is after how many looks that failed, one after the other, it is told that nobody looks: a table that somebody holds locked, or a database that answers everybody but whoever compares, would
// else keep all that differs from being told.
const mostBlind = 2

// Watch compares the database once with what was kept outside, and its tables with the roster, and tells the officers what differs, and that it could not be compared.
func (in *Installation) Watch(ctx context.Context) error {
	err := in.look(ctx)
	in.held.mu.Lock()
	switch {
	case err == nil:
		in.held.blind = 0
	case ctx.Err() == nil:
		in.held.blind++
	}
	blind := in.held.blind >= mostBlind
	in.held.mu.Unlock()
	if !blind || ctx.Err() != nil {
		return err
	}
	unseen := vault.Difference{What: vault.DiffUnseen}
	differ := slices.DeleteFunc(slices.Clone(in.Held().Differ), func(d vault.Difference) bool { return d == unseen })
	return errors.Join(err, in.tells(ctx, append(differ, unseen), in.Store.Write))
}

// look is one look of Watch. Where something acts in the database by itself nothing else is
// looked at: it would answer as whoever planted it likes, and the program reads and writes no more once that is told.
func (in *Installation) look(ctx context.Context) error {
	odd, unknown := in.Store.Oddities(ctx)
	if len(odd) > 0 {
		slog.Error("something stands in the database that no migration made: the program does not start with it", slog.String("what", store.OddWords(odd)))
		var differ []vault.Difference
		for _, o := range odd {
			differ = append(differ, vault.Difference{What: vault.DiffSchema, ID: o.String()})
		}
		defer in.Store.Shut(odd)
		return in.tells(ctx, differ, in.Store.Tell)
	}
	err := in.compare(ctx)
	if err == nil && in.PutBack() == nil { // a network that was founded while the server ran has not said it yet
		err = errors.Join(in.leads(ctx), in.regard(ctx))
	}
	var differ []vault.Difference
	seen := in.Store.SeenToDiffer()
	if err == nil {
		said := registered(in.Place, in.Keys)
		err = in.Store.Read(ctx, policy.System(policy.Startup), func(tx *store.Tx) (err error) {
			if differ, err = rights.Examine(tx); err != nil {
				return err
			}
			back, err := returned(tx, said)
			differ = append(differ, back...)
			return err
		})
	}
	if err != nil && (ctx.Err() != nil || !unreadable(err)) {
		return err
	}
	if err != nil { // a row that the comparison stumbles over was written by somebody who wants it never to end
		slog.Error("the tables could not be compared with what vouches for them", slog.Any("error", err))
		differ = []vault.Difference{{What: vault.DiffUnread}}
	}
	for _, name := range seen { // since the last look, and perhaps no more
		if d := (vault.Difference{What: string(name)}); !slices.Contains(differ, d) {
			differ = append(differ, d)
		}
	}
	misfits, unfit := in.misfits(ctx) // what cannot be looked at keeps nothing from being told that was found
	astray, err := in.astray(ctx)
	unknown = errors.Join(unknown, unfit, err)
	defer in.Store.Strayed(astray)
	for _, index := range astray {
		misfits = append(misfits, vault.Difference{What: vault.DiffIndex, ID: index})
	}
	if err := in.tells(ctx, slices.Concat(differ, misfits, registerDiffers(in.Place, in.Keys)), in.Store.Write); err != nil {
		return err
	}
	for _, d := range differ {
		in.Store.Told(store.Summed(d.What))
	}
	return unknown
}

// misfits looks through all tables for what no column of theirs should hold, once an hour while it finds nothing.
func (in *Installation) misfits(ctx context.Context) ([]vault.Difference, error) {
	in.held.mu.Lock()
	due := time.Since(in.held.whole) >= time.Hour
	in.held.mu.Unlock()
	if !due {
		return nil, nil
	}
	column, err := in.Store.Misfit(ctx, policy.System(policy.Startup))
	if err != nil {
		return nil, err
	}
	if column != "" {
		slog.Error("a column holds something of another kind than it should, which no program of ours writes", slog.String("column", column))
		return []vault.Difference{{What: vault.DiffUnread, ID: column}}, nil
	}
	var impossible []string
	if err := in.Store.Read(ctx, policy.System(policy.Startup), func(tx *store.Tx) (err error) {
		impossible, err = rights.Registry().Impossible(tx)
		return err
	}); err != nil {
		return nil, err
	}
	if len(impossible) > 0 {
		slog.Error("records say numbers or days that cannot be, which no program of ours writes", slog.String("columns", strings.Join(impossible, ", ")))
		var list []vault.Difference
		for _, c := range impossible {
			list = append(list, vault.Difference{What: vault.DiffFact, ID: c})
		}
		return list, nil
	}
	in.held.mu.Lock()
	in.held.whole = time.Now()
	in.held.mu.Unlock()
	return nil, nil
}

// astray holds all indexes against their tables, once an hour while they agree.
func (in *Installation) astray(ctx context.Context) ([]string, error) {
	in.held.mu.Lock()
	due := time.Since(in.held.sound) >= time.Hour
	in.held.mu.Unlock()
	if !due {
		return nil, nil
	}
	list, err := in.Store.Astray(ctx, policy.System(policy.Startup))
	if err != nil {
		return nil, err
	}
	if len(list) > 0 {
		slog.Error("indexes do not say what their tables say, which no program of ours makes: nothing is read or written any more (approdo doctor)", slog.String("what", strings.Join(list, ", ")))
		return list, nil
	}
	in.held.mu.Lock()
	in.held.sound = time.Now()
	in.held.mu.Unlock()
	return nil, nil
}

// tells remembers what differs, and tells the officers unless they were told the same within the hour.
func (in *Installation) tells(ctx context.Context, differ []vault.Difference, write func(context.Context, policy.Grant, func(*store.Tx) error) error) error {
	in.held.mu.Lock()
	in.held.now.Differ = differ
	in.held.mu.Unlock()
	if len(differ) == 0 || !in.held.news(fmt.Sprint(vault.Tally(differ))) {
		return nil
	}
	slog.Error("the database was changed outside the program: what differs is not believed (approdo doctor)", slog.Int("differences", len(differ)))
	return write(ctx, policy.System(policy.Startup), func(tx *store.Tx) error {
		return vault.TellOutside(tx, differ)
	})
}
