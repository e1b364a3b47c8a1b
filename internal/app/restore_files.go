package app

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"approdo/internal/base/counter"
	"approdo/internal/base/errs"
	"approdo/internal/base/machine"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
)

// stagedKey is where the key file lies before the restore is done, beside where it will; what belongs to it lies beside it in turn. Other installations may have
// theirs in the same folder.
func (p Place) stagedKey() string {
	return filepath.Join(filepath.Dir(p.keyPath()), "restoring."+filepath.Base(p.keyPath()))
}

// stagedTrust is where the file of the founders' keys lies before the restore is done.
func (p Place) stagedTrust() string { return seal.Beside(p.stagedKey(), roster.TrustFile) }

// stagedCounter is where the counter of the database under restoration lies.
func (p Place) stagedCounter() string { return seal.Beside(p.stagedKey(), counter.File) }

// counterPath is where the counter lies.
func (p Place) counterPath() string { return seal.Beside(p.keyPath(), counter.File) }

// trustPath is where it lies.
func (p Place) trustPath() string { return seal.Beside(p.keyPath(), roster.TrustFile) }

func writeKey(name string, replace bool, key []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return errs.E(errs.Unavailable, "app.unwritable", "file", name, err)
	}
	return durable(name, replace, func(w io.Writer) error {
		_, err := w.Write(key)
		return err
	}, func() error { return nil })
}

// claims are what keeps a second restore away.
type claims []io.Closer

// Close lets others restore there.
func (c claims) Close() (err error) {
	for _, held := range slices.Backward(c) {
		err = errors.Join(err, held.Close())
	}
	return err
}

// claim keeps others from making or restoring an installation in the same place, or with the same key file: they would take what is under work for what a killed one left. Who holds it lets go by
// Close, or by ending, however that comes. Conflict "app.restoring" where somebody is at work.
func (p Place) claim(ctx context.Context) (list claims, err error) {
	if err := os.MkdirAll(p.Dir, 0o700); err != nil {
		return nil, errs.E(errs.Unavailable, "app.unwritable", "file", p.Dir, err)
	}
	list, err = list.take(p.Dir, func() (io.Closer, bool, error) { return machine.Claim(p.Dir) })
	if err == nil {
		list, err = list.take(p.Dir, func() (io.Closer, bool, error) {
			return store.ClaimStage(ctx, store.Options{Dir: p.Dir, Database: p.Database})
		})
	}
	if _, unmade := os.Stat(filepath.Dir(p.keyPath())); err == nil && unmade == nil {
		list, err = list.keys(p)
	}
	if err != nil {
		return nil, errors.Join(err, list.Close())
	}
	return list, nil
}

// take adds what is held from now on, or says that another holds it.
func (c claims) take(where string, hold func() (io.Closer, bool, error)) (claims, error) {
	held, free, err := hold()
	if err == nil && !free {
		err = errs.E(errs.Conflict, "app.restoring", "dir", where)
	}
	if err != nil {
		return c, err
	}
	return append(c, held), nil
}

// keys adds the name of the key file of a place, in the folder where it will lie, which is made if need be; where that is the place's own, nothing. Other installations may be made with theirs in the same folder.
func (c claims) keys(p Place) (claims, error) {
	dir, name := filepath.Split(p.keyPath())
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return c, errs.E(errs.Unavailable, "app.unwritable", "file", dir, err)
	}
	if here, err := os.Stat(p.Dir); err == nil {
		if there, err := os.Stat(dir); err == nil && os.SameFile(here, there) {
			return c, nil
		}
	}
	claim := filepath.Join(dir, "."+name+".claim")
	if slices.ContainsFunc(c, func(held io.Closer) bool { n, ok := held.(claimed); return ok && n.name == claim }) {
		return c, nil
	}
	return c.take(dir, func() (io.Closer, bool, error) {
		held, free, err := machine.ClaimName(claim)
		return claimed{held, claim}, free, err
	})
}

// claimed is a key file's name that is held.
type claimed struct {
	io.Closer
	name string
}

// vacant demands a folder that holds nothing, or is not there, and no key file. What a killed restore left does not count, and is swept away.
func (p Place) vacant() error {
	there, err := store.Exists(context.Background(), store.Options{Dir: p.Dir, Database: p.Database})
	if err != nil {
		return err
	}
	if there {
		return errs.E(errs.Conflict, "store.not_empty")
	}
	if err := p.sweep(); err != nil {
		return err
	}
	found, err := os.ReadDir(p.Dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return errs.E(errs.Unavailable, "app.unreadable", "file", p.Dir, err)
	}
	for _, f := range found {
		if !leftover(f.Name()) {
			return errs.E(errs.Conflict, "app.folder_taken", "dir", p.Dir)
		}
	}
	for _, name := range []string{p.keyPath(), p.trustPath(), p.counterPath()} {
		if err := free(name, false); err != nil {
			return err
		}
	}
	return nil
}

// leftover recognises what a killed restore leaves in a folder; the database under restoration is cleared by the next stage.
func leftover(name string) bool {
	return strings.HasPrefix(name, "restoring.") || strings.HasPrefix(name, unfinished) || name == settingsFile
}

// sweep removes the key files of a restore that did not come to its end, what belongs to them, and the files it had begun. A key file that is no copy of the staged one is
// somebody's, and stays.
func (p Place) sweep() error {
	err := errors.Join(unstage(p.stagedTrust(), p.trustPath()), unstage(p.stagedCounter(), p.counterPath()), unstage(p.stagedKey(), p.keyPath()))
	found, e := os.ReadDir(p.Dir)
	if e != nil && !errors.Is(e, fs.ErrNotExist) {
		err = errors.Join(err, e)
	}
	for _, f := range found {
		if strings.HasPrefix(f.Name(), unfinished) {
			err = errors.Join(err, os.Remove(filepath.Join(p.Dir, f.Name())))
		}
	}
	if err != nil {
		return errs.E(errs.Unavailable, "app.unwritable", "file", p.Dir, err)
	}
	return nil
}

// unstage removes a staged file, and its copy where it belongs.
func unstage(staged, real string) error {
	text, err := seal.ReadBeside(staged, seal.MostBeside)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	}
	if copied, e := seal.ReadBeside(real, seal.MostBeside); e == nil && bytes.Equal(copied, text) {
		err = os.Remove(real)
	}
	return errors.Join(err, os.Remove(staged))
}
