// Package intake is the one door through which what happened with somebody comes in, whoever tells it: a form, a spreadsheet, later the phone of an outreach unit
// and other programs. It answers the questions that are the same for all of them:
//
//   - who is it: somebody who is named by id, somebody whose code was spoken, somebody who is given a code now, or nobody who is known;
//   - whose is it: help that was given to an individual before anybody knew who it was is the person's once somebody does;
//   - what is it: help to somebody in charge is a service delivery, all other help is a proximity action;
//   - who follows: whoever opens a sheet for somebody follows them from then on;
//   - was it told before: a Receipt under the sender's id gives the same answer to the same words, and refuses others.
//
// What a record must say is the business of the rooms that keep it.
package intake

import (
	"slices"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/casework"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/track"
	"approdo/internal/care/vault"
	"approdo/internal/care/work"
)

// Door takes in what is told; it checks every code against the code lists.
type Door struct {
	// Concerned reports whether a person has a request to be answered, or their data are held: their sheet is not taken back then. Who takes sheets back says it.
	Concerned func(*store.Tx, person.ID) (bool, error)

	book     *codebook.Book
	outreach *outreach.Log
	people   *person.Register
}

// New makes a Door over the code lists of the network.
func New(book *codebook.Book) *Door {
	return &Door{book: book, outreach: outreach.New(book), people: person.New(book)}
}

// Person opens a sheet for somebody. Where the one who acts may hold keys, follow says so, and they follow the person from then on: a code that is given in passing,
// and a file, open no card that anybody would have to answer for.
func (d *Door) Person(tx *store.Tx, p person.Person, follow bool) (person.Person, error) {
	p, err := d.people.Record(tx, p)
	if err == nil && follow {
		err = vault.Begin(tx, p.ID)
	}
	return p, err
}

// Protection takes in an answer about international protection, of whatever day, in whatever order. That nobody asked, or nobody said, hides nothing that was said: reports
// go by what was. A day keeps no order, so there is one answer of a day: another is a Conflict "person.answered_that_day", and the one that stands is corrected.
func (d *Door) Protection(tx *store.Tx, a person.Protection) (person.Protection, error) {
	if _, err := person.Mine(tx, a.PersonID); err != nil {
		return a, err
	}
	if err := outreach.AnsweredBefore(tx, a); err != nil {
		return a, err
	}
	if a.ID == "" {
		a.ID = work.NewID()
	}
	return a, d.people.RecordProtection(tx, a)
}

// Contact takes in a contact. Somebody who is given a code with it has the facts that it tells of them, as far as they were seen and not said: estimates.
func (d *Door) Contact(tx *store.Tx, k outreach.Contact, who Who) (outreach.Contact, error) {
	if k.OutingID == "" {
		if err := work.Locate(tx, &k.Work); err != nil {
			return k, err
		}
	}
	id, err := who.find(tx)
	if err != nil {
		return k, err
	}
	if k.OutingID != "" {
		o, err := outreach.Outings.Find(tx, k.OutingID)
		if err != nil {
			return k, err
		}
		k.Work = o.At(k.Province)
	}
	if k.PersonID, err = d.met(tx, k, id, who); err != nil {
		return k, err
	}
	return d.outreach.RecordContact(tx, k)
}

// met is whom a contact met: somebody who was found, and can be, or else a newcomer where one is to get a code.
func (d *Door) met(tx *store.Tx, k outreach.Contact, found person.ID, who Who) (person.ID, error) {
	if found == "" {
		if !who.Newcomer {
			return "", nil
		}
		p, err := d.Person(tx, Newcomer(k), false)
		return p.ID, err
	}
	k.PersonID = found
	if !who.Same {
		if err := d.mayBe(tx, k); err != nil {
			return "", err
		}
	}
	if !who.Settled {
		return found, d.outreach.MayAnswer(tx, k)
	}
	return found, nil
}

// Newcomer is the person whom a contact describes.
func Newcomer(k outreach.Contact) person.Person {
	return person.Person{
		OrganisationID: k.OrganisationID, Gender: k.Gender, AgeBand: k.AgeBand, AgeSource: "estimated", Citizenship: k.Citizenship,
		Region: k.Region, RegionSource: k.RegionSource, Province: k.Province, Day: k.Day,
	}
}

// Outing takes in an outing.
func (d *Door) Outing(tx *store.Tx, o outreach.Outing) (outreach.Outing, error) {
	if err := work.Locate(tx, &o.Work); err != nil {
		return o, err
	}
	return d.outreach.RecordOuting(tx, o)
}

// Meeting takes in a group meeting.
func (d *Door) Meeting(tx *store.Tx, m outreach.Meeting) (outreach.Meeting, error) {
	if err := work.Locate(tx, &m.Work); err != nil {
		return m, err
	}
	return d.outreach.RecordMeeting(tx, m)
}

// Take takes in a record of a kind of which nothing follows for others.
func Take[T any](d *Door, tx *store.Tx, n *work.Noun[T], x T) (T, error) {
	return n.Take(tx, d.book, x)
}

// Enrolment takes in an enrolment. Help from its day on is a service: while there are proximity actions of then, or later, it is a Conflict "casework.helped_before".
func (d *Door) Enrolment(tx *store.Tx, e casework.Enrolment) (casework.Enrolment, error) {
	helped, err := outreach.Actions.About(tx, string(e.PersonID))
	if err != nil {
		return e, err
	}
	days := make([]string, len(helped))
	for i, a := range helped {
		days[i] = a.Day
	}
	enrolled, err := casework.Enrol(tx, d.book, e, days...)
	if refusal, known := errs.Of(err); known {
		if at := slices.Index(days, refusal.Arg("helped")); at >= 0 {
			err = refusal.At("action", helped[at].ID)
		}
	}
	return enrolled, err
}

// Action takes in help that was given: to somebody, or to the individual of the contact that it names. Whoever is in charge on that day is given services, not
// proximity actions: Invalid "casework.in_charge" on field code.
func (d *Door) Action(tx *store.Tx, a outreach.Action, who Who) (outreach.Action, error) {
	if err := work.Locate(tx, &a.Work); err != nil {
		return a, err
	}
	id, err := who.find(tx)
	if err == nil && id == "" && a.ContactID != "" {
		var k outreach.Contact
		k, err = outreach.Contacts.Find(tx, a.ContactID)
		id = k.PersonID
	}
	if err != nil {
		return a, err
	}
	if id != "" {
		a.PersonID, a.ContactID = id, ""
		way, err := casework.Way(tx, id)
		if err == nil {
			err = errs.Led(way.May(track.Step{Kind: track.Act, Day: a.Day}), "new_delivery", string(id))
		}
		if err != nil {
			return a, err
		}
	}
	return d.outreach.RecordAction(tx, a)
}
