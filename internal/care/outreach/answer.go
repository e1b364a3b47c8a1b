package outreach

import (
	"github.com/google/uuid"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// Somebody who is known, and says in a contact whether they have international protection, has said so: it is an answer of theirs, whoever told of the contact. It comes
// and goes with the contact, and changes with it. A silence stays with the contact in which it fell.

// answers is the space of the ids of such answers.
var answers = uuid.MustParse("5b6f6a0e-6d0c-4a55-9d0b-6a2f5f0e7c31")

// AnswerOf is the id of the answer that a person gave in a contact.
func AnswerOf(contact string) string { return uuid.NewSHA1(answers, []byte(contact)).String() }

// ToldInContact reports whether an answer, by its id, came with a contact: it is corrected there.
func ToldInContact(answer string) bool {
	id, err := uuid.Parse(answer)
	return err == nil && id.Version() == 5
}

// keepAnswer makes the answer of a contact's person what the contact says.
func (l *Log) keepAnswer(tx *store.Tx, k Contact) error {
	if err := l.dropAnswer(tx, k.ID); err != nil {
		return err
	}
	if k.PersonID == "" || l.book.Absent("protection", k.Protection) {
		return nil
	}
	return person.New(l.book).RecordProtection(tx, person.Protection{
		ID: AnswerOf(k.ID), PersonID: k.PersonID, OrganisationID: k.OrganisationID, Day: k.Day, Answer: k.Protection,
	})
}

// dropAnswer takes the answer of a contact back, if there is one.
func (l *Log) dropAnswer(tx *store.Tx, contact string) error {
	err := person.Answers.Remove(tx, AnswerOf(contact))
	if errs.KindOf(err) == errs.NotFound {
		return nil
	}
	return err
}
