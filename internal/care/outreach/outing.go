package outreach

import (
	"cmp"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/work"
)

// Outing is one going out of a unit. Past midnight it keeps the day it started.
type Outing struct {
	ID string
	Work
	Mode       string // list mode
	Minutes    int64
	Kilometres int64
	OnCall     bool // answered a call rather than planned
	Materials  int64
	Adverts    int64 // adverts mapped
	Presences  []Presence
	Revision   int64 // how often it was changed
}

// At is whose work a contact of the outing is, when and where: the outing's own, but for the province that the contact tells.
func (o Outing) At(province string) Work {
	o.Province = cmp.Or(province, o.Province)
	return o.Work
}

// Presence is a headcount of people seen, never counted as persons.
type Presence struct {
	Gender    string
	Region    string
	Headcount int64
}

// checkOuting goes on with the check of an outing.
func checkOuting(c *codebook.Check, o *Outing) {
	c.Code("mode", "mode", o.Mode)
	c.Amount("minutes", o.Minutes, 48*60)
	c.Amount("kilometres", o.Kilometres, 5000)
	c.Amount("materials", o.Materials, 1e6)
	c.Amount("adverts", o.Adverts, 1e6)
	seen := map[[2]string]bool{}
	for _, p := range o.Presences {
		c.Code("presences", "gender", p.Gender)
		c.Code("presences", "region", p.Region)
		c.Amount("presences", p.Headcount, 1e5)
		if seen[[2]string{p.Gender, p.Region}] {
			c.Refuse("presences", "outreach.presence_twice")
		}
		seen[[2]string{p.Gender, p.Region}] = true
	}
}

func insertPresences(tx *store.Tx, o Outing) error {
	for _, p := range o.Presences {
		_, err := tx.Exec(`INSERT INTO outreach_presences (outing_id, gender, region, headcount) VALUES ($1, $2, $3, $4)`, o.ID, p.Gender, p.Region, p.Headcount)
		if err != nil {
			return err
		}
	}
	return nil
}

// RecordOuting adds an outing with its presences.
func (l *Log) RecordOuting(tx *store.Tx, o Outing) (Outing, error) {
	c, err := l.check(tx, &o.Work)
	if err != nil {
		return o, err
	}
	checkOuting(c, &o)
	if err := c.Err(); err != nil {
		return o, err
	}
	if o.ID == "" {
		o.ID = work.NewID()
	}
	_, err = tx.Exec(`INSERT INTO outreach_outings (id, organisation_id, unit_id, project_id, day, province, mode, minutes, kilometres, on_call, materials, adverts, recorded)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		o.ID, o.OrganisationID, o.UnitID, o.ProjectID, o.Day, o.Province, o.Mode, o.Minutes, o.Kilometres, o.OnCall, o.Materials, o.Adverts, work.Day(tx))
	if err == nil {
		err = insertPresences(tx, o)
	}
	if err != nil {
		return o, errs.Wrap(err, "record outing", o.ID)
	}
	work.Done(tx, "outing", o.ID)
	return o, nil
}

const outingColumns = `id, organisation_id, unit_id, project_id, day, province, mode, minutes, kilometres, on_call, materials, adverts, revision`

func scanOuting(row store.Row) (o Outing, err error) {
	return o, row.Scan(&o.ID, &o.OrganisationID, &o.UnitID, &o.ProjectID, &o.Day, &o.Province, &o.Mode, &o.Minutes, &o.Kilometres, &o.OnCall, &o.Materials, &o.Adverts, &o.Revision)
}

var outings = store.Listing{
	Columns: outingColumns, From: "outreach_outings", Owner: "organisation_id", ID: "id", Day: "day",
	Filters: map[string]string{"unit": "unit_id", "project": "project_id", "mode": "mode", "province": "province"},
	Sorts:   map[string]string{"day": "day", "mode": "mode", "province": "province", "minutes": "minutes"}, Standard: "day",
}

// Outings lists outings of the grant's own organisation, without their presences.
func Outings(tx *store.Tx, s store.Selection) (store.Slice[Outing], error) {
	list, err := store.Select(tx, outings, s, tx.Grant().Own(), scanOuting)
	return list, errs.Wrap(err, "list outings")
}

// FindOuting reads one outing without its presences; another organisation's does not exist.
func FindOuting(tx *store.Tx, id string) (Outing, error) {
	o, found, err := store.One(tx, scanOuting, `SELECT `+outingColumns+` FROM outreach_outings WHERE id = $1`, id)
	if err == nil && (!found || !tx.Grant().Own().Sees(string(o.OrganisationID))) {
		return Outing{}, errs.E(errs.NotFound, "outreach.none")
	}
	return o, errs.Wrap(err, "find outing", id)
}

// Presences reads the headcounts of an outing.
func Presences(tx *store.Tx, outing string) ([]Presence, error) {
	list, err := store.List(tx, func(row store.Row) (p Presence, err error) { return p, row.Scan(&p.Gender, &p.Region, &p.Headcount) },
		`SELECT gender, region, headcount FROM outreach_presences WHERE outing_id = $1 ORDER BY headcount DESC, gender, region`, outing)
	return list, errs.Wrap(err, "list presences", outing)
}

// ChangeOuting corrects an outing that nobody changed since it was read at o.Revision. Its unit, project and contacts stay.
func (l *Log) ChangeOuting(tx *store.Tx, o Outing, reason string) error {
	before, err := FindOuting(tx, o.ID)
	if err != nil {
		return err
	}
	o.Work = Work{OrganisationID: before.OrganisationID, UnitID: before.UnitID, ProjectID: before.ProjectID, Day: before.Day, Province: o.Province}
	c := work.Recheck(l.book, o.Work)
	checkOuting(c, &o)
	c.Code("reason", "correction_reason", reason)
	if err := c.Err(); err != nil {
		return err
	}
	if before.Presences, err = Presences(tx, o.ID); err != nil {
		return err
	}
	n, err := tx.Exec(`UPDATE outreach_outings SET province = $1, mode = $2, minutes = $3, kilometres = $4, on_call = $5, materials = $6, adverts = $7, revision = revision + 1
WHERE id = $8 AND revision = $9`, o.Province, o.Mode, o.Minutes, o.Kilometres, o.OnCall, o.Materials, o.Adverts, o.ID, o.Revision)
	if err == nil && n == 0 {
		return errs.E(errs.Conflict, "outreach.changed_meanwhile")
	}
	if err == nil {
		_, err = tx.Exec(`DELETE FROM outreach_presences WHERE outing_id = $1`, o.ID)
	}
	if err == nil {
		err = insertPresences(tx, o)
	}
	if err != nil {
		return errs.Wrap(err, "change outing", o.ID)
	}
	if err := announceContacts(tx, o.ID); err != nil {
		return err
	}
	before.ID, before.Work = "", Work{Province: before.Province}
	return work.Corrected(tx, "outing", o.ID, reason, before)
}

// announceContacts makes reports reread an outing's contacts, whose rows carry its mode.
func announceContacts(tx *store.Tx, outing string) error {
	ids, err := store.List(tx, func(row store.Row) (id string, err error) { return id, row.Scan(&id) },
		`SELECT id FROM outreach_contacts WHERE outing_id = $1`, outing)
	for _, id := range ids {
		tx.Changed("contact", id)
	}
	return errs.Wrap(err, "list contacts of outing", outing)
}

// RemoveOuting takes an outing back, with its presences, for the undoing of an import.
func (l *Log) RemoveOuting(tx *store.Tx, id string) error {
	if _, err := FindOuting(tx, id); err != nil {
		return err
	}
	resting, err := Resting(tx, id)
	if err != nil {
		return err
	}
	if len(resting) > 0 {
		return errs.E(errs.Conflict, "outreach.in_use")
	}
	if _, err := tx.Exec(`DELETE FROM outreach_presences WHERE outing_id = $1`, id); err != nil {
		return errs.Wrap(err, "remove presences", id)
	}
	return remove(tx, "outing", "outreach_outings", id)
}
