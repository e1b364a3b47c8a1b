//go:build unix

package machine

import (
	"errors"
	"io"
	"os"
	"syscall"
)

// Hold waits until no other process, and nothing else in this one, holds a file or a folder, and holds it until it is closed. It is not written to, and who only reads it is not held up.
// Where the volume knows no such locks it holds nothing.
func Hold(path string) (io.Closer, error) {
	held, _, err := hold(path, syscall.LOCK_EX)
	return held, err
}

// Claim is Hold for who does not wait: free is false where another holds it.
func Claim(path string) (held io.Closer, free bool, err error) {
	return hold(path, syscall.LOCK_EX|syscall.LOCK_NB)
}

func hold(path string, how int) (held io.Closer, free bool, err error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0) // which waits for nobody where a pipe stands there
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
