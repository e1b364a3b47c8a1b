//go:build unix

package machine

import "syscall"

// SameDevice reports whether two files lie on one file system, so that whoever carries the disk away has both; not known for one that is not there.
func SameDevice(a, b string) (same, known bool) {
	var x, y syscall.Stat_t
	if syscall.Stat(a, &x) != nil || syscall.Stat(b, &y) != nil {
		return false, false
	}
	return x.Dev == y.Dev, true
}
