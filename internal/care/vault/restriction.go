package vault

import (
	"bytes"
	"encoding/hex"
	"slices"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// RestrictedTo is how many colleagues at least may open a card that is restricted: with one alone, one lost password would close it to all.
const RestrictedTo = 2

// Restriction moves the key of one person into another compartment: one of their own, whose key only some colleagues are given,
// or back into the team's. What is sealed about the person stays as it is; the old ways to the key are destroyed.
type Restriction struct {
	sealed   Sealed // nothing but the way to the person's key
	exact    []exact
	recovery roster.Member
	members  []roster.Member // who may open the card from now on; nobody for the team
	team     Door
}

// Restrict reads what it takes to let only some colleagues open a person's card, in place of the team or of those who were chosen before. The
// one who acts follows the person, and stays among them. The grant is for IdentityRestrict.
func Restrict(tx *store.Tx, who person.ID, chosen []network.AccountID) (Restriction, error) {
	r, err := restriction(tx, who)
	if err != nil {
		return r, err
	}
	if r.recovery, err = FindRecovery(tx, r.sealed.Organisation); err != nil {
		return r, err
	}
	chosen = append(slices.Clone(chosen), me(tx))
	slices.Sort(chosen)
	for _, id := range slices.Compact(chosen) {
		a, err := network.Member(tx, id)
		if err != nil {
			return r, err
		}
		if !a.HoldsKeys() || a.OrganisationID != r.sealed.Organisation {
			return r, none()
		}
		r.members = append(r.members, a.Member())
	}
	if len(r.members) < RestrictedTo {
		return r, errs.E(errs.Invalid, "vault.restricted_to_few", "least", RestrictedTo).On("account")
	}
	return r, nil
}

// Unrestrict reads what it takes to give a card back to the team, by somebody who holds the team's key too.
func Unrestrict(tx *store.Tx, who person.ID) (Restriction, error) {
	r, err := restriction(tx, who)
	if err == nil && r.sealed.way.door.kind != Case {
		err = errs.E(errs.Conflict, "vault.keys_changed")
	}
	if err != nil {
		return r, err
	}
	r.team, err = teamDoor(tx)
	return r, err
}

func restriction(tx *store.Tx, who person.ID) (r Restriction, err error) {
	s, err := stand(tx, me(tx), who)
	if err != nil {
		return r, err
	}
	if d := tx.Grant().Decide(s.Resource); !d.Allowed {
		return r, refusal(s.Resource, d)
	}
	r.sealed = Sealed{Person: who, Organisation: network.OrganisationID(s.Organisation), reader: me(tx), way: s.way}
	r.exact, err = exacts(tx, "k.person_id", string(who))
	return r, err
}

// Restricted is a person's key in its next compartment, not yet written.
type Restricted struct {
	from   Restriction
	opened opening // empty for the team's
	on     sealing
	exact  []exactTokens
	pen    seal.Pen
}

// Seal seals the person's key under that of the next compartment.
func (r Restriction) Seal(id *seal.Identity) (Restricted, error) {
	next := Restricted{from: r, pen: id.Pen()}
	old, err := r.sealed.way.door.open(id)
	if err != nil {
		return next, errs.Wrap(err, "open door")
	}
	var into door
	if len(r.members) > 0 {
		next.opened, err = begin(Case, r.recovery, r.members)
		next.opened.person, next.opened.pen = r.sealed.Person, id.Pen()
		into = next.opened.door
	} else {
		into, err = r.team.open(id)
	}
	if err != nil {
		return next, err
	}
	key, err := r.sealed.key(id)
	if err == nil && key.IsZero() {
		key, err = seal.NewKey() // nothing was written about them yet
	}
	if err != nil {
		return next, errs.Wrap(err, "open key of", r.sealed.Person)
	}
	next.on = sealing{person: r.sealed.Person, organisation: r.sealed.Organisation, door: Door{compartment: into.compartment, epoch: into.epoch}}
	if next.on.fresh, err = into.wrapPerson(string(r.sealed.Person), key); err != nil {
		return next, err
	}
	next.exact, err = retoken(r.exact, old, into)
	return next, err
}

// Record writes it. When somebody wrote about the person meanwhile, or a key was changed, it is a Conflict: begin again. Whoever
// followed the person and may not open the card any more follows them no longer; glass that was broken closes; the officer is told.
func (r Restricted) Record(tx *store.Tx) error {
	was := r.from
	if err := was.still(tx); err != nil {
		return err
	}
	who, old := was.sealed.Person, was.sealed.way.door
	for _, table := range []string{"vault_person_keys", "vault_tokens"} {
		if _, err := tx.Exec(`DELETE FROM `+table+` WHERE person_id = $1`, who); err != nil {
			return errs.Wrap(err, "restrict", who)
		}
	}
	if old.kind == Case {
		if err := closeCase(tx, old.compartment, hand(tx, r.pen)); err != nil {
			return err
		}
	}
	if len(was.members) > 0 {
		if err := r.opened.record(tx, was.sealed.Organisation); err != nil {
			return err
		}
	} else if err := current(tx, was.team.compartment, was.team.epoch); err != nil {
		return err
	}
	if err := r.on.recordKey(tx); err != nil {
		return err
	}
	if err := recordExact(tx, r.on.door.compartment, r.exact); err != nil {
		return err
	}
	_, err := tx.Exec(`UPDATE vault_glasses SET state = $1, sealed = $2 WHERE person_id = $3 AND state = $4`, GlassOver, []byte{}, who, GlassOpen)
	if err != nil {
		return errs.Wrap(err, "close glass")
	}
	tx.NoteAbout(string(who), "restriction", string(who), audit.Details{"compartment": audit.ID(r.on.door.compartment), "members": audit.IDs(accounts(was.members))})
	if err := warn(tx, warning{kind: was.warning(), person: who, account: me(tx)}); err != nil {
		return err
	}
	return was.unfollow(tx)
}

func accounts(members []roster.Member) (list []network.AccountID) {
	for _, m := range members {
		list = append(list, network.AccountID(m.ID()))
	}
	return list
}

func (r Restriction) warning() string {
	if len(r.members) > 0 {
		return WarningRestrict
	}
	return WarningUnrestrict
}

// unfollow ends the following of those who cannot open the card any more.
func (r Restriction) unfollow(tx *store.Tx) error {
	followers, err := Followers(tx, r.sealed.Person)
	for _, f := range followers {
		if err == nil && len(r.members) > 0 && !slices.Contains(accounts(r.members), f.Account) {
			_, err = unfollow(tx, r.sealed.Person, f.Account)
		}
	}
	return err
}

// still answers a Conflict unless everything is as it was read.
func (r Restriction) still(tx *store.Tx) error {
	var now Restriction
	var err error
	if len(r.members) > 0 {
		now, err = Restrict(tx, r.sealed.Person, accounts(r.members))
	} else {
		now, err = Unrestrict(tx, r.sealed.Person)
	}
	if err != nil {
		return err
	}
	is, was := now.sealed.way, r.sealed.way
	same := is.door.compartment == was.door.compartment && is.door.epoch == was.door.epoch && bytes.Equal(is.sealed, was.sealed) &&
		now.team.epoch == r.team.epoch && now.recovery.Is(r.recovery) && sameExact(now.exact, r.exact) &&
		slices.EqualFunc(now.members, r.members, roster.Member.Is)
	if !same {
		return errs.E(errs.Conflict, "vault.keys_changed")
	}
	return nil
}

// closeCase destroys a compartment in which nobody is any more.
func closeCase(tx *store.Tx, c CompartmentID, by roster.By) error {
	if found, err := compartment(tx, c); err != nil {
		return err
	} else if err := network.State(tx, by, roster.Statement{Kind: roster.Closed, Organisation: string(found.OrganisationID), Subject: string(c)}); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM vault_grants WHERE compartment_id = $1`, c)
	if err == nil {
		_, err = tx.Exec(`DELETE FROM vault_compartments WHERE id = $1 AND kind = $2`, c, Case)
	}
	return errs.Wrap(err, "close case", c)
}

// Confided lists who may open the card of a person whom only some may know, of the grant's own organisation; restricted is false for everybody else.
func Confided(tx *store.Tx, who person.ID) (members []network.AccountID, restricted bool, err error) {
	if _, err := organisation(tx, who); err != nil {
		return nil, false, err
	}
	c, restricted, err := caseOf(tx, who)
	if err != nil || !restricted {
		return nil, false, err
	}
	members, err = Holders(tx, c)
	return members, true, err
}

// caseName is what the roster calls a person whom only some may know. It is there for ever, so it is a hash under the key file: who they were it says to nobody after an erasure.
func caseName(tx *store.Tx, who person.ID) string {
	if who == "" {
		return ""
	}
	token := tx.Keys().Token("person of a case", string(who))
	return hex.EncodeToString(token[:16])
}

// caseNames are all that the roster may call them: earlier versions stated the id.
func caseNames(tx *store.Tx, who person.ID) []string { return []string{caseName(tx, who), string(who)} }

// only finds the compartment in which alone the key of a person may stand, where the roster says that only some may know them.
func only(tx *store.Tx, r *roster.Roster, who person.ID) (compartment string, confided bool) {
	for _, name := range caseNames(tx, who) {
		if compartment, confided = r.Confided(name); confided {
			break
		}
	}
	return compartment, confided
}

// caseOf finds the compartment of a person whom only some may know.
func caseOf(tx *store.Tx, who person.ID) (CompartmentID, bool, error) {
	c, restricted, err := store.One(tx, func(row store.Row) (c CompartmentID, err error) { return c, row.Scan(&c) },
		`SELECT c.id FROM vault_person_keys k JOIN vault_compartments c ON c.id = k.compartment_id WHERE k.person_id = $1 AND c.kind = $2`, who, Case)
	return c, restricted, errs.Wrap(err, "find case of", who)
}
