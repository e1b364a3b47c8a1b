package vault

import (
	"slices"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// Follower is somebody whose own case a person is.
type Follower struct {
	Account network.AccountID
	Since   string // UTC
}

// Followers lists who follows a person of the grant's own organisation, since whom first.
func Followers(tx *store.Tx, who person.ID) ([]Follower, error) {
	if _, err := organisation(tx, who); err != nil {
		return nil, err
	}
	list, err := store.List(tx, func(row store.Row) (f Follower, err error) { return f, row.Scan(&f.Account, &f.Since) },
		`SELECT account_id, since FROM vault_followers WHERE person_id = $1 ORDER BY since, account_id`, who)
	return list, errs.Wrap(err, "list followers of", who)
}

// Follow makes a person the own case of a colleague. Twice is once. Whoever follows opens the card without saying what for, so
// the officer is told when somebody begins to follow a person by themselves whom others follow already. A restricted card is followed
// by those who may open it.
func Follow(tx *store.Tx, who person.ID, account network.AccountID) error {
	others, err := Followers(tx, who)
	if err != nil || slices.ContainsFunc(others, func(f Follower) bool { return f.Account == account }) {
		return err
	}
	members, restricted, err := assigning(tx, who)
	if err == nil && restricted && !slices.Contains(members, account) {
		err = errs.E(errs.Conflict, "vault.follow_restricted")
	}
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO vault_followers (person_id, account_id, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, who, account, now(tx))
	if err != nil {
		return errs.Wrap(err, "record follower of", who)
	}
	tx.NoteAbout(string(who), "follower", string(who), map[string]string{"account": string(account), "follows": "yes"})
	if account == me(tx) && len(others) > 0 {
		return warn(tx, notice{kind: NoticeFollow, person: who, about: account})
	}
	return nil
}

// Leave ends that a colleague follows a person.
func Leave(tx *store.Tx, who person.ID, account network.AccountID) error {
	if _, _, err := assigning(tx, who); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM vault_followers WHERE person_id = $1 AND account_id = $2`, who, account)
	tx.NoteAbout(string(who), "follower", string(who), map[string]string{"account": string(account), "follows": "no"})
	return errs.Wrap(err, "remove follower of", who)
}

// assigning reads who may open a card, for one who says who follows the person. Of a restricted card only those who open it say so.
func assigning(tx *store.Tx, who person.ID) (members []network.AccountID, restricted bool, err error) {
	members, restricted, err = Confided(tx, who)
	if err == nil && restricted && !slices.Contains(members, me(tx)) {
		err = none()
	}
	return members, restricted, err
}
