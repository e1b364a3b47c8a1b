// Package network holds the screens of the network itself: projects, organisations, the rules of who may do what, code lists.
package network

import (
	"approdo/internal/web/kit"
)

// Desk is what these screens depend on.
type Desk struct {
	*kit.Desk
	Reached kit.Reached // what a project reached
}
