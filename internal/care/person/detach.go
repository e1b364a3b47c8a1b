package person

import (
	"slices"

	"approdo/internal/base/audit"
	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/work"
)

// crowd is how many people of an organisation must share a province for an erased person's to stay.
const crowd = 10

// Husk is what stays of an erased person, so that figures stay true: facts that belong together, under an id that nothing
// else knows. Days become the first of their quarter, or of what a project pays of it, and keep of their order what figures need (work.Order); citizenship becomes region; a province that few people share becomes
// that of the unit's seat. Reports count a husk; no list shows it and nobody opens it.
type Husk struct {
	ID      ID
	crowded map[string]bool   // provinces that enough people share
	seats   map[string]string // of units
	home    string            // province of the organisation
	book    *codebook.Book
}

// Name is the id under which records go on.
func (h Husk) Name() string { return string(h.ID) }

// Province is what may be said of a record in a province, by a unit.
func (h Husk) Province(told, unit string) string { return h.blurred(told, h.seats[unit]) }

// Weight is how much an answer about protection says, and where it stands in its list.
func (h Husk) Weight(answer string) (says, place int) {
	list, _ := h.book.List("protection")
	return Says(h.book, answer), slices.IndexFunc(list.Codes, func(c codebook.Code) bool { return c.Code == answer })
}

// Detach makes the husk of a person. What is kept about them moves there (work.Registry.Erase), and then Forget removes the person.
func (r *Register) Detach(tx *store.Tx, who ID) (Husk, error) {
	p, err := Mine(tx, who)
	if err != nil {
		return Husk{}, err
	}
	h, err := husk(tx, p)
	if err != nil {
		return h, err
	}
	h.book = r.book
	if c, ok := find(r.book, "citizenship", p.Citizenship); ok && c.Attributes["region"] != "" {
		p.Region = c.Attributes["region"] // by which they were counted
	}
	p.ID, p.Code, p.Citizenship, p.Province, p.Day = h.ID, string(h.ID), "not_recorded", h.blurred(p.Province, h.home), work.Quarter(p.Day)
	err = lay(tx, p)
	return h, errs.Wrap(err, "detach person", who)
}

// husk gathers what has to be known to blur a person's places.
func husk(tx *store.Tx, p Person) (Husk, error) {
	h := Husk{ID: ID(work.NewID()), crowded: map[string]bool{}, seats: map[string]string{}, home: p.Province}
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

func (h Husk) blurred(told, seat string) string {
	if h.crowded[told] || seat == "" {
		return told
	}
	return seat
}

// Forget removes a person whose facts were detached. Reports read everything again; which husk it was is written nowhere.
func (r *Register) Forget(tx *store.Tx, who ID) error {
	p, err := Mine(tx, who)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`DELETE FROM person_persons WHERE id = $1`, who)
	tx.NoteAbout(string(who), "person", string(who), audit.Details{"did": audit.Code("forgotten")})
	tx.Changed("network", string(p.OrganisationID))
	return errs.Wrap(err, "forget person", who)
}

// Husks lists what is left of erased people of an organisation, by id: as many as asked for, after one. A living person whom somebody called detached in the database has a code and a
// guard still, and is none.
func Husks(tx *store.Tx, o network.OrganisationID, after string, limit int) ([]string, error) {
	list, err := store.List(tx, func(row store.Row) (id string, err error) { return id, row.Scan(&id) },
		`SELECT id FROM person_persons WHERE detached AND guard IS NULL AND code = id AND organisation_id = $1 AND id > $2 ORDER BY id LIMIT $3`, o, after, limit)
	return list, errs.Wrap(err, "list husks")
}

// Left is the organisation of each husk, by id.
func Left(tx *store.Tx) (map[string]string, error) {
	of := map[string]string{}
	_, err := store.List(tx, func(row store.Row) (id string, err error) {
		var organisation string
		err = row.Scan(&id, &organisation)
		of[id] = organisation
		return id, err
	}, `SELECT id, organisation_id FROM person_persons WHERE detached AND guard IS NULL AND code = id`)
	return of, errs.Wrap(err, "list what is left")
}

// Relay writes the rows of husks anew, in the order in which they are named, while no record refers to them.
func Relay(tx *store.Tx, husks []string) error {
	for _, id := range husks {
		k, found, err := everybody.Only(tx, `id = $1 AND detached`, id)
		if err == nil && !found {
			err = errs.E(errs.NotFound, "person.none")
		}
		if err == nil {
			_, err = tx.Exec(`DELETE FROM person_persons WHERE id = $1`, id)
		}
		if err == nil {
			err = lay(tx, k.Person)
		}
		if err != nil {
			return errs.Wrap(err, "write husk anew")
		}
	}
	return nil
}

// lay writes the row of a husk, which was recorded on no day but its quarter's first, and of which nobody counts how often it was changed.
func lay(tx *store.Tx, p Person) error {
	p.Revision = 0
	return everybody.Insert(tx, &kept{Person: p, detached: true}, p.Day)
}
