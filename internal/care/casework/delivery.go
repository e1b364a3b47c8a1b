package casework

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/track"
	"approdo/internal/care/work"
)

// Delivery is a service given to a person in charge.
type Delivery struct {
	ID string
	Work
	Type    string // list delivery_type
	Minutes int64
}

// RecordDelivery adds a delivery. The person must be in charge on that day; otherwise it is a proximity action.
func (f *File) RecordDelivery(tx *store.Tx, d Delivery) (Delivery, error) {
	c, err := f.check(tx, &d.Work)
	if err != nil {
		return d, err
	}
	c.Code("type", "delivery_type", d.Type)
	c.Amount("minutes", d.Minutes, 24*60)
	if err := c.Err(); err != nil {
		return d, err
	}
	way, err := Way(tx, d.PersonID)
	if err == nil {
		err = way.May(track.Step{Kind: track.Serve, Day: d.Day})
	}
	if err != nil {
		return d, err
	}
	if d.ID == "" {
		d.ID = work.NewID()
	}
	_, err = tx.Exec(`INSERT INTO casework_deliveries (id, organisation_id, unit_id, project_id, person_id, day, province, type, minutes, recorded)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		d.ID, d.OrganisationID, d.UnitID, d.ProjectID, d.PersonID, d.Day, d.Province, d.Type, d.Minutes, work.Day(tx))
	if err != nil {
		return d, errs.Wrap(err, "record delivery", d.ID)
	}
	work.Done(tx, "delivery", d.ID)
	return d, nil
}

var deliveries = store.Listing{
	Columns: workColumns + `, type, minutes`, From: "casework_deliveries", Owner: "organisation_id", ID: "id", Day: "day",
	Filters: map[string]string{"unit": "unit_id", "project": "project_id", "person": "person_id", "province": "province", "type": "type"},
	Sorts:   map[string]string{"day": "day", "province": "province", "type": "type"}, Standard: "day",
}

// Deliveries lists deliveries recorded by the grant's own organisation.
func Deliveries(tx *store.Tx, s store.Selection) (store.Slice[Delivery], error) {
	list, err := store.Select(tx, deliveries, s, tx.Grant().Own(), func(row store.Row) (x Delivery, err error) {
		return x, row.Scan(append(x.Work.into(&x.ID), &x.Type, &x.Minutes)...)
	})
	return list, errs.Wrap(err, "list deliveries")
}
