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

// given is the answer that the person of a contact gave in it, if they said something.
func (l *Log) given(k Contact) (a person.Protection, said bool) {
	a = person.Protection{ID: AnswerOf(k.ID), PersonID: k.PersonID, OrganisationID: k.OrganisationID, Day: k.Day, Answer: k.Protection}
	return a, k.PersonID != "" && !l.book.Absent("protection", k.Protection)
}

// MayAnswer asks whether what a contact says of its person's protection may stand beside what they said on that day. Another answer is a Conflict on field protection, at the
// contact or the answer that says it.
func (l *Log) MayAnswer(tx *store.Tx, k Contact) error {
	a, said := l.given(k)
	if !said {
		return nil
	}
	return atSource(tx, a, person.Alone(tx, a), "protection")
}

// atSource leads an error about an answer of the same person and day to the contact in which that was given.
func atSource(tx *store.Tx, a person.Protection, err error, field string) error {
	e, known := errs.Of(err)
	if !known || e.Noun != "protection" {
		return err
	}
	if !ToldInContact(e.ID) {
		return e.On(field)
	}
	same, err := store.List(tx, func(row store.Row) (id string, err error) { return id, row.Scan(&id) },
		`SELECT id FROM outreach_contacts WHERE person_id = $1 AND day = $2 AND organisation_id = $3`, a.PersonID, a.Day, a.OrganisationID)
	if err != nil {
		return errs.Wrap(err, "find where it was answered", e.ID)
	}
	for _, contact := range same {
		if AnswerOf(contact) == e.ID {
			return e.On(field).At("contact", contact)
		}
	}
	return e.On(field)
}

// AnsweredBefore answers a Conflict "person.answered_that_day" on field answer, at the record that says it, where a person gave an answer on the day of another.
func AnsweredBefore(tx *store.Tx, a person.Protection) error {
	before, err := person.OnDay(tx, a.PersonID, a.Day)
	if err != nil || len(before) == 0 {
		return err
	}
	return atSource(tx, a, errs.E(errs.Conflict, "person.answered_that_day").At("protection", before[0].ID), "answer")
}

// keepAnswer makes the answer of a contact's person what the contact says.
func (l *Log) keepAnswer(tx *store.Tx, k Contact) error {
	if err := l.dropAnswer(tx, k.ID); err != nil {
		return err
	}
	a, said := l.given(k)
	if !said {
		return nil
	}
	return person.New(l.book).RecordProtection(tx, a)
}

// dropAnswer takes the answer of a contact back, if there is one.
func (l *Log) dropAnswer(tx *store.Tx, contact string) error {
	err := person.Answers.Remove(tx, AnswerOf(contact))
	if errs.KindOf(err) == errs.NotFound {
		return nil
	}
	return err
}
