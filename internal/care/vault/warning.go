package vault

import (
	"slices"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// The kinds of warnings.
const (
	WarningGlass  = "glass"  // somebody broke glass
	WarningFollow = "follow" // somebody made a person that others follow their own case
	WarningBudget = "budget" // somebody opened more than is usual in an hour

	WarningUnfollow = "unfollow" // somebody ended that a colleague follows a person
	WarningMany     = "many"     // somebody made many people somebody's own cases in a day

	WarningRestrict   = "restrict"   // somebody let only some open a card
	WarningUnrestrict = "unrestrict" // somebody gave a restricted card back to the team

	WarningUnheld = "unheld" // somebody ended what kept a person's data from being erased

	WarningPack = "pack" // somebody who does not follow a person put together what is kept about them, for them

	WarningForged = "forged" // something that is kept is not what the program kept

	WarningRecovery = "recovery" // two shares of the recovery key gave a member the keys
	WarningComing   = "coming"   // new papers of the recovery key were made
	WarningDropped  = "dropped"  // they were given up
	WarningInForce  = "in_force" // they were put in force

	WarningProposed = "proposed" // something that takes two was proposed about a member
	WarningSeconded = "seconded" // it was done
	WarningWatcher  = "watcher"  // a member watches over others from now on
	WarningOutside  = "outside"  // somebody changed the database outside the program
	WarningEra      = "era"      // two papers let the database go on from an earlier state
)

// Warning is something a person is told on their first page.
type Warning struct {
	ID      string
	Kind    string
	Person  person.ID         // empty when it is about nobody in particular
	Account network.AccountID // who did it
	Reason  string            // list glass_reason, or empty
	Made    string            // UTC

	told  network.AccountID // who is told
	guard []byte
}

// says is all that a warning says.
func (w Warning) says() []string {
	return []string{w.ID, string(w.told), w.Kind, string(w.Person), string(w.Account), w.Reason, w.Made}
}

const warningColumns = `id, account_id, kind, person_id, about, reason, made, guard`

func scanWarning(row store.Row) (w Warning, err error) {
	return w, row.Scan(&w.ID, &w.told, &w.Kind, &w.Person, &w.Account, &w.Reason, &w.Made, &w.guard)
}

// genuine reports whether the program wrote a warning.
func (w Warning) genuine(tx *store.Tx) bool { return tx.Guarded(w.guard, "warning", w.says()...) }

// warning is one to be sent to those it concerns.
type warning struct {
	kind    string
	person  person.ID
	account network.AccountID
	reason  string
}

// warningTime is how long a warning stands on the first page.
const warningTime = 14 * 24 * time.Hour

// warn tells the data protection officers of the organisation (of the lead's, where it has none), whoever follows the person, and others whom it
// concerns. The same about the same within an hour is told once.
func warn(tx *store.Tx, w warning, others ...network.AccountID) error {
	return warnOf(tx, network.OrganisationID(tx.Grant().Organisation()), w, others...)
}

func warnOf(tx *store.Tx, o network.OrganisationID, w warning, others ...network.AccountID) error {
	tell, err := officers(tx, o, w.account)
	if err != nil {
		return err
	}
	for _, account := range others {
		tell[account] = true
	}
	if w.person != "" {
		followers, err := Followers(tx, w.person)
		if err != nil {
			return err
		}
		for _, f := range followers {
			tell[f.Account] = true
		}
	}
	return w.tell(tx, tell)
}

// WarnUnheld tells those who follow a person, and the officers, that nothing keeps the data from being erased any more.
func WarnUnheld(tx *store.Tx, who person.ID) error {
	return warn(tx, warning{kind: WarningUnheld, person: who, account: me(tx)})
}

// WarnPack tells those who follow a person, and the officers, that another put together what is kept about them, so that it is handed over.
func WarnPack(tx *store.Tx, who person.ID) error {
	s, err := stand(tx, me(tx), who)
	if err != nil || s.Relation == policy.OwnCase {
		return err
	}
	return warn(tx, warning{kind: WarningPack, person: who, account: me(tx)})
}

// warnOfPapers tells of a change of the recovery key whoever watches over the data, holds keys or has the role of a custodian: who changes it must not be the
// only one to know.
func warnOfPapers(tx *store.Tx, o network.OrganisationID, kind string) error {
	tell, err := entrusted(tx, o, me(tx))
	if err != nil {
		return err
	}
	return warning{kind: kind, account: me(tx)}.tell(tx, tell)
}

// WarnOfMember tells of a change of who watches or who holds the last key whoever watches over the data, holds keys, has the role of a custodian, and the member; but not who does it.
func WarnOfMember(tx *store.Tx, kind string, member network.AccountID) error {
	a, err := network.AccountOf(tx, member)
	if err != nil {
		return err
	}
	tell, err := entrusted(tx, a.OrganisationID, me(tx))
	if err != nil {
		return err
	}
	tell[member] = true
	delete(tell, me(tx))
	return warning{kind: kind, account: member}.leave(tx, tell)
}

// entrusted are those of an organisation to whom it matters who else is: its officers, who hold keys, and custodians.
func entrusted(tx *store.Tx, o network.OrganisationID, but network.AccountID) (map[network.AccountID]bool, error) {
	tell, err := officers(tx, o, but)
	if err != nil {
		return nil, err
	}
	r, err := network.Roster(tx)
	if err != nil {
		return nil, err
	}
	for _, card := range r.Cards() {
		if card.Organisation == string(o) && (card.Works(roster.Hold) || serves(card, policy.Custodian)) {
			tell[network.AccountID(card.Account)] = true
		}
	}
	return tell, nil
}

// serves reports whether the roster knows somebody as confirmed in a role.
func serves(c roster.Card, role policy.Role) bool {
	return c.Standing == roster.Confirmed && slices.Contains(c.Roles, string(role))
}

// tell leaves the warning to each but the one whom it is about.
func (w warning) tell(tx *store.Tx, tell map[network.AccountID]bool) error {
	delete(tell, w.account)
	return w.leave(tx, tell)
}

func (w warning) leave(tx *store.Tx, tell map[network.AccountID]bool) error {
	recent := stamp(tx.Now().Add(-time.Hour))
	for account := range tell {
		said, err := store.List(tx, scanWarning, `SELECT `+warningColumns+` FROM vault_notices WHERE account_id = $1 AND kind = $2 AND person_id = $3 AND about = $4 AND reason = $5 AND made > $6 AND made <= $7`,
			account, w.kind, w.person, w.account, w.reason, recent, now(tx))
		if err == nil && !slices.ContainsFunc(said, func(w Warning) bool { return w.genuine(tx) }) {
			x := Warning{ID: tx.NewID(), told: account, Kind: w.kind, Person: w.person, Account: w.account, Reason: w.reason, Made: now(tx)}
			_, err = tx.Exec(`INSERT INTO vault_notices (`+warningColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
				x.ID, x.told, x.Kind, x.Person, x.Account, x.Reason, x.Made, tx.Guard("warning", x.says()...))
			if err == nil {
				err = network.Call(tx, account)
			}
		}
		if err != nil {
			return errs.Wrap(err, "record warning")
		}
	}
	return nil
}

// told reports whether anybody was told of a kind of thing about an account within the hour.
func told(tx *store.Tx, kind string, about network.AccountID) (bool, error) {
	list, err := store.List(tx, scanWarning, `SELECT `+warningColumns+` FROM vault_notices WHERE kind = $1 AND about = $2 AND made > $3 AND made <= $4`, kind, about, stamp(tx.Now().Add(-time.Hour)), now(tx))
	return slices.ContainsFunc(list, func(w Warning) bool { return w.genuine(tx) }), errs.Wrap(err, "find warning")
}

// officers are the data protection officers of an organisation, but for whom it is about; or, where none is, the lead's. Who that is the roster says: whoever edits the rows of
// an officer does not choose who is told.
func officers(tx *store.Tx, o network.OrganisationID, but network.AccountID) (map[network.AccountID]bool, error) {
	r, err := network.Roster(tx)
	if err != nil {
		return nil, err
	}
	leader := network.OrganisationID(r.Lead())
	if leader == "" { // the roster has not said it yet
		first, err := network.Lead(tx)
		if err != nil && errs.KindOf(err) != errs.NotFound {
			return nil, err
		}
		leader = first.ID
	}
	own, lead := map[network.AccountID]bool{}, map[network.AccountID]bool{}
	for _, card := range r.Cards() {
		if !serves(card, policy.Officer) || card.Account == string(but) {
			continue
		}
		if card.Organisation == string(o) {
			own[network.AccountID(card.Account)] = true
		}
		if card.Organisation == string(leader) {
			lead[network.AccountID(card.Account)] = true
		}
	}
	if len(own) == 0 {
		return lead, nil
	}
	return own, nil
}

// Warnings lists what the one who acts is to be told, the latest first. What the program did not write is none.
func Warnings(tx *store.Tx) ([]Warning, error) {
	list, err := store.List(tx, scanWarning, `SELECT `+warningColumns+` FROM vault_notices WHERE account_id = $1 AND made > $2 ORDER BY made DESC, id DESC`,
		tx.Grant().Actor(), stamp(tx.Now().Add(-warningTime)))
	return slices.DeleteFunc(list, func(w Warning) bool { return !w.genuine(tx) }), errs.Wrap(err, "list warnings")
}
