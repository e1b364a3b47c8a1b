//go:build !unix

package machine

// AsOwner does nothing on this system.
func AsOwner(string) (name string, err error) { return "", nil }
