package vault

import (
	"bytes"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
)

// Grant is the key of a compartment, sealed to one member and not yet written.
type Grant struct {
	compartment CompartmentID
	epoch       int64
	account     network.AccountID
	public      string // fingerprint of the key it is sealed to
	sealed      []byte
}

func (d door) grant(m roster.Member) (Grant, error) {
	sealed, err := d.sealTo(m, granting)
	return Grant{compartment: d.compartment, epoch: d.epoch, account: network.AccountID(m.ID()), public: m.Public().Fingerprint(), sealed: sealed}, errs.Wrap(err, "seal grant", m.ID())
}

// record writes the grant in place of an older one: whatever the way by which somebody is given a key, it is here that who gives and who receives are
// looked at once more, in the transaction that writes. It is a Conflict when the compartment has another key by now.
func (g Grant) record(tx *store.Tx) error {
	if err := current(tx, g.compartment, g.epoch); err != nil {
		return err
	}
	if err := giving(tx); err != nil {
		return err
	}
	if err := g.fits(tx); err != nil {
		return err
	}
	_, err := tx.Exec(`INSERT INTO vault_grants (compartment_id, account_id, epoch, public, sealed, by_account, made) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (compartment_id, account_id) DO UPDATE SET epoch = excluded.epoch, public = excluded.public, sealed = excluded.sealed, by_account = excluded.by_account, made = excluded.made`,
		g.compartment, g.account, g.epoch, g.public, g.sealed, tx.Grant().Actor(), now(tx))
	if err != nil {
		return errs.Wrap(err, "record grant", g.compartment)
	}
	tx.Note("grant", string(g.account), audit.Details{"compartment": audit.ID(g.compartment)})
	return nil
}

// current answers Conflict "vault.keys_changed" when the key of a compartment is no longer that of the epoch, and Forged "vault.outside" when the table names another than the roster.
func current(tx *store.Tx, c CompartmentID, epoch int64) error {
	found, err := compartment(tx, c)
	if err == nil && found.Epoch != epoch {
		err = errs.E(errs.Conflict, "vault.keys_changed")
	}
	if err != nil {
		return err
	}
	d := Door{compartment: c, epoch: epoch}
	if err := d.vouch(tx); err != nil || d.stated {
		return err
	}
	r, err := network.Roster(tx)
	if err != nil {
		return err
	}
	return outside(r)
}

// Door is a compartment as one member stands before it: the key, sealed to them.
type Door struct {
	compartment CompartmentID
	epoch       int64
	kind        CompartmentKind
	sealed      []byte
	tokens      []byte
	mark        []byte // of the key that the roster knows; nil for a key from before the roster, until it is changed
	stated      bool   // the roster knows the compartment, in this epoch
}

// vouch asks the roster which key the door leads to. Without an answer the door does not open: it would be to a key that somebody else put there.
func (d *Door) vouch(tx *store.Tx) error {
	r, err := network.Roster(tx)
	if err != nil {
		return err
	}
	c, known := r.Compartment(string(d.compartment))
	d.mark, d.stated = c.Mark, known && c.Epoch == d.epoch && !putBack(r)
	return nil
}

// putBack reports whether the roster itself is of an earlier day: then it may know people who left, and keys that were replaced.
func putBack(r *roster.Roster) bool { return r.Fault() != nil && r.Fault().Key == network.PutBack }

// Doors lists the compartments an account holds the key of.
func Doors(tx *store.Tx, account network.AccountID) ([]Door, error) {
	list, err := store.List(tx, scanDoor, `SELECT `+doorColumns+` FROM vault_grants g JOIN vault_compartments c ON c.id = g.compartment_id AND c.epoch = g.epoch
WHERE g.account_id = $1 ORDER BY c.id`, account)
	for i := range list {
		if err == nil {
			err = list[i].vouch(tx)
		}
	}
	return list, errs.Wrap(err, "list doors")
}

const doorColumns = `c.id, c.epoch, c.kind, g.sealed, c.tokens`

func scanDoor(row store.Row) (d Door, err error) {
	return d, row.Scan(&d.compartment, &d.epoch, &d.kind, &d.sealed, &d.tokens)
}

// open opens the key of the compartment with the identity of an unlocked session.
func (d Door) open(id *seal.Identity) (door, error) { return d.unlock(id, granting) }

// proves compares an opened key with the one that the roster knows: to seal something to somebody proves no sender.
func (d Door) proves(opened door) error {
	mark, err := opened.mark()
	if err == nil && (!d.stated || d.mark != nil && !bytes.Equal(mark, d.mark)) {
		err = changedOutside(d.compartment)
	}
	return err
}

// Proves answers nil if an identity opens the door: whoever confirms a colleague shows the key that way.
func (d Door) Proves(id *seal.Identity) error {
	_, err := d.open(id)
	return err
}

func (d Door) unlock(id *seal.Identity, what string) (door, error) {
	opened := door{compartment: d.compartment, epoch: d.epoch}
	b, err := id.Open(d.sealed, opened.of(what)...)
	if err != nil {
		return opened, err
	}
	if opened.key, err = seal.ParseKey(b); err != nil {
		return opened, err
	}
	if err := d.proves(opened); err != nil {
		return opened, err
	}
	opened.tokens, err = opened.key.Unwrap(d.tokens, opened.of(tokening)...)
	return opened, err
}

// Holds reports whether the account holds the key of its organisation's team.
func Holds(tx *store.Tx, o network.OrganisationID, account network.AccountID) (bool, error) {
	_, found, err := store.One(tx, func(row store.Row) (id string, err error) { return id, row.Scan(&id) },
		`SELECT c.id FROM vault_compartments c JOIN vault_grants g ON g.compartment_id = c.id AND g.epoch = c.epoch
WHERE c.organisation_id = $1 AND c.kind = $2 AND g.account_id = $3`, o, Team, account)
	return found, errs.Wrap(err, "find grant", account)
}

// Waiting lists who may hold the team's key and does not: new members, and those who lost their password and have keys of their own anew.
func Waiting(tx *store.Tx, o network.OrganisationID, members []network.Account) ([]network.Account, error) {
	team, err := FindTeam(tx, o)
	if err != nil {
		return nil, err
	}
	held, err := holders(tx, team.ID)
	if err != nil {
		return nil, err
	}
	var list []network.Account
	for _, a := range members {
		if a.OrganisationID == o && a.HoldsKeys() && held[a.ID] != a.Public.Fingerprint() {
			list = append(list, a)
		}
	}
	return list, nil
}

// Staying lists the members who hold the team's key now and may hold the next one: those to whom the roster knows it was sealed.
func Staying(tx *store.Tx, c CompartmentID, members []network.Account) (list []roster.Member, err error) {
	held, err := holders(tx, c)
	if err != nil {
		return nil, err
	}
	r, err := network.Roster(tx)
	if err != nil {
		return nil, err
	}
	stated, _ := r.Compartment(string(c))
	for _, a := range members {
		if a.HoldsKeys() && held[a.ID] == a.Public.Fingerprint() && stated.Holds(a.Member()) {
			list = append(list, a.Member())
		}
	}
	return list, nil
}

// TeamDoor is the door of the one who acts to their organisation's team; Conflict "vault.no_key" when they hold no key of it.
func TeamDoor(tx *store.Tx) (Door, error) { return teamDoor(tx) }

// Compartment is which compartment the door leads into.
func (d Door) Compartment() CompartmentID { return d.compartment }

// holders tells who holds the key of a compartment, with the fingerprint of the key it is sealed to.
func holders(tx *store.Tx, c CompartmentID) (map[network.AccountID]string, error) {
	held := map[network.AccountID]string{}
	_, err := store.List(tx, func(row store.Row) (id network.AccountID, err error) {
		var public string
		err = row.Scan(&id, &public)
		held[id] = public
		return id, err
	}, `SELECT g.account_id, g.public FROM vault_grants g JOIN vault_compartments c ON c.id = g.compartment_id AND c.epoch = g.epoch WHERE c.id = $1`, c)
	return held, errs.Wrap(err, "list holders", c)
}

// Share seals the keys behind a door to other members, for a key holder who gives them (again).
func (d Door) Share(id *seal.Identity, members ...roster.Member) (Grants, error) {
	opened, err := d.open(id)
	if err != nil {
		return Grants{}, err
	}
	g := Grants{pen: id.Pen()}
	return g, g.add(opened, members)
}

// Grants are several, to be written together.
type Grants struct {
	list   []Grant
	pen    seal.Pen
	papers roster.By // whose identity opened the keys; zero where who gives holds them
}

// Count is how many they are.
func (g Grants) Count() int { return len(g.list) }

func (g *Grants) add(opened door, members []roster.Member) error {
	for _, m := range members {
		one, err := opened.grant(m)
		if err != nil {
			return err
		}
		g.list = append(g.list, one)
	}
	return nil
}

// by is who gives: a colleague, or the papers.
func (g Grants) by(tx *store.Tx) roster.By {
	if g.papers.Organisation == "" {
		return hand(tx, g.pen)
	}
	return g.papers
}

// Record writes the grants. Who gives holds the key, or has opened it with the recovery key; else it does not exist.
func (g Grants) Record(tx *store.Tx) error {
	for _, one := range g.list {
		held, err := holders(tx, one.compartment)
		if err != nil {
			return err
		}
		if held[me(tx)] == "" && g.papers.Organisation == "" {
			return none()
		}
		if err := one.record(tx); err != nil {
			return err
		}
		if err := one.state(tx, g.by(tx)); err != nil {
			return err
		}
	}
	return nil
}

// state tells the roster who was given the key.
func (g Grant) state(tx *store.Tx, by roster.By) error {
	c, err := compartment(tx, g.compartment)
	if err != nil {
		return err
	}
	return network.State(tx, by, roster.Statement{
		Kind: roster.Given, Organisation: string(c.OrganisationID), Subject: string(c.ID), Epoch: g.epoch, Holders: []string{string(g.account)},
	})
}

// fits answers NotFound unless the key may be held by whom it is given to: a confirmed colleague whose roles open what is sealed, and whose
// own key is still the one it was sealed to.
func (g Grant) fits(tx *store.Tx) error {
	c, err := compartment(tx, g.compartment)
	if err != nil {
		return err
	}
	return receiving(tx, g.account, c.OrganisationID, g.public)
}

// receiving answers NotFound unless an account may be given a key of an organisation that was sealed to the public key of that fingerprint.
func receiving(tx *store.Tx, account network.AccountID, o network.OrganisationID, public string) error {
	a, err := network.AccountOf(tx, account)
	if err == nil && (a.OrganisationID != o || !a.HoldsKeys() || a.Public.Fingerprint() != public) {
		err = none()
	}
	return err
}

// giving answers NotFound unless the one who acts still works here. The grant says that they did when the request began. A job's is nobody's.
func giving(tx *store.Tx) error {
	if tx.Grant().Role() == "" {
		return nil
	}
	a, err := network.AccountOf(tx, me(tx))
	if err == nil && a.Status != policy.Confirmed {
		err = none()
	}
	return err
}

// Withdraw destroys what an account holds, because its password was lost (its own keys are others now) or it may not work for the
// time being. A member who left asks for more: see Turning.
func Withdraw(tx *store.Tx, account network.AccountID) error {
	n, err := tx.Exec(`DELETE FROM vault_grants WHERE account_id = $1`, account)
	if err == nil {
		_, err = tx.Exec(`UPDATE vault_glasses SET state = $1, sealed = $2 WHERE account_id = $3 AND state IN ($4, $5)`, GlassOver, []byte{}, account, GlassAsked, GlassOpen)
	}
	tx.Note("grant", string(account), audit.Details{"withdrawn": audit.Count(n)})
	return errs.Wrap(err, "withdraw grants of", account)
}

// Outdated lists the restricted cases whose key the one who acts holds and is to be replaced.
func Outdated(tx *store.Tx) ([]CompartmentID, error) {
	r, err := network.Roster(tx)
	if err != nil {
		return nil, err
	}
	doors, err := Doors(tx, me(tx))
	var list []CompartmentID
	for _, d := range doors {
		if c, _ := r.Compartment(string(d.compartment)); d.kind == Case && c.Outdated() {
			list = append(list, d.compartment)
		}
	}
	return list, errs.Wrap(err, "list keys to replace")
}

// Reserve is a compartment as the recovery key of its organisation opens it.
type Reserve struct {
	Door
	organisation network.OrganisationID
	series       int64 // of the recovery key
}

// Reserves lists the compartments of an organisation for a recovery, when no key holder is left who could share.
func Reserves(tx *store.Tx, o network.OrganisationID) ([]Reserve, error) {
	list, err := store.List(tx, func(row store.Row) (r Reserve, err error) {
		r.organisation = o
		return r, row.Scan(&r.compartment, &r.epoch, &r.kind, &r.sealed, &r.tokens, &r.series)
	}, `SELECT id, epoch, kind, recovery, tokens, series FROM vault_compartments WHERE organisation_id = $1 ORDER BY id`, o)
	for i := range list {
		if err == nil {
			err = list[i].vouch(tx)
		}
	}
	return list, errs.Wrap(err, "list reserves of", o)
}

// Share opens the compartment with the identity that two custodians put together, and seals its key to members.
func (r Reserve) Share(recovery *seal.Identity, members ...roster.Member) (Grants, error) {
	opened, err := r.unlock(recovery, recovering)
	if err != nil {
		return Grants{}, err
	}
	g := Grants{papers: roster.By{Pen: recovery.Pen(), Organisation: string(r.organisation), Series: r.series}}
	return g, g.add(opened, members)
}
