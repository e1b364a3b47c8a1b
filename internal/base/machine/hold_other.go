//go:build !unix

package machine

import (
	"io"
	"os"
)

// Hold holds nothing on this system.
func Hold(path string) (io.Closer, error) { return os.Open(path) }
