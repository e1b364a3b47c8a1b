//go:build unix

package testkit

import (
	"syscall"
	"testing"
	"time"
)

// Worked is how long the processors have worked for this process: what something costs, however much the machine has to do besides. Tests that run at the same time count too, so it is for those that run alone.
func Worked(t testing.TB) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
