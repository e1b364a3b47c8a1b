// Package outreach records the work of going towards people: outings of the contact units, contacts, group meetings,
// and proximity actions for people who are not in charge.
//
// Most contacts are with people whose identity is unknown. Such an *unlinked individual* is described on the contact
// itself and counts once, when marked new; a contact can be linked to a person at any time. Presences seen during an
// outing and attendees of a meeting are headcounts: nobody opens forty records after a talk.
package outreach

import (
	"approdo/internal/base/codebook"
	"approdo/internal/base/store"
	"approdo/internal/care/work"
)

// Log records outreach; it checks every code against the code lists.
type Log struct{ book *codebook.Book }

// New makes a Log over the code lists of the network.
func New(book *codebook.Book) *Log { return &Log{book} }

// Work says whose work a record is, when and where: every record of this package starts with it.
type Work = work.Work

func (l *Log) check(tx *store.Tx, w *Work) (*codebook.Check, error) { return work.Check(tx, l.book, w) }
