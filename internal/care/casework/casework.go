// Package casework records what happens once somebody is listened to and taken in charge: identification interviews,
// enrolment in the programme, and services delivered to people in charge.
//
// Help before enrolment is a proximity action of package outreach; help after it is a delivery here. A person enrolled
// elsewhere (messa in rete) counts among the enrolments and opens no case here.
package casework

import (
	"time"

	"approdo/internal/base/codebook"
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
	if _, err := person.Mine(tx, w.PersonID); err != nil {
		return nil, err
	}
	c := f.book.Check()
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

func done(tx *store.Tx, noun, id string) {
	tx.Note(noun, id, nil)
	tx.Changed(noun, id)
}

func stamp(tx *store.Tx) string { return tx.Now().Format(time.RFC3339) }

// workColumns and into go together: the columns every record of this package starts with, and where they go.
const workColumns = `id, organisation_id, unit_id, project_id, person_id, day, province`

func (w *Work) into(id *string) []any {
	return []any{id, &w.OrganisationID, &w.UnitID, &w.ProjectID, &w.PersonID, &w.Day, &w.Province}
}
