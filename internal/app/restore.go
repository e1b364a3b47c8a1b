package app

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"approdo/internal/base/audit"
	"approdo/internal/base/backup"
	"approdo/internal/base/codebook"
	"approdo/internal/base/counter"
	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/network"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/rights"
)

// RestoreOrder is one `approdo restore`.
type RestoreOrder struct {
	File     string
	Key      string // file of the backup's key; looked for beside the backup when empty
	Erasures string // register of erasures; looked for beside the backup when empty
	Wanting  bool   // go on although the register is missing, ends too early or was edited
	Former   bool   // of an era: go on with papers that were replaced since
}

// Restore makes an installation in an empty place out of a backup. Until everything is there, counted, compared and replayed, it
// lies where no server looks; a restore that fails or is killed leaves nothing that would be served.
func Restore(ctx context.Context, p Place, o RestoreOrder, ask Asker, out io.Writer, lang *i18n.Printer) (err error) {
	f, err := openFile(o.File)
	if err != nil {
		return err
	}
	defer f.Close()
	sealed, err := backup.Open(f)
	if err != nil {
		return err
	}
	claim, err := p.claim(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, claim.Close()) }()
	if err := p.vacant(); err != nil {
		return err
	}
	_, unsettled := os.Stat(filepath.Join(p.Dir, settingsFile))
	if p, err = p.settled(filepath.Base(followed(p.Dir))); err != nil {
		return err
	}
	adopted := false
	defer func() {
		if err != nil && !adopted && unsettled != nil {
			err = errors.Join(err, os.Remove(filepath.Join(p.Dir, settingsFile)))
		}
	}()
	if claim, err = claim.keys(p); err != nil {
		return err
	}
	stage, err := store.NewStage(ctx, store.Options{Dir: p.Dir, Database: p.Database})
	if err != nil {
		return err
	}
	defer func() {
		if err != nil && !adopted {
			err = errors.Join(err, stage.Remove(context.WithoutCancel(ctx)), p.sweep())
		}
	}()
	registers, err := readRegister(o)
	if err != nil {
		return err
	}
	r, papers, err := unlock(sealed, o, ask, lang)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, lang.T("app.restore_begins", "made", r.Manifest.Made))
	r.Progress = progress(out, lang, "app.restore_progress")
	if err := load(ctx, stage, r); err != nil {
		return err
	}
	again, err := restoring{r, papers, registers, o.Wanting}.finish(ctx, p, stage, out, lang)
	if err != nil {
		return err
	}
	// The key file and what belongs to it come first, since a network without them is not opened; the staged copies go last, and tell a restore killed in
	// between whose they are.
	if r.Trust != nil {
		if err := writeKey(p.trustPath(), false, r.Trust); err != nil {
			return err
		}
	}
	if err := writeKey(p.keyPath(), false, r.KeyFile); err != nil {
		return err
	}
	if err := stage.Adopt(ctx); err != nil {
		return err
	}
	adopted = true
	if err := p.count(); err != nil {
		return err
	}
	for _, staged := range []string{p.stagedTrust(), p.stagedCounter(), p.stagedKey()} {
		if err := os.Remove(staged); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return errs.E(errs.Unavailable, "app.unwritable", "file", staged, err)
		}
	}
	if err := again.register.Keep(p.Dir); err != nil {
		return err
	}
	whose, err := p.stands(ctx, r)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, lang.T("app.restore_done", "dir", p.Dir, "rows", backup.Rows(r.Counts()), "entries", r.Manifest.Entries, "root", r.Manifest.Root, "replayed", again.erased))
	fmt.Fprintln(out, lang.T("app.restore_whose", "network", whose.name, "digits", whose.digits))
	fmt.Fprintln(out, lang.T("app.key_at", "file", p.keyPath()))
	reached(out, lang, registers, again.register, r.Manifest)
	if again.sameEra && papers == nil {
		fmt.Fprintln(out, lang.T("app.restore_same_era"))
	}
	if again.departed > 0 {
		fmt.Fprintln(out, lang.T("app.restore_departed", "count", again.departed))
	}
	return nil
}

// count puts the counter where it will be looked for, so that a database which is as it was restored is known from then on. One that lies there already knows more, and stays.
func (p Place) count() error {
	name := p.counterPath()
	if _, err := os.Stat(name); err == nil {
		return nil
	}
	if err := os.Rename(p.stagedCounter(), name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return errs.E(errs.Unavailable, "app.unwritable", "file", name, err)
	}
	return nil
}

// reached says how far the register of erasures reaches, where it tells of nothing since the backup: whoever was erased since is back then, and a later register brings them to their end. Of one that no
// program chained nobody can tell whether it is whole.
func reached(out io.Writer, lang *i18n.Printer, r register, chain backup.Chain, m backup.Manifest) {
	last := chain.Until()
	if m.Register == nil { // of a program that chained nothing, so that nothing better is known
		for _, at := range chain.Erasures() {
			last = max(last, at)
		}
	} else if n := chain.Strange(); n > 0 {
		fmt.Fprintln(out, lang.T("app.restore_register_strange", "count", n))
	}
	switch {
	case len(r.there) == 0:
		fmt.Fprintln(out, lang.T("app.restore_no_erasures", "name", backup.ErasuresFile))
	case last == "":
		fmt.Fprintln(out, lang.T("app.restore_register_empty", "made", m.Made))
	case last < m.Made:
		fmt.Fprintln(out, lang.T("app.restore_register_ends", "made", m.Made, "last", last))
	}
	if len(r.there) > 0 && m.Register == nil {
		fmt.Fprintln(out, lang.T("app.restore_register_unchained"))
	}
}

// unlock opens the backup with two shares, which make papers, or with a passphrase where one locked it.
func unlock(sealed *backup.Sealed, o RestoreOrder, ask Asker, lang *i18n.Printer) (r *backup.Reader, papers *seal.Identity, err error) {
	if sealed.Header.Key == backup.ByPassphrase {
		pass, err := ask.Secret(lang.T("app.ask_passphrase"))
		if err != nil {
			return nil, nil, err
		}
		r, err = sealed.UnlockWithPassphrase(pass)
		return r, nil, err
	}
	key, err := keyOf(sealed.Header, o)
	if err != nil {
		return nil, nil, err
	}
	if papers, err = askShares(ask, key.Commitment, lang); err != nil {
		return nil, nil, err
	}
	private, err := key.Open(papers)
	if err != nil {
		return nil, nil, err
	}
	r, err = sealed.UnlockWith(private)
	return r, papers, err
}

// keyOf finds the key that a backup's header names.
func keyOf(h backup.Header, o RestoreOrder) (backup.Key, error) {
	if o.Key != "" {
		text, err := readText(o.Key)
		if err != nil {
			return backup.Key{}, err
		}
		k, err := backup.ParseKey(text)
		if err == nil && (k.ID != h.Key || k.Recovery != h.Recovery) {
			err = errs.E(errs.Invalid, "app.other_key", "key", h.Key)
		}
		return k, err
	}
	list, err := backup.Keys(filepath.Dir(o.File))
	if err != nil {
		return backup.Key{}, err
	}
	for _, k := range list {
		if k.ID == h.Key && k.Recovery == h.Recovery {
			return k, nil
		}
	}
	return backup.Key{}, errs.E(errs.NotFound, "app.no_backup_key", "name", backup.Key{ID: h.Key}.Name())
}

// load fills the stage and compares what stands in it with what was read.
func load(ctx context.Context, stage *store.Stage, r *backup.Reader) error {
	if err := stage.Load(ctx, r.Manifest.Schema, r); err != nil {
		return err
	}
	var stands backup.Tally
	if err := stage.Dump(ctx, &stands); err != nil {
		return err
	}
	if table, differ := backup.Differs(r.Counts(), stands.Counts()); differ {
		return errs.E(errs.Internal, "app.restore_differs", "table", table)
	}
	return nil
}

// guardsOf is the step up to which rows carry their guards in a backup with tables of a version: what has none in it was planted.
func guardsOf(schema int64) int64 {
	switch {
	case schema < 34:
		return 0
	case schema < 40:
		return roster.Addresses
	case schema < 44:
		return roster.Owners
	case schema < 46:
		return roster.Sums // a program without the list of receiving projects had the same tables: its words are looked for once more
	case schema < 48:
		return roster.Numbered
	case schema < 53:
		return roster.Totalled
	case schema < 56:
		return roster.Imports
	}
	return counter.Guards
}

// restoring is a backup that was opened, and what is known of what happened since.
type restoring struct {
	r        *backup.Reader
	papers   *seal.Identity
	register register
	wanting  bool
}

// finish brings the tables up to date, verifies the trail, does again what the register says happened since, and notes the restore.
func (o restoring) finish(ctx context.Context, p Place, stage *store.Stage, out io.Writer, lang *i18n.Printer) (again replayed, err error) {
	r, name := o.r, p.stagedKey()
	if r.Trust != nil {
		if _, whole := roster.ParseTrust(r.Trust); !whole { // what it says would be taken for a founder's word, or refused as somebody's who is missing
			return again, errs.E(errs.Invalid, "backup.damaged")
		}
		if err := writeKey(p.stagedTrust(), true, r.Trust); err != nil {
			return again, err
		}
	}
	if err := writeKey(name, true, r.KeyFile); err != nil {
		return again, err
	}
	in, err := staged(ctx, p, stage, name)
	if err != nil {
		return again, err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	chain := o.register.under(in.Keys)
	lacks := o.register.wanting(chain, r.Manifest.Register)
	switch {
	case lacks != nil && !o.wanting:
		return again, lacks
	case lacks != nil:
		fmt.Fprintln(out, lang.Error(lacks))
	}
	erased := chain.Erasures()
	if err := in.whole(ctx, r.Manifest, lang); err != nil {
		return again, err
	}
	if err := in.settle(ctx); err != nil {
		return again, err
	}
	if since := guardsOf(r.Manifest.Schema); since < counter.Guards {
		if err := in.Store.Write(ctx, operator(), func(tx *store.Tx) error {
			if err := rights.Regard(tx, in.Book, since); err != nil {
				return err
			}
			return network.StateGuards(tx, counter.Guards)
		}); err != nil {
			return again, err
		}
	}
	begun, err := in.beginEra(ctx, o.papers, erased)
	if err != nil {
		return again, err
	}
	if again, err = in.replay(ctx, erased); err != nil {
		return again, err
	}
	again.sameEra, again.register = !begun, chain
	err = in.Store.Write(ctx, operator(), func(tx *store.Tx) error {
		backup.Restored(tx, r.Manifest, again.erased, lacks != nil)
		return nil
	})
	if err == nil {
		err = in.sealed(ctx)
	}
	if err == nil {
		err = in.Store.Read(ctx, operator(), func(tx *store.Tx) error {
			mark, err := counter.Now(tx)
			if mark.Register = counter.Line(chain.Mark()); err == nil {
				err = mark.Keep(in.Keys)
			}
			return err
		})
	}
	return again, err
}

// staged opens what will be the installation, with its key file.
func staged(ctx context.Context, p Place, stage *store.Stage, keyFile string) (*Installation, error) {
	keys, err := seal.OpenKeyFile(keyFile)
	if err != nil {
		return nil, err
	}
	book, err := codebook.Load()
	if err != nil {
		return nil, err
	}
	s, err := stage.Open(ctx)
	if err != nil {
		return nil, err
	}
	s.UseKeys(keys)
	in := &Installation{Place: p, Store: s, Keys: keys, Book: book}
	err = s.Read(ctx, operator(), func(tx *store.Tx) (err error) {
		in.Network, err = network.Find(tx)
		return err
	})
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return in, nil
}

// whole verifies the audit trail: its tree, the checkpoints signed with the restored key, and what the manifest says of it.
func (in *Installation) whole(ctx context.Context, m backup.Manifest, lang *i18n.Printer) error {
	check, err := in.trail().Check()
	if err != nil {
		return err
	}
	return in.Store.Read(ctx, operator(), func(tx *store.Tx) error {
		verdict, err := store.VerifyTrail(tx, check)
		if err != nil {
			return err
		}
		fault := verdict.Fault
		if fault == nil && m.Entries > 0 && (verdict.Entries != m.Entries || hex.EncodeToString(verdict.Root[:]) != m.Root) {
			fault = &audit.Fault{N: verdict.Entries, Problem: audit.Beheaded}
		}
		if fault != nil {
			return errs.E(errs.Conflict, "app.tree_broken", "what", faultWords(lang, *fault))
		}
		return nil
	})
}
