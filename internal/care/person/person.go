// Package person keeps people under a code that means nothing, with the few coded facts that work and counting need.
//
// Nothing here says who somebody is: names, phones, documents and notes belong to the vault, which stands above this
// package and cannot be reached from it. A person may be known by a nickname alone and may refuse every question;
// "not asked", "unknown", "refused" and "not recorded" are answers of their own, never an empty value.
package person

import (
	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/work"
)

// ID names a person inside the program.
type ID string

// Person is what everybody who works with the person may know.
type Person struct {
	ID             ID
	OrganisationID network.OrganisationID
	Code           string // given by Record, for example K7-MARE
	Gender         string
	AgeBand        string
	AgeSource      string // list age_source
	Citizenship    string // declared, never an estimate
	Region         string
	RegionSource   string // list age_source
	Province       string
	Day            string // first known
	Revision       int64  // how often the facts were changed
}

// Register keeps people; it checks every coded fact against the code lists.
type Register struct{ book *codebook.Book }

// New makes a Register over the code lists of the network.
func New(book *codebook.Book) *Register { return &Register{book} }

// Erased is what the trail calls the erasure of a person.
const Erased = "erasure"

// Noun is what the trail calls a person who was recorded, changed or taken back.
const Noun = "person"

// Record adds a person and answers the code given to it. An empty ID is made, and so is another one for that of somebody who was erased, whom a restore erases again: who
// comes back is somebody new. A known ID is a Conflict of the store.
func (r *Register) Record(tx *store.Tx, p Person) (Person, error) {
	if !tx.Grant().Own().Sees(string(p.OrganisationID)) {
		return p, errs.E(errs.NotFound, "network.no_organisation")
	}
	if err := r.check(tx, p); err != nil {
		return p, err
	}
	if err := named(tx, &p); err != nil {
		return p, err
	}
	code, err := freeCode(tx, p.ID)
	if err != nil {
		return p, err
	}
	p.Code = code
	if err := everybody.Insert(tx, &kept{Person: p, guard: bond(tx, p)}, work.Day(tx)); err != nil {
		return p, errs.Wrap(err, "record person", p.ID)
	}
	changed(tx, p.ID)
	return p, nil
}

// named gives a person an id where they have none that may be theirs.
func named(tx *store.Tx, p *Person) error {
	if p.ID != "" {
		erased, err := store.Noted(tx, string(p.ID), Erased)
		if err != nil && errs.KindOf(err) != errs.Forged { // planted or not, an entry costs no more than another id
			return errs.Wrap(err, "find erasure of", p.ID)
		}
		if err == nil && len(erased) == 0 {
			return nil
		}
	}
	p.ID = ID(work.NewID())
	return nil
}

// Change corrects the facts of a person whom nobody changed since they were read at p.Revision; code and organisation stay.
func (r *Register) Change(tx *store.Tx, p Person) error {
	before, err := Find(tx, p.ID)
	if err != nil {
		return err
	}
	if !tx.Grant().Own().Sees(string(before.OrganisationID)) {
		return errs.E(errs.NotFound, "person.none")
	}
	if err := r.check(tx, p); err != nil {
		return err
	}
	done, err := everybody.Replace(tx, &kept{Person: p})
	if err != nil {
		return errs.Wrap(err, "change person", p.ID)
	}
	if !done {
		return errs.E(errs.Conflict, "person.changed_meanwhile")
	}
	changed(tx, p.ID)
	return nil
}

func (r *Register) check(tx *store.Tx, p Person) error {
	c, err := r.checked(tx, p)
	if err != nil {
		return err
	}
	return c.Err()
}

func (r *Register) checked(tx *store.Tx, p Person) (*codebook.Check, error) {
	c := r.book.Check()
	work.CheckFacts(c, Facts(&p))
	return c, work.Came(tx, c, "day", p.Day)
}

// Find reads one person of any organisation. Callers that show it check the scope.
func Find(tx *store.Tx, id ID) (Person, error) {
	k, found, err := everybody.Find(tx, string(id))
	if err == nil && !found {
		err = errs.E(errs.NotFound, "person.none")
	}
	if err != nil {
		return Person{}, errs.Wrap(err, "find person", id)
	}
	return k.vouched(tx)
}

// Recorded is the day on which somebody was written down.
func Recorded(tx *store.Tx, id ID) (string, error) {
	return work.RecordedIn(tx, "person_persons", string(id))
}

// Remove takes a person back, with its answers: only for the undoing of an import, before anything else refers to it.
func (r *Register) Remove(tx *store.Tx, id ID) error {
	p, err := Find(tx, id)
	if err != nil {
		return err
	}
	if !tx.Grant().Own().Sees(string(p.OrganisationID)) {
		return errs.E(errs.NotFound, "person.none")
	}
	if err = work.Forget(tx, string(id)); err == nil {
		_, err = tx.Exec(`DELETE FROM person_protections WHERE person_id = $1`, id)
	}
	if err == nil {
		err = everybody.Delete(tx, string(id))
	}
	if err != nil {
		return errs.Wrap(err, "remove person", id)
	}
	tx.NoteRevision(string(id), Noun, string(id), store.Gone, nil)
	tx.Changed("person", string(id))
	return nil
}

// Persons lists people of the grant's own organisation.
func Persons(tx *store.Tx, s store.Selection) (store.Slice[Person], error) {
	if code := s.Equal["code"]; code != "" && !looksLikeCode.MatchString(code) {
		return store.Slice[Person]{}, nil
	}
	rows, err := register.Select(tx, s, tx.Grant().Own())
	list := store.Slice[Person]{Extent: rows.Extent}
	for _, k := range rows.Items {
		if k.genuine(tx) {
			list.Items = append(list.Items, k.Person)
		} else { // whom somebody put there is not listed; the watch tells it
			list.Total--
		}
	}
	return list, errs.Wrap(err, "list persons")
}

// Coded finds a person of the grant's own organisation by the code as people say and type it; Invalid "person.no_such_code" on field code otherwise.
func Coded(tx *store.Tx, typed string) (p Person, err error) {
	var k kept
	found, code := false, Spoken(typed)
	if looksLikeCode.MatchString(code) {
		k, found, err = register.Only(tx, `code = $1`, code)
	}
	if err == nil && (!found || !tx.Grant().Own().Sees(string(k.OrganisationID))) {
		err = errs.E(errs.Invalid, "person.no_such_code", "code", code).On("code")
	}
	if err != nil {
		return Person{}, errs.Wrap(err, "find person by code")
	}
	return k.vouched(tx)
}

// OnRecord finds the id of a person in the grant's scope by code or by id, for whoever reads the audit trail and no fact;
// Invalid "person.not_on_record" on field person otherwise.
func OnRecord(tx *store.Tx, name string) (_ ID, err error) {
	var k kept
	found := false
	if code := Spoken(name); looksLikeCode.MatchString(code) {
		name = code
	}
	if looksLikeCode.MatchString(name) || looksLikeID.MatchString(name) {
		k, found, err = everybody.Only(tx, `code = $1 OR id = $1`, name)
	}
	if err == nil && (!found || !tx.Grant().Scope().Sees(string(k.OrganisationID))) {
		err = errs.E(errs.Invalid, "person.not_on_record").On("person")
	}
	if err != nil {
		return "", errs.Wrap(err, "find person by code")
	}
	p, err := k.vouched(tx)
	return p.ID, err
}

// MayBeID and MayBeCode report whether a text could be an id, or a code as it is written. Any other is to be asked of no database.
func MayBeID(text string) bool { return looksLikeID.MatchString(text) }

// MayBeCode is told with MayBeID.
func MayBeCode(text string) bool { return looksLikeCode.MatchString(text) }

// CodeOf is the code of a person in the grant's scope; empty for anybody else, and for who is gone.
func CodeOf(tx *store.Tx, id ID) (string, error) {
	p, err := Find(tx, id)
	switch {
	case errs.KindOf(err) == errs.NotFound, errs.KindOf(err) == errs.Forged: // the watch tells of them
		return "", nil
	case err != nil || !tx.Grant().Scope().Sees(string(p.OrganisationID)):
		return "", err
	}
	return p.Code, nil
}

// Mine reads one person of the grant's own organisation; another's does not exist, and no more does what is left of an erased person.
func Mine(tx *store.Tx, id ID) (Person, error) {
	k, found, err := register.Find(tx, string(id))
	if err == nil && (!found || !tx.Grant().Own().Sees(string(k.OrganisationID))) {
		err = errs.E(errs.NotFound, "person.none")
	}
	if err != nil {
		return Person{}, errs.Wrap(err, "find person", id)
	}
	return k.vouched(tx)
}

// Everybody lists the ids of all people in the grant's own organisations, for a restore that looks for those who were erased since.
func Everybody(tx *store.Tx) ([]ID, error) {
	within, args := store.Within(tx.Grant().Own(), "organisation_id", 1)
	list, err := store.List(tx, func(row store.Row) (id ID, err error) { return id, row.Scan(&id) }, `SELECT id FROM person_persons WHERE `+within+` ORDER BY id`, args...)
	return list, errs.Wrap(err, "list everybody")
}

// changed announces that everything counted about a person must be read again.
func changed(tx *store.Tx, id ID) {
	tx.NoteRevision(string(id), Noun, string(id), store.Stands, nil)
	tx.Changed("person", string(id))
}
