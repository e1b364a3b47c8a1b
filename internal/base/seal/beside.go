package seal

import (
	"errors"
	"os"
	"path/filepath"

	"approdo/internal/base/errs"
)

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
