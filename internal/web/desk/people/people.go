// Package people holds the screens of persons, by code.
package people

import (
	"approdo/internal/web/kit"
)

// Desk is what these screens depend on.
type Desk struct {
	*kit.Desk
	Card kit.Panel // who they are
}
