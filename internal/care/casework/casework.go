// Package casework records what happens once somebody is listened to and taken in charge: identification interviews,
// enrolment in the programme, and services delivered to people in charge.
//
// Help before enrolment is a proximity action of package outreach; help after it is a delivery here. A person enrolled
// elsewhere (messa in rete) counts among the enrolments and opens no case here.
package casework

import (
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/work"
)

// Work says whose work a record is, for whom, when and where.
type Work struct {
	work.Work
	PersonID person.ID
}

// declare makes a noun of a kind of record about somebody whose sheet stands.
func declare[T any](n work.Noun[T]) *work.Noun[T] {
	n.Whom = func(tx *store.Tx, x *T) error {
		_, err := person.Mine(tx, *n.Head(x).Person.(*person.ID))
		return err
	}
	return work.Declare(n)
}

// head is what every record of this package says first.
func (w *Work) head(id *string, revision *int64) work.Head {
	return w.Work.Head(id, &w.PersonID, revision)
}
