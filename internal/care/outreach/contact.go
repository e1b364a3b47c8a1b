package outreach

import (
	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/work"
)

// Contact is one meeting with one person, or with one unlinked individual whom the contact itself describes.
type Contact struct {
	ID string
	Work
	OutingID     string    // empty: outside an outing. A contact of an outing takes its day, unit and project
	PersonID     person.ID // empty: an unlinked individual
	Channel      string
	Place        string // list place, or ""
	Setting      string
	Advert       bool // found through an online advert
	Language     string
	Information  string // was information on rights given
	Newness      string
	Gender       string
	AgeBand      string
	Citizenship  string
	Region       string
	RegionSource string
	Protection   string
	Revision     int64 // how often it was changed
}

// Contacts are the contacts recorded by the grant's own organisation.
var Contacts = work.Declare(work.Noun[Contact]{
	Kept: work.Kept{
		Name: "contact", Table: "outreach_contacts", View: "contacts", Loses: map[string]any{"outing_id": nil, "citizenship": "not_recorded"},
		Keeps: []work.Keeping{{Column: "mode", Is: "mode", From: ofOuting + `mode` + fromOuting}, {Column: "on_call", Is: work.Mark, From: ofOuting + `on_call` + fromOuting}},
		Order: work.Order{Ranks: true},
	},
	Head: func(k *Contact) work.Head { return k.Head(&k.ID, &k.PersonID, &k.Revision) },
	Tell: func(k *Contact) []work.Fact {
		return []work.Fact{
			{Name: "outing_id", Is: work.ID, At: &k.OutingID, For: work.Narrows, Stays: true},
			{Name: "channel", Is: "channel", At: &k.Channel, For: work.Asked},
			{Name: "place", Is: "place", At: &k.Place, Empty: true},
			{Name: "setting", Is: "setting", At: &k.Setting, For: work.Asked},
			{Name: "advert", Is: work.Mark, At: &k.Advert},
			{Name: "language", Is: "language", At: &k.Language},
			{Name: "information", Is: "information", At: &k.Information},
			{Name: "newness", Is: "newness", At: &k.Newness, For: work.Asked},
			{Name: "gender", Is: "gender", At: &k.Gender, For: work.Narrows},
			{Name: "age_band", Is: "age_band", At: &k.AgeBand},
			{Name: "citizenship", Is: "citizenship", At: &k.Citizenship},
			{Name: "region", Is: "region", At: &k.Region},
			{Name: "region_source", Is: "age_source", At: &k.RegionSource},
			{Name: "protection", Is: "protection", At: &k.Protection},
		}
	},
	Rule: func(_ *codebook.Check, k *Contact) {
		if k.PersonID == "" && k.Newness == "known" { // the two mean the same until somebody links the contact
			k.Newness = "known_not_linkable"
		}
	},
	After: func(tx *store.Tx, book *codebook.Book, k Contact) error {
		l := New(book)
		if err := l.MayAnswer(tx, k); err != nil {
			return err
		}
		return l.keepAnswer(tx, k)
	},
	None: "outreach.none",
})

// What reports count of the outing of a contact stands in the contact of an erased person, which forgets the outing.
const (
	ofOuting   = `SELECT outreach_outings.`
	fromOuting = ` FROM outreach_outings WHERE outreach_outings.id = outreach_contacts.outing_id`
)

// Untold reports whether a contact says nothing of whom it met: whoever saves it may have pressed too early.
func (k Contact) Untold() bool {
	return k.PersonID == "" && k.Newness == "unsure" && !k.Advert && [...]string{k.Gender, k.AgeBand, k.Citizenship, k.Region, k.Protection} ==
		[...]string{"not_asked", "not_asked", "not_asked", "not_asked", "not_asked"}
}

// RecordContact adds a contact. An unlinked individual said to be known is known_not_linkable: the two mean the same until somebody links the contact.
func (l *Log) RecordContact(tx *store.Tx, k Contact) (Contact, error) {
	if k.OutingID != "" {
		o, err := Outings.Find(tx, k.OutingID)
		if err != nil {
			return k, err
		}
		k.Work = o.At(k.Province)
	}
	c, err := l.check(tx, &k.Work)
	if err != nil {
		return k, err
	}
	if Contacts.Check(c, &k); c.Err() != nil {
		return k, c.Err()
	}
	if k.PersonID != "" {
		if _, err := person.Mine(tx, k.PersonID); err != nil {
			return k, err
		}
	}
	if err := Contacts.Record(tx, &k); err != nil {
		return k, err
	}
	if k.PersonID == "" {
		return k, nil
	}
	return k, l.keepAnswer(tx, k)
}

// LinkContact says who an unlinked individual was; an empty person takes the link back. The actions for the individual
// become the person's.
func (l *Log) LinkContact(tx *store.Tx, id string, who person.ID) error {
	k, err := Contacts.Find(tx, id)
	if err != nil {
		return err
	}
	if who != "" {
		if _, err := person.Mine(tx, who); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(`UPDATE outreach_contacts SET person_id = $1, revision = revision + 1 WHERE id = $2`, work.Null(who), id); err != nil {
		return errs.Wrap(err, "link contact", id)
	}
	work.Done(tx, "contact", id)
	k.PersonID = who
	if err := l.keepAnswer(tx, k); err != nil {
		return err
	}
	actions, err := store.List(tx, func(row store.Row) (a string, err error) { return a, row.Scan(&a) },
		`SELECT id FROM outreach_actions WHERE contact_id = $1`, id)
	for _, action := range actions {
		tx.Changed("action", action)
	}
	return errs.Wrap(err, "link contact", id)
}

// RemoveContact takes a contact back that was recorded by mistake or by an import. While an action rests on it, that is a Conflict "outreach.in_use".
func (l *Log) RemoveContact(tx *store.Tx, id string) error {
	by, used, err := store.One(tx, func(row store.Row) (s string, err error) { return s, row.Scan(&s) },
		`SELECT id FROM outreach_actions WHERE contact_id = $1`, id)
	if err != nil {
		return errs.Wrap(err, "find uses of contact", id)
	}
	if used {
		return errs.E(errs.Conflict, "outreach.in_use").At("action", by)
	}
	if err := Contacts.Remove(tx, id); err != nil {
		return err
	}
	return l.dropAnswer(tx, id)
}
