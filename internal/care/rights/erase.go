package rights

import (
	"encoding/json"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
)

// Certificate is what a person receives once their data were erased. It does not say who they were, nor how much was known of them.
type Certificate struct {
	Day      string // on which the keys were destroyed, UTC
	Backups  string // day after which no backup can be opened that still holds them
	Scrubbed bool   // the database's files no longer hold what was deleted
}

// Erase destroys all that is sealed about a person, detaches the facts, and forgets what was asked about them. When the transaction is over there is more to
// Finish, and then the database's files have to be scrubbed (store.Scrub with Tables); a restore erases many and does both once.
func (r *Rights) Erase(tx *store.Tx, who person.ID) (vault.Erasure, error) {
	return r.destroy(tx, who, "")
}

// EraseAsked does what an open request wants, once the person's code was typed again; Invalid while something holds the data.
func (r *Rights) EraseAsked(tx *store.Tx, id, code string) error {
	q, err := toErase(tx, id, code)
	if err != nil {
		return err
	}
	e, err := r.destroy(tx, q.Person, id)
	if err != nil {
		return err
	}
	outcome, err := json.Marshal(Certificate{Day: e.At[:len(time.DateOnly)], Backups: e.Backups})
	if err != nil {
		return errs.Wrap(err, "write certificate", id)
	}
	return q.close(tx, Done, string(outcome))
}

// toErase finds the open request that wants somebody erased who has a code, and had it when they were recorded.
func toErase(tx *store.Tx, id, code string) (Request, error) {
	q, err := Find(tx, id)
	if err == nil {
		err = sound(tx)
	}
	if err != nil {
		return q, err
	}
	if q.State != Open || q.Kind != Erasure {
		return q, errs.E(errs.Conflict, "rights.closed")
	}
	p, err := found(tx, q.Person)
	if err != nil {
		return q, err
	}
	if p.Code != code {
		return q, errs.E(errs.Invalid, "rights.other_code").On("code")
	}
	if err := allHeld(tx, p); err != nil {
		return q, err
	}
	holds, err := Held(tx, p.ID)
	if err == nil && len(holds) > 0 {
		err = errs.E(errs.Invalid, "rights.held").At("hold", string(p.ID))
	}
	return q, err
}

// destroy erases in every room that knows the person, and closes what is still asked about them, but for the request that is being done.
func (r *Rights) destroy(tx *store.Tx, who person.ID, done string) (vault.Erasure, error) {
	if err := network.Vouched(tx); err != nil { // who pays says how coarse days become
		return vault.Erasure{}, err
	}
	e, err := vault.Erase(tx, who)
	if err != nil {
		return e, err
	}
	open, err := openOf(tx, who)
	for _, q := range open {
		if err == nil && q.ID != done {
			err = q.close(tx, Overtaken, "")
		}
	}
	if err != nil {
		return e, errs.Wrap(err, "close requests of", who)
	}
	register := person.New(r.book)
	husk, err := register.Detach(tx, who)
	if err != nil {
		return e, err
	}
	if _, err := kept.Erase(tx, string(who), husk); err != nil {
		return e, err
	}
	if err := register.Forget(tx, who); err != nil {
		return e, err
	}
	if err := network.EraseUnsent(tx, network.OrganisationID(e.Organisation)); err != nil {
		return e, err
	}
	tx.Changed("network", string(e.Organisation)) // also for who read everything up to this very change
	return e, scatter(tx, e.Organisation)
}

// Scrubbed notes that the files of the database were cleaned of what the request destroyed.
func (r *Rights) Scrubbed(tx *store.Tx, id string) error {
	q, err := Find(tx, id)
	if err != nil {
		return err
	}
	x, ok := q.Certificate()
	if !ok {
		return errs.E(errs.NotFound, "rights.none")
	}
	x.Scrubbed = true
	outcome, err := json.Marshal(x)
	if err == nil {
		q.Outcome = string(outcome)
		err = q.write(tx)
	}
	tx.NoteRevision("", store.Asked, id, q.turn(), audit.Details{"scrubbed": audit.Yes(true)})
	return errs.Wrap(err, "note scrubbing", id)
}

// Certificate reads what was destroyed; not ok for a request that erased nobody.
func (q Request) Certificate() (x Certificate, ok bool) {
	if q.Kind != Erasure || q.State != Done {
		return x, false
	}
	return x, json.Unmarshal([]byte(q.Outcome), &x) == nil
}
