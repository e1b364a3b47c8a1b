package machine

import (
	"os"
	"runtime"
)

// Private reports whether only the owner may read or enter a file or folder. Windows keeps such rights elsewhere: there known is false.
func Private(name string) (private, known bool, err error) {
	info, err := os.Stat(name)
	if err != nil || runtime.GOOS == "windows" {
		return false, false, err
	}
	return info.Mode().Perm()&0o077 == 0, true, nil
}
