package vault

import (
	"slices"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// Turning gives a compartment another key, because somebody who had the old one left. What is sealed about people stays
// as it is: only the way to their keys is sealed anew, and the old ways are destroyed. Who keeps a copy of an old key can open
// nothing with it that they have not copied as well.
type Turning struct {
	door    Door
	persons []wrapped
	shared  []wrapped
	exact   []exact
	reserve roster.Member
}

// wrapped is a key under the compartment's: a person's, or that of a team's record of some kind.
type wrapped struct {
	id     string
	sealed []byte
	kind   string
}

// exact is a section whose tokens have to be made again.
type exact struct {
	person       person.ID
	organisation network.OrganisationID
	key          []byte // the person's, under the old key
	row          row
}

// Turn reads what the turning of a compartment needs, for a key holder.
func Turn(tx *store.Tx, c CompartmentID) (t Turning, err error) {
	doors, err := Doors(tx, me(tx))
	if err != nil {
		return t, err
	}
	i := slices.IndexFunc(doors, func(d Door) bool { return d.compartment == c })
	if i < 0 {
		return t, none()
	}
	t.door = doors[i]
	found, err := compartment(tx, c)
	if err != nil {
		return t, err
	}
	if t.reserve, err = FindRecovery(tx, found.OrganisationID); err != nil {
		return t, err
	}
	if t.persons, err = store.List(tx, scanWrapped, `SELECT person_id, sealed FROM vault_person_keys WHERE compartment_id = $1 ORDER BY person_id`, c); err != nil {
		return t, errs.Wrap(err, "list keys")
	}
	if t.shared, err = store.List(tx, scanWrappedOf, `SELECT id, key, kind FROM vault_of_teams WHERE compartment_id = $1 AND epoch = $2 ORDER BY id`, c, t.door.epoch); err != nil {
		return t, errs.Wrap(err, "list records of the team")
	}
	t.exact, err = exacts(tx, "k.compartment_id", string(c))
	return t, err
}

func scanWrapped(row store.Row) (w wrapped, err error) { return w, row.Scan(&w.id, &w.sealed) }

func scanWrappedOf(row store.Row) (w wrapped, err error) {
	return w, row.Scan(&w.id, &w.sealed, &w.kind)
}

// exacts lists the sections whose tokens follow a compartment, or one person: column says which.
func exacts(tx *store.Tx, column, id string) ([]exact, error) {
	list, err := store.List(tx, func(from store.Row) (e exact, err error) {
		r := &e.row
		return e, from.Scan(&e.person, &e.organisation, &e.key, &r.section, &r.revision, &r.schema, &r.sealed, &r.recorded)
	}, `SELECT k.person_id, k.organisation_id, k.sealed, r.kind, r.revision, r.form, r.sealed, r.recorded
FROM vault_person_keys k JOIN vault_records r ON r.person_id = k.person_id WHERE `+column+` = $1 AND r.kind IN ('phones', 'documents') ORDER BY k.person_id, r.kind`, id)
	return list, errs.Wrap(err, "list sections to find by")
}

// Turned is a compartment under its next key, not yet written.
type Turned struct {
	from    Turning
	tokens  []byte
	reserve []byte
	grants  []Grant
	stated  roster.Statement
	pen     seal.Pen
	persons []wrapped
	shared  []wrapped
	exact   []exactTokens
}

type exactTokens struct {
	person person.ID
	kind   Section
	tokens [][]byte
}

// Seal makes the next key and seals it to the members who stay, and to the recovery key.
func (t Turning) Seal(id *seal.Identity, staying []roster.Member) (Turned, error) {
	turned := Turned{from: t, pen: id.Pen()}
	old, err := t.door.open(id)
	if err != nil {
		return turned, errs.Wrap(err, "open door")
	}
	next := door{compartment: old.compartment, epoch: old.epoch + 1}
	if next.key, err = seal.NewKey(); err != nil {
		return turned, err
	}
	if next.tokens, err = seal.NewKey(); err != nil {
		return turned, err
	}
	if turned.tokens, err = next.wrapTokens(); err != nil {
		return turned, err
	}
	if turned.reserve, err = next.sealTo(t.reserve, recovering); err != nil {
		return turned, err
	}
	for _, m := range staying {
		g, err := next.grant(m)
		if err != nil {
			return turned, err
		}
		turned.grants = append(turned.grants, g)
	}
	if turned.stated, err = next.statement(network.OrganisationID(t.reserve.Organisation()), t.door.kind, turned.reserve, t.reserve.Series(), turned.grants); err != nil {
		return turned, err
	}
	if turned.persons, err = old.rewrap(next, personal, t.persons); err != nil {
		return turned, err
	}
	for _, w := range t.shared { // one that cannot be read stays as it is, and keeps nobody from changing the key
		if again, err := old.rewrap(next, w.kind, []wrapped{w}); err == nil {
			turned.shared = append(turned.shared, again...)
		}
	}
	turned.exact, err = retoken(t.exact, old, next)
	return turned, err
}

// rewrap seals keys that stood under one key of the compartment under the next.
func (d door) rewrap(next door, what string, list []wrapped) ([]wrapped, error) {
	again := make([]wrapped, 0, len(list))
	for _, w := range list {
		if len(w.sealed) == 0 {
			continue // of a record that was destroyed nothing is left
		}
		key, err := d.key.Unwrap(w.sealed, d.of(what, w.id)...)
		if err != nil {
			return nil, errs.Wrap(err, "open key of", w.id)
		}
		sealed, err := next.key.Wrap(key, next.of(what, w.id)...)
		if err != nil {
			return nil, err
		}
		again = append(again, wrapped{w.id, sealed, w.kind})
	}
	return again, nil
}

func retoken(sections []exact, old, next door) (list []exactTokens, err error) {
	for _, e := range sections {
		key, err := old.unwrapPerson(string(e.person), e.key)
		if err != nil {
			return nil, errs.Wrap(err, "open key of", e.person)
		}
		entry, err := e.row.open(key, e.organisation, e.person)
		if err != nil {
			return nil, errs.Wrap(err, "open section of", e.person)
		}
		tokens, err := next.tokensOf(entry.Content)
		if err != nil {
			return nil, err
		}
		list = append(list, exactTokens{e.person, e.row.section, tokens})
	}
	return list, nil
}

// Record writes the next key in place of the old, all in one transaction. When somebody wrote about a person meanwhile, it is a Conflict
// "vault.keys_changed": turn again.
func (t Turned) Record(tx *store.Tx) error {
	c, epoch := t.from.door.compartment, t.from.door.epoch
	if err := t.still(tx); err != nil {
		return err
	}
	_, err := tx.Exec(`UPDATE vault_compartments SET epoch = $1, tokens = $2, recovery = $3, series = $4 WHERE id = $5`, epoch+1, t.tokens, t.reserve, t.from.reserve.Series(), c)
	if err == nil {
		err = restate(tx, hand(tx, t.pen), t.stated)
	}
	for _, w := range t.persons {
		if err == nil {
			_, err = tx.Exec(`UPDATE vault_person_keys SET epoch = $1, sealed = $2 WHERE person_id = $3 AND compartment_id = $4`, epoch+1, w.sealed, w.id, c)
		}
	}
	for _, w := range t.shared {
		if err == nil {
			_, err = tx.Exec(`UPDATE vault_of_teams SET epoch = $1, key = $2 WHERE id = $3`, epoch+1, w.sealed, w.id)
		}
	}
	if err == nil {
		_, err = tx.Exec(`DELETE FROM vault_tokens WHERE compartment_id = $1`, c)
	}
	if err == nil {
		err = recordExact(tx, c, t.exact)
	}
	if err == nil {
		_, err = tx.Exec(`DELETE FROM vault_grants WHERE compartment_id = $1`, c)
	}
	for _, g := range t.grants {
		if err == nil {
			err = g.record(tx)
		}
	}
	if err == nil {
		err = retire(tx)
	}
	tx.Note("compartment", string(c), audit.Details{"epoch": audit.Count(epoch + 1)})
	return errs.Wrap(err, "turn compartment", c)
}

// still answers a Conflict unless everything is as it was read.
func (t Turned) still(tx *store.Tx) error {
	now, err := Turn(tx, t.from.door.compartment)
	if err != nil {
		return err
	}
	for _, g := range t.grants {
		if err := g.fits(tx); err != nil && errs.KindOf(err) == errs.NotFound {
			return errs.E(errs.Conflict, "vault.keys_changed") // without them, then
		} else if err != nil {
			return err
		}
	}
	was := t.from
	same := now.door.epoch == was.door.epoch && now.reserve.Is(was.reserve) &&
		slices.EqualFunc(now.persons, was.persons, func(a, b wrapped) bool { return a.id == b.id }) &&
		slices.EqualFunc(now.shared, was.shared, func(a, b wrapped) bool { return a.id == b.id && len(a.sealed) == len(b.sealed) }) &&
		sameExact(now.exact, was.exact)
	if !same {
		return errs.E(errs.Conflict, "vault.keys_changed")
	}
	return nil
}

func sameExact(some, others []exact) bool {
	return slices.EqualFunc(some, others, func(a, b exact) bool {
		return a.person == b.person && a.row.section == b.row.section && a.row.revision == b.row.revision
	})
}

func recordExact(tx *store.Tx, c CompartmentID, list []exactTokens) error {
	for _, e := range list {
		for _, token := range e.tokens {
			_, err := tx.Exec(`INSERT INTO vault_tokens (token, compartment_id, person_id, kind) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`, token, c, e.person, e.kind)
			if err != nil {
				return errs.Wrap(err, "record tokens of", e.person)
			}
		}
	}
	return nil
}

// Holders lists who holds the key of a compartment of the grant's own organisation.
func Holders(tx *store.Tx, c CompartmentID) ([]network.AccountID, error) {
	found, err := compartment(tx, c)
	if err == nil && !tx.Grant().Own().Sees(string(found.OrganisationID)) {
		err = none()
	}
	if err != nil {
		return nil, err
	}
	held, err := holders(tx, c)
	list := make([]network.AccountID, 0, len(held))
	for id := range held {
		list = append(list, id)
	}
	slices.Sort(list)
	return list, err
}
