// Package card holds the screens of who people are, sealed: their card and files, the search, who follows them and who holds the keys.
package card

import (
	"approdo/internal/care/vault"
	"approdo/internal/web/kit"
)

// Desk is what these screens depend on.
type Desk struct {
	*kit.Desk
	Budget vault.Budget     // what one account could learn in an hour
	Page   kit.PageOfPerson // on which the card stands
}
