// Package trail holds the screens of the audit trail: its entries, checkpoints, bundles, what left the house.
package trail

import (
	"approdo/internal/web/kit"
)

// Desk is what these screens depend on.
type Desk struct {
	*kit.Desk
	Trail Trail

	checking checking
}
