//go:build !unix

package machine

import (
	"io"
	"os"
)

// Hold holds nothing on this system.
func Hold(path string) (io.Closer, error) { return os.Open(path) }

// Claim holds nothing on this system.
func Claim(path string) (held io.Closer, free bool, err error) {
	held, err = os.Open(path)
	return held, err == nil, err
}
