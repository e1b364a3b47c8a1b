//go:build unix

package machine

import (
	"errors"
	"io"
	"os"
	"syscall"
)

// Hold waits until no other process, and nothing else in this one, holds a file, and holds it until it is closed. It is not written to, and who only reads it is not held up.
// Where the volume knows no such locks it holds nothing.
func Hold(path string) (io.Closer, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	for {
		err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX)
		if !errors.Is(err, syscall.EINTR) {
			break
		}
	}
	if err != nil && !unheld(err) {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// unheld reports whether an error says that a volume has no locks for whoever reads: some network file systems.
func unheld(err error) bool {
	return errors.Is(err, syscall.ENOLCK) || errors.Is(err, syscall.EBADF) || errors.Is(err, errors.ErrUnsupported)
}
