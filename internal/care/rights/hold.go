package rights

import (
	"slices"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
	"approdo/internal/care/work"
)

// Hold keeps somebody's data although they are due or asked to be erased.
type Hold struct {
	ID     string
	Person person.ID
	Reason string // list hold_reason
	Made   string // UTC

	organisation, account, lifted string
	guard                         []byte
}

// Hold keeps a person's data until it is lifted. A reason that holds them already is not recorded twice.
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
	standing, err := Held(tx, p.ID)
	if err != nil || slices.ContainsFunc(standing, func(h Hold) bool { return h.Reason == reason }) {
		return err
	}
	h := Hold{ID: work.NewID(), Person: p.ID, Reason: reason, Made: stamp(tx), organisation: string(p.OrganisationID), account: tx.Grant().Actor()}
	_, err = tx.Exec(`INSERT INTO rights_holds (id, organisation_id, person_id, reason, account, made, guard) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		h.ID, h.organisation, h.Person, h.Reason, h.account, h.Made, tx.Guard("hold", h.says("")...))
	if err != nil {
		return errs.Wrap(err, "hold", id)
	}
	tx.NoteRevision(string(p.ID), holdNoun, h.ID, store.Stands, audit.Details{"reason": audit.Code(reason)})
	return nil
}

// Lift ends one hold on a person; one that was lifted stays so. With the last of them those who follow the person are told: what they know may speak for keeping the data.
func (r *Rights) Lift(tx *store.Tx, id person.ID, hold string) error {
	p, err := found(tx, id)
	if err == nil {
		err = sound(tx)
	}
	if err != nil {
		return err
	}
	standing, err := Held(tx, p.ID)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(standing, func(h Hold) bool { return h.ID == hold })
	if at < 0 {
		return lifted(tx, p.ID, hold)
	}
	h := standing[at]
	tx.NoteRevision(string(p.ID), holdNoun, h.ID, store.Gone, audit.Details{"lifted": audit.Yes(true)})
	_, err = tx.Exec(`UPDATE rights_holds SET lifted = $1, guard = $2 WHERE id = $3`, stamp(tx), tx.Guard("hold", h.says(stamp(tx))...), h.ID)
	if err == nil && len(standing) == 1 {
		err = vault.WarnUnheld(tx, p.ID)
	}
	return errs.Wrap(err, "lift hold", id)
}

// lifted answers NotFound "rights.no_hold" unless there was such a hold on the person, which somebody lifted.
func lifted(tx *store.Tx, id person.ID, hold string) error {
	h, found, err := store.One(tx, scanHold, `SELECT `+holdColumns+` FROM rights_holds WHERE id = $1 AND person_id = $2`, hold, id)
	if err == nil && (!found || h.lifted == "") {
		err = errs.E(errs.NotFound, "rights.no_hold")
	}
	if err == nil {
		tx.NoteFact(holdNoun, h.ID, audit.Details{"lifted": audit.Yes(true)})
	}
	return err
}

// holdNoun is what the trail calls a hold.
const holdNoun = "hold"

// allHeld answers Forged "rights.forged" unless every hold that the trail knows to stand on a person does: to take its row away lifts none.
func allHeld(tx *store.Tx, p person.Person) error {
	noted, err := store.Noted(tx, string(p.ID), holdNoun)
	if err != nil {
		return err
	}
	for id, last := range store.Remembered(tx, string(p.ID), holdNoun) { // an entry that was taken away since this process has read it
		if last > noted[id] {
			return errs.E(errs.Forged, "store.trail_forged", "object", holdNoun, "record", id, "person", string(p.ID), "organisation", string(p.OrganisationID))
		}
	}
	standing, err := Held(tx, p.ID)
	for id, last := range noted {
		if err == nil && last == store.Stands && !slices.ContainsFunc(standing, func(h Hold) bool { return h.ID == id }) {
			err = errs.E(errs.Forged, "rights.forged", "object", holdNoun, "record", id, "person", string(p.ID), "organisation", string(p.OrganisationID))
		}
	}
	return err
}

// Held lists the holds that stand on a person, the earliest first. The caller has found the person and so may see them.
func Held(tx *store.Tx, id person.ID) ([]Hold, error) {
	list, err := store.List(tx, scanHold, `SELECT `+holdColumns+` FROM rights_holds WHERE person_id || '' = $1 ORDER BY made, id`, id) // they are few: no index could hide one
	return slices.DeleteFunc(list, func(h Hold) bool { return !h.stands(tx) }), errs.Wrap(err, "list holds", id)
}

const holdColumns = `id, organisation_id, person_id, reason, account, made, COALESCE(lifted, ''), guard`

func scanHold(row store.Row) (h Hold, err error) {
	return h, row.Scan(&h.ID, &h.organisation, &h.Person, &h.Reason, &h.account, &h.Made, &h.lifted, &h.guard)
}
