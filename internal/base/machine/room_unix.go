//go:build linux || darwin

package machine

import "syscall"

// Room is how many bytes are free for us on the volume that holds a folder; known is false where the system does not tell.
func Room(dir string) (bytes int64, known bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, false
	}
	return int64(s.Bavail) * int64(s.Bsize), true
}
