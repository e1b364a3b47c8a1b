package rights

import (
	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// Waiting is an open request for somebody's data, for who may put the pack together.
type Waiting struct {
	Request
	Code string // of the person
}

// Packs lists the packs that wait in the grant's own organisation for the one who acts, the longest first. Those that they ordered themselves wait for a colleague.
func Packs(tx *store.Tx) ([]Waiting, error) {
	within, args := store.Within(tx.Grant().Own(), "organisation_id", 4)
	open, err := store.List(tx, scan, `SELECT `+columns+` FROM rights_requests WHERE kind = $1 AND state = $2 AND account <> $3 AND `+within+` ORDER BY day, number`,
		append([]any{Access, Open, tx.Grant().Actor()}, args...)...)
	if err != nil {
		return nil, errs.Wrap(err, "list packs")
	}
	var list []Waiting
	for _, q := range open {
		if !q.genuine(tx) {
			continue // Examine tells of it
		}
		p, err := person.Mine(tx, q.Person)
		if errs.KindOf(err) == errs.Forged {
			continue
		}
		if err != nil {
			return nil, err
		}
		list = append(list, Waiting{q, p.Code})
	}
	return list, nil
}

// Pack finds one that waits; one that was handed over, or is no pack, does not exist. Whoever ordered it does not put it together: what leaves about somebody takes two
// people, also where one has the roles of both.
func Pack(tx *store.Tx, id string) (Waiting, error) {
	q, err := Find(tx, id)
	if err == nil {
		err = sound(tx)
	}
	switch {
	case err != nil:
	case q.Kind != Access || q.State != Open:
		err = errs.E(errs.NotFound, "rights.none")
	case q.Account == tx.Grant().Actor():
		err = errs.E(errs.Conflict, "rights.own_pack")
	}
	if err != nil {
		return Waiting{}, err
	}
	p, err := person.Mine(tx, q.Person)
	return Waiting{q, p.Code}, err
}

// Hand closes a request for data: the pack was put together by the one who acts.
func (r *Rights) Hand(tx *store.Tx, id string) error {
	if err := finish(tx, id, Access, Done, ""); err != nil {
		return err
	}
	tx.Note("export", id, audit.Details{"what": audit.Code("pack"), "format": audit.Code("zip")})
	return nil
}
