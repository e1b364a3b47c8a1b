// Package rights holds the screens of what people may ask about their data: requests, how long something is kept, packs for a person.
package rights

import (
	"context"

	"approdo/internal/care/vault"
	"approdo/internal/web/kit"
)

// Desk is what these screens depend on.
type Desk struct {
	*kit.Desk
	Tell     Telling                     // what a card says
	Budget   vault.Budget                // what one account could learn in an hour of people whom it does not follow
	Register func(context.Context) error // writes down outside the database who was erased, for a restore; may be nil
}
