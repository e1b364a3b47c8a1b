package rights

import (
	"encoding/json"

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

// Preparation is what a request for data says once a pack was put together: by whom last, and on which day. A pack that was sent is not one that arrived.
type Preparation struct {
	By  string // account
	Day string
}

// Preparation reads who put the pack together last; not ok while nobody has.
func (q Request) Preparation() (x Preparation, ok bool) {
	if q.Kind != Access || q.Outcome == "" {
		return x, false
	}
	return x, json.Unmarshal([]byte(q.Outcome), &x) == nil
}

// Prepare notes that the one who acts puts a pack together and takes it. The request stays open until they Hand it over, so what was lost on the way is taken again; each taking is on record.
func (r *Rights) Prepare(tx *store.Tx, id string) error {
	x, err := Pack(tx, id)
	if err != nil {
		return err
	}
	prepared, err := json.Marshal(Preparation{By: tx.Grant().Actor(), Day: stamp(tx)[:len("2006-01-02")]})
	if err != nil {
		return errs.Wrap(err, "write preparation", id)
	}
	x.Outcome = string(prepared)
	tx.Note("export", id, audit.Details{"what": audit.Code("pack"), "format": audit.Code("zip")})
	return x.write(tx)
}

// Hand closes a request for data: who put the pack together says that the person has it. Conflict "rights.not_prepared" from anybody else.
func (r *Rights) Hand(tx *store.Tx, id string) error {
	x, err := Pack(tx, id)
	if err != nil {
		return err
	}
	if prepared, ok := x.Preparation(); !ok || prepared.By != tx.Grant().Actor() {
		return errs.E(errs.Conflict, "rights.not_prepared")
	}
	return x.close(tx, Done, x.Outcome)
}
