package person

import (
	"fmt"
	"time"

	"github.com/google/uuid"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
)

// crowd is how many people of an organisation must share a province for an erased person's to stay.
const crowd = 10

// Husk is what stays of an erased person, so that figures stay true: facts that belong together, under an id that nothing
// else knows. Days become the first of their quarter; citizenship becomes region; a province that few people share becomes
// that of the unit's seat. Reports count a husk; no list shows it and nobody opens it.
type Husk struct {
	ID      ID
	crowded map[string]bool // provinces that enough people share
	seats   map[string]string
	home    string // province of the organisation
}

// Detach moves a person's own facts to a new husk. The rooms that keep records about people move theirs with Husk.Move, and
// then Forget removes the person.
func (r *Register) Detach(tx *store.Tx, who ID) (Husk, error) {
	p, err := Mine(tx, who)
	if err != nil {
		return Husk{}, err
	}
	h, err := husk(tx, p)
	if err != nil {
		return h, err
	}
	_, err = tx.Exec(`INSERT INTO person_persons (id, organisation_id, code, gender, age_band, age_source, citizenship, region, region_source, province, day, recorded, detached)
VALUES ($1, $2, $3, $4, $5, $6, 'not_recorded', $7, $8, $9, $10, $11, TRUE)`,
		h.ID, p.OrganisationID, string(h.ID), p.Gender, p.AgeBand, p.AgeSource, p.Region, p.RegionSource, h.province(p.Province, h.home), quarter(p.Day), quarter(p.Day))
	if err != nil {
		return h, errs.Wrap(err, "detach person", who)
	}
	answers, err := Protections(tx, who)
	for _, a := range answers {
		if err == nil {
			_, err = tx.Exec(`UPDATE person_protections SET person_id = $1, day = $2 WHERE id = $3`, h.ID, quarter(a.Day), a.ID)
		}
	}
	return h, errs.Wrap(err, "detach answers of", who)
}

// husk gathers what has to be known to blur a person's places.
func husk(tx *store.Tx, p Person) (Husk, error) {
	h := Husk{ID: ID(uuid.NewString()), crowded: map[string]bool{}, seats: map[string]string{}, home: p.Province}
	_, err := store.List(tx, func(row store.Row) (province string, err error) {
		err = row.Scan(&province)
		h.crowded[province] = true
		return province, err
	}, `SELECT province FROM person_persons WHERE organisation_id = $1 GROUP BY province HAVING COUNT(*) > $2`, p.OrganisationID, crowd)
	if err != nil {
		return h, errs.Wrap(err, "count provinces")
	}
	organisations, err := network.Organisations(tx)
	if err != nil {
		return h, err
	}
	for _, o := range organisations {
		if o.ID == p.OrganisationID && o.Province != "" {
			h.home = o.Province
		}
	}
	units, err := network.Units(tx)
	for _, u := range units {
		h.seats[string(u.ID)] = u.Province
	}
	return h, err
}

func (h Husk) province(told, seat string) string {
	if h.crowded[told] || seat == "" {
		return told
	}
	return seat
}

// quarter is the first day of a day's quarter.
func quarter(day string) string {
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return fmt.Sprintf("%04d-%02d-01", d.Year(), (int(d.Month())-1)/3*3+1)
}

// Move gives the records of a table to the husk, blurred. The table has the columns id, person_id, unit_id, day, province
// and recorded, and belongs to the room that calls.
func (h Husk) Move(tx *store.Tx, table string, who ID) error {
	type record struct{ id, unit, day, province string }
	list, err := store.List(tx, func(row store.Row) (r record, err error) { return r, row.Scan(&r.id, &r.unit, &r.day, &r.province) },
		`SELECT id, unit_id, day, province FROM `+table+` WHERE person_id = $1`, who)
	for _, r := range list {
		if err == nil {
			_, err = tx.Exec(`UPDATE `+table+` SET person_id = $1, day = $2, province = $3, recorded = $4 WHERE id = $5`,
				h.ID, quarter(r.day), h.province(r.province, h.seats[r.unit]), quarter(r.day), r.id)
		}
	}
	return errs.Wrap(err, "detach records of", who)
}

// Forget removes a person whose facts were detached. Reports read everything again; which husk it was is written nowhere.
func (r *Register) Forget(tx *store.Tx, who ID) error {
	p, err := Mine(tx, who)
	if err != nil {
		return err
	}
	if _, err = tx.Exec(`DELETE FROM person_corrections WHERE person_id = $1`, who); err == nil {
		_, err = tx.Exec(`DELETE FROM person_persons WHERE id = $1`, who)
	}
	tx.Note("person", string(who), audit.Details{"did": audit.Code("forgotten")})
	tx.Changed("network", string(p.OrganisationID))
	return errs.Wrap(err, "forget person", who)
}
