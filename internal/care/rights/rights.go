// Package rights keeps what a person may ask about their data, and how long data are kept.
//
// A data protection officer, who can open nothing that is sealed, receives what people ask: to see their data, or to
// have them erased. Each is a Request with a number. An access pack is put together by somebody who holds the person's
// key, so that two people always take part; an erasure destroys the key and needs none.
//
// Nothing is erased by a clock. A Rule says after how many months without any record a person is due; the queue shows
// who is, and an officer decides one by one. A Hold keeps somebody's data although they are due, or although erasure was
// asked, and says why. The months are a proposal until an officer of the network has set them.
package rights

import (
	"time"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// Rights is the officer's desk; it checks every answer against the code lists.
type Rights struct{ book *codebook.Book }

// New makes a Rights over the code lists of the network.
func New(book *codebook.Book) *Rights { return &Rights{book} }

// found checks that a person belongs to the grant's own organisation; another's does not exist.
func found(tx *store.Tx, id person.ID) (person.Person, error) { return person.Mine(tx, id) }

// own checks that a record of an organisation may be touched.
func own(g policy.Grant, organisation, key string) error {
	if !g.Own().Sees(organisation) {
		return errs.E(errs.NotFound, key)
	}
	return nil
}

func stamp(tx *store.Tx) string { return tx.Now().Format(time.RFC3339) }
