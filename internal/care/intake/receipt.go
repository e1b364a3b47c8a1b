package intake

import (
	"encoding/json"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/casework"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/work"
)

// Sent is what arrives under an id of the sender's, who may send it again without knowing that it had arrived: a form that was pressed twice, the outbox of a phone.
type Sent struct {
	ID   string // random, made by the sender; empty: nobody will ask again, and nothing is remembered
	Body any    // all that was sent, as JSON has it
}

// kept is how long a receipt is known, in days.
const kept = 7

// Receive takes in what was sent, once. The same body under the same id is answered with the record that it became, even if that was changed or taken back since; another
// body is a Conflict "intake.sent_otherwise", beside the record that stands. The ids of one organisation mean nothing in another.
func Receive(tx *store.Tx, s Sent, take func() (work.Reference, error)) (work.Reference, error) {
	if s.ID == "" {
		return take()
	}
	body, err := json.Marshal(s.Body)
	if err != nil {
		return work.Reference{}, errs.Wrap(err, "read what was sent")
	}
	token := tx.Guard("receipt", tx.Grant().Organisation(), s.ID)
	says := func(made work.Reference) []string {
		return []string{tx.Grant().Organisation(), s.ID, string(body), made.Noun, made.ID}
	}
	type receipt struct {
		made  work.Reference
		guard []byte
	}
	r, found, err := store.One(tx, func(row store.Row) (r receipt, err error) { return r, row.Scan(&r.made.Noun, &r.made.ID, &r.guard) },
		`SELECT noun, record, guard FROM intake_receipts WHERE token = $1`, token)
	switch {
	case err != nil:
		return work.Reference{}, errs.Wrap(err, "find receipt")
	case found && tx.Guarded(r.guard, "receipt", says(r.made)...):
		tx.NoteFact("receipt", r.made.ID, nil)
		return r.made, nil
	case found:
		return r.made, errs.E(errs.Conflict, "intake.sent_otherwise").At(r.made.Noun, r.made.ID)
	}
	made, err := take()
	if err != nil {
		return made, err
	}
	_, err = tx.Exec(`INSERT INTO intake_receipts (token, noun, record, day, guard) VALUES ($1, $2, $3, $4, $5)`, token, made.Noun, made.ID, work.Day(tx), tx.Guard("receipt", says(made)...))
	return made, errs.Wrap(err, "record receipt")
}

// Stands answers Conflict "intake.taken_back" for a record that was taken back since it came in: whoever tells people that it is saved asks first.
func Stands(tx *store.Tx, made work.Reference) (err error) {
	kind, known := kinds.Noun(made.Noun)
	there := true
	switch {
	case made.Noun == person.Noun:
		_, err = person.Find(tx, person.ID(made.ID))
	case known:
		there, err = kind.Stands(tx, made.ID)
	}
	if err == nil && !there {
		err = errs.E(errs.NotFound, "intake.taken_back")
	}
	if err != nil && errs.KindOf(err) == errs.NotFound {
		return errs.E(errs.Conflict, "intake.taken_back")
	}
	return err
}

// nouns are the kinds of records about people that come in by the door, and kinds all of them.
var (
	nouns = work.All(person.Registry, outreach.Registry, casework.Registry)
	kinds = work.All(nouns, work.Registry{Nouns: []work.Kept{outreach.Outings.Removed(outreach.New(nil).RemoveOuting), outreach.Meetings.Kept}})
)

// SentOtherwise reports whether something was sent before under the same id that said something else: who sent it may mean to correct that.
func SentOtherwise(err error) bool {
	e, known := errs.Of(err)
	return known && e.Key == "intake.sent_otherwise"
}

// SentBefore reports whether something was sent before under the same id that is not what stands now: the sender may want another record, under an id of its own.
func SentBefore(err error) bool {
	e, known := errs.Of(err)
	return known && (e.Key == "intake.sent_otherwise" || e.Key == "intake.taken_back")
}

// Forget clears receipts away that nobody can ask for any more, as of a settled moment (backup.Settled). It is work of a job.
func Forget(tx *store.Tx, settled time.Time) error {
	n, err := tx.Exec(`DELETE FROM intake_receipts WHERE day < $1`, settled.AddDate(0, 0, -kept).Format(time.DateOnly))
	if n > 0 {
		tx.Note("receipt", "over", audit.Details{"count": audit.Count(n)})
	}
	return errs.Wrap(err, "forget receipts")
}
