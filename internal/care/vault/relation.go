package vault

import (
	"slices"
	"strconv"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// standing is how an account stands to a person, with the way to the person's key if there is one.
type standing struct {
	policy.Resource
	way way
}

// way is how somebody comes to the key of a person: through a door, or through broken glass.
type way struct {
	door   Door
	sealed []byte // the person's key, under the door's
	glass  string // id; then sealed is the key, sealed to the reader
}

// stand finds how an account stands to a person. A person of another organisation is a stranger, whoever asks.
func stand(tx *store.Tx, account network.AccountID, who person.ID) (s standing, err error) {
	erased, err := Erased(tx, who)
	if err != nil {
		return s, err
	}
	p, err := person.Find(tx, who)
	if err != nil {
		return s, err
	}
	s.Organisation = string(p.OrganisationID)
	switch {
	case erased:
		s.Relation = policy.Erased
		return s, nil
	case !tx.Grant().Own().Sees(s.Organisation):
		s.Relation = policy.Stranger
		return s, nil
	}
	held, err := s.find(tx, account, who, p.OrganisationID)
	if err != nil {
		return s, err
	}
	if !held {
		s.Relation = policy.Colleague
		return s, s.breakGlass(tx, account, who)
	}
	s.Relation = policy.Team
	f, follows, err := store.One(tx, scanFollower, `SELECT `+followerColumns+` FROM vault_followers WHERE person_id = $1 AND follower = $2`, who, hash(tx, account))
	if follows && f.guarded(tx, who) {
		s.Relation = policy.OwnCase
	}
	return s, errs.Wrap(err, "find follower", who)
}

// find looks for a door that leads to the person's key. Of somebody who has no key yet, whoever holds the team's may make one. To somebody whom the roster says that only some may
// know no other door leads, whatever the tables say.
func (s *standing) find(tx *store.Tx, account network.AccountID, who person.ID, o network.OrganisationID) (bool, error) {
	r, err := network.Roster(tx)
	if err != nil {
		return false, err
	}
	there, confided := only(tx, r, who)
	w, found, err := store.One(tx, func(row store.Row) (w way, err error) {
		return w, row.Scan(&w.door.compartment, &w.door.epoch, &w.door.kind, &w.door.sealed, &w.door.tokens, &w.sealed)
	}, `SELECT `+doorColumns+`, k.sealed FROM vault_person_keys k JOIN vault_compartments c ON c.id = k.compartment_id AND c.epoch = k.epoch
JOIN vault_grants g ON g.compartment_id = c.id AND g.epoch = c.epoch WHERE k.person_id = $1 AND g.account_id = $2 AND (NOT $3 OR c.id = $4) ORDER BY c.kind, c.id`, who, account, confided, there)
	if err != nil || found {
		if err == nil {
			err = w.door.vouch(tx)
		}
		s.way = w
		return found, errs.Wrap(err, "find key of", who)
	}
	if confided {
		return false, nil
	}
	keyed, err := Keyed(tx, who)
	if err != nil || keyed {
		return false, err
	}
	s.way.door, found, err = store.One(tx, scanDoor, `SELECT `+doorColumns+` FROM vault_compartments c JOIN vault_grants g ON g.compartment_id = c.id AND g.epoch = c.epoch
WHERE c.organisation_id = $1 AND c.kind = $2 AND g.account_id = $3`, o, Team, account)
	if err == nil && found {
		err = s.way.door.vouch(tx)
	}
	return found, errs.Wrap(err, "find door", who)
}

// breakGlass looks for glass that the account broke and whose hour is not over.
func (s *standing) breakGlass(tx *store.Tx, account network.AccountID, who person.ID) error {
	list, err := store.List(tx, scanGlass, `SELECT `+glassColumns+` FROM vault_glasses WHERE person_id = $1 AND account_id = $2 AND state = $3 AND until > $4 AND until <= $5 ORDER BY until`,
		who, account, GlassOpen, now(tx), longest(tx, glassTime))
	for _, g := range guarded(tx, list) {
		s.Glass, s.way = true, way{glass: g.ID, sealed: g.sealed}
	}
	return errs.Wrap(err, "find glass", who)
}

// Keyed reports whether a person has a key, and so perhaps a card.
func Keyed(tx *store.Tx, who person.ID) (bool, error) {
	_, found, err := store.One(tx, func(row store.Row) (id string, err error) { return id, row.Scan(&id) },
		`SELECT compartment_id FROM vault_person_keys WHERE person_id = $1`, who)
	return found, errs.Wrap(err, "find key of", who)
}

// Standing says how the one who acts stands to a person; a person of another organisation does not exist.
func Standing(tx *store.Tx, who person.ID) (policy.Resource, error) {
	s, err := stand(tx, me(tx), who)
	if err == nil && !tx.Grant().Own().Sees(s.Organisation) {
		err = none()
	}
	return s.Resource, err
}

// Visible renders the table of openings as a condition on vault_person_keys p: the people about whom the one who acts may do
// what the grant is for, with what was stated so far. It agrees with Decide about each person; a test compares the two.
func Visible(tx *store.Tx, next int) (condition string, args []any) {
	g := tx.Grant()
	relations := g.Relations()
	team, own := slices.Contains(relations, policy.Team), slices.Contains(relations, policy.OwnCase)
	glass := g.Decide(policy.Resource{Organisation: g.Organisation(), Relation: policy.Colleague, Glass: true}).Allowed
	if !team && !own && !glass {
		return "FALSE", nil
	}
	arg := func(value any) string {
		args = append(args, value)
		return "$" + strconv.Itoa(next+len(args)-1)
	}
	account := arg(g.Actor())
	held := `EXISTS (SELECT 1 FROM vault_person_keys k JOIN vault_compartments c ON c.id = k.compartment_id AND c.epoch = k.epoch
JOIN vault_grants g ON g.compartment_id = c.id AND g.epoch = c.epoch WHERE k.person_id = p.person_id AND g.account_id = ` + account + `)`
	follows := func() string {
		return `EXISTS (SELECT 1 FROM vault_followers f WHERE f.person_id = p.person_id AND f.follower = ` + arg(hash(tx, me(tx))) + `)`
	}
	var ways []string
	switch {
	case team && own:
		ways = append(ways, held)
	case own:
		ways = append(ways, held+` AND `+follows())
	case team:
		ways = append(ways, held+` AND NOT `+follows())
	}
	if glass {
		ways = append(ways, `NOT `+held+` AND EXISTS (SELECT 1 FROM vault_glasses x WHERE x.person_id = p.person_id AND x.account_id = `+account+
			` AND x.state = `+arg(GlassOpen)+` AND x.until > `+arg(now(tx))+` AND x.until <= `+arg(longest(tx, glassTime))+`)`)
	}
	within, more := store.Within(g.Own(), "p.organisation_id", next+len(args))
	return `(` + strings.Join(ways, ` OR `) + `) AND ` + within, append(args, more...)
}

// Seen lists the people about whom the one who acts may do what the grant is for.
func Seen(tx *store.Tx) ([]person.ID, error) {
	visible, args := Visible(tx, 1)
	list, err := store.List(tx, func(row store.Row) (id person.ID, err error) { return id, row.Scan(&id) },
		`SELECT DISTINCT p.person_id FROM vault_person_keys p WHERE `+visible+` ORDER BY p.person_id`, args...)
	return list, errs.Wrap(err, "list seen")
}
