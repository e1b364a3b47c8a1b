package vault

import (
	"bytes"
	"strconv"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
)

// Founding is an organisation's vault, made and not yet written: its recovery key and its first compartment, the team.
type Founding struct {
	organisation network.OrganisationID
	recovery     seal.Public
	commitment   []byte
	team         opening
}

// opening is a compartment that begins, with the grants of its first members.
type opening struct {
	id      CompartmentID
	kind    Kind
	tokens  []byte
	reserve []byte // the key, sealed to the recovery key
	sealed  seal.Public
	grants  []Grant
	door    door
}

// Found makes the vault of an organisation: recovery is the public half of its recovery key, commitment recognises the
// shares of its seed, members are the first key holders. The custodians' ceremony (ceremony.go) comes before it; a demonstration does without.
func Found(organisation network.OrganisationID, recovery seal.Public, commitment []byte, members []Member) (Founding, error) {
	team, err := begin(Team, recovery, members)
	return Founding{organisation, recovery, commitment, team}, err
}

// begin makes the keys of a new compartment and seals them to its members and to the recovery key.
func begin(kind Kind, recovery seal.Public, members []Member) (opening, error) {
	o := opening{id: CompartmentID(store.NewID()), kind: kind, sealed: recovery}
	key, err := seal.NewKey()
	if err != nil {
		return o, err
	}
	tokens, err := seal.NewKey()
	if err != nil {
		return o, err
	}
	d := door{compartment: o.id, epoch: 1, key: key, tokens: tokens}
	o.door = d
	if o.tokens, err = d.wrapTokens(); err != nil {
		return o, err
	}
	if o.reserve, err = d.sealTo(recovery, recovering); err != nil {
		return o, err
	}
	for _, m := range members {
		g, err := d.grant(m)
		if err != nil {
			return o, err
		}
		o.grants = append(o.grants, g)
	}
	return o, nil
}

// Record writes the vault of an organisation. It has one: a second is a Conflict, and so is another recovery key than the custodians'.
func (f Founding) Record(tx *store.Tx) error {
	if !tx.Grant().Own().Sees(string(f.organisation)) {
		return none()
	}
	if live, err := Live(tx, f.organisation); err != nil || live {
		if live {
			err = errs.E(errs.Conflict, "vault.founded")
		}
		return err
	}
	r, found, err := recovery(tx, f.organisation)
	if err != nil {
		return err
	}
	if found && !bytes.Equal(r.Public, f.recovery) {
		return errs.E(errs.Conflict, "vault.keys_changed")
	}
	if !found {
		if err := recordRecovery(tx, f.organisation, PapersInForce, Recovery{Series: 1, Public: f.recovery, Commitment: f.commitment}); err != nil {
			return err
		}
	}
	return f.team.record(tx, f.organisation)
}

func recordRecovery(tx *store.Tx, o network.OrganisationID, state PapersState, r Recovery) error {
	_, err := tx.Exec(`INSERT INTO vault_recoveries (organisation_id, series, state, public, commitment, by_account, made, replaced) VALUES ($1, $2, $3, $4, $5, $6, $7, '')`,
		o, r.Series, state, []byte(r.Public), r.Commitment, me(tx), now(tx))
	if err != nil {
		return errs.Wrap(err, "record recovery key")
	}
	tx.Note("recovery", string(o), map[string]any{string(state): r.Series})
	return nil
}

// record writes the compartment. It is a Conflict when another recovery key came in force since its key was sealed.
func (o opening) record(tx *store.Tx, whose network.OrganisationID) error {
	r, err := FindRecovery(tx, whose)
	if err == nil && !bytes.Equal(r.Public, o.sealed) {
		err = errs.E(errs.Conflict, "vault.keys_changed")
	}
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO vault_compartments (id, organisation_id, kind, epoch, tokens, recovery, series, made) VALUES ($1, $2, $3, 1, $4, $5, $6, $7)`,
		o.id, whose, o.kind, o.tokens, o.reserve, r.Series, now(tx))
	if err != nil {
		return errs.Wrap(err, "record compartment", o.id)
	}
	tx.Note("compartment", string(o.id), nil)
	for _, g := range o.grants {
		if err := g.record(tx); err != nil {
			return err
		}
	}
	return nil
}

// Recovery is the public half of an organisation's recovery key, with what recognises the shares of its seed.
type Recovery struct {
	Series     int64 // which of the organisation's, counted from one
	Public     seal.Public
	Commitment []byte
}

// FindRecovery reads the recovery key that an organisation has in force; NotFound "vault.not_founded" before its vault was founded.
func FindRecovery(tx *store.Tx, o network.OrganisationID) (Recovery, error) {
	r, found, err := recovery(tx, o)
	if err == nil && !found {
		err = errs.E(errs.NotFound, "vault.not_founded")
	}
	return r, errs.Wrap(err, "find recovery key", o)
}

func recovery(tx *store.Tx, o network.OrganisationID) (Recovery, bool, error) {
	return store.One(tx, func(row store.Row) (r Recovery, err error) {
		var public []byte
		err = row.Scan(&r.Series, &public, &r.Commitment)
		r.Public = public
		return r, err
	}, `SELECT series, public, commitment FROM vault_recoveries WHERE organisation_id = $1 AND state = $2`, o, PapersInForce)
}

// Compartment is one of an organisation's.
type Compartment struct {
	ID             CompartmentID
	OrganisationID network.OrganisationID
	Kind           Kind
	Epoch          int64
}

const compartmentColumns = `id, organisation_id, kind, epoch`

func scanCompartment(row store.Row) (c Compartment, err error) {
	return c, row.Scan(&c.ID, &c.OrganisationID, &c.Kind, &c.Epoch)
}

// FindTeam reads the team compartment of an organisation; NotFound "vault.not_founded" before its vault was founded.
func FindTeam(tx *store.Tx, o network.OrganisationID) (Compartment, error) {
	c, found, err := store.One(tx, scanCompartment, `SELECT `+compartmentColumns+` FROM vault_compartments WHERE organisation_id = $1 AND kind = $2`, o, Team)
	if err == nil && (!found || !tx.Grant().Own().Sees(string(o))) {
		return c, errs.E(errs.NotFound, "vault.not_founded")
	}
	return c, errs.Wrap(err, "find team", o)
}

func compartment(tx *store.Tx, id CompartmentID) (Compartment, error) {
	c, found, err := store.One(tx, scanCompartment, `SELECT `+compartmentColumns+` FROM vault_compartments WHERE id = $1`, id)
	if err == nil && !found {
		err = none()
	}
	return c, errs.Wrap(err, "find compartment", id)
}

// Compartments lists those of the grant's own organisations.
func Compartments(tx *store.Tx) ([]Compartment, error) {
	within, args := store.Within(tx.Grant().Own(), "organisation_id", 1)
	list, err := store.List(tx, scanCompartment, `SELECT `+compartmentColumns+` FROM vault_compartments WHERE `+within+` ORDER BY id`, args...)
	return list, errs.Wrap(err, "list compartments")
}

// The words that keep one sealed key apart from another.
const (
	granting   = "grant"
	recovering = "recovery"
	tokening   = "tokens"
	personal   = "person"
	planning   = "plan"
	breaking   = "glass"
)

// door is the key of a compartment, opened. It lives outside of transactions only.
type door struct {
	compartment CompartmentID
	epoch       int64
	key         seal.Key
	tokens      seal.Key
}

// of says which compartment's key, in which epoch, something is sealed under.
func (d door) of(parts ...string) []string {
	return append(parts, string(d.compartment), strconv.FormatInt(d.epoch, 10))
}

func (d door) sealTo(public seal.Public, what string) ([]byte, error) {
	return public.Seal(d.key.Bytes(), d.of(what)...)
}

func (d door) wrapTokens() ([]byte, error) { return d.key.Wrap(d.tokens, d.of(tokening)...) }

func (d door) wrapPerson(who string, key seal.Key) ([]byte, error) {
	return d.key.Wrap(key, d.of(personal, who)...)
}

func (d door) unwrapPerson(who string, sealed []byte) (seal.Key, error) {
	return d.key.Unwrap(sealed, d.of(personal, who)...)
}
