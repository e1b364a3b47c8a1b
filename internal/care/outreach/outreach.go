// Package outreach records the work of going towards people: outings of the contact units, contacts, group meetings,
// and proximity actions for people who are not in charge.
//
// Most contacts are with people whose identity is unknown. Such an *unlinked individual* is described on the contact
// itself and counts once, when marked new; a contact can be linked to a person at any time. Presences seen during an
// outing and attendees of a meeting are headcounts: nobody opens forty records after a talk.
package outreach

import (
	"time"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
)

// Log records outreach; it checks every code against the code lists.
type Log struct{ book *codebook.Book }

// New makes a Log over the code lists of the network.
func New(book *codebook.Book) *Log { return &Log{book} }

// Work says whose work a record is, when and where: every record of this package starts with it.
type Work struct {
	OrganisationID network.OrganisationID
	UnitID         network.UnitID
	ProjectID      network.ProjectID // empty: the project that pays the unit on that day
	Day            string            // the day the outing or visit started
	Province       string
}

func (l *Log) check(tx *store.Tx, w *Work) (*codebook.Check, error) {
	c := l.book.Check()
	c.Given("unit", w.UnitID != "")
	if err := c.Err(); err != nil {
		return nil, err
	}
	if err := network.MayRecord(tx, w.OrganisationID, w.UnitID); err != nil {
		return nil, err
	}
	c.Day("day", w.Day)
	c.Code("province", "province", w.Province)
	if w.ProjectID == "" && c.Err() == nil {
		project, err := network.Pays(tx, w.UnitID, w.Day)
		if err != nil {
			return nil, err
		}
		w.ProjectID = project
	}
	return c, nil
}

// done notes and announces a record that was written or removed.
func done(tx *store.Tx, noun, id string) {
	tx.Note(noun, id, nil)
	tx.Changed(noun, id)
}

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
	done(tx, noun, id)
	return forget(tx, id)
}

func stamp(tx *store.Tx) string { return tx.Now().Format(time.RFC3339) }

// null stores an empty reference as NULL.
func null[T ~string](id T) any {
	if id == "" {
		return nil
	}
	return string(id)
}
