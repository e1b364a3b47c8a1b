package desk

import (
	"approdo/internal/base/codebook"
	"approdo/internal/base/store"
	"approdo/internal/care/casework"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/sheet"
	"approdo/internal/care/vault"
)

// Erase destroys all that is sealed about a person and detaches the facts. The database's files still have to be scrubbed when the
// transaction is over (store.Scrub with vault.Tables); a restore erases many and scrubs once.
func Erase(tx *store.Tx, book *codebook.Book, who person.ID) (vault.Erasure, error) {
	certificate, err := vault.Erase(tx, who)
	if err != nil {
		return certificate, err
	}
	register := person.New(book)
	husk, err := register.Detach(tx, who)
	if err != nil {
		return certificate, err
	}
	for _, detach := range []func(*store.Tx, person.ID, person.Husk) error{outreach.Detach, casework.Detach} {
		if err := detach(tx, who, husk); err != nil {
			return certificate, err
		}
	}
	if err := sheet.Detach(tx, who); err != nil {
		return certificate, err
	}
	return certificate, register.Forget(tx, who)
}
