package rights

import (
	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// Hold keeps somebody's data although they are due or asked to be erased.
type Hold struct {
	ID     string
	Person person.ID
	Reason string // list hold_reason
	Made   string // UTC
}

// Hold keeps a person's data until it is lifted.
func (r *Rights) Hold(tx *store.Tx, id person.ID, reason string) error {
	p, err := found(tx, id)
	if err != nil {
		return err
	}
	c := r.book.Check()
	c.Code("reason", "hold_reason", reason)
	if err := c.Err(); err != nil {
		return err
	}
	hold := tx.NewID()
	_, err = tx.Exec(`INSERT INTO rights_holds (id, organisation_id, person_id, reason, account, made) VALUES ($1, $2, $3, $4, $5, $6)`,
		hold, p.OrganisationID, p.ID, reason, tx.Grant().Actor(), stamp(tx))
	if err != nil {
		return errs.Wrap(err, "hold", id)
	}
	tx.Note("hold", string(p.ID), audit.Details{"reason": audit.Code(reason)})
	return nil
}

// Lift ends every hold on a person.
func (r *Rights) Lift(tx *store.Tx, id person.ID) error {
	p, err := found(tx, id)
	if err != nil {
		return err
	}
	n, err := tx.Exec(`UPDATE rights_holds SET lifted = $1 WHERE person_id = $2 AND lifted IS NULL`, stamp(tx), p.ID)
	if err != nil {
		return errs.Wrap(err, "lift hold", id)
	}
	if n == 0 {
		return errs.E(errs.NotFound, "rights.no_hold")
	}
	tx.Note("hold", string(p.ID), audit.Details{"lifted": audit.Yes(true)})
	return nil
}

// Held lists the holds that stand on a person, the earliest first. The caller has found the person and so may see them.
func Held(tx *store.Tx, id person.ID) ([]Hold, error) {
	list, err := store.List(tx, func(row store.Row) (h Hold, err error) { return h, row.Scan(&h.ID, &h.Person, &h.Reason, &h.Made) },
		`SELECT id, person_id, reason, made FROM rights_holds WHERE person_id = $1 AND lifted IS NULL ORDER BY made, id`, id)
	return list, errs.Wrap(err, "list holds", id)
}
