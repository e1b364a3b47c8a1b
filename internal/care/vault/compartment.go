package vault

import (
	"bytes"
	"strconv"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// Founding is an organisation's first compartment, the team, made and not yet written.
type Founding struct {
	organisation network.OrganisationID
	team         opening
}

// opening is a compartment that begins, with the grants of its first members.
type opening struct {
	id      CompartmentID
	kind    CompartmentKind
	tokens  []byte
	reserve []byte // the key, sealed to the recovery key
	sealed  roster.Member
	person  person.ID // of a restricted case
	grants  []Grant
	door    door
	pen     seal.Pen // of whoever makes it; zero where the installation does
}

// Start makes the first key of an organisation's team: recovery is its recovery key, members are the first key holders. The custodians' ceremony (ceremony.go) comes before
// it; a demonstration does without.
func Start(organisation network.OrganisationID, recovery roster.Member, members []roster.Member) (Founding, error) {
	team, err := begin(Team, recovery, members)
	return Founding{organisation, team}, err
}

// begin makes the keys of a new compartment and seals them to its members and to the recovery key.
func begin(kind CompartmentKind, recovery roster.Member, members []roster.Member) (opening, error) {
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
	return f.team.record(tx, f.organisation)
}

// Establish puts a recovery key in force of an organisation which has nothing to open yet, without custodians: a demonstration does. network.EntrustPapers named the key before.
func Establish(tx *store.Tx, o network.OrganisationID, public seal.Public, commitment []byte) error {
	return papers{series: 1, public: public, commitment: commitment}.record(tx, o, PapersInForce, roster.By{})
}

// papers are a recovery key on its way into the tables.
type papers struct {
	series     int64
	public     seal.Public
	commitment []byte
}

func (p papers) record(tx *store.Tx, o network.OrganisationID, state PapersState, by roster.By) error {
	_, err := tx.Exec(`INSERT INTO vault_recoveries (organisation_id, series, state, public, commitment, by_account, made, replaced) VALUES ($1, $2, $3, $4, $5, $6, $7, '')`,
		o, p.series, state, []byte(p.public), p.commitment, me(tx), now(tx))
	if err != nil {
		return errs.Wrap(err, "record recovery key")
	}
	tx.Note("recovery", string(o), audit.Details{string(state): audit.Count(p.series)})
	return network.State(tx, by, p.statement(o, state))
}

func (p papers) statement(o network.OrganisationID, state PapersState) roster.Statement {
	return roster.Statement{
		Kind: roster.Recovery, Organisation: string(o), State: string(state), Series: p.series, Public: p.public, Commitment: p.commitment,
	}
}

// record writes the compartment. It is a Conflict when another recovery key came in force since its key was sealed.
func (o opening) record(tx *store.Tx, whose network.OrganisationID) error {
	r, err := FindRecovery(tx, whose)
	if err == nil && !r.Is(o.sealed) {
		err = errs.E(errs.Conflict, "vault.keys_changed")
	}
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO vault_compartments (id, organisation_id, kind, epoch, tokens, recovery, series, made) VALUES ($1, $2, $3, 1, $4, $5, $6, $7)`,
		o.id, whose, o.kind, o.tokens, o.reserve, r.Series(), now(tx))
	if err != nil {
		return errs.Wrap(err, "record compartment", o.id)
	}
	tx.Note("compartment", string(o.id), nil)
	s, err := o.door.statement(whose, o.kind, o.reserve, r.Series(), o.grants)
	if s.About = caseName(tx, o.person); err == nil {
		err = network.State(tx, hand(tx, o.pen), s)
	}
	for _, g := range o.grants {
		if err == nil {
			err = g.record(tx)
		}
	}
	return err
}

// restate tells the roster of the next key of a compartment that it knows, or of the same one sealed to other papers.
func restate(tx *store.Tx, by roster.By, s roster.Statement) error {
	r, err := network.Roster(tx)
	if err != nil {
		return err
	}
	c, _ := r.Compartment(s.Subject)
	s.About = c.About
	return network.State(tx, by, s)
}

// hand is that of the one who acts, for what the roster is told in their name; of a job it is the installation's.
func hand(tx *store.Tx, pen seal.Pen) roster.By {
	if pen.Public() == nil {
		return roster.By{}
	}
	return roster.By{Pen: pen, Account: string(me(tx))}
}

// FindRecovery reads the recovery key that an organisation has in force; NotFound "vault.not_founded" before its vault was founded, Forged "vault.outside" when the tables name another than
// the roster.
func FindRecovery(tx *store.Tx, o network.OrganisationID) (roster.Member, error) {
	m, found, err := recovery(tx, o)
	if err == nil && !found {
		err = errs.E(errs.NotFound, "vault.not_founded")
	}
	return m, errs.Wrap(err, "find recovery key", o)
}

func recovery(tx *store.Tx, o network.OrganisationID) (roster.Member, bool, error) {
	p, found, err := store.One(tx, func(row store.Row) (p papers, err error) {
		var public []byte
		err = row.Scan(&p.series, &public, &p.commitment)
		p.public = public
		return p, err
	}, `SELECT series, public, commitment FROM vault_recoveries WHERE organisation_id = $1 AND state = $2`, o, PapersInForce)
	if err != nil {
		return roster.Member{}, false, err
	}
	r, err := network.Roster(tx)
	if err != nil {
		return roster.Member{}, false, err
	}
	m, known := r.InForce(string(o))
	if known != found || found && (m.Series() != p.series || !bytes.Equal(m.Public(), p.public) || !bytes.Equal(m.Commitment(), p.commitment)) {
		return roster.Member{}, false, outside(r)
	}
	return m, found, nil
}

// outside says that keys were changed outside the program: what is wrong with the roster, or that a table says something else.
func outside(r *roster.Roster) error {
	if fault := r.Fault(); fault != nil {
		return fault
	}
	return changedOutside("")
}

func changedOutside(c CompartmentID) error {
	return errs.E(errs.Forged, "vault.outside", "object", "key", "record", string(c))
}

// Compartment is one of an organisation's.
type Compartment struct {
	ID             CompartmentID
	OrganisationID network.OrganisationID
	Kind           CompartmentKind
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

func (d door) sealTo(m roster.Member, what string) ([]byte, error) {
	return m.Seal(d.key.Bytes(), d.of(what)...)
}

// mark recognises the compartment's key.
func (d door) mark() ([]byte, error) { return d.key.Mark(d.of(granting)...) }

// statement is what the roster is told of the key: by what it is recognised, what is sealed to the papers, and to whom it was sealed.
func (d door) statement(whose network.OrganisationID, kind CompartmentKind, reserve []byte, series int64, grants []Grant) (roster.Statement, error) {
	mark, err := d.mark()
	s := roster.Statement{
		Kind: roster.Key, Organisation: string(whose), Subject: string(d.compartment), Type: string(kind), Epoch: d.epoch, Series: series,
		Mark: mark, Reserve: digest(reserve),
	}
	for _, g := range grants {
		s.Holders = append(s.Holders, string(g.account))
	}
	return s, err
}

func (d door) wrapTokens() ([]byte, error) { return d.key.Wrap(d.tokens, d.of(tokening)...) }

func (d door) wrapPerson(who string, key seal.Key) ([]byte, error) {
	return d.key.Wrap(key, d.of(personal, who)...)
}

func (d door) unwrapPerson(who string, sealed []byte) (seal.Key, error) {
	return d.key.Unwrap(sealed, d.of(personal, who)...)
}
