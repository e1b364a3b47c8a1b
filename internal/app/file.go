package app

import (
	"io"
	"os"
	"syscall"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
)

// mostSheet is the largest spreadsheet that is read, in bytes.
const mostSheet = 64 << 20

// readFile reads a file that somebody named, up to most bytes. What is no regular file, such as a device, is refused: it may never end.
func readFile(name string, most int64) ([]byte, error) {
	f, err := openFile(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.Size() > most {
		return nil, errs.E(errs.Invalid, "app.too_large", "file", name, "most", most>>10)
	}
	data, err := io.ReadAll(io.LimitReader(f, most))
	if err != nil {
		return nil, errs.E(errs.Unavailable, "app.unreadable", "file", name, err)
	}
	return data, nil
}

// openFile opens a file that somebody named, to be read piece by piece.
func openFile(name string) (*os.File, error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, errs.E(errs.Unavailable, "app.unreadable", "file", name, err)
	case !info.Mode().IsRegular():
		return nil, errs.E(errs.Invalid, "app.not_a_file", "file", name)
	}
	f, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, errs.E(errs.Unavailable, "app.unreadable", "file", name, err)
	}
	return f, nil
}

// apart refuses names that lead to the database's own files: it would lose its locks to who reads them here, and itself to who writes them.
func (p Place) apart(names ...string) error {
	for _, name := range names {
		if name != "" && name != "-" && store.Ours(store.Options{Dir: p.Dir, Database: p.Database}, name) {
			return errs.E(errs.Invalid, "app.database_file", "file", name)
		}
	}
	return nil
}

// readText reads a file that a person wrote.
func readText(name string) ([]byte, error) { return readFile(name, codebook.MostText) }
