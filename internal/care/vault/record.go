package vault

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// row is a section as it is stored.
type row struct {
	section  Section
	revision int64
	schema   int
	sealed   []byte
	recorded string
}

// Sealed is what a transaction read about one person for one reader: ciphertext, and the way to its key. It is opened
// outside of transactions, when what was noted is safe.
type Sealed struct {
	Person       person.ID
	Organisation network.OrganisationID
	reader       network.AccountID
	way          way
	rows         []row
}

// Entry is a section, opened.
type Entry struct {
	Content  Content
	Revision int64  // 0: never written
	Recorded string // UTC
}

func bind(o network.OrganisationID, who person.ID, kind string, revision int64, schema int) seal.Binding {
	return seal.Binding{Organisation: string(o), Person: string(who), Kind: kind, Revision: revision, Schema: schema}
}

// key opens the person's key; the zero key when the person has none.
func (s Sealed) key(id *seal.Identity) (seal.Key, error) {
	switch {
	case s.way.glass != "":
		b, err := id.Open(s.way.sealed, breaking, s.way.glass, string(s.Person), string(s.reader))
		if err != nil {
			return seal.Key{}, err
		}
		return seal.ParseKey(b)
	case len(s.way.sealed) == 0:
		return seal.Key{}, nil
	}
	d, err := s.way.door.open(id)
	if err != nil {
		return seal.Key{}, err
	}
	return d.unwrapPerson(string(s.Person), s.way.sealed)
}

// Open opens the sections that were read. A section that was never written is absent.
func (s Sealed) Open(id *seal.Identity) (map[Section]Entry, error) {
	card := map[Section]Entry{}
	if len(s.rows) == 0 {
		return card, nil
	}
	key, err := s.key(id)
	if err != nil {
		return nil, errs.Wrap(s.genuine(err), "open key of", s.Person)
	}
	for _, r := range s.rows {
		e, err := r.open(key, s.Organisation, s.Person)
		if err != nil {
			return nil, errs.Wrap(s.genuine(err), "open section of", s.Person)
		}
		card[r.section] = e
	}
	return card, nil
}

// genuine says of what does not open that it is not what was kept: whoever gets so far holds the key, or the tables say so falsely.
func (s Sealed) genuine(err error) error {
	if e, known := errs.Of(err); known && e.Key == "seal.not_opened" {
		return forged(s.Organisation, s.Person, "identity", err)
	}
	return err
}

func (r row) open(key seal.Key, o network.OrganisationID, who person.ID) (Entry, error) {
	text, err := key.Open(bind(o, who, string(r.section), r.revision, r.schema), r.sealed)
	if err != nil {
		return Entry{}, err
	}
	c, err := decode(r.section, r.schema, text)
	return Entry{c, r.revision, r.recorded}, err
}

func scanRow(from store.Row) (r row, err error) {
	return r, from.Scan(&r.section, &r.revision, &r.schema, &r.sealed, &r.recorded)
}

const rowColumns = `kind, revision, form, sealed, recorded`

func sections(tx *store.Tx, o network.OrganisationID, who person.ID, some ...Section) (rows []row, err error) {
	for _, s := range some {
		r, found, err := store.One(tx, scanRow, `SELECT `+rowColumns+` FROM vault_records WHERE person_id = $1 AND kind = $2`, who, s)
		if err == nil && s != Files {
			err = fresh(tx, o, who, s, r.revision)
		}
		if err != nil {
			return nil, errs.Wrap(err, "find section of", who)
		}
		if found {
			rows = append(rows, r)
		}
	}
	return rows, nil
}

// Written lists the sections of a person's card in which something was written, without opening any.
func Written(tx *store.Tx, who person.ID) (map[Section]string, error) {
	written := map[Section]string{}
	_, err := store.List(tx, func(row store.Row) (s Section, err error) {
		var recorded string
		err = row.Scan(&s, &recorded)
		written[s] = recorded
		return s, err
	}, `SELECT kind, recorded FROM vault_records WHERE person_id = $1`, who)
	return written, errs.Wrap(err, "list sections of", who)
}

// Draft is what has to be known to write about a person: the way to their key, or how to make one.
type Draft struct {
	sealed Sealed
}

// Write reads what saving a section needs. The grant is for IdentityRecord.
func Write(tx *store.Tx, who person.ID) (Draft, error) {
	s, err := stand(tx, me(tx), who)
	if err != nil {
		return Draft{}, err
	}
	if d := tx.Grant().Decide(s.Resource); !d.Allowed {
		if s.Relation == policy.Colleague {
			if err := started(tx, network.OrganisationID(s.Organisation)); err != nil {
				return Draft{}, err
			}
		}
		return Draft{}, refusal(s.Resource, d)
	}
	return Draft{sealed: Sealed{Person: who, Organisation: network.OrganisationID(s.Organisation), reader: me(tx), way: s.way}}, nil
}

// refusal says why something was not opened. Of another organisation's people nobody learns even that they exist.
func refusal(r policy.Resource, d policy.Decision) error {
	switch d.Need {
	case policy.Purpose:
		return errs.E(errs.Invalid, "vault.purpose_needed").On("purpose")
	case policy.Glass:
		return errs.E(errs.Denied, "vault.glass_needed")
	}
	return none()
}

// sealing is what all that is sealed about a person and not yet written has in common.
type sealing struct {
	person       person.ID
	organisation network.OrganisationID
	door         Door
	fresh        []byte // the person's key, when nothing was sealed under it before
}

// begin opens the door and the person's key, or makes one.
func (d Draft) begin(id *seal.Identity) (on sealing, opened door, key seal.Key, err error) {
	s := d.sealed
	on = sealing{person: s.Person, organisation: s.Organisation, door: s.way.door}
	if s.way.glass != "" {
		return on, opened, key, none() // glass lets read, never write
	}
	if opened, err = s.way.door.open(id); err != nil {
		return on, opened, key, errs.Wrap(err, "open door")
	}
	if len(s.way.sealed) > 0 {
		key, err = opened.unwrapPerson(string(s.Person), s.way.sealed)
		return on, opened, key, errs.Wrap(err, "open key of", s.Person)
	}
	if key, err = seal.NewKey(); err == nil {
		on.fresh, err = opened.wrapPerson(string(s.Person), key)
	}
	return on, opened, key, err
}

// record checks once more that the one who acts may write, and that the person's key is still the one which was sealed
// under, else it is a Conflict; a new key is written.
func (on sealing) record(tx *store.Tx) error {
	s, err := stand(tx, me(tx), on.person)
	if err != nil {
		return err
	}
	if d := tx.Grant().Decide(s.Resource); !d.Allowed || s.way.glass != "" {
		return refusal(s.Resource, d)
	}
	keyed, door := len(s.way.sealed) > 0, s.way.door
	if keyed != (on.fresh == nil) || door.compartment != on.door.compartment || door.epoch != on.door.epoch { // or by what it is found would stay where it was
		return errs.E(errs.Conflict, "vault.keys_changed")
	}
	if keyed {
		return nil
	}
	return on.recordKey(tx)
}

func (on sealing) recordKey(tx *store.Tx) error {
	_, err := tx.Exec(`INSERT INTO vault_person_keys (person_id, compartment_id, organisation_id, epoch, sealed) VALUES ($1, $2, $3, $4, $5)`,
		on.person, on.door.compartment, on.organisation, on.door.epoch, on.fresh)
	return errs.Wrap(err, "record key of", on.person)
}

// Change is a section, sealed and not yet written.
type Change struct {
	sealing
	row    row
	tokens [][]byte
}

// Seal seals what a section says now. revision is the one that was read.
func (d Draft) Seal(id *seal.Identity, c Content, revision int64) (Change, error) {
	if err := check(c); err != nil {
		return Change{}, err
	}
	on, opened, key, err := d.begin(id)
	change := Change{sealing: on}
	if err != nil {
		return change, err
	}
	text, err := encode(c)
	if err != nil {
		return change, err
	}
	change.row = row{section: c.Section(), revision: revision + 1, schema: form}
	change.row.sealed, err = key.Seal(bind(on.organisation, on.person, string(c.Section()), revision+1, form), text)
	if err != nil {
		return change, err
	}
	change.tokens, err = opened.tokensOf(c)
	return change, err
}

// Record writes the change, if nobody changed the section since it was read, and the person's key is still the one it
// was sealed under; else it is a Conflict.
func (c Change) Record(tx *store.Tx) error {
	if err := c.sealing.record(tx); err != nil {
		return err
	}
	if err := c.onLatest(tx); err != nil {
		return err
	}
	if err := c.recordRow(tx); err != nil {
		return err
	}
	if err := c.recordTokens(tx); err != nil {
		return err
	}
	noteSection(tx, c.person, c.row.section, c.row.revision)
	return nil
}

// onLatest answers Conflict "vault.changed_meanwhile" when somebody else wrote the section since it was read, and Forged when what stands there is not what was
// written last: nothing is built on it.
func (c Change) onLatest(tx *store.Tx) error {
	r, _, err := store.One(tx, scanRow, `SELECT `+rowColumns+` FROM vault_records WHERE person_id = $1 AND kind = $2`, c.person, c.row.section)
	if err == nil {
		err = fresh(tx, c.organisation, c.person, c.row.section, r.revision)
	}
	if err == nil && r.revision != c.row.revision-1 {
		err = errs.E(errs.Conflict, "vault.changed_meanwhile")
	}
	return errs.Wrap(err, "find section of", c.person)
}

func (c Change) recordRow(tx *store.Tx) (err error) {
	var n int64
	if r := c.row; r.revision == 1 {
		n, err = tx.Exec(`INSERT INTO vault_records (person_id, kind, revision, form, sealed, recorded) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (person_id, kind) DO NOTHING`, c.person, r.section, r.revision, r.schema, r.sealed, now(tx))
	} else {
		n, err = tx.Exec(`UPDATE vault_records SET revision = $1, form = $2, sealed = $3, recorded = $4 WHERE person_id = $5 AND kind = $6 AND revision = $7`,
			r.revision, r.schema, r.sealed, now(tx), c.person, r.section, r.revision-1)
	}
	if err == nil && n == 0 {
		return errs.E(errs.Conflict, "vault.changed_meanwhile")
	}
	return errs.Wrap(err, "record section of", c.person)
}

func (c Change) recordTokens(tx *store.Tx) error {
	_, err := tx.Exec(`DELETE FROM vault_tokens WHERE person_id = $1 AND kind = $2 AND compartment_id = $3`, c.person, c.row.section, c.door.compartment)
	for _, t := range c.tokens {
		if err == nil {
			_, err = tx.Exec(`INSERT INTO vault_tokens (token, compartment_id, person_id, kind) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
				t, c.door.compartment, c.person, c.row.section)
		}
	}
	return errs.Wrap(err, "record tokens of", c.person)
}
