package person

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
)

// A person is spoken of by their code and worked with by their id. Whoever swaps two codes in the database would have one erased, or handed over, in the other's place: so
// the two are bound by a guard when the person is recorded.

func bond(tx *store.Tx, id ID, code string) []byte { return tx.Guard("person", string(id), code) }

// Genuine answers Forged "person.forged" unless a person has the code that they were recorded with.
func Genuine(tx *store.Tx, id ID) error {
	p, found, err := store.One(tx, scanBound, `SELECT id, organisation_id, code, guard FROM person_persons WHERE id = $1 AND NOT detached`, id)
	if err != nil || !found {
		return errs.Wrap(err, "find code of", id)
	}
	if !p.genuine(tx) {
		return errs.E(errs.Forged, "person.forged", "object", "person", "record", string(id), "person", string(id), "organisation", p.organisation)
	}
	return nil
}

// Forged lists people who have another code than they were recorded with.
func Forged(tx *store.Tx) (ids []ID, err error) {
	_, err = store.List(tx, func(row store.Row) (none struct{}, err error) {
		p, err := scanBound(row)
		if err == nil && !p.genuine(tx) {
			ids = append(ids, p.id)
		}
		return none, err
	}, `SELECT id, organisation_id, code, guard FROM person_persons WHERE NOT detached ORDER BY id`)
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

// Regard binds the codes of people whom an earlier version recorded.
func Regard(tx *store.Tx) error {
	list, err := store.List(tx, scanBound, `SELECT id, organisation_id, code, guard FROM person_persons WHERE guard IS NULL AND NOT detached ORDER BY id`)
	for _, p := range list {
		if err == nil {
			_, err = tx.Exec(`UPDATE person_persons SET guard = $1 WHERE id = $2`, bond(tx, p.id, p.code), p.id)
		}
	}
	if len(list) > 0 {
		tx.Note("guard", "person", nil)
	}
	return errs.Wrap(err, "bind codes")
}

// bound is what a guard binds of a person.
type bound struct {
	id                 ID
	organisation, code string
	guard              []byte
}

func scanBound(row store.Row) (b bound, err error) {
	return b, row.Scan(&b.id, &b.organisation, &b.code, &b.guard)
}

func (b bound) genuine(tx *store.Tx) bool {
	return tx.Guarded(b.guard, "person", string(b.id), b.code)
}
