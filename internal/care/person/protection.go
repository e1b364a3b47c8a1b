package person

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/work"
)

// Protection is one answer, on one day, to the question whether somebody applied for or holds international protection.
type Protection struct {
	ID             string
	PersonID       ID
	OrganisationID network.OrganisationID // that asked
	Day            string
	Answer         string // list protection
}

// RecordProtection adds an answer. Reports use the latest up to their cut-off that says something, or else the latest silence.
func (r *Register) RecordProtection(tx *store.Tx, a Protection) error {
	if !tx.Grant().Own().Sees(string(a.OrganisationID)) {
		return errs.E(errs.NotFound, "network.no_organisation")
	}
	c := r.book.Check()
	c.Code("answer", "protection", a.Answer)
	if err := work.Came(tx, c, "day", a.Day); err != nil {
		return err
	}
	if err := c.Err(); err != nil {
		return err
	}
	if a.ID == "" {
		a.ID = work.NewID()
	}
	_, err := tx.Exec(`INSERT INTO person_protections (id, person_id, organisation_id, day, answer, recorded) VALUES ($1, $2, $3, $4, $5, $6)`,
		a.ID, a.PersonID, a.OrganisationID, a.Day, a.Answer, work.Day(tx))
	if err != nil {
		return errs.Wrap(err, "record protection", a.ID)
	}
	work.Done(tx, "protection", a.ID)
	return nil
}

// RemoveProtection takes an answer back that was recorded by mistake, or by an import that is undone; another organisation's does not exist.
func (r *Register) RemoveProtection(tx *store.Tx, id string) error {
	owner, found, err := store.One(tx, func(row store.Row) (o string, err error) { return o, row.Scan(&o) }, `SELECT organisation_id FROM person_protections WHERE id = $1`, id)
	if err == nil && (!found || !tx.Grant().Own().Sees(owner)) {
		err = errs.E(errs.NotFound, "person.none")
	}
	if err != nil {
		return errs.Wrap(err, "find protection", id)
	}
	if _, err := tx.Exec(`DELETE FROM person_protections WHERE id = $1`, id); err != nil {
		return errs.Wrap(err, "remove protection", id)
	}
	work.Done(tx, "protection", id)
	return nil
}

// Protections lists the answers of a person, the latest first.
func Protections(tx *store.Tx, id ID) ([]Protection, error) {
	list, err := store.List(tx, func(row store.Row) (a Protection, err error) {
		return a, row.Scan(&a.ID, &a.PersonID, &a.OrganisationID, &a.Day, &a.Answer)
	}, `SELECT id, person_id, organisation_id, day, answer FROM person_protections WHERE person_id = $1 ORDER BY day DESC, id DESC`, id)
	return list, errs.Wrap(err, "list protections", id)
}
