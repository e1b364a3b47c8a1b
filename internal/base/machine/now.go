//go:build !movable

package machine

import "time"

// Now is what this machine's clock says. Whatever is written down or decided by goes by it, so that a program built for a test can be shown a clock that is wrong.
func Now() time.Time { return time.Now() }
