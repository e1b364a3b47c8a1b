//go:build !unix

package machine

import (
	"io"
	"os"
	"path/filepath"
)

// Hold holds nothing on this system.
func Hold(path string) (io.Closer, error) { return os.Open(path) }

// ClaimName holds nothing on this system.
func ClaimName(path string) (held io.Closer, free bool, err error) {
	held, err = os.Open(filepath.Dir(path))
	return held, err == nil, err
}

// Claim holds nothing on this system.
func Claim(path string) (held io.Closer, free bool, err error) {
	held, err = os.Open(path)
	return held, err == nil, err
}
