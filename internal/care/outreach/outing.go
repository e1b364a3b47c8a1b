package outreach

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
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
}

// Presence is a headcount of people seen, never counted as persons.
type Presence struct {
	Gender    string
	Region    string
	Headcount int64
}

// RecordOuting adds an outing with its presences.
func (l *Log) RecordOuting(tx *store.Tx, o Outing) (Outing, error) {
	c, err := l.check(tx, &o.Work)
	if err != nil {
		return o, err
	}
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
	if err := c.Err(); err != nil {
		return o, err
	}
	if o.ID == "" {
		o.ID = tx.NewID()
	}
	_, err = tx.Exec(`INSERT INTO outreach_outings (id, organisation_id, unit_id, project_id, day, province, mode, minutes, kilometres, on_call, materials, adverts, recorded)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		o.ID, o.OrganisationID, o.UnitID, o.ProjectID, o.Day, o.Province, o.Mode, o.Minutes, o.Kilometres, o.OnCall, o.Materials, o.Adverts, stamp(tx))
	for _, p := range o.Presences {
		if err == nil {
			_, err = tx.Exec(`INSERT INTO outreach_presences (outing_id, gender, region, headcount) VALUES ($1, $2, $3, $4)`, o.ID, p.Gender, p.Region, p.Headcount)
		}
	}
	if err != nil {
		return o, errs.Wrap(err, "record outing", o.ID)
	}
	done(tx, "outing", o.ID)
	return o, nil
}

// FindOuting reads one outing without its presences; another organisation's does not exist.
func FindOuting(tx *store.Tx, id string) (Outing, error) {
	o, found, err := store.One(tx, func(row store.Row) (o Outing, err error) {
		return o, row.Scan(&o.ID, &o.OrganisationID, &o.UnitID, &o.ProjectID, &o.Day, &o.Province, &o.Mode, &o.Minutes, &o.Kilometres, &o.OnCall, &o.Materials, &o.Adverts)
	}, `SELECT id, organisation_id, unit_id, project_id, day, province, mode, minutes, kilometres, on_call, materials, adverts FROM outreach_outings WHERE id = $1`, id)
	if err == nil && (!found || !tx.Grant().Own().Sees(string(o.OrganisationID))) {
		return Outing{}, errs.E(errs.NotFound, "outreach.none")
	}
	return o, errs.Wrap(err, "find outing", id)
}

// RemoveOuting takes an outing back, with its presences, for the undoing of an import.
func (l *Log) RemoveOuting(tx *store.Tx, id string) error {
	if _, err := FindOuting(tx, id); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM outreach_presences WHERE outing_id = $1`, id); err != nil {
		return errs.Wrap(err, "remove presences", id)
	}
	return remove(tx, "outing", "outreach_outings", id)
}
