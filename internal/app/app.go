// Package app assembles the program: it opens an installation's folder, gives each room what it depends on,
// and runs the commands and the server. It is the only place that knows every room.
package app

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"sync/atomic"
	"time"

	"approdo/internal/base/codebook"
	"approdo/internal/base/counter"
	"approdo/internal/base/errs"
	"approdo/internal/base/machine"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/rights"
	"approdo/internal/care/vault"
	"approdo/internal/web/desk"
	"approdo/internal/web/desk/trail"
)

// Place says where an installation lives.
type Place struct {
	Dir      string // files and, unless Database is set, the database
	Database string // empty for SQLite in Dir, or postgres://…
	KeyFile  string // the key file; empty for where the folder's settings say

	KeyBeside bool // for an installation that is made now: its key file lies in Dir
}

// Installation is an open one: its data, keys, code lists and network.
type Installation struct {
	Place   Place
	Store   *store.Store
	Keys    *seal.Keys
	Keyring network.Keyring // of the members who are logged in
	Book    *codebook.Book
	Network network.Network

	Checkpoints string // file to which each checkpoint is added, and with which the database is compared; may be empty

	held   held           // what is known of the database from outside it
	last   []func() error // what is done before it closes
	marked bool           // the network knows its key file again

	unwritten atomic.Bool // the register of erasures could not be brought up to date when that was tried last

	adopted bool // its roster began with this start, on the word of the database
}

// Open opens an installation that exists; NotFound "network.none" otherwise, and nothing is created.
func Open(ctx context.Context, p Place) (*Installation, error) {
	there, err := store.Exists(ctx, store.Options{Dir: p.Dir, Database: p.Database})
	if err == nil && !there {
		err = errs.E(errs.NotFound, "network.none")
	}
	if err != nil {
		return nil, err
	}
	in, err := open(ctx, p)
	if err != nil {
		return nil, err
	}
	gone, err := in.uncounted(ctx)
	if err == nil {
		err = in.begin(ctx)
	}
	if err == nil && gone {
		err = in.tellUncounted(ctx)
	}
	if err != nil { // nothing is written down of what was not begun
		return nil, errors.Join(err, in.Store.Close())
	}
	return in, nil
}

// begin settles, and lets a network that is opened for the first time know its key file again.
func (in *Installation) begin(ctx context.Context) error {
	err := in.settle(ctx)
	if err == nil && !in.marked {
		err = in.Store.Write(ctx, policy.System(policy.Startup), func(tx *store.Tx) error { return network.RecordKeyMark(tx, mark(in.Keys, in.Network)) })
	}
	if err == nil {
		err = in.adopt(ctx)
	}
	if err == nil {
		err = in.compare(ctx)
	}
	if err == nil && in.PutBack() == nil {
		err = in.leads(ctx)
	}
	if err == nil && in.PutBack() == nil {
		err = in.regard(ctx)
	}
	if err == nil {
		err = in.finishErasures(ctx)
	}
	return err
}

// leads lets the roster say which organisation leads, if it does not yet.
func (in *Installation) leads(ctx context.Context) error {
	var said bool
	err := in.Store.Read(ctx, policy.System(policy.Startup), func(tx *store.Tx) error {
		r, err := network.Roster(tx)
		said = r.Lead() != "" || r.N() == 0 || r.Fault() != nil
		return err
	})
	if err != nil || said {
		return err
	}
	return in.Store.Write(ctx, policy.System(policy.Startup), network.StateLead)
}

// regard puts rows of an earlier version under the key file, once: the roster remembers up to which step that was done, and the counter does where there is no roster yet, or was none when it
// was done. What has no guard, or stands in clear, after that was planted.
func (in *Installation) regard(ctx context.Context) error {
	var r *roster.Roster
	err := in.Store.Read(ctx, policy.System(policy.Startup), func(tx *store.Tx) (err error) {
		r, err = network.Roster(tx)
		return err
	})
	if err != nil || r.Guards() >= counter.Guards || r.Fault() != nil {
		return err
	}
	mark, found, err := counter.Read(in.Keys)
	if err != nil {
		return err
	}
	since := r.Guards()
	if since == 0 && found && mark.Network == in.Network.ID && mark.Guards >= counter.Coded {
		since = max(roster.Addresses, mark.Guards)
	}
	if since >= counter.Guards && r.N() == 0 {
		return nil
	}
	err = in.Store.Write(ctx, policy.System(policy.Startup), func(tx *store.Tx) error {
		if since < counter.Guards {
			if err := rights.Regard(tx, in.Book, since); err != nil {
				return err
			}
		}
		return network.StateGuards(tx, counter.Guards)
	})
	if err != nil {
		return err
	}
	return in.advance(ctx)
}

// uncounted reports whether the counter beside the key file is gone: the roster says that it was there.
func (in *Installation) uncounted(ctx context.Context) (gone bool, err error) {
	if _, found, err := counter.Read(in.Keys); err != nil || found {
		return false, err
	}
	err = in.Store.Read(ctx, policy.System(policy.Startup), func(tx *store.Tx) error {
		r, err := network.Roster(tx)
		gone = err == nil && r.Guards() > 0
		return err
	})
	return gone, err
}

// tellUncounted says that the counter was gone, and writes it anew. Whoever took it away wanted the database to pass as it is.
func (in *Installation) tellUncounted(ctx context.Context) error {
	slog.Error("the counter beside the key file was taken away: whether the database was put back to an earlier state only a checkpoint tells that was kept elsewhere (approdo audit check)")
	if err := in.Store.Write(ctx, policy.System(policy.Startup), vault.TellUncounted); err != nil {
		return err
	}
	return in.advance(ctx)
}

// adopt begins the roster of an installation that is older than it, with what stands confirmed. Nobody can tell whether the database was right until then: so it is said, until people
// compared the keys.
func (in *Installation) adopt(ctx context.Context) error {
	var older bool
	var stood []roster.Statement
	err := in.Store.Read(ctx, policy.System(policy.Startup), func(tx *store.Tx) (err error) {
		if older, err = network.Unrostered(tx, in.Keys); err != nil || !older {
			return err
		}
		if stood, err = network.Stood(tx); err != nil {
			return err
		}
		more, err := vault.Stood(tx)
		stood = append(stood, more...)
		return err
	})
	if err != nil || !older {
		return err
	}
	adoption, err := network.Adopt(in.Keys, stood)
	if err != nil {
		return err
	}
	var confirmed int
	err = in.Store.Write(ctx, policy.System(policy.Startup), func(tx *store.Tx) (err error) {
		if confirmed, err = adoption.Record(tx); err == nil {
			err = network.Regard(tx)
		}
		if err == nil {
			err = vault.Regard(tx)
		}
		return err
	})
	if err == nil && confirmed > 0 {
		in.adopted = true
		slog.Warn("whose key is whose was taken from the database as it stands: compare the fingerprints with each colleague (approdo trust)", slog.Int("confirmed", confirmed))
	}
	return err
}

// create is open for whoever makes an installation: nobody else makes or restores one there while its tables and its key file are made.
func create(ctx context.Context, p Place) (in *Installation, err error) {
	claim, err := p.claim(ctx)
	if err == nil {
		in, err = open(ctx, p)
		err = errors.Join(err, claim.Close())
	}
	return in, err
}

// open opens or creates the folder and its database, whether or not a network was founded in it.
func open(ctx context.Context, p Place) (*Installation, error) {
	book, err := codebook.Load()
	if err != nil {
		return nil, errs.Wrap(err, "load code lists")
	}
	s, err := store.Open(ctx, store.Options{Dir: p.Dir, Database: p.Database})
	if err != nil {
		return nil, err
	}
	if from, to := s.Brought(); 0 < from && from < to {
		slog.Info("the tables were brought up to date: an older Approdo does not open them any more", slog.Int64("from", from), slog.Int64("to", to))
	}
	stands, err := false, s.Refuse(ctx)
	if err == nil {
		err = s.Read(ctx, policy.System(policy.Startup), func(tx *store.Tx) error { return store.Sound(tx, store.Starting) })
	}
	if err == nil {
		stands, err = standing(ctx, s)
	}
	var keys *seal.Keys
	if err == nil {
		keys, err = p.keyed(stands)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	s.UseKeys(keys)
	s.Require(network.Standing)
	store.Follow(s, codebook.Kind, codebook.Additions, book.Learn)
	return &Installation{Place: p, Store: s, Keys: keys, Book: book}, nil
}

// standing reports whether a network was founded in a store.
func standing(ctx context.Context, s *store.Store) (bool, error) {
	err := s.Read(ctx, policy.System(policy.Startup), func(tx *store.Tx) error {
		_, err := network.Find(tx)
		return err
	})
	if err != nil && errs.KindOf(err) == errs.NotFound {
		return false, nil
	}
	return err == nil, err
}

// settle reads what the rest depends on: the network and its clock.
func (in *Installation) settle(ctx context.Context) error {
	var known []byte
	err := in.Store.Read(ctx, policy.System(policy.Startup), func(tx *store.Tx) error {
		n, err := network.Find(tx)
		if err != nil {
			return err
		}
		in.Network = n
		known, err = network.KeyMark(tx)
		return err
	})
	if err == nil && known != nil && !bytes.Equal(known, mark(in.Keys, in.Network)) {
		// passwords would be refused, and nothing would say why
		err = errs.E(errs.Unavailable, "app.other_key_file", "file", in.Place.keyPath())
	}
	if err != nil {
		return err
	}
	if !network.Zoned(in.Network.Zone) {
		slog.Error("the network's time zone is unknown: days begin as in UTC (approdo doctor)")
	}
	in.marked = known != nil
	shift := in.Network.ClockShift
	in.Store.SetClock(func() time.Time { return machine.Now().Add(shift) })
	return nil
}

// Today is the day it is in this installation, whose clock may stand elsewhere than the machine's.
func (in *Installation) Today() string {
	return in.Network.Today(machine.Now().Add(in.Network.ClockShift))
}

// Close closes the database; what was acknowledged is safe without it.
func (in *Installation) Close() error {
	var err error
	for _, do := range in.last {
		err = errors.Join(err, do())
	}
	if in.Network.ID != "" {
		if late := in.advance(context.Background()); late != nil { // behind, as a crash leaves it
			slog.Warn("how far the database has come was not written down", slog.Any("error", late))
		}
	}
	return errors.Join(err, in.Store.Close())
}

// over ends a command. What it came upon that is not genuine is put on record first, and told.
func (in *Installation) over(ctx context.Context, err error) error {
	return Closing(in, in.alarm(context.WithoutCancel(ctx), err))
}

// alarm passes an error on; one that says that something kept is not genuine is put on record and told first.
func (in *Installation) alarm(ctx context.Context, err error) error {
	if e, known := errs.Of(err); known && e.Kind == errs.Forged {
		return errors.Join(err, desk.Alarms{Store: in.Store}.Put(ctx, policy.Subject{Account: operator().Actor()}, e))
	}
	return err
}

// trail is what reading and signing the audit trail depends on.
func (in *Installation) trail() trail.Trail {
	return trail.Trail{Store: in.Store, Keys: in.Keys, Network: in.Network, Kept: in.kept, Held: in.Held}
}

// Closing closes what a piece of work had open and keeps the first failure.
func Closing(c io.Closer, err error) error {
	if e := c.Close(); err == nil {
		err = e
	}
	return err
}

// operator is the grant of the command line; the audit trail records the operating-system user.
func operator() policy.Grant {
	who := os.Getenv("USER")
	if who == "" {
		who = "unknown"
	}
	return policy.System(policy.Operator, who)
}
