package vault

import (
	"cmp"
	"slices"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
)

// shared is a team's sealed record as it is stored.
type shared struct {
	id           string
	kind         string
	organisation network.OrganisationID
	unit         network.UnitID
	epoch        int64
	key          []byte
	revision     int64
	schema       int
	sealed       []byte
	state        string
	became       string
	recorded     string
	stale        bool // another revision was written last, or nobody wrote what it has come to
	guard        []byte
}

const sharedColumns = `id, kind, organisation_id, unit_id, epoch, key, revision, form, sealed, state, became, recorded, guard`

// destroyed is what stands for the key and the text of a record whose time is over.
var destroyed = []byte{}

func scanShared(row store.Row) (x shared, err error) {
	err = row.Scan(&x.id, &x.kind, &x.organisation, &x.unit, &x.epoch, &x.key, &x.revision, &x.schema, &x.sealed, &x.state, &x.became, &x.recorded, &x.guard)
	if store.Misread(err) { // by nobody written so: it is not read, and hides no other
		x.stale, x.sealed, x.state, err = true, destroyed, cmp.Or(x.state, Coming), nil
	}
	return x, err
}

// says is what a record has come to.
func (x shared) says() []string { return []string{x.id, x.state, x.became} }

func (x shared) vouch(tx *store.Tx) []byte { return tx.Guard(x.kind, x.says()...) }

// vouched reports whether the program wrote what it has come to.
func (x shared) vouched(tx *store.Tx) bool { return tx.Guarded(x.guard, x.kind, x.says()...) }

func (x shared) binding() seal.Binding {
	return seal.Binding{Organisation: string(x.organisation), Person: x.id, Kind: x.kind, Revision: x.revision, Schema: x.schema}
}

// Shared are records of a team that one key holder may read, with the door to them.
type Shared[T any] struct {
	kind *Kind[T]
	door Door
	rows []shared
}

// teamDoor is the door of the one who acts to their organisation's team; none when they hold no key of it.
func teamDoor(tx *store.Tx) (Door, error) {
	d, found, err := store.One(tx, scanDoor, `SELECT `+doorColumns+` FROM vault_compartments c JOIN vault_grants g ON g.compartment_id = c.id AND g.epoch = c.epoch
WHERE c.organisation_id = $1 AND c.kind = $2 AND g.account_id = $3`, tx.Grant().Organisation(), Team, me(tx))
	if err == nil && !found {
		if err = started(tx, network.OrganisationID(tx.Grant().Organisation())); err == nil {
			err = errs.E(errs.Conflict, "vault.no_key")
		}
	}
	if err == nil {
		err = d.vouch(tx)
	}
	return d, errs.Wrap(err, "find team's door")
}

// List reads the team's records that are still to come; it is noted once. Who holds no key of the team is told so ("vault.no_key").
func (k *Kind[T]) List(tx *store.Tx) (s Shared[T], err error) {
	s.kind = k
	if s.door, err = teamDoor(tx); err != nil {
		return s, err
	}
	tx.Note(k.Object, "list", nil)
	s.rows, err = k.coming(tx, s.door)
	for i := range s.rows {
		if err == nil {
			err = k.compare(tx, &s.rows[i])
		}
	}
	return s, errs.Wrap(err, "list", k.Object)
}

// Any reports whether a record is still to come that the one who acts could read: without opening one, and so without a note.
func (k *Kind[T]) Any(tx *store.Tx) (bool, error) {
	d, err := teamDoor(tx)
	if e, known := errs.Of(err); known && (e.Key == "vault.no_key" || e.Key == "setup.not_live") {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	list, err := k.coming(tx, d)
	return len(list) > 0, errs.Wrap(err, "find", k.Object)
}

// coming lists the records of a team that are still to come. One that has ended by nobody's word is among them: it must not be missed tonight.
func (k *Kind[T]) coming(tx *store.Tx, d Door) ([]shared, error) {
	list, err := store.List(tx, scanShared, `SELECT `+sharedColumns+` FROM vault_of_teams WHERE compartment_id = $1 AND kind = $2 AND sealed <> $3 ORDER BY id`, d.compartment, k.Word, destroyed)
	return slices.DeleteFunc(list, func(x shared) bool { return x.state != Coming && x.vouched(tx) }), err
}

// One reads one record; it is noted.
func (k *Kind[T]) One(tx *store.Tx, id string) (s Shared[T], err error) {
	if s, err = k.one(tx, id); err == nil {
		tx.Note(k.Object, id, audit.Details{"did": audit.Code("read")})
	}
	return s, err
}

func (k *Kind[T]) one(tx *store.Tx, id string) (Shared[T], error) {
	s := Shared[T]{kind: k}
	x, found, err := store.One(tx, scanShared, `SELECT `+sharedColumns+` FROM vault_of_teams WHERE id = $1 AND kind = $2`, id, k.Word)
	if err == nil && (!found || !tx.Grant().Own().Sees(string(x.organisation)) || len(x.sealed) == 0) {
		return s, none()
	}
	if err == nil {
		err = k.compare(tx, &x)
	}
	if err != nil {
		return s, errs.Wrap(err, "find", k.Object, id)
	}
	s.rows = []shared{x}
	s.door, err = teamDoor(tx)
	return s, err
}

// compare finds out whether a record stands in the revision that was written last.
func (k *Kind[T]) compare(tx *store.Tx, x *shared) error {
	last, err := store.LastRevision(tx, "", k.Noun, x.id)
	x.stale = x.stale || last != 0 && last != x.revision || !x.vouched(tx)
	if errs.KindOf(err) == errs.Forged && err != nil {
		x.stale, err = true, nil
	}
	return err
}

// Open opens the records in their order, and at the end those that cannot be read: one that is broken hides no other. Such a one is not what was kept: then the
// error is Forged, and the others stand all the same.
func (s Shared[T]) Open(id *seal.Identity) (_ []Record[T], forged error) {
	if len(s.rows) == 0 {
		return nil, nil
	}
	d, err := s.door.open(id)
	if err != nil {
		return nil, errs.Wrap(err, "open door")
	}
	list := make([]Record[T], len(s.rows))
	for i, x := range s.rows {
		if list[i], _, err = s.kind.open(d, x); err != nil {
			forged = s.kind.forged(x, err)
			list[i].Unread = true
		}
	}
	slices.SortStableFunc(list, func(a, b Record[T]) int {
		switch {
		case a.Unread && b.Unread:
			return cmp.Compare(a.ID, b.ID)
		case a.Unread:
			return 1
		case b.Unread:
			return -1
		}
		return cmp.Or(s.kind.Order(a.Says, b.Says), cmp.Compare(a.ID, b.ID))
	})
	return list, forged
}

func (k *Kind[T]) forged(x shared, cause error) error {
	args := []any{"object", k.Object, "record", x.id, "organisation", string(x.organisation)}
	if cause != nil {
		args = append(args, cause)
	}
	return errs.E(errs.Forged, "vault.forged", args...)
}

// open opens one, and its key. What does not open says nothing.
func (k *Kind[T]) open(d door, x shared) (Record[T], seal.Key, error) {
	r := Record[T]{ID: x.id, UnitID: x.unit, State: x.state, Became: x.became, Revision: x.revision, Recorded: x.recorded}
	if x.stale {
		return r, seal.Key{}, errs.E(errs.Conflict, "vault.changed_meanwhile")
	}
	key, err := d.key.Unwrap(x.key, d.of(k.Word, x.id)...)
	if err != nil {
		return r, key, errs.Wrap(err, "open key of", k.Object, x.id)
	}
	says, err := k.unseal(key, x.binding(), x.sealed)
	if err != nil {
		return r, key, errs.Wrap(err, "open", k.Object, x.id)
	}
	r.Says = says
	return r, key, nil
}

// SharedDraft is what has to be known to write a team's record.
type SharedDraft[T any] struct {
	kind *Kind[T]
	door Door
	row  shared
	was  int64 // revision read; 0 for a new one
}

// New reads what a new record needs. The unit is of the organisation of the one who acts.
func (k *Kind[T]) New(tx *store.Tx, unit network.UnitID) (SharedDraft[T], error) {
	o := network.OrganisationID(tx.Grant().Organisation())
	if err := network.MayRecord(tx, o, unit); err != nil {
		return SharedDraft[T]{}, err
	}
	d, err := teamDoor(tx)
	return SharedDraft[T]{kind: k, door: d, row: shared{id: store.NewID(), kind: k.Word, organisation: o, unit: unit, epoch: d.epoch, state: Coming}}, err
}

// Change reads what the change of a record needs; revision is the one that was read. One that has ended is a Conflict that Ended knows.
func (k *Kind[T]) Change(tx *store.Tx, id string, revision int64) (SharedDraft[T], error) {
	s, err := k.one(tx, id)
	if err != nil {
		return SharedDraft[T]{}, err
	}
	x := s.rows[0]
	if x.state != Coming {
		return SharedDraft[T]{}, k.ended(x.state)
	}
	if x.revision != revision {
		return SharedDraft[T]{}, errs.E(errs.Conflict, "vault.changed_meanwhile")
	}
	return SharedDraft[T]{kind: k, door: s.door, row: x, was: revision}, nil
}

// SharedChange is a team's record, sealed and not yet written.
type SharedChange[T any] struct {
	SharedDraft[T]
	ID    string
	until string
}

// Seal seals what a record says now.
func (d SharedDraft[T]) Seal(id *seal.Identity, says T) (SharedChange[T], error) {
	change := SharedChange[T]{SharedDraft: d, ID: d.row.id}
	if err := d.kind.check(says); err != nil {
		return change, err
	}
	opened, err := d.door.open(id)
	if err != nil {
		return change, errs.Wrap(err, "open door")
	}
	x := &change.row
	var key seal.Key
	if d.was == 0 {
		if key, err = seal.NewKey(); err != nil {
			return change, err
		}
		if x.key, err = opened.key.Wrap(key, opened.of(x.kind, x.id)...); err != nil {
			return change, err
		}
	} else if _, key, err = d.kind.open(opened, d.row); err != nil {
		return change, errs.E(errs.Conflict, d.kind.Lost, err)
	}
	x.revision, x.schema = d.was+1, form
	if x.sealed, err = d.kind.seal(key, x.binding(), says); err != nil {
		return change, err
	}
	change.until, err = d.kind.Until(says)
	return change, err
}

// Record writes the record, unless somebody changed or ended it since it was read.
func (c SharedChange[T]) Record(tx *store.Tx) (err error) {
	if c.was > 0 {
		if _, err := c.kind.Change(tx, c.row.id, c.was); err != nil {
			return err
		}
	}
	if err := current(tx, c.door.compartment, c.door.epoch); err != nil {
		return err
	}
	x := c.row
	if c.was == 0 {
		_, err = tx.Exec(`INSERT INTO vault_of_teams (id, kind, organisation_id, unit_id, compartment_id, epoch, key, revision, form, sealed, state, became, keep, recorded, guard)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '', $12, $13, $14)`, x.id, x.kind, x.organisation, x.unit, c.door.compartment, c.door.epoch, x.key, x.revision, x.schema, x.sealed, x.state, c.until, now(tx), x.vouch(tx))
	} else {
		_, err = tx.Exec(`UPDATE vault_of_teams SET revision = $1, form = $2, sealed = $3, keep = $4, recorded = $5 WHERE id = $6`, x.revision, x.schema, x.sealed, c.until, now(tx), x.id)
	}
	tx.NoteRevision("", c.kind.Noun, x.id, x.revision, nil)
	return errs.Wrap(err, "record", c.kind.Object, x.id)
}

// End says what a record has come to, and which record was made of it, if any. What it said is kept until its time is over, for whoever asks.
func (k *Kind[T]) End(tx *store.Tx, id, state, became string) error {
	s, err := k.one(tx, id)
	if err != nil {
		return err
	}
	x := s.rows[0]
	switch {
	case x.state != Coming:
		return k.ended(x.state)
	case x.stale:
		return k.forged(x, nil)
	}
	x.state, x.became = state, became
	_, err = tx.Exec(`UPDATE vault_of_teams SET state = $1, became = $2, guard = $3 WHERE id = $4`, state, became, x.vouch(tx), id)
	tx.Note(k.Object, id, audit.Details{"did": audit.Code(state)})
	return errs.Wrap(err, "end", k.Object, id)
}

func (k *Kind[T]) ended(state string) error { return errs.E(errs.Conflict, k.Over, "state", state) }

// Ended reports whether something could not be done about a record since it has ended, and in which state.
func (k *Kind[T]) Ended(err error) (state string, ended bool) {
	e, known := errs.Of(err)
	if !known || e.Key != k.Over {
		return "", false
	}
	state, _ = e.Args[1].(string)
	return state, true
}

// Made reports whether a record was made of one of a team, which goes on naming it.
func (k *Kind[T]) Made(tx *store.Tx, record string) (bool, error) {
	_, found, err := store.One(tx, scanID, `SELECT id FROM vault_of_teams WHERE became = $1 AND kind = $2`, record, k.Word)
	return found, errs.Wrap(err, "find what became", record)
}

// Destroy destroys the keys and texts of records that were to be kept no longer than before a settled day (backup.Settled). It is work of a job, which needs no key.
func (k *Kind[T]) Destroy(tx *store.Tx, today string) (int64, error) {
	n, err := tx.Exec(`UPDATE vault_of_teams SET key = $1, sealed = $1 WHERE kind = $2 AND keep < $3 AND sealed <> $1`, destroyed, k.Word, today)
	if n > 0 {
		tx.Note(k.Object, "over", audit.Details{"count": audit.Count(n)})
	}
	return n, errs.Wrap(err, "destroy", k.Object)
}
