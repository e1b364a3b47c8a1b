package vault

import (
	"errors"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// private is a sealed record about a person as it is stored.
type private struct {
	id, recorded string
	revision     int64
	schema       int
	sealed       []byte
}

const privateColumns = `id, revision, form, sealed, recorded`

func scanPrivate(row store.Row) (x private, err error) {
	return x, row.Scan(&x.id, &x.revision, &x.schema, &x.sealed, &x.recorded)
}

func scanID(row store.Row) (id string, err error) { return id, row.Scan(&id) }

// binding ties a record to the person, and to itself.
func (k *Kind[T]) binding(o network.OrganisationID, who person.ID, x private) seal.Binding {
	return bind(o, who, k.Word+" "+x.id, x.revision, x.schema)
}

// PrivateChange is a new record about a person, sealed and not yet written.
type PrivateChange[T any] struct {
	sealing
	ID   string
	kind *Kind[T]
	row  private
}

// Seal seals a new record about the person of a draft.
func (k *Kind[T]) Seal(d Draft, id *seal.Identity, says T) (PrivateChange[T], error) {
	change, _, err := k.sealWith(d, id, says)
	return change, err
}

// sealWith is Seal for what has more to seal under the person's key.
func (k *Kind[T]) sealWith(d Draft, id *seal.Identity, says T) (c PrivateChange[T], key seal.Key, err error) {
	c = PrivateChange[T]{kind: k, ID: store.NewID()}
	if err = k.check(says); err != nil {
		return c, key, err
	}
	if c.sealing, _, key, err = d.begin(id); err != nil {
		return c, key, err
	}
	c.row = private{id: c.ID, revision: 1, schema: form}
	c.row.sealed, err = k.seal(key, k.binding(c.organisation, c.person, c.row), says)
	return c, key, err
}

// Record writes the record.
func (c PrivateChange[T]) Record(tx *store.Tx) error {
	if err := c.sealing.record(tx); err != nil {
		return err
	}
	x := c.row
	_, err := tx.Exec(`INSERT INTO vault_of_persons (id, kind, person_id, revision, form, sealed, recorded) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		x.id, c.kind.Word, c.person, x.revision, x.schema, x.sealed, now(tx))
	tx.NoteRevision(string(c.person), c.kind.Noun, x.id, x.revision, nil)
	return errs.Wrap(err, "record", c.kind.Object, x.id)
}

// Remove destroys one record about a person.
func (k *Kind[T]) Remove(tx *store.Tx, who person.ID, id string) error {
	s, err := stand(tx, me(tx), who)
	if err != nil {
		return err
	}
	if d := tx.Grant().Decide(s.Resource); !d.Allowed || s.way.glass != "" {
		return refusal(s.Resource, d)
	}
	_, found, err := store.One(tx, scanID, `SELECT id FROM vault_of_persons WHERE id = $1 AND person_id = $2 AND kind = $3`, id, who, k.Word)
	if err == nil && !found {
		err = none()
	}
	if err != nil {
		return errs.Wrap(err, "find", k.Object, id)
	}
	if k.Clear != nil {
		err = k.Clear(tx, id)
	}
	if err == nil {
		_, err = tx.Exec(`DELETE FROM vault_of_persons WHERE id = $1`, id)
	}
	tx.NoteAbout(string(who), k.Gone, id, nil)
	return errs.Wrap(err, "remove", k.Object, id)
}

// Of lists the ids of the records about a person, without opening any.
func (k *Kind[T]) Of(tx *store.Tx, who person.ID) ([]string, error) {
	list, err := store.List(tx, scanID, `SELECT id FROM vault_of_persons WHERE person_id = $1 AND kind = $2 ORDER BY recorded, id`, who, k.Word)
	return list, errs.Wrap(err, "list", k.Object, who)
}

// Private is what a transaction read of the records about a person.
type Private[T any] struct {
	Sealed
	kind *Kind[T]
	rows []private
}

// Reveal reads all records about a person, as Reveal reads sections; where is under which section it is noted.
func (k *Kind[T]) Reveal(tx *store.Tx, who person.ID, b Budget, where Section) (p Private[T], err error) {
	p.kind = k
	if p.Sealed, err = Reveal(tx, who, b, where); err != nil {
		return p, err
	}
	p.rows, err = store.List(tx, scanPrivate, `SELECT `+privateColumns+` FROM vault_of_persons WHERE person_id = $1 AND kind = $2 ORDER BY recorded, id`, who, k.Word)
	if err == nil {
		err = k.whole(tx, p)
	}
	return p, errs.Wrap(err, "list", k.Object, who)
}

// RevealOne reads one of them.
func (k *Kind[T]) RevealOne(tx *store.Tx, who person.ID, id string, b Budget, where Section) (p Private[T], err error) {
	p.kind = k
	if p.Sealed, err = Reveal(tx, who, b, where); err != nil {
		return p, err
	}
	p.rows, err = store.List(tx, scanPrivate, `SELECT `+privateColumns+` FROM vault_of_persons WHERE person_id = $1 AND kind = $2 AND id = $3`, who, k.Word, id)
	if err == nil && len(p.rows) == 0 {
		err = k.absent(tx, p, id)
	}
	return p, errs.Wrap(err, "find", k.Object, id)
}

// written is what the trail says of the records about a person: the last revision of those that are kept, and of those that were taken away.
func (k *Kind[T]) written(tx *store.Tx, who person.ID) (kept, gone map[string]int64, err error) {
	if kept, err = store.Noted(tx, string(who), k.Noun); err == nil {
		gone, err = store.Noted(tx, string(who), k.Gone)
	}
	return kept, gone, err
}

// whole answers Forged "vault.forged" unless the records are those that were written and not taken away since.
func (k *Kind[T]) whole(tx *store.Tx, p Private[T]) error {
	kept, gone, err := k.written(tx, p.Person)
	if err != nil {
		return err
	}
	for _, x := range p.rows {
		if last := kept[x.id]; gone[x.id] != 0 || last != 0 && last != x.revision {
			return forged(p.Organisation, p.Person, k.Object, nil)
		}
		delete(kept, x.id)
	}
	for id := range kept {
		if gone[id] == 0 {
			return forged(p.Organisation, p.Person, k.Object, nil)
		}
	}
	return nil
}

// absent says why a record is not there: it never was, or was taken away, or somebody took it away past the program.
func (k *Kind[T]) absent(tx *store.Tx, p Private[T], id string) error {
	kept, gone, err := k.written(tx, p.Person)
	if err != nil || kept[id] == 0 || gone[id] != 0 {
		return errors.Join(err, none())
	}
	return forged(p.Organisation, p.Person, k.Object, nil)
}

// Open opens what was read.
func (p Private[T]) Open(id *seal.Identity) ([]Record[T], error) {
	list, _, err := p.open(id)
	return list, err
}

// open opens what was read, and gives the key with it.
func (p Private[T]) open(id *seal.Identity) ([]Record[T], seal.Key, error) {
	key, err := p.key(id)
	if err != nil {
		return nil, key, errs.Wrap(p.genuine(err), "open key of", p.Person)
	}
	list := make([]Record[T], len(p.rows))
	for i, x := range p.rows {
		says, err := p.kind.unseal(key, p.kind.binding(p.Organisation, p.Person, x), x.sealed)
		if err != nil {
			return nil, key, errs.Wrap(p.genuine(err), "open", p.kind.Object, x.id)
		}
		list[i] = Record[T]{Says: says, ID: x.id, Revision: x.revision, Recorded: x.recorded}
	}
	return list, key, nil
}
