package outreach

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
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
}

// RecordContact adds a contact. An unlinked individual said to be known is known_not_linkable: the two mean the same until somebody links the contact.
func (l *Log) RecordContact(tx *store.Tx, k Contact) (Contact, error) {
	if k.OutingID != "" {
		o, err := FindOuting(tx, k.OutingID)
		if err != nil {
			return k, err
		}
		province := k.Province
		k.Work = o.Work
		if province != "" {
			k.Province = province
		}
	}
	if k.PersonID == "" && k.Newness == "known" {
		k.Newness = "known_not_linkable"
	}
	c, err := l.check(tx, &k.Work)
	if err != nil {
		return k, err
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
	if err := c.Err(); err != nil {
		return k, err
	}
	if k.PersonID != "" {
		p, err := person.Find(tx, k.PersonID)
		if err != nil {
			return k, err
		}
		if !tx.Grant().Own().Sees(string(p.OrganisationID)) {
			return k, errs.E(errs.NotFound, "person.none")
		}
	}
	if k.ID == "" {
		k.ID = tx.NewID()
	}
	_, err = tx.Exec(`INSERT INTO outreach_contacts (id, organisation_id, unit_id, project_id, outing_id, person_id, day, province, channel, place, setting, advert,
language, information, newness, gender, age_band, citizenship, region, region_source, protection, recorded)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)`,
		k.ID, k.OrganisationID, k.UnitID, k.ProjectID, null(k.OutingID), null(k.PersonID), k.Day, k.Province, k.Channel, k.Place, k.Setting, k.Advert,
		k.Language, k.Information, k.Newness, k.Gender, k.AgeBand, k.Citizenship, k.Region, k.RegionSource, k.Protection, stamp(tx))
	if err != nil {
		return k, errs.Wrap(err, "record contact", k.ID)
	}
	done(tx, "contact", k.ID)
	return k, nil
}

// LinkContact says who an unlinked individual was.
func (l *Log) LinkContact(tx *store.Tx, id string, who person.ID) error {
	p, err := person.Find(tx, who)
	if err != nil {
		return err
	}
	if !tx.Grant().Own().Sees(string(p.OrganisationID)) {
		return errs.E(errs.NotFound, "person.none")
	}
	n, err := tx.Exec(`UPDATE outreach_contacts SET person_id = $1 WHERE id = $2 AND organisation_id = $3`, who, id, p.OrganisationID)
	if err != nil {
		return errs.Wrap(err, "link contact", id)
	}
	if n == 0 {
		return errs.E(errs.NotFound, "outreach.none")
	}
	done(tx, "contact", id)
	return nil
}

// RemoveContact takes a contact back, for the undoing of an import.
func (l *Log) RemoveContact(tx *store.Tx, id string) error {
	return remove(tx, "contact", "outreach_contacts", id)
}
