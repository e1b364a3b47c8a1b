package person

import (
	"cmp"
	"slices"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/work"
)

// Protection is one answer, on one day, to the question whether somebody applied for or holds international protection.
type Protection struct {
	ID             string
	PersonID       ID
	OrganisationID network.OrganisationID // that asked
	Day            string
	Answer         string // list protection
	Revision       int64  // how often it was changed
}

// Answers are the answers that the grant's own organisation was given.
var Answers = work.Declare(work.Noun[Protection]{
	Kept: work.Kept{Name: "protection", Table: "person_protections", View: "protections", Order: work.Order{Last: "answer"}},
	Head: func(a *Protection) work.Head {
		return work.Head{ID: &a.ID, Organisation: &a.OrganisationID, Person: &a.PersonID, Day: &a.Day, Revision: &a.Revision}
	},
	Tell: func(a *Protection) []work.Fact {
		return []work.Fact{{Name: "answer", Is: "protection", At: &a.Answer, For: work.Asked}}
	},
	Among: alone,
	None:  "person.none",
})

// Says is how much an answer says: yes or no most, then the silence of who was asked, then that of who was not. Of what somebody answered, the last of those that say most counts,
// in the reports as on the screen.
func Says(book *codebook.Book, answer string) int {
	switch {
	case !book.Absent("protection", answer):
		return 2
	case answer == "not_asked" || answer == "not_recorded":
		return 0
	}
	return 1
}

// Counting is the one of somebody's answers that counts: of those that say most, the last; of two on one day, the first of the list. Later ones that say less do not take it away; weaker says
// whether there are any.
func Counting(book *codebook.Book, answers []Protection) (counts Protection, weaker, ok bool) {
	if len(answers) == 0 {
		return counts, false, false
	}
	list, _ := book.List("protection")
	place := func(a Protection) int {
		return slices.IndexFunc(list.Codes, func(c codebook.Code) bool { return c.Code == a.Answer })
	}
	counts = slices.MaxFunc(answers, func(a, b Protection) int {
		return cmp.Or(cmp.Compare(Says(book, a.Answer), Says(book, b.Answer)), cmp.Compare(a.Day, b.Day), cmp.Compare(place(b), place(a)))
	})
	weaker = slices.ContainsFunc(answers, func(a Protection) bool {
		return a.Day >= counts.Day && Says(book, a.Answer) < Says(book, counts.Answer)
	})
	return counts, weaker, true
}

// RecordProtection adds an answer. Reports use, up to their cut-off, the latest of those that say most: yes or no before a silence, a silence of who was asked before that of who was not.
func (r *Register) RecordProtection(tx *store.Tx, a Protection) error {
	if !tx.Grant().Own().Sees(string(a.OrganisationID)) {
		return errs.E(errs.NotFound, "network.no_organisation")
	}
	c := r.book.Check()
	if err := work.Came(tx, c, "day", a.Day); err != nil {
		return err
	}
	if Answers.Check(c, &a); c.Err() != nil {
		return c.Err()
	}
	return Answers.Record(tx, &a)
}

// Protections lists the answers of a person, the latest first.
func Protections(tx *store.Tx, id ID) ([]Protection, error) {
	list, err := Answers.List(tx, store.Selection{Equal: map[string]string{"person": string(id)}})
	return list.Items, err
}

// OnDay lists the answers that a person gave on a day.
func OnDay(tx *store.Tx, id ID, day string) ([]Protection, error) { return onDay(tx, Answers, id, day) }

func onDay(tx *store.Tx, answers *work.Noun[Protection], id ID, day string) ([]Protection, error) {
	list, err := answers.List(tx, store.Selection{From: day, To: day, Equal: map[string]string{"person": string(id)}})
	return list.Items, err
}

// Alone answers a Conflict "person.answered_otherwise" on field answer, at the other answer, where the person of an answer gave another one on its day: a day keeps no order,
// so nobody could tell which came last.
func Alone(tx *store.Tx, a Protection) error { return alone(tx, Answers, &a) }

func alone(tx *store.Tx, answers *work.Noun[Protection], a *Protection) error {
	all, err := onDay(tx, answers, a.PersonID, a.Day)
	for _, other := range all {
		if err == nil && other.ID != a.ID && other.Answer != a.Answer {
			err = errs.E(errs.Conflict, "person.answered_otherwise").On("answer").At("protection", other.ID)
		}
	}
	return err
}
