package person

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/work"
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

// Facts are what is kept about a person beside their code and the day: each can be corrected, and answered by an absence.
func Facts(p *Person) []work.Fact {
	return []work.Fact{
		{Name: "gender", Is: "gender", At: &p.Gender, For: work.Asked},
		{Name: "age_band", Is: "age_band", At: &p.AgeBand, For: work.Asked},
		{Name: "age_source", Is: "age_source", At: &p.AgeSource},
		{Name: "citizenship", Is: "citizenship", At: &p.Citizenship, For: work.Asked},
		{Name: "region", Is: "region", At: &p.Region, For: work.Narrows},
		{Name: "region_source", Is: "age_source", At: &p.RegionSource},
		{Name: "province", Is: "province", At: &p.Province, For: work.Asked},
	}
}

// row says where the columns of a person are.
func row(k *kept) []store.Field {
	list := []store.Field{{Name: "id", At: &k.ID, Stays: true}, {Name: "organisation_id", At: &k.OrganisationID, Stays: true}, {Name: "code", At: &k.Code, Stays: true}}
	for _, f := range Facts(&k.Person) {
		list = append(list, store.Field{Name: f.Name, At: f.At})
	}
	return append(
		list, store.Field{Name: "day", At: &k.Day}, store.Field{Name: "revision", At: &k.Revision},
		store.Field{Name: "guard", At: &k.guard, Stays: true}, store.Field{Name: "detached", At: &k.detached, Stays: true},
	)
}

// everybody are all rows, of the erased too; register those of people, as lists ask for them.
var (
	everybody = store.Keep("person_persons", store.Listing{}, row, "recorded")
	register  = store.Keep("person_persons", listing(), row, "recorded")
)

func listing() store.Listing {
	l := store.Listing{
		From: "(SELECT * FROM person_persons WHERE NOT detached) AS persons", Owner: "organisation_id", ID: "id", Day: "day",
		Filters: map[string]string{"code": "code"}, Sorts: map[string]string{"day": "day", "code": "code"}, Standard: "day",
	}
	for _, f := range Facts(new(Person)) {
		if f.For&work.Narrows != 0 {
			l.Filters[f.Name] = f.Name
		}
		if f.For&work.Orders != 0 {
			l.Sorts[f.Name] = f.Name
		}
	}
	return l
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
	list, err := register.Any(tx, `TRUE ORDER BY id`)
	for _, k := range list {
		if !k.genuine(tx) {
			ids = append(ids, k.ID)
		}
	}
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
	list, err := register.Any(tx, `TRUE ORDER BY id`)
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
