// Package casework records what happens once somebody is listened to and taken in charge: identification interviews,
// enrolment in the programme, and services delivered to people in charge.
//
// Help before enrolment is a proximity action of package outreach; help after it is a delivery here. A person enrolled
// elsewhere (messa in rete) counts among the enrolments and opens no case here.
package casework

import (
	"time"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// File records casework; it checks every code against the code lists.
type File struct{ book *codebook.Book }

// New makes a File over the code lists of the network.
func New(book *codebook.Book) *File { return &File{book} }

// Work says whose work a record is, for whom, when and where.
type Work struct {
	OrganisationID network.OrganisationID
	UnitID         network.UnitID
	ProjectID      network.ProjectID // empty: the project that pays the unit on that day
	PersonID       person.ID
	Day            string
	Province       string
}

func (f *File) check(tx *store.Tx, w *Work) (*codebook.Check, error) {
	if err := network.MayRecord(tx, w.OrganisationID, w.UnitID); err != nil {
		return nil, err
	}
	p, err := person.Find(tx, w.PersonID)
	if err != nil {
		return nil, err
	}
	if !tx.Grant().Own().Sees(string(p.OrganisationID)) {
		return nil, errs.E(errs.NotFound, "person.none")
	}
	c := f.book.Check()
	c.Day("day", w.Day)
	c.Code("province", "province", w.Province)
	if w.ProjectID == "" && c.Err() == nil {
		if w.ProjectID, err = network.Pays(tx, w.UnitID, w.Day); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func done(tx *store.Tx, noun, id string) {
	tx.Note(noun, id, nil)
	tx.Changed(noun, id)
}

func stamp(tx *store.Tx) string { return tx.Now().Format(time.RFC3339) }
