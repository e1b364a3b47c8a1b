// Package outreach records the work of going towards people: outings of the contact units, contacts, group meetings,
// and proximity actions for people who are not in charge.
//
// Most contacts are with people whose identity is unknown. Such an *unlinked individual* is described on the contact
// itself and counts once, when marked new; a contact can be linked to a person at any time. Presences seen during an
// outing and attendees of a meeting are headcounts: nobody opens forty records after a talk.
package outreach

import (
	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
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

// remove deletes one record of the grant's own organisation, with what was corrected about it; another's does not exist.
func remove(tx *store.Tx, noun, table, id string) error {
	o, found, err := store.One(tx, func(row store.Row) (o string, err error) { return o, row.Scan(&o) },
		`SELECT organisation_id FROM `+table+` WHERE id = $1`, id)
	if err != nil {
		return errs.Wrap(err, "find "+noun, id)
	}
	if !found || !tx.Grant().Own().Sees(o) {
		return errs.E(errs.NotFound, "outreach.none")
	}
	if _, err := tx.Exec(`DELETE FROM `+table+` WHERE id = $1`, id); err != nil {
		return errs.Wrap(err, "remove "+noun, id)
	}
	work.Done(tx, noun, id)
	return work.Forget(tx, id)
}
