package desk

import (
	"context"

	"approdo/internal/base/codebook"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/casework"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/sheet"
	"approdo/internal/care/vault"
)

// ErasePerson destroys all that is sealed about a person, detaches the facts, and scrubs the database's files. When only the scrubbing
// fails (Unavailable "store.not_scrubbed"), the erasure stands, and the certificate is valid once store.Scrub was repeated.
func ErasePerson(ctx context.Context, s *store.Store, grant policy.Grant, book *codebook.Book, who person.ID) (vault.Erasure, error) {
	var certificate vault.Erasure
	err := s.Write(ctx, grant, func(tx *store.Tx) (err error) {
		certificate, err = Erase(tx, book, who)
		return err
	})
	if err != nil {
		return certificate, err
	}
	return certificate, s.Scrub(ctx, vault.Tables...)
}

// Erase is ErasePerson without the scrubbing, for a restore that erases many and scrubs once.
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
