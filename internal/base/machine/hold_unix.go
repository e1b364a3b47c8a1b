//go:build unix

package machine

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// Hold waits until no other process, and nothing else in this one, holds a file or a folder, and holds it until it is closed. It is not written to, and who only reads it is not held up.
// Where the volume knows no such locks it holds nothing.
func Hold(path string) (io.Closer, error) {
	f, _, err := hold(path, 0, syscall.LOCK_EX)
	if f == nil {
		return nil, err
	}
	return f, err
}

// Claim is Hold for who does not wait: free is false where another holds it.
func Claim(path string) (held io.Closer, free bool, err error) {
	f, free, err := hold(path, 0, syscall.LOCK_EX|syscall.LOCK_NB)
	if f == nil {
		return nil, free, err
	}
	return f, free, err
}

// ClaimName is Claim of a name in a folder where others have names of their own: an empty file of that name is there as long as it is held, and after whoever was killed.
func ClaimName(path string) (held io.Closer, free bool, err error) {
	for {
		f, free, err := hold(path, os.O_CREATE|syscall.O_NOFOLLOW, syscall.LOCK_EX|syscall.LOCK_NB)
		if err != nil || !free {
			return nil, false, err
		}
		there, gone := os.Lstat(path)
		if mine, err := f.Stat(); gone == nil && err == nil && os.SameFile(there, mine) {
			return &named{f, path}, true, nil
		}
		if err := f.Close(); err != nil { // whoever held it took it away meanwhile
			return nil, false, err
		}
	}
}

// named is a name that is held.
type named struct {
	io.Closer
	path string
}

// Close takes the name away while it is held, so that nobody's is taken who came after. It may be gone: by hand, or where the volume has no locks.
func (n *named) Close() error {
	err := os.Remove(n.path)
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return errors.Join(err, n.Closer.Close())
}

func hold(path string, open, how int) (held *os.File, free bool, err error) {
	f, err := os.OpenFile(path, open|os.O_RDONLY|syscall.O_NONBLOCK, 0o600) // which waits for nobody where a pipe stands there
	if err != nil {
		return nil, false, err
	}
	for {
		err = syscall.Flock(int(f.Fd()), how)
		if !errors.Is(err, syscall.EINTR) {
			break
		}
	}
	switch {
	case err == nil, unheld(err):
		return f, true, nil
	case errors.Is(err, syscall.EWOULDBLOCK):
		return nil, false, f.Close()
	}
	return nil, false, errors.Join(err, f.Close())
}

// unheld reports whether an error says that a volume has no locks for whoever reads: some network file systems.
func unheld(err error) bool {
	return errors.Is(err, syscall.ENOLCK) || errors.Is(err, syscall.EBADF) || errors.Is(err, errors.ErrUnsupported)
}
