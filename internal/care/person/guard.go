package person

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
)

// A person is spoken of by their code, worked with by their id, and belongs to one organisation, whose colleagues alone may. Whoever swaps two codes in the database would have one erased, or
// handed over, in the other's place, and whoever moves somebody to another organisation would let its officer. So the three are bound by a guard when the person is recorded, and compared
// wherever a person is read.

// kept is a row of a person as it stands.
type kept struct {
	Person
	guard    []byte
	detached bool
}

const columns = `id, organisation_id, code, gender, age_band, age_source, citizenship, region, region_source, province, day, revision, guard, detached`

func scan(row store.Row) (k kept, err error) {
	return k, row.Scan(&k.ID, &k.OrganisationID, &k.Code, &k.Gender, &k.AgeBand, &k.AgeSource, &k.Citizenship, &k.Region, &k.RegionSource, &k.Province, &k.Day, &k.Revision, &k.guard, &k.detached)
}

func bond(tx *store.Tx, p Person) []byte {
	return tx.Guard("person", string(p.ID), p.Code, string(p.OrganisationID))
}

// genuine reports whether a person has the code and the organisation that they were recorded with. What is left of somebody erased has neither code nor guard.
func (k kept) genuine(tx *store.Tx) bool {
	if k.detached && k.guard == nil {
		return k.Code == string(k.ID)
	}
	return tx.Guarded(k.guard, "person", string(k.ID), k.Code, string(k.OrganisationID))
}

// vouched is the person of a row; Forged "person.forged" where they are not as they were recorded.
func (k kept) vouched(tx *store.Tx) (Person, error) {
	if k.genuine(tx) {
		return k.Person, nil
	}
	return Person{}, errs.E(errs.Forged, "person.forged", "object", "person", "record", string(k.ID), "person", string(k.ID), "organisation", string(k.OrganisationID))
}

// Forged lists people who have another code or organisation than they were recorded with.
func Forged(tx *store.Tx) (ids []ID, err error) {
	_, err = store.List(tx, func(row store.Row) (none struct{}, err error) {
		k, err := scan(row)
		if err == nil && !k.genuine(tx) {
			ids = append(ids, k.ID)
		}
		return none, err
	}, `SELECT `+columns+` FROM person_persons WHERE NOT detached ORDER BY id`)
	return ids, errs.Wrap(err, "compare codes")
}

// Standing says who stands in the register, as the trail notes it.
func Standing(tx *store.Tx) (map[store.Thing]int64, error) {
	rows := map[store.Thing]int64{}
	_, err := store.List(tx, func(row store.Row) (id string, err error) {
		err = row.Scan(&id)
		rows[store.Thing{Person: id, Record: id}] = store.Stands
		return id, err
	}, `SELECT id FROM person_persons WHERE NOT detached`)
	return rows, errs.Wrap(err, "list who stands")
}

// Regard binds people whom an earlier version recorded: without a guard, of versions before there were any, or else with one over their code alone.
func Regard(tx *store.Tx, unguarded bool) error {
	list, err := store.List(tx, scan, `SELECT `+columns+` FROM person_persons WHERE NOT detached ORDER BY id`)
	bound := 0
	for _, k := range list {
		earlier := unguarded && k.guard == nil || tx.Guarded(k.guard, "person", string(k.ID), k.Code)
		if err == nil && earlier {
			_, err = tx.Exec(`UPDATE person_persons SET guard = $1 WHERE id = $2`, bond(tx, k.Person), k.ID)
			bound++
		}
	}
	if bound > 0 {
		tx.Note("guard", "person", nil)
	}
	return errs.Wrap(err, "bind people")
}
