//go:build !unix

package machine

// SameDevice is not known on this system.
func SameDevice(string, string) (same, known bool) { return false, false }
