package seal

import (
	"crypto/hmac"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"approdo/internal/base/errs"
)

// KeyFile is the name of the key file in the installation's folder.
const KeyFile = "key"

// Keys holds the installation's key. It never leaves this package; only what is made with it does.
type Keys struct {
	key  secret
	path string
	gate *gate
	hushed
}

// OpenKeys reads the key file of folder dir: see OpenKeyFile.
func OpenKeys(dir string) (*Keys, error) { return OpenKeyFile(filepath.Join(dir, KeyFile)) }

// OpenKeyFile reads a key file, and makes it if there is none. It belongs outside the folder of the database, best on
// another volume, so that a thief of the one lacks the other. Several processes may open it at once: all get the same
// key. A file that other users of the machine can read is refused, since the key may have been copied.
func OpenKeyFile(path string) (*Keys, error) {
	k, err := readKey(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return k, err
	}
	if err := makeKey(filepath.Dir(path), path); err != nil {
		return nil, errs.E(errs.Unavailable, "seal.key_not_made", err)
	}
	return readKey(path)
}

// ReadKeyFile reads a key file, and makes none.
func ReadKeyFile(path string) (*Keys, error) { return readKey(path) }

func readKey(path string) (*Keys, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, errs.E(errs.Unavailable, "seal.key_unreadable", "file", path, err)
	}
	if !info.Mode().IsRegular() || info.Size() != secretSize {
		return nil, errs.E(errs.Unavailable, "seal.key_damaged", "file", path)
	}
	// Windows has no such permission bits; there the folder's own rights count.
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return nil, errs.E(errs.Unavailable, "seal.key_exposed", "file", path)
	}
	b, err := ReadBeside(path, MostBeside)
	if err != nil {
		return nil, errs.E(errs.Unavailable, "seal.key_unreadable", "file", path, err)
	}
	key, err := parseSecret(b)
	if err != nil {
		return nil, errs.E(errs.Unavailable, "seal.key_damaged", "file", path)
	}
	return &Keys{key: key, path: path, gate: newGate()}, nil
}

// makeKey writes the key aside, safe on the disk, and then gives it its name. The name is given with a link, which
// fails when another process was first: then that key stands.
func makeKey(dir, path string) (err error) {
	f, err := os.CreateTemp(dir, KeyFile+".new-*") // made with permission 0600
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Remove(f.Name())) }()
	key := make([]byte, secretSize)
	if _, err = rand.Read(key); err == nil {
		_, err = f.Write(key)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err = os.Link(f.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncFolder(dir)
}

// syncFolder makes a new name in a folder survive a power failure. Windows neither needs nor allows it.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Beside is where a file lies that belongs to the key file and not to the database: whoever writes to that must not write to this. Beside "key" it has its own
// name; beside another key file, of which a folder may hold several, "….key" becomes "….trust".
func (k *Keys) Beside(name string) string { return Beside(k.path, name) }

// File is where the key file lies.
func (k *Keys) File() string { return k.path }

// Beside is Keys.Beside for a key file that is not open.
func Beside(keyFile, name string) string {
	dir, base := filepath.Split(keyFile)
	if base == KeyFile {
		return filepath.Join(dir, name)
	}
	return filepath.Join(dir, strings.TrimSuffix(base, "."+KeyFile)+"."+name)
}

// Token is the keyed hash (HMAC-SHA-256) of parts for one purpose. Each part is preceded by its length, so that ("ab",
// "c") and ("a", "bc") differ, and a token made for one purpose says nothing for another.
func (k *Keys) Token(purpose string, parts ...string) [32]byte {
	return keyedHash(k.key.raw()[:], purpose, parts...)
}

// Confirms reports whether somebody gave the Token of these parts back, in a time that tells nothing about it.
func (k *Keys) Confirms(given []byte, purpose string, parts ...string) bool {
	token := k.Token(purpose, parts...)
	return hmac.Equal(given, token[:])
}

// derive makes the key of one use out of the installation's.
func (k *Keys) derive(label string) ([]byte, error) {
	if k == nil || k.key.IsZero() {
		return nil, noKey()
	}
	return derive(k.key.raw()[:], nil, secretSize, label)
}
