package seal

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"approdo/internal/base/errs"
)

// MostBeside is how long a small file of the program's may be, in bytes.
const MostBeside = 1 << 20

// ReadBeside reads a file of the program's up to a length, whatever somebody put in its place: nothing that is no file, such as a pipe, which nobody may ever write to; and nothing without an end.
func ReadBeside(path string, most int64) ([]byte, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err == nil && (!info.Mode().IsRegular() || info.Size() > most) {
		err = &fs.PathError{Op: "read", Path: filepath.Base(path), Err: fs.ErrInvalid}
	}
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(f, most))
}

// WriteBeside makes or replaces a small file that belongs to the key file, whole and safe on the disk, readable by its owner only.
func WriteBeside(path string, text []byte) (err error) {
	defer func() {
		if err != nil {
			err = errs.E(errs.Unavailable, "seal.beside_unwritable", "file", path, err)
		}
	}()
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".new-*")
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return syncFolder(filepath.Dir(path))
}
