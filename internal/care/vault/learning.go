package vault

import (
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// Budget bounds what one account could learn in any sixty minutes about people who are not its own cases, by whatever way: a hit of a
// search, an opened card, a person it makes its own case, broken glass. It is counted in the database, and so across processes. Own cases are
// outside of it: their names stand on many screens of whoever follows them. The zero Budget allows nothing.
type Budget struct {
	People   int64 // of how many it could learn who they are, each counted once
	Searches int64 // how often it may look among the names of its team, found or not
}

// Usual is the usual one in place of the zero Budget.
func (b Budget) Usual() Budget {
	if b == (Budget{}) {
		return UsualBudget()
	}
	return b
}

// UsualBudget is for an installation that says nothing else: an hour at a desk where the telephone rings, and no more.
func UsualBudget() Budget { return Budget{People: 10, Searches: 60} }

// learnable is for how long what could be learnt counts.
const learnable = time.Hour

// learned lists whom the one who acts could have learnt something about in the last hour; the empty id stands for each look among the team's names.
func learned(tx *store.Tx) (people map[person.ID]bool, searches int64, err error) {
	people = map[person.ID]bool{}
	_, err = store.List(tx, func(row store.Row) (id person.ID, err error) {
		if err = row.Scan(&id); id == "" {
			searches++
		} else {
			people[id] = true
		}
		return id, err
	}, `SELECT person_id FROM vault_readings WHERE account_id = $1 AND at > $2 AND at <= $3`, me(tx), stamp(tx.Now().Add(-learnable)), latest(tx))
	return people, searches, errs.Wrap(err, "count readings")
}

// learn counts that the one who acts could learn who somebody is, and reports whether that would be beyond the budget; then nothing is counted. Where somebody edited what
// was counted, nothing is learnt: Forged "store.sum_differs".
func (b Budget) learn(tx *store.Tx, who person.ID) (spent bool, err error) {
	people, _, err := learned(tx)
	if err == nil {
		err = store.Trusted(tx, store.SumReadings)
	}
	switch {
	case err != nil:
		return false, err
	case people[who]:
		_, err = tx.Exec(`UPDATE vault_readings SET at = $1 WHERE account_id = $2 AND person_id = $3`, now(tx), me(tx), who)
		return false, errs.Wrap(err, "count reading")
	case int64(len(people)) >= b.People:
		return true, nil
	}
	return false, count(tx, who)
}

// look counts a look among the team's names, and reports whether none is left: of looks, or of people who could be found.
func (b Budget) look(tx *store.Tx) (spent bool, err error) {
	people, searches, err := learned(tx)
	if err == nil {
		err = store.Trusted(tx, store.SumReadings)
	}
	if err != nil || searches >= b.Searches || int64(len(people)) >= b.People {
		return true, err
	}
	return false, count(tx, "")
}

func count(tx *store.Tx, who person.ID) error {
	_, err := tx.Exec(`DELETE FROM vault_readings WHERE account_id = $1 AND at <= $2`, me(tx), stamp(tx.Now().Add(-learnable)))
	if err == nil {
		_, err = tx.Exec(`INSERT INTO vault_readings (id, account_id, person_id, at) VALUES ($1, $2, $3, $4)`, tx.NewID(), me(tx), who, now(tx))
	}
	return errs.Wrap(err, "count reading")
}

// beyond puts on record that somebody asked for more about a person than the budget allows, and tells the officer.
func (b Budget) beyond(tx *store.Tx, who person.ID, object string) error {
	tx.Deny(string(who), object, errs.E(errs.Conflict, "vault.budget_spent", "most", b.People))
	return warn(tx, warning{kind: WarningBudget, account: me(tx)})
}

// beyondLooking is beyond for a look at nobody in particular. The first of an hour is on record and told; a list of names that a program reads out would
// fill the trail otherwise.
func (b Budget) beyondLooking(tx *store.Tx) error {
	refusal := errs.E(errs.Conflict, "vault.searches_spent", "people", b.People, "searches", b.Searches)
	if told, err := told(tx, WarningBudget, me(tx)); err != nil {
		return err
	} else if told {
		return refusal
	}
	tx.Deny("", "search", refusal)
	return warn(tx, warning{kind: WarningBudget, account: me(tx)})
}
