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

// checkContact goes on with the check of a contact.
func checkContact(c *codebook.Check, k *Contact) {
	if k.PersonID == "" && k.Newness == "known" {
		k.Newness = "known_not_linkable"
	}
	for _, field := range []struct{ field, list, code string }{
		{"channel", "channel", k.Channel},
		{"setting", "setting", k.Setting},
		{"language", "language", k.Language},
		{"information", "information", k.Information},
		{"newness", "newness", k.Newness},
		{"gender", "gender", k.Gender},
		{"age_band", "age_band", k.AgeBand},
		{"citizenship", "citizenship", k.Citizenship},
		{"region", "region", k.Region},
		{"region_source", "age_source", k.RegionSource},
		{"protection", "protection", k.Protection},
	} {
		c.Code(field.field, field.list, field.code)
	}
	if k.Place != "" {
		c.Code("place", "place", k.Place)
	}
}

// RecordContact adds a contact. An unlinked individual said to be known is known_not_linkable: the two mean the same until somebody links the contact.
func (l *Log) RecordContact(tx *store.Tx, k Contact) (Contact, error) {
	if k.OutingID != "" {
		o, err := FindOuting(tx, k.OutingID)
		if err != nil {
			return k, err
		}
		k.Work = o.At(k.Province)
	}
	c, err := l.check(tx, &k.Work)
	if err != nil {
		return k, err
	}
	checkContact(c, &k)
	if err := c.Err(); err != nil {
		return k, err
	}
	if k.PersonID != "" {
		if _, err := person.Mine(tx, k.PersonID); err != nil {
			return k, err
		}
	}
	if k.ID == "" {
		k.ID = work.NewID()
	}
	_, err = tx.Exec(`INSERT INTO outreach_contacts (id, organisation_id, unit_id, project_id, outing_id, person_id, day, province, channel, place, setting, advert,
language, information, newness, gender, age_band, citizenship, region, region_source, protection, recorded)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)`,
		k.ID, k.OrganisationID, k.UnitID, k.ProjectID, work.Null(k.OutingID), work.Null(k.PersonID), k.Day, k.Province, k.Channel, k.Place, k.Setting, k.Advert,
		k.Language, k.Information, k.Newness, k.Gender, k.AgeBand, k.Citizenship, k.Region, k.RegionSource, k.Protection, work.Day(tx))
	if err != nil {
		return k, errs.Wrap(err, "record contact", k.ID)
	}
	work.Done(tx, "contact", k.ID)
	if k.PersonID == "" {
		return k, nil
	}
	return k, l.keepAnswer(tx, k)
}

// LinkContact says who an unlinked individual was; an empty person takes the link back. The actions for the individual
// become the person's.
func (l *Log) LinkContact(tx *store.Tx, id string, who person.ID) error {
	k, err := FindContact(tx, id)
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

const contactColumns = `id, organisation_id, unit_id, project_id, COALESCE(outing_id, ''), COALESCE(person_id, ''), day, province, channel, place, setting, advert,
language, information, newness, gender, age_band, citizenship, region, region_source, protection, revision`

func scanContact(row store.Row) (k Contact, err error) {
	return k, row.Scan(&k.ID, &k.OrganisationID, &k.UnitID, &k.ProjectID, &k.OutingID, &k.PersonID, &k.Day, &k.Province, &k.Channel, &k.Place, &k.Setting, &k.Advert,
		&k.Language, &k.Information, &k.Newness, &k.Gender, &k.AgeBand, &k.Citizenship, &k.Region, &k.RegionSource, &k.Protection, &k.Revision)
}

var contacts = store.Listing{
	Columns: contactColumns, From: "outreach_contacts", Owner: "organisation_id", ID: "id", Day: "day",
	Filters: map[string]string{
		"unit": "unit_id", "project": "project_id", "outing": "outing_id", "person": "person_id", "channel": "channel", "setting": "setting",
		"newness": "newness", "gender": "gender", "province": "province",
	},
	Sorts:    map[string]string{"day": "day", "channel": "channel", "setting": "setting", "newness": "newness", "province": "province"},
	Standard: "day",
}

// Contacts lists contacts of the grant's own organisation.
func Contacts(tx *store.Tx, s store.Selection) (store.Slice[Contact], error) {
	list, err := store.Select(tx, contacts, s, tx.Grant().Own(), scanContact)
	return list, errs.Wrap(err, "list contacts")
}

// FindContact reads one contact; another organisation's does not exist.
func FindContact(tx *store.Tx, id string) (Contact, error) {
	k, found, err := store.One(tx, scanContact, `SELECT `+contactColumns+` FROM outreach_contacts WHERE id = $1`, id)
	if err == nil && (!found || !tx.Grant().Own().Sees(string(k.OrganisationID))) {
		return Contact{}, errs.E(errs.NotFound, "outreach.none")
	}
	return k, errs.Wrap(err, "find contact", id)
}

// ChangeContact corrects a contact that nobody changed since it was read at k.Revision. Whose work it was, its outing, day and person stay.
func (l *Log) ChangeContact(tx *store.Tx, k Contact, reason string) error {
	before, err := FindContact(tx, k.ID)
	if err != nil {
		return err
	}
	province := k.Province
	k.Work, k.OutingID, k.PersonID = before.Work, before.OutingID, before.PersonID
	k.Province = province
	c := work.Recheck(l.book, k.Work)
	checkContact(c, &k)
	c.Code("reason", "correction_reason", reason)
	if err := c.Err(); err != nil {
		return err
	}
	n, err := tx.Exec(`UPDATE outreach_contacts SET province = $1, channel = $2, place = $3, setting = $4, advert = $5, language = $6, information = $7, newness = $8,
gender = $9, age_band = $10, citizenship = $11, region = $12, region_source = $13, protection = $14, revision = revision + 1 WHERE id = $15 AND revision = $16`,
		k.Province, k.Channel, k.Place, k.Setting, k.Advert, k.Language, k.Information, k.Newness,
		k.Gender, k.AgeBand, k.Citizenship, k.Region, k.RegionSource, k.Protection, k.ID, k.Revision)
	if err != nil {
		return errs.Wrap(err, "change contact", k.ID)
	}
	if n == 0 {
		return errs.E(errs.Conflict, "outreach.changed_meanwhile")
	}
	if err := l.keepAnswer(tx, k); err != nil {
		return err
	}
	return work.Corrected(tx, "contact", k.ID, reason, before.facts())
}

// facts are what a correction may change. Who it was is not repeated: that may change too, and must not stay behind when they are erased.
func (k Contact) facts() Contact {
	k.ID, k.OutingID, k.PersonID, k.Work = "", "", "", Work{Province: k.Province}
	return k
}

// RemoveContact takes a contact back that was recorded by mistake or by an import. While an action rests on it, that is a Conflict "outreach.in_use".
func (l *Log) RemoveContact(tx *store.Tx, id string) error {
	_, used, err := store.One(tx, func(row store.Row) (s string, err error) { return s, row.Scan(&s) },
		`SELECT id FROM outreach_actions WHERE contact_id = $1`, id)
	if err != nil {
		return errs.Wrap(err, "find uses of contact", id)
	}
	if used {
		return errs.E(errs.Conflict, "outreach.in_use")
	}
	if err := remove(tx, "contact", "outreach_contacts", id); err != nil {
		return err
	}
	return l.dropAnswer(tx, id)
}
