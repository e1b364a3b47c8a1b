// Package casework records what happens once somebody is listened to and taken in charge: identification interviews,
// enrolment in the programme, and services delivered to people in charge.
//
// Help before enrolment is a proximity action of package outreach; help after it is a delivery here. A person enrolled
// elsewhere (messa in rete) counts among the enrolments and opens no case here.
package casework

import (
	"approdo/internal/base/codebook"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/work"
)

// File records casework; it checks every code against the code lists.
type File struct{ book *codebook.Book }

// New makes a File over the code lists of the network.
func New(book *codebook.Book) *File { return &File{book} }

// Work says whose work a record is, for whom, when and where.
type Work struct {
	work.Work
	PersonID person.ID
}

// check begins the check of a record that is made.
func (f *File) check(tx *store.Tx, w *Work) (*codebook.Check, error) {
	c, err := work.Check(tx, f.book, &w.Work)
	if err != nil {
		return nil, err
	}
	_, err = person.Mine(tx, w.PersonID)
	return c, err
}

// head is what every record of this package says first.
func (w *Work) head(id *string, revision *int64) work.Head {
	return w.Work.Head(id, &w.PersonID, revision)
}
