package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/backup"
	"approdo/internal/base/counter"
	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/machine"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/demo"
)

// BackupOrder is one `approdo backup`.
type BackupOrder struct {
	Out        string // file to write
	Force      bool   // replace it if it is there
	Passphrase bool   // lock with a passphrase instead of the recovery key
}

// keyFolder is where an installation keeps the keys of its backups, in its folder.
const keyFolder = "backup-keys"

// shortest is the least length of a passphrase that locks a backup, in characters.
const shortest = 15

// Backup writes everything into one sealed file, while others go on working. The file appears whole, safe on the disk and on record, or not at all.
func Backup(ctx context.Context, p Place, o BackupOrder, ask Asker, out io.Writer, lang *i18n.Printer) error {
	if err := errors.Join(p.apart(o.Out), free(o.Out, o.Force)); err != nil {
		return err
	}
	in, err := Open(ctx, p)
	if err != nil {
		return err
	}
	return in.over(ctx, in.backup(ctx, o, ask, out, lang))
}

func (in *Installation) backup(ctx context.Context, o BackupOrder, ask Asker, out io.Writer, lang *i18n.Printer) error {
	folder := filepath.Dir(o.Out)
	lock, key, err := in.lock(ctx, o.Passphrase, ask, lang)
	if err != nil {
		return err
	}
	keyFile, err := readFile(in.Place.keyPath(), 4<<10)
	if err != nil {
		return err
	}
	trust, err := roster.OpenTrust(in.Keys).Text()
	if err != nil {
		return err
	}
	register, err := in.registered(ctx)
	if err != nil {
		return err
	}
	order := backup.Order{Lock: lock, KeyFile: keyFile, Trust: trust, Register: register, Progress: progress(out, lang, "app.backup_progress")}
	var made backup.Made
	err = durable(o.Out, o.Force, func(w io.Writer) (err error) {
		made, err = backup.Write(ctx, in.Store, operator(), order, w)
		return err
	}, func() error {
		if key != nil { // without its key the backup would open for nobody
			if err := key.Save(folder); err != nil {
				return err
			}
		}
		return in.Store.Write(ctx, operator(), func(tx *store.Tx) error { return backup.Record(tx, made) })
	})
	if err != nil {
		return err
	}
	if _, err := in.keepErasures(ctx, folder); err != nil {
		return err
	}
	fmt.Fprintln(out, lang.T("app.backup_made", "file", o.Out, "size", lang.Tenths(made.Size*10>>20), "entries", made.Entries))
	fmt.Fprintln(out, lang.T("app.backup_digest", "digest", fmt.Sprintf("%x", made.Digest)))
	if key != nil {
		fmt.Fprintln(out, lang.T("app.backup_key", "file", filepath.Join(folder, key.Name()), "day", key.End.Format(time.DateOnly)))
	}
	if key != nil && in.Network.Demonstration {
		fmt.Fprintln(out, lang.T("app.backup_demo", "first", demo.Shares[0], "second", demo.Shares[1]))
	}
	gone, err := in.destroyKeys(ctx, filepath.Join(in.Place.Dir, keyFolder), folder)
	for _, k := range gone {
		fmt.Fprintln(out, lang.T("app.backup_key_destroyed", "key", k.ID))
	}
	return err
}

// registered says how far the register of erasures reaches that a restore must find beside the backup: the one that stands, or what the counter knows where that does not go on from it or cannot be read.
func (in *Installation) registered(ctx context.Context) (*backup.Mark, error) {
	mark, err := in.keepErasures(ctx)
	if err != nil {
		slog.Error("the register of erasures was not written", slog.Any("error", err)) // the backup is made all the same: it is told at its end
	}
	chain, known, damaged := counted(in.Place, in.Keys)
	if err != nil || damaged != nil || !chain.Holds(known) {
		was, _, err := counter.Read(in.Keys)
		mark = backup.Mark(was.Register)
		return &mark, err
	}
	return &mark, nil
}

// lock chooses what seals the backup: the key of the month, or a passphrase typed twice.
func (in *Installation) lock(ctx context.Context, passphrase bool, ask Asker, lang *i18n.Printer) (backup.Lock, *backup.Key, error) {
	if passphrase {
		pass, err := newPassphrase(ask, lang)
		return backup.Passphrase(pass), nil, err
	}
	recovery, err := in.recovery(ctx)
	if err != nil {
		return backup.Lock{}, nil, err
	}
	key, known, err := in.monthKey(ctx, recovery)
	return key.Lock(known), &key, err
}

// monthKey gives the key of the month, and makes one where there is none: first the roster is told of it, then it lies in the folder.
func (in *Installation) monthKey(ctx context.Context, recovery roster.Member) (key backup.Key, known roster.Member, err error) {
	folder := filepath.Join(in.Place.Dir, keyFolder)
	find := func(id string) error {
		return in.Store.Read(ctx, policy.System(policy.Startup), func(tx *store.Tx) error {
			r, err := network.Roster(tx)
			if err != nil {
				return err
			}
			if id != "" {
				known, _ = r.Backup(id)
				return nil
			}
			key, known, err = backup.Current(folder, r, recovery, machine.Now())
			return err
		})
	}
	if err := find(""); err != nil || !known.IsZero() {
		return key, known, err
	}
	if key, err = backup.NewKey(recovery, machine.Now()); err != nil {
		return key, known, err
	}
	err = in.Store.Write(ctx, operator(), func(tx *store.Tx) error {
		tx.Note("backup", key.ID, audit.Details{"key": audit.Code("made")})
		return network.State(tx, roster.By{}, key.Statement(recovery.Organisation()))
	})
	if err == nil {
		err = key.Save(folder)
	}
	if err == nil {
		err = find(key.ID)
	}
	return key, known, err
}

func newPassphrase(ask Asker, lang *i18n.Printer) (string, error) {
	first, err := ask.Secret(lang.T("app.ask_new_passphrase"))
	if err != nil {
		return "", err
	}
	if len([]rune(first)) < shortest {
		return "", errs.E(errs.Invalid, "app.passphrase_short", "least", shortest)
	}
	again, err := ask.Secret(lang.T("app.ask_passphrase_again"))
	if err == nil && again != first {
		err = errs.E(errs.Invalid, "app.passphrase_differs")
	}
	return first, err
}

// recovery finds the recovery key of the organisation that leads the network; Conflict "app.no_recovery" before the custodians' ceremony.
func (in *Installation) recovery(ctx context.Context) (r roster.Member, err error) {
	err = in.Store.Read(ctx, policy.System(policy.Startup), func(tx *store.Tx) error {
		lead, err := network.Lead(tx)
		if err == nil {
			r, err = vault.FindRecovery(tx, lead.ID)
		}
		return err
	})
	if errs.KindOf(err) == errs.NotFound {
		err = errs.E(errs.Conflict, "app.no_recovery", err)
	}
	return r, err
}

// destroyKeys removes from some folders the keys of backups whose time is over and that are not needed any more; each once, in whichever folder it was.
func (in *Installation) destroyKeys(ctx context.Context, folders ...string) (gone []backup.Key, err error) {
	for _, dir := range folders {
		due, err := backup.Due(dir, machine.Now())
		if err == nil && len(due) > 0 {
			err = in.Store.Read(ctx, policy.System(policy.Startup), func(tx *store.Tx) error {
				due, err = unneeded(tx, due)
				return err
			})
		}
		if err != nil {
			return gone, err
		}
		for _, k := range due {
			if err := k.Destroy(dir); err != nil {
				return gone, err
			}
			gone = append(gone, k)
		}
	}
	return gone, nil
}

// unneeded leaves of some keys those that may go.
func unneeded(tx *store.Tx, due []backup.Key) (over []backup.Key, err error) {
	for _, k := range due {
		needed, err := k.Needed(tx)
		if err != nil {
			return nil, err
		}
		if !needed {
			over = append(over, k)
		}
	}
	return over, nil
}

// free demands that a name is new, or that of a file which may be replaced. Devices and folders are refused.
func free(name string, force bool) error {
	info, err := os.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return errs.E(errs.Unavailable, "app.unwritable", "file", name, err)
	case !info.Mode().IsRegular():
		return errs.E(errs.Invalid, "app.not_a_file", "file", name)
	case !force:
		return errs.E(errs.Conflict, "app.file_exists", "file", name)
	}
	return nil
}

// unfinished begins the names of files that are being written.
const unfinished = ".approdo-"

// durable makes a file that appears whole or not at all, and survives a power failure once it has appeared. When the content is safe, before runs; the
// name is given if that succeeds.
func durable(name string, force bool, fill func(io.Writer) error, before func() error) (err error) {
	unwritable := func(err error) error {
		if err == nil {
			return nil
		}
		return errs.E(errs.Unavailable, "app.unwritable", "file", name, err)
	}
	f, err := os.CreateTemp(filepath.Dir(name), unfinished+"*") // readable by its owner only
	if err != nil {
		return unwritable(err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	if err := fill(f); err != nil {
		var lost *fs.PathError
		if errors.As(err, &lost) {
			err = unwritable(err)
		}
		return errors.Join(err, f.Close())
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return unwritable(err)
	}
	if err := before(); err != nil {
		return err
	}
	if err := free(name, force); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), name); err != nil {
		return unwritable(err)
	}
	return unwritable(store.SyncFolder(filepath.Dir(name)))
}

// progress tells how many rows were done, every few seconds.
func progress(out io.Writer, lang *i18n.Printer, key string) func(int64) {
	last := time.Now()
	return func(rows int64) {
		if time.Since(last) > 3*time.Second {
			last = time.Now()
			fmt.Fprintln(out, lang.T(key, "rows", rows))
		}
	}
}
